"""One letter in the workspace: what the page says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.mail import backlog
from signon.mail.models import DROPPED, LAPSED, LATER, QUEUED, REFUSED, SENDING
from signon.signatures import change_requests, comments, counting, reviewing, standing
from signon.signatures.editions import edition_of
from signon.signatures.surges import is_surging
from signon.staff.access import EDIT, EXPORT, REVIEW, may
from signon.web.doors import keys, read_letter
from signon.web.language import own_name
from signon.web.staff.doors import member
from signon.web.staff.overview import text_versions
from signon.wording.numbers import deadline_text

MOST_COMMENTS = 50  # comments that wait, the oldest first


@dataclass(frozen=True)
class Text:
    """One text of the letter, with the language's own name."""

    number: int
    language: str
    authoritative: bool
    reason: str
    created_at: datetime


@dataclass(frozen=True)
class Word:
    """How many organizations left word with the campaign and may be asked, or put on the list, for this letter."""

    to_ask: int
    to_sign_on: int


def letter_page(letter: Letter, at: datetime) -> str:
    """The page of `letter`."""
    count = counting.read(letter, at)
    mails = backlog.figures(letter)
    return render_template(
        "staff/letter.html",
        letter=letter,
        reading=read_letter(letter, count),
        state=letter.state(at),
        is_published=letter.is_published(at),
        is_surging=is_surging(letter, at),
        count=count,
        figures=reviewing.figures(letter),
        mails_waiting=sum(mails.get(state, 0) for state in (QUEUED, SENDING, LATER)),
        mails_refused=sum(mails.get(state, 0) for state in (REFUSED, LAPSED, DROPPED)),
        deadline=deadline_text(letter),
        texts=[
            Text(text.number, own_name(text.language), text.authoritative, text.reason, text.created_at)
            for text in text_versions(letter)
        ],
        may_export=may(member(), EXPORT, letter.campaign_id),
        **_to_review(letter),
        **_to_edit(letter, at),
    )


def _to_review(letter: Letter) -> dict[str, Any]:
    """What only those see who review."""
    if not may(member(), REVIEW, letter.campaign_id):
        return {"may_review": False}
    return {
        "may_review": True,
        "held_by_surge": reviewing.held_by_surge(letter),
        "comments": _comments(letter),
        "comments_waiting": comments.how_many_wait(letter),
        "comments_shown": comments.shown(letter),
        "changes_asked_for": change_requests.how_many_wait(letter),
    }


def _comments(letter: Letter) -> list[comments.WaitingComment]:
    try:
        return comments.waiting(letter, keys(), MOST_COMMENTS)
    except KeyGone:
        return []  # erased with the letter's key


def _to_edit(letter: Letter, at: datetime) -> dict[str, Any]:
    """What only those see who may change the letter. `word` is None where no organization can sign now."""
    if not may(member(), EDIT, letter.campaign_id):
        return {"may_edit": False}
    takes_word = letter.is_open(at) and not letter.is_petition
    return {
        "may_edit": True,
        "has_edition": edition_of(letter) is not None,
        "word": Word(*standing.numbers(letter, at)) if takes_word else None,
    }
