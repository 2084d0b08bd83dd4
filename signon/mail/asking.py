"""Telling signees of a changed text, by mail, and settling what the silent left open: the worker's part."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from signon.database import db, let_go, now, transaction
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.mail.outbox import ASKED_ABOUT_CHANGE, CLARIFIED, row_of
from signon.signatures import text_answers, text_changes
from signon.signatures.staff_models import TextAsking
from signon.signatures.text_changes import Told
from signon.signatures.tokens import Tokens
from signon.staff import auditing


def work_due(*, keys: KeyStore, tokens: Tokens, host: str) -> bool:
    """Write to the next 200 signees of a changed text, or settle the next 200 silent ones; answers whether there was
    something to do. One transaction; a worker that stops leaves nothing half, and two do not do the same.

    Silence is not counted before the mail that asks has left, or was given up.
    """
    at = now()
    asking = None
    if not text_changes.is_telling() and (asking := _to_settle(at)) is None:
        let_go()
        return False
    with transaction():
        if asking is None:
            return _tell(keys, tokens, host, now())
        return _settle(db.session.get_one(Letter, asking.letter_id), keys, now())


def _settle(letter: Letter, keys: KeyStore, at: datetime) -> bool:
    """Settle the next silent ones, and keep in the audit that the worker did: no person of the staff was there."""
    settled = text_answers.settle_some(letter, at)
    if settled.silent:
        facts = {"number": settled.silent, "taken_off": settled.taken_off}
        auditing.record("asking.silent", auditing.Doer(who=auditing.WORKER), keys=keys, at=at, letter=letter, **facts)
    return settled.is_anything


def _to_settle(at: datetime) -> TextAsking | None:
    return next((asking for asking in text_answers.due(at) if not _mails_wait(asking)), None)


def _mails_wait(asking: TextAsking) -> bool:
    """Whether a mail to somebody who has not answered has not left yet: nobody is silent who was not reached."""
    waits = select(OutboxMail.id).where(
        OutboxMail.letter_id == asking.letter_id,
        OutboxMail.kind == ASKED_ABOUT_CHANGE,
        OutboxMail.sealed.is_not(None),
        OutboxMail.signature_id.in_(text_answers.waiting(asking)),
    )
    return db.session.scalar(waits.limit(1)) is not None


def _tell(keys: KeyStore, tokens: Tokens, host: str, at: datetime) -> bool:
    telling = text_changes.tell_some(keys=keys, tokens=tokens, at=at)
    if telling is None:
        return False
    until = telling.answer_by.isoformat() if telling.answer_by else ""
    mails = []
    for one in telling.told:
        says = {"to": one.to, "name": one.name, "token": one.token, "reasons": json.dumps(one.reasons)}
        if one.asked:
            says |= {"until": until, "silence": telling.silence}
        mails.append(_mail(telling.letter, one, says, keys, host, at))
    if mails:
        db.session.execute(insert(OutboxMail), mails)
    return True


def _mail(letter: Letter, one: Told, says: dict[str, str], keys: KeyStore, host: str, at: datetime) -> dict[str, Any]:
    kind = ASKED_ABOUT_CHANGE if one.asked else CLARIFIED
    how = {"language": one.language, "keys": keys, "host": host, "at": at, "letter": letter}
    return row_of(kind, says, **how, signature_id=one.signature_id)  # type: ignore[arg-type]
