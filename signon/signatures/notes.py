"""Notes and tags: what staff write down beside a letter, or beside one signature of it, and the words to find it by.

A note is sealed under the letter's key. A tag is one word, in small letters, with dashes where there are two.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from signon.database import db, insert_unless_there
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.names import plain_text
from signon.signatures.staff_models import Note, Tag
from signon.staff.models import StaffMember

MOST_WORDS, LONGEST_TAG = 2000, 30  # characters
MOST_TAGS, MOST_NOTES = 20, 50  # on one letter or signature
_SEALED_AS = "note"
_TAG = re.compile(r"[^\W_]+(-[^\W_]+)*")


@dataclass(frozen=True)
class WrittenNote:
    """A note, who wrote it (an address, or "" of somebody who is gone), and when."""

    id: int
    words: str
    by: str
    at: datetime


def write_note(
    letter: Letter, signature_id: int | None, words: str, *, member_id: int | None, keys: KeyStore, at: datetime
) -> None:
    """Keep a note about the signature, or (None) about the letter. Raises Refusal about "note"."""
    said = plain_text(words, "note", MOST_WORDS)
    if not said:
        raise Refusal(N_("Please write something to keep."), "note")
    if _how_many(Note, letter, signature_id) >= MOST_NOTES:
        raise Refusal(N_("There are %(most)s notes here. Please remove one first."), "note", most=MOST_NOTES)
    sealed = keys.seal(letter.key_name, said.encode(), _SEALED_AS)
    about = {"letter_id": letter.id, "signature_id": signature_id}
    db.session.add(Note(**about, words=sealed, written_by=member_id, written_at=at))
    db.session.flush()


def remove_note(letter: Letter, signature_id: int | None, note_id: int) -> bool:
    """Remove the note with this id, if it is about this signature (or, for None, letter); answers whether it was."""
    which = (Note.id == note_id, *_about(Note, letter, signature_id))
    return bool(db.session.execute(delete(Note).where(*which)).rowcount)  # type: ignore[attr-defined]


def notes_of(letter: Letter, keys: KeyStore) -> list[WrittenNote]:
    """What was noted about the letter itself, the newest first. Raises KeyGone after its key was destroyed."""
    return [note for _, note in _read(letter, Note.signature_id.is_(None), keys)]


def notes_about(letter: Letter, signature_ids: Collection[int], keys: KeyStore) -> dict[int, list[WrittenNote]]:
    """What was noted about these signatures of `letter`, by their ids, the newest first. One statement."""
    found: dict[int, list[WrittenNote]] = {}
    for signature_id, note in _read(letter, Note.signature_id.in_(signature_ids), keys) if signature_ids else ():
        found.setdefault(signature_id or 0, []).append(note)
    return found


def tag_word(typed: str) -> str:
    """`typed` as a tag: small letters, dashes between words. Raises Refusal about "tag"."""
    word = "-".join(plain_text(typed, "tag", LONGEST_TAG).lower().split())
    if not _TAG.fullmatch(word):
        raise Refusal(N_("Please write one word of letters and digits, or a few with dashes between them."), "tag")
    return word


def put_tag(letter: Letter, signature_id: int | None, typed: str) -> bool:
    """Put a tag on the signature, or (None) on the letter; answers whether it was new there. Raises Refusal."""
    word = tag_word(typed)
    if _how_many(Tag, letter, signature_id) >= MOST_TAGS:
        raise Refusal(N_("There are %(most)s tags here. Please remove one first."), "tag", most=MOST_TAGS)
    return insert_unless_there(Tag, letter_id=letter.id, signature_id=signature_id, word=word) is not None


def remove_tag(letter: Letter, signature_id: int | None, word: str) -> bool:
    """Take a tag off; answers whether it was there."""
    which = (Tag.word == word, *_about(Tag, letter, signature_id))
    return bool(db.session.execute(delete(Tag).where(*which)).rowcount)  # type: ignore[attr-defined]


def tags_of(letter: Letter) -> list[str]:
    """The tags on the letter itself, in their order."""
    query = select(Tag.word).where(Tag.letter_id == letter.id, Tag.signature_id.is_(None)).order_by(Tag.word)
    return list(db.session.scalars(query))


def tags_on(letter: Letter, signature_ids: Collection[int]) -> dict[int, list[str]]:
    """The tags on these signatures of `letter`, by their ids. One statement."""
    found: dict[int, list[str]] = {}
    which = (Tag.letter_id == letter.id, Tag.signature_id.in_(signature_ids))
    query = select(Tag.signature_id, Tag.word).where(*which).order_by(Tag.word)
    for signature_id, word in db.session.execute(query) if signature_ids else ():
        found.setdefault(signature_id or 0, []).append(word)
    return found


def tags_in_use(letter: Letter, state: str) -> dict[str, int]:
    """The tags on the letter's signatures in `state` (HELD, VERIFIED), and on how many each is."""
    if state not in (HELD, VERIFIED):
        raise ValueError(state)
    query = select(Tag.word, func.count()).join(Signature, Signature.id == Tag.signature_id)
    query = query.where(Tag.letter_id == letter.id, Signature.state == state).group_by(Tag.word).order_by(Tag.word)
    return {word: number for word, number in db.session.execute(query)}  # noqa: C416 - rows are no tuples to mypy


def _read(letter: Letter, which: ColumnElement[bool], keys: KeyStore) -> list[tuple[int | None, WrittenNote]]:
    rows = db.session.execute(
        select(Note, StaffMember.email)
        .outerjoin(StaffMember, StaffMember.id == Note.written_by)
        .where(Note.letter_id == letter.id, which)
        .order_by(Note.written_at.desc(), Note.id.desc())
    )
    return [(row.signature_id, _opened(letter, row, by or "", keys)) for row, by in rows]


def _opened(letter: Letter, row: Note, by: str, keys: KeyStore) -> WrittenNote:
    return WrittenNote(row.id, keys.open(letter.key_name, row.words, _SEALED_AS).decode(), by, row.written_at)


def _how_many(model: type[Note] | type[Tag], letter: Letter, signature_id: int | None) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*_about(model, letter, signature_id))) or 0


def _about(
    model: type[Note] | type[Tag], letter: Letter, signature_id: int | None
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    is_it = model.signature_id.is_(None) if signature_id is None else model.signature_id == signature_id
    return model.letter_id == letter.id, is_it
