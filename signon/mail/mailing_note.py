"""How one mail of a mailing reads: the words of staff with the recipient's places filled in, its link, a way out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from signon.letters.models import Letter
from signon.letters.news import public_update
from signon.mail.links import public_link
from signon.mail.renewal import code_link
from signon.outreach.audiences import TO_INVITE, TO_REMIND, TO_UPDATE, TO_VERIFY
from signon.outreach.leaving import mark_of
from signon.outreach.mailing import DEADLINE, LETTER, LINK, ORGANIZATION, filled
from signon.signatures import counting
from signon.signatures.tokens import LEAVE
from signon.wording.readings import read_letter

_WHERE = {TO_INVITE: "inviting.invited", TO_REMIND: "inviting.invited", TO_VERIFY: "verifying.verify"}


@dataclass(frozen=True)
class Note:
    """One mail, read: its `subject` and `paragraphs` with all places filled in; the paragraph that is nothing but the
    `link` is what is to be pressed. `leave` leads to where one says that one wants no more.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    leave: str


def note(letter: Letter, says: dict[str, str], language: str, at: datetime) -> Note:
    """The mail that `says` this, its links in `language`, which our own pages speak."""
    link = _link(letter, says, language, at)
    values = {ORGANIZATION: says["organization"], LETTER: says["letter"], DEADLINE: says["deadline"]}
    text = filled(says["text"], {**values, LINK: link})
    paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    return Note(filled(says["heading"], values), paragraphs, link, _leave_link(letter, says, language))


def context(letter: Letter, says: dict[str, str], language: str, at: datetime) -> dict[str, Any]:
    """What the templates mail/mailing.* are given."""
    return {
        "note": note(letter, says, language, at),
        "part": says["part"],
        "code": says.get("code", ""),
        "code_link": code_link(letter, language),
        "discreet": letter.safe_mode,
        "reading": read_letter(letter, counting.shown(letter, at), says["lang"]),
        "lang": says["lang"],
    }


def leave_token(letter: Letter, address: str) -> str:
    """The token with which the mailbox `address` leaves the letter's campaign; it carries no address."""
    keys, tokens = current_app.extensions["signon.keys"], current_app.extensions["signon.tokens"]
    token: str = tokens.vouch(LEAVE, f"{letter.campaign_id}.{mark_of(letter.campaign_id, address, keys)}")
    return token


def _link(letter: Letter, says: dict[str, str], language: str, at: datetime) -> str:
    if "example" in says:  # a preview, or a test to oneself
        return _example_link(language)
    if says["part"] in _WHERE:
        return public_link(_WHERE[says["part"]], language=language, token=says["token"])
    if says["part"] == TO_UPDATE and letter.is_published(at) and not letter.safe_mode:
        return _news_link(letter, says.get("update", ""), language, at)
    return public_link("campaigns.home", language=language)


def _news_link(letter: Letter, update_id: str, language: str, at: datetime) -> str:
    """Where the news stands: on the page of the update, else on that of the letter."""
    if update_id and public_update(letter.campaign_id, int(update_id), at) is not None:
        slug = letter.campaign.slug
        return public_link("news.update", language=language, slug=slug, update_id=update_id)
    return public_link("public.letter", language=language, slug=letter.slug)


def _leave_link(letter: Letter, says: dict[str, str], language: str) -> str:
    if "example" in says:
        return _example_link(language)
    return public_link("leaving_mail.leaving", language=language, token=leave_token(letter, says["to"]))


def _example_link(language: str) -> str:
    """Where the links of a mail to nobody lead: to a page that says so."""
    return public_link("leaving_mail.example", language=language)
