"""Composing: a claimed row becomes subject, text and HTML in the reader's language. A mail looks like a note from a
person.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale

from signon.database import db
from signon.letters.models import Letter
from signon.mail.links import public_link
from signon.mail.outbox import STAFF_NOTICE, VERIFICATION, Claimed
from signon.signatures import counting
from signon.signatures.signing import PENDING_DAYS
from signon.wording.readings import read_letter


@dataclass(frozen=True)
class Message:
    """A mail ready to send: one recipient, a subject of one line, a text part and an HTML part that say the same."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str


def compose(mail: Claimed, says: dict[str, str]) -> Message:
    """The message for `mail`, which `says` what was unsealed. Needs an app context, no request."""
    with force_locale(mail.language):
        return _COMPOSERS[mail.kind](mail, says)


def _verification(mail: Claimed, says: dict[str, str]) -> Message:
    letter = db.session.get_one(Letter, mail.letter_id)
    context = {
        "name": says["name"],
        "code": says["code"],
        "days": PENDING_DAYS,
        "reading": read_letter(letter, counting.read(letter, mail.created_at), mail.language),
        "discreet": letter.safe_mode,
        "link": public_link("verifying.verify", language=mail.language, token=says["token"]),
        "code_link": public_link("verifying.code", language=mail.language, letter=letter.slug),
    }
    return _rendered(mail, "mail/verification", says["to"], context)


def _staff_notice(mail: Claimed, says: dict[str, str]) -> Message:
    return _rendered(mail, "mail/staff_notice", says["to"], dict(says))


def _rendered(mail: Claimed, template: str, to: str, context: dict[str, object]) -> Message:
    subject = " ".join(render_template(f"{template}.subject.txt", **context).split())
    html = render_template(f"{template}.html", subject=subject, lang=mail.language, **context)
    return Message(
        to=to,
        subject=subject,
        text=render_template(f"{template}.txt", **context).strip() + "\n",
        html=_inliner(current_app.root_path).inline(html),
        message_id=mail.message_id,
    )


@lru_cache(maxsize=1)
def _inliner(root: str) -> css_inline.CSSInliner:
    style = (Path(root).parent / "templates" / "mail" / "mail.css").read_text()
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=style)


_COMPOSERS = {VERIFICATION: _verification, STAFF_NOTICE: _staff_notice}
