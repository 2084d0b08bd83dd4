"""Mailings: one mail to many, written by staff as a draft, looked at, sent off once, and stopped while it goes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from signon.campaigns.models import Update as News
from signon.database import db
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.letters.news import is_public
from signon.outreach.models import (
    DRAFT,
    INVITATION,
    LAST_CALL,
    MAILINGS,
    REMINDER,
    SENDING,
    SENT,
    STOPPED,
    UNVERIFIED,
    UPDATE,
    Mailing,
)
from signon.refusals import N_, Refusal
from signon.signatures.deliveries import several_lines
from signon.signatures.names import plain_text

LONGEST_SUBJECT, LONGEST_TEXT = 150, 6_000  # characters
LAST_DAYS = timedelta(days=7)  # before the deadline, in which a last call is one
ORGANIZATION, LETTER, DEADLINE, LINK = PLACES = ("organization", "letter", "deadline", "link")
_NEEDS_LINK = (INVITATION, REMINDER, UNVERIFIED, LAST_CALL)
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LARGEST_ID = 2**31 - 1  # what the column holds

NOBODY = N_("There is nobody to write to at the moment.")
_ONE_LINE = N_("A subject has one line.")
_NO_SUBJECT = N_("Please write a subject.")
_NO_TEXT = N_("Please write the text of the email.")
_UNKNOWN = N_(
    "{{ %(place)s }} is not known here. There are {{ organization }}, {{ letter }}, {{ deadline }}, {{ link }}."
)
_BRACES = N_("There are curly brackets that are no place to fill in. Write them like {{ link }}.")
_LINK_ONCE = N_("Please put {{ link }} into the text once: it becomes the personal link of whoever gets the email.")
_LINK_IN_TEXT = N_("The link belongs in the text, not in the subject.")
_NO_DEADLINE = N_("This letter has no deadline that {{ deadline }} could say.")
_DISCREET = N_("This letter is in safe mode: its emails do not say what they are about. Please leave this place out.")
_HAS_LEFT = N_("This email was sent off already.")
_TAKEN_BACK = N_("The update that this email tells of is a draft again. Publish it first.")
_NOT_OPEN = N_("The letter cannot be signed at the moment, so nobody can be asked to.")
_NO_LAST_CALL = N_("A last call goes out within the last seven days before the deadline.")


class ChangedMeanwhile(Exception):
    """Somebody else changed the mailing after the page was shown that is sent now: nothing was saved."""


@dataclass(frozen=True)
class Words:
    """What a mailing says in one language, with its places not filled in."""

    subject: str
    text: str


def languages_of(letter: Letter, spoken: list[str]) -> list[str]:
    """The languages in which a mailing of `letter` can be written: its own, which is needed, then those of `spoken`."""
    own = current_texts(letter)[0].language
    return [own, *(language for language in spoken if language != own)]


def draft(
    letter: Letter, kind: str, words: Mapping[str, Words], *, update_id: int | None = None, by: int, at: datetime
) -> Mailing:
    """Keep a new draft, which mails the campaign's update `update_id` if there is one. Its words were checked. Raises
    Refusal for no such kind.
    """
    if kind not in MAILINGS:
        raise Refusal(N_("Please choose what you want to write."), "kind")
    row = Mailing(letter_id=letter.id, kind=kind, words=_kept(words), created_at=at, changed_at=at)
    row.update_id, row.written_by = update_id, by
    db.session.add(row)
    db.session.flush()
    return row


def change(mailing: Mailing, words: Mapping[str, Words], *, seen: datetime, by: int, at: datetime) -> None:
    """Let a draft say something else. Raises ChangedMeanwhile when it is not as it was `seen` (its `changed_at`), and
    Refusal once it was sent off.
    """
    _step(mailing, seen=seen, words=_kept(words), written_by=by, changed_at=at)


def remove(mailing: Mailing) -> None:
    """Throw a draft away. Raises Refusal once it was sent off."""
    gone = delete(Mailing).where(Mailing.id == mailing.id, Mailing.state == DRAFT)
    if db.session.execute(gone.execution_options(synchronize_session=False)).rowcount != 1:  # type: ignore[attr-defined]
        raise Refusal(_HAS_LEFT)
    db.session.expunge(mailing)


def send(letter: Letter, mailing: Mailing, *, total: int, seen: datetime, by: int, at: datetime) -> None:
    """Send a draft off to `total` recipients, in the name of `by`, to whom answers go. The worker does the rest.

    Raises ChangedMeanwhile as `change` does; Refusal when it was sent off before, when there is nobody, when the letter
    cannot be signed, which all but an update ask for, when it was put into safe mode or lost its deadline after the
    words were written, or when not everybody may read the campaign's update that it mails.
    """
    refuse_unless_due(letter, mailing.kind, at)
    if is_withheld(mailing, at):
        raise Refusal(_TAKEN_BACK)
    for said in mailing.words.values():
        checked_subject(said["subject"], "subject", letter)
        checked_text(said["text"], "text", letter, mailing.kind)
    if not total:
        raise Refusal(NOBODY)
    sent_off = {"state": SENDING, "total": total, "begun_at": at, "written_by": by}
    _step(mailing, seen=seen, **sent_off)


def is_withheld(mailing: Mailing, at: datetime) -> bool:
    """Whether it mails an update that not everybody may read at this moment: nothing of that leaves."""
    if mailing.update_id is None:
        return False
    news = db.session.get(News, mailing.update_id, populate_existing=True)
    return news is None or not is_public(news, at)


def stop(mailing: Mailing, at: datetime) -> bool:
    """Let no more of it leave; answers whether it was going out. What has left has left."""
    stopped = update(Mailing).where(Mailing.id == mailing.id, Mailing.state == SENDING)
    values = {"state": STOPPED, "finished_at": at}
    done = db.session.execute(stopped.values(**values).execution_options(synchronize_session=False))
    db.session.refresh(mailing)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def is_due(letter: Letter, kind: str, at: datetime) -> bool:
    """Whether a mailing of `kind` makes sense at this moment of the letter's life."""
    try:
        refuse_unless_due(letter, kind, at)
    except Refusal:
        return False
    return True


def refuse_unless_due(letter: Letter, kind: str, at: datetime) -> None:
    """Raises Refusal when a mailing of `kind` makes no sense at this moment of the letter's life."""
    is_due = letter.accepts_verification(at) if kind == UNVERIFIED else kind == UPDATE or letter.is_open(at)
    if not is_due:
        raise Refusal(_NOT_OPEN)
    ends = letter.deadline_at
    if kind == LAST_CALL and (ends is None or not ends - LAST_DAYS <= at < ends):
        raise Refusal(_NO_LAST_CALL)


def of_letter(letter: Letter, *, offset: int = 0, most: int = 50) -> list[Mailing]:
    """The mailings of `letter`, the newest first."""
    newest = select(Mailing).where(Mailing.letter_id == letter.id).order_by(Mailing.id.desc())
    return list(db.session.scalars(newest.offset(offset).limit(most).execution_options(populate_existing=True)))


def how_many(letter: Letter) -> int:
    """How many mailings the letter has, drafts included."""
    return db.session.scalar(select(func.count()).where(Mailing.letter_id == letter.id)) or 0


def with_id(letter: Letter, mailing_id: int) -> Mailing | None:
    """The letter's mailing with this id, read anew; None for any other letter's."""
    if mailing_id > _LARGEST_ID:
        return None
    ours = select(Mailing).where(Mailing.id == mailing_id, Mailing.letter_id == letter.id)
    return db.session.scalar(ours.execution_options(populate_existing=True))


def words_in(mailing: Mailing, languages: list[str], wanted: str) -> tuple[str, Words]:
    """What it says to a reader of `wanted`, and in which language: theirs, else the first of `languages` there is."""
    for language in (wanted, *languages, *mailing.words):
        if language in mailing.words:
            return language, Words(**mailing.words[language])
    raise ValueError("a mailing has words in one language at least")


def checked_subject(typed: str, field: str, letter: Letter) -> str:
    """What was typed as a subject: one line, not empty, its places known. Raises Refusal about `field`."""
    if "\n" in typed.strip() or "\r" in typed.strip():
        raise Refusal(_ONE_LINE, field)
    subject = plain_text(typed, field, LONGEST_SUBJECT)
    if not subject:
        raise Refusal(_NO_SUBJECT, field)
    places = _places(subject, field, letter)
    if LINK in places:
        raise Refusal(_LINK_IN_TEXT, field)
    if letter.safe_mode and ORGANIZATION in places:
        raise Refusal(_DISCREET, field)
    return subject


def checked_text(typed: str, field: str, letter: Letter, kind: str) -> str:
    """What was typed as the text: not empty, its places known, the link in it once where there must be one. Raises
    Refusal about `field`.
    """
    text = several_lines(typed, field, LONGEST_TEXT)
    if not text:
        raise Refusal(_NO_TEXT, field)
    links = _places(text, field, letter).count(LINK)
    if links > 1 or (links == 0 and kind in _NEEDS_LINK):
        raise Refusal(_LINK_ONCE, field)
    return text


def filled(words: str, values: Mapping[str, str]) -> str:
    """`words` with its places filled in: those that `values` knows, once, whatever the values themselves say."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), words)


def _places(text: str, field: str, letter: Letter) -> list[str]:
    """The places in `text`. Raises Refusal about `field` for one that is not known, or has nothing to say here."""
    places = _PLACE.findall(text)
    for place in places:
        if place not in PLACES:
            raise Refusal(_UNKNOWN, field, place=place[:40])
    if "{{" in _PLACE.sub("", text) or "}}" in _PLACE.sub("", text):
        raise Refusal(_BRACES, field)
    if DEADLINE in places and letter.deadline_at is None:
        raise Refusal(_NO_DEADLINE, field)
    if LETTER in places and letter.safe_mode:
        raise Refusal(_DISCREET, field)
    return places


def _kept(words: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    return {language: {"subject": said.subject, "text": said.text} for language, said in words.items()}


def _step(mailing: Mailing, *, seen: datetime, **values: object) -> None:
    """Change a draft that is still as it was `seen`, and read it anew."""
    as_seen = update(Mailing).where(Mailing.id == mailing.id, Mailing.state == DRAFT, Mailing.changed_at == seen)
    done = db.session.execute(as_seen.values(**values).execution_options(synchronize_session=False))
    state = db.session.scalar(select(Mailing.state).where(Mailing.id == mailing.id))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        if state in (SENDING, SENT, STOPPED):
            raise Refusal(_HAS_LEFT)
        raise ChangedMeanwhile
    db.session.refresh(mailing)
