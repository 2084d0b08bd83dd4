"""What the worker does beside sending and drawing: long work that somebody asked for, a bounded bit at a time."""

import logging
from collections.abc import Callable

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from signon.cli.hooks import tell_webhooks
from signon.database import db, now, transaction
from signon.hooks import noticing
from signon.mail import asking, mailings
from signon.mail.links import public_host, public_link
from signon.organizations import comparing
from signon.signatures import batches, figures, import_jobs
from signon.signatures.signee_ids import SigneeIds

log = logging.getLogger(__name__)


def work_a_round(stop: Callable[[], bool] = lambda: False) -> int:
    """Do one bit of each kind of work that waits, unless `stop` says so; answers how many were done. Each bit is a
    transaction of its own, so that others come between, and a stop loses none; mail is sent between rounds.
    """
    return sum(_one_bit(work) for work in _WORKS if not stop())


def _one_bit(work: Callable[[], bool]) -> bool:
    """One bit of one kind of work. What cannot be done is logged without a word of what it says, and stops no other."""
    try:
        return work()
    except SQLAlchemyError:
        raise
    except Exception as fault:
        log.error("%s failed: %s", work.__name__, type(fault).__name__)
        return False
    finally:
        db.session.remove()


def _import_names() -> bool:
    keys = current_app.extensions["signon.keys"]
    judging = import_jobs.judge_some(keys)
    if judging is None and not import_jobs.is_listing():  # an idle worker takes no write lock
        return False
    with transaction():
        return import_jobs.note_judged(judging, now()) if judging else import_jobs.list_some(keys, now())


def _show_new_names() -> bool:
    if not batches.is_due(now()):
        return False
    ids = SigneeIds.under(current_app.extensions["signon.keys"])
    with transaction():
        at = now()
        released = batches.release(at)
        noticing.tell_names(released, ids, public_link, at)
    return bool(released)


def _count_figures() -> bool:
    if not figures.is_due(now()):
        return False
    with transaction():
        return figures.work(now())


def _tell_of_changed_texts() -> bool:
    keys, tokens = current_app.extensions["signon.keys"], current_app.extensions["signon.tokens"]
    return asking.work_due(keys=keys, tokens=tokens, host=public_host())


def _write_to_many() -> bool:
    keys, tokens = current_app.extensions["signon.keys"], current_app.extensions["signon.tokens"]
    return mailings.work_due(keys, tokens, public_host(), now())


def _compare_organizations() -> bool:
    likes = comparing.compare_some()
    if not likes:
        return False
    with transaction():
        return comparing.note(likes, now()) > 0


_WORKS: tuple[Callable[[], bool], ...] = (
    _show_new_names,
    tell_webhooks,
    _tell_of_changed_texts,
    _write_to_many,
    _import_names,
    _count_figures,
    _compare_organizations,
)
