"""Editing: the one door by which staff save a letter's words, so that nobody overwrites what another saved meanwhile.

Every save says which revision of the letter it was made from (`seen`), and is kept only while that is the newest: one
conditional UPDATE, whose row count is read, takes the turn before anything is changed.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, update

from signon.database import db
from signon.keys import KeyStore
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.layout import DELIVERED
from signon.letters.letters import current_texts, hold
from signon.letters.models import Letter, TextVersion
from signon.letters.publishing import TRANSLATED, UNCHANGED, UPDATED, Taken, as_file, take_file, translations_as_files
from signon.refusals import N_, Refusal


class RevisedMeanwhile(Refusal):
    """Somebody saved the letter since this save was begun: which `revision` it has now, `by` whom (the id of the staff
    member, or None) and when.
    """

    def __init__(self, letter: Letter) -> None:
        super().__init__(N_("Somebody saved this letter while you were writing. Nothing was overwritten."))
        self.revision, self.by, self.saved_at = letter.revision, letter.revised_by, letter.revised_at


def save(
    letter: Letter,
    file: LetterFile,
    *,
    seen: int,
    member_id: int | None,
    change: Change | None = None,
    keys: KeyStore,
    at: datetime,
) -> Taken:
    """Bring `letter`, or the translation that `file` is, to what `file` says, if `seen` is still its revision.

    What nobody signed, the goal, changes without a new text. Raises RevisedMeanwhile, or Refusal as `take_file` does.
    The caller owns the transaction, and held the letter's counter row before.
    """
    before = _take_turn(letter, seen, member_id, at)
    own = as_file(letter)
    if file == own or (file.translation_of and _says_it(letter, file)):
        _give_back(letter, before)
        return Taken(letter, UNCHANGED)
    if letter.is_delivered(at):
        raise Refusal(DELIVERED)
    if not file.translation_of and replace(file, goal=own.goal, goal_grows=own.goal_grows) == own:
        letter.goal, letter.goal_grows = file.goal, file.goal_grows
        return Taken(letter, UPDATED)
    _refuse_what_cannot_be(letter, file, change, at)
    return take_file(file, letter.slug, change=change, keys=keys, at=at)


def remove_translation(letter: Letter, language: str, *, seen: int, member_id: int | None, at: datetime) -> None:
    """Delete every text of `letter` in `language`. Raises RevisedMeanwhile, or Refusal once people have read it."""
    _take_turn(letter, seen, member_id, at)
    if letter.is_readable(at) or letter.is_delivered(at):
        raise Refusal(N_("People have read this translation: it can be changed, and no longer be removed."))
    db.session.execute(
        delete(TextVersion).where(
            TextVersion.letter_id == letter.id, TextVersion.language == language, TextVersion.authoritative.is_(False)
        )
    )


def confirm_translation(letter: Letter, language: str, *, seen: int, member_id: int | None, at: datetime) -> Taken:
    """Say that the translation of an older text is true of the newest one too: it is kept again, with its number.

    Raises RevisedMeanwhile, or Refusal when there is no such translation, or it is not behind.
    """
    _take_turn(letter, seen, member_id, at)
    original, *others = current_texts(letter)
    behind = [text for text in others if text.language == language and text.number < original.number]
    if not behind or letter.is_delivered(at):
        raise Refusal(N_("This translation is of the newest text already."))
    copied = {name: getattr(behind[0], name) for name in _COPIED}
    db.session.add(TextVersion(**copied, number=original.number, authoritative=False, created_at=at))
    db.session.flush()
    return Taken(letter, TRANSLATED)


_COPIED = (
    "letter_id",
    "language",
    "title",
    "addressees",
    "subject",
    "salutation",
    "body",
    "closing",
    "signee_heading",
    "legal_footer",
)


def note_revised(letter: Letter, member_id: int | None, at: datetime) -> None:
    """Count a revision of `letter` that came by another way than `save`: from a letter file."""
    _count(letter, letter.revision, member_id, at)


def _take_turn(letter: Letter, seen: int, member_id: int | None, at: datetime) -> tuple[int | None, datetime | None]:
    """Count the next revision, and hold the letter's row; answers who revised it before, and when."""
    hold(letter)
    before = (letter.revised_by, letter.revised_at)
    if not _count(letter, seen, member_id, at):
        raise RevisedMeanwhile(letter)
    return before


def _count(letter: Letter, seen: int, member_id: int | None, at: datetime) -> bool:
    db.session.flush()
    statement = (
        update(Letter)
        .where(Letter.id == letter.id, Letter.revision == seen)
        .values(revision=seen + 1, revised_by=member_id, revised_at=at)
        .execution_options(synchronize_session=False)
    )
    counted: bool = db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
    db.session.refresh(letter, ["revision", "revised_by", "revised_at"])
    return counted


def _give_back(letter: Letter, before: tuple[int | None, datetime | None]) -> None:
    """Nothing was changed: whoever writes beside this one is not to be told that something was."""
    letter.revision -= 1
    letter.revised_by, letter.revised_at = before
    db.session.flush()


def _says_it(letter: Letter, file: LetterFile) -> bool:
    return file in translations_as_files(letter)


def _refuse_what_cannot_be(letter: Letter, file: LetterFile, change: Change | None, at: datetime) -> None:
    """What `take_file` refuses too, in sentences for people at a form."""
    original, *others = current_texts(letter)
    if file.translation_of and file.language == original.language:
        raise Refusal(N_("The letter itself is written in this language. Please choose another."), "language")
    if not file.translation_of and file.language in {text.language for text in others}:
        raise Refusal(N_("There is a translation in this language already. Please remove it first."), "language")
    if change is not None or not letter.is_readable(at):
        return
    current = {text.language for text in others if text.number == original.number}
    if not file.translation_of or file.language in current:
        raise Refusal(N_("People can read this already. Please say why it changes."), "reason")
