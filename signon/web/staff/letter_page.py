"""One letter in the workspace: what the page says of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.models import LAPSED, QUEUED, REFUSED, SENDING
from signon.organizations.proof import proves, website_host
from signon.signatures import counting, reviewing
from signon.signatures.reviewing import HeldSignature
from signon.staff.access import EXPORT, REVIEW, may
from signon.web.doors import keys, read_letter
from signon.web.language import own_name
from signon.web.staff.doors import member
from signon.web.staff.overview import text_versions
from signon.wording.numbers import deadline_text

MOST_HELD = 50  # held signatures on the page, the oldest first


class StrikeForm(FlaskForm):
    """Why a name is taken off."""

    reason = StringField(_l("Reason"), render_kw={"maxlength": 300, "required": True, "autocomplete": "off"})


@dataclass(frozen=True)
class HeldRow:
    """A held signature as staff look at it. Of the address only its domain is shown: it is what proves or does not."""

    id: int
    name: str
    kind: str
    website: str
    host: str
    mail_domain: str
    is_proven: bool
    representative: str
    role: str
    reason: str
    since: datetime
    form: StrikeForm


@dataclass(frozen=True)
class Text:
    """One text of the letter, with the language's own name."""

    number: int
    language: str
    authoritative: bool
    reason: str
    created_at: datetime


def letter_page(letter: Letter, at: datetime, refused: tuple[int, StrikeForm] | None = None) -> str:
    """The page of `letter`; `refused` is a form for striking that was sent with a fault, and its signature's id."""
    count = counting.read(letter, at)
    mails = outbox.figures(letter)
    may_review = may(member(), REVIEW, letter.campaign_id)
    return render_template(
        "staff/letter.html",
        letter=letter,
        reading=read_letter(letter, count),
        state=letter.state(at),
        is_published=letter.is_published(at),
        count=count,
        figures=reviewing.figures(letter),
        mails_waiting=mails.get(QUEUED, 0) + mails.get(SENDING, 0),
        mails_refused=mails.get(REFUSED, 0) + mails.get(LAPSED, 0),
        deadline=deadline_text(letter),
        texts=[
            Text(text.number, own_name(text.language), text.authoritative, text.reason, text.created_at)
            for text in text_versions(letter)
        ],
        may_export=may(member(), EXPORT, letter.campaign_id),
        may_review=may_review,
        held=_held_rows(letter, refused) if may_review else [],
        refused=refused,
    )


def _held_rows(letter: Letter, refused: tuple[int, StrikeForm] | None) -> list[HeldRow]:
    try:
        return [_row(held, refused) for held in reviewing.held(letter, keys(), MOST_HELD)]
    except KeyGone:
        return []  # what they wrote was erased with the letter's key: there is nothing left to judge by


def _row(held: HeldSignature, refused: tuple[int, StrikeForm] | None) -> HeldRow:
    signature, contact = held.signature, held.contact
    form = refused[1] if refused and refused[0] == signature.id else StrikeForm(formdata=None)
    form.reason.id = f"reason-{signature.id}"
    return HeldRow(
        id=signature.id,
        name=signature.printed_name or contact.full_name,
        kind=signature.kind,
        website=signature.website if signature.website.startswith(("http://", "https://")) else "",
        host=website_host(signature.website),
        mail_domain=contact.email.rpartition("@")[2],
        is_proven=proves(contact.email, signature.website),
        representative=contact.representative,
        role=contact.role,
        reason=_(signature.reason) if signature.reason else "",
        since=signature.requested_at,
        form=form,
    )
