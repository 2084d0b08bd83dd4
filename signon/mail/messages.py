"""Composing: a claimed row becomes subject, text and HTML in the reader's language. A mail looks like a note from a
person, with one thing to do.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale

from signon.database import db
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.covering import Attachment, enclosed
from signon.mail.links import public_link
from signon.mail.mailing_note import context as mailing_context
from signon.mail.outbox import Claimed
from signon.mail.renewal import WAYS, code_link, new_links
from signon.mail.suppressing import mark_of
from signon.signatures import counting
from signon.signatures.handing_over import HANDOVER_LASTS
from signon.signatures.questions import ANSWER_LASTS
from signon.signatures.signing import PENDING_DAYS
from signon.signatures.tokens import STOP_MAIL
from signon.signatures.verifying import APPROVAL_LASTS, ENTRY_LASTS, OBJECTION_LASTS
from signon.staff.inviting import LASTS as INVITATION_LASTS
from signon.wording.numbers import date_time, long_date
from signon.wording.readings import read_letter
from signon.wording.roles import role_name


@dataclass(frozen=True)
class Message:
    """A mail ready to send: one recipient, a subject of one line, a text part and an HTML part that say the same.

    `by_hand` says that a person wrote it, who is answered at `reply_to`. `unsubscribe` is the address at which its
    reader's mail program ends such mail by one request (RFC 8058), "" for mail that is no mailing.
    """

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    by_hand: bool = False
    reply_to: str = ""
    unsubscribe: str = ""
    attachments: tuple[Attachment, ...] = ()


def compose(mail: Claimed, says: dict[str, str]) -> Message:
    """The message for `mail`, which `says` what was unsealed. Needs an app context, no request. Raises NotDrawnYet for
    one whose documents are still being drawn.
    """
    with force_locale(mail.language):
        if mail.kind == outbox.COVERING:
            return _covering(mail, says)
        if mail.kind == outbox.MAILING:
            return _mailing(mail, says)
        return _rendered(mail, says["to"], _COMPOSERS[mail.kind](mail, says))


def _about(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    """What every mail about a letter knows. A `discreet` one must not tell what it is about."""
    letter = db.session.get_one(Letter, mail.letter_id)
    return {
        **says,
        "reading": read_letter(letter, counting.shown(letter, mail.created_at), mail.language),
        "discreet": letter.safe_mode,
        "code_link": code_link(letter, mail.language),
    }


def _linked(mail: Claimed, says: dict[str, str], endpoint: str, days: int = 0) -> dict[str, Any]:
    """A mail whose one link carries its token to `endpoint`, and works so many days."""
    link = public_link(endpoint, language=mail.language, token=says["token"])
    return {**_about(mail, says), "link": link, "days": days}


def _verification(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    not_us = public_link("stopping.not_us", language=mail.language, token=says["token"])
    return {**_linked(mail, says, "verifying.verify", PENDING_DAYS), "not_us": not_us}


def _signed(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    renewing = public_link("renewing.links", language=mail.language)
    return {**_linked(mail, says, "own_entry.entry", ENTRY_LASTS.days), "renewing": renewing}


def _links(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    return {
        "links": new_links(says[WAYS], mail.language, mail.created_at),
        "stop": _stop_link(mail, says["to"]),
        "home": public_link("campaigns.home", language=mail.language),
        "days": PENDING_DAYS,
        "entry_days": ENTRY_LASTS.days,
    }


def _handover(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    about = _linked(mail, says, "own_entry.take_over", HANDOVER_LASTS.days)
    return {**about, "stop": _stop_link(mail, says["to"])}


def _stop_link(mail: Claimed, to: str) -> str:
    """Where whoever knows nothing of it stops all such mail: the link carries a keyed hash of the mailbox."""
    keys, tokens = current_app.extensions["signon.keys"], current_app.extensions["signon.tokens"]
    return public_link("renewing.stop", language=mail.language, token=tokens.vouch(STOP_MAIL, mark_of(to, keys)))


def _delegated(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    return {**_linked(mail, says, "own_entry.entry"), "until": long_date(date.fromisoformat(says["until"][:10]))}


def _changed(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    """A mail about a changed text: why it changed, until when to answer, and where everybody reads both texts."""
    letter = db.session.get_one(Letter, mail.letter_id)
    until, is_public = says.get("until", ""), letter.is_published(mail.created_at)  # not while under an embargo
    return {
        **_linked(mail, says, "keeping.keep"),
        "reasons": json.loads(says["reasons"]),
        "until": date_time(datetime.fromisoformat(until), letter.deadline_zone) if until else "",
        "texts": public_link("texts.history", language=mail.language, slug=letter.slug) if is_public else "",
    }


def _to_staff(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    about = _about(mail, says)
    if about["discreet"]:
        return {**about, "link": public_link("staff.letters", language=mail.language)}
    return {**about, "link": public_link("staff.review", language=mail.language, slug=about["reading"].slug)}


def _staff_notice(_mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    return dict(says)


def _staff_invitation(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    link = public_link("joining.join", language=mail.language, token=says["token"])
    return {**says, "role": role_name(says["role"]), "link": link, "days": INVITATION_LASTS.days}


def _hook_given_up(mail: Claimed, says: dict[str, str]) -> dict[str, Any]:
    place = {name: says[name] for name in ("campaign_id", "hook_id")}
    return {**says, "link": public_link("staff.hook", language=mail.language, **place)}


def _covering(mail: Claimed, says: dict[str, str]) -> Message:
    attachments, links = enclosed(says, db.session.get_one(Letter, mail.letter_id))
    message = _rendered(mail, says["to"], {**says, "links": links})
    return replace(message, by_hand=True, reply_to=says["reply_to"], attachments=tuple(attachments))


def as_read(letter: Letter, says: dict[str, str], language: str, at: datetime) -> Message:
    """A mail of a mailing about `letter` that `says` this, as it would arrive, without one in the outbox."""
    mail = Claimed(0, outbox.MAILING, language, "", letter.id, 0, at, at, at, letter.key_name, b"")
    return compose(mail, says)


def _mailing(mail: Claimed, says: dict[str, str]) -> Message:
    context = mailing_context(db.session.get_one(Letter, mail.letter_id), says, mail.language, mail.created_at)
    unsubscribe = "" if "example" in says else context["note"].leave
    message = _rendered(mail, says["to"], context)
    return replace(message, by_hand=True, reply_to=says["reply_to"], unsubscribe=unsubscribe)


def _rendered(mail: Claimed, to: str, context: dict[str, Any]) -> Message:
    template = f"mail/{mail.kind}"
    subject = _one_line(render_template(f"{template}.subject.txt", **context))
    html = render_template(f"{template}.html", **{"subject": subject, "lang": mail.language, **context})
    return Message(
        to=to,
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", render_template(f"{template}.txt", **context)).strip() + "\n",
        html=_inliner(current_app.root_path).inline(html),
        message_id=mail.message_id,
    )


def _one_line(text: str) -> str:
    """`text` with single spaces, and nothing that could end a header."""
    return "".join(mark for mark in " ".join(text.split()) if unicodedata.category(mark) != "Cc")


@lru_cache(maxsize=1)
def _inliner(root: str) -> css_inline.CSSInliner:
    style = (Path(root).parent / "templates" / "mail" / "mail.css").read_text()
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=style)


# What the templates mail/<kind>.subject.txt, .txt and .html of each kind are given.
_COMPOSERS: dict[str, Callable[[Claimed, dict[str, str]], dict[str, Any]]] = {
    outbox.VERIFICATION: _verification,
    outbox.SIGNED: _signed,
    outbox.LINKS: _links,
    outbox.APPROVAL: partial(_linked, endpoint="approving.approve", days=APPROVAL_LASTS.days),
    outbox.LISTED: partial(_linked, endpoint="objecting.object_to", days=OBJECTION_LASTS.days),
    outbox.HANDOVER: _handover,
    outbox.AGAIN: partial(_linked, endpoint="verifying.verify", days=PENDING_DAYS),
    outbox.DELEGATED: _delegated,
    outbox.CLARIFIED: _changed,
    outbox.ASKED_ABOUT_CHANGE: _changed,
    outbox.SURGE: _to_staff,
    outbox.OBJECTED: _to_staff,
    outbox.QUESTION: partial(_linked, endpoint="answering.question", days=ANSWER_LASTS.days),
    outbox.STAFF_NOTICE: _staff_notice,
    outbox.STAFF_INVITATION: _staff_invitation,
    outbox.HOOK_GIVEN_UP: _hook_given_up,
}
KINDS = (*_COMPOSERS, outbox.COVERING, outbox.MAILING)
