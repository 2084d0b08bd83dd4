"""A letter's way from its file to its readers: taken in, changed while it is a draft, published, corrected."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from signon.campaigns.campaigns import named_or_begun
from signon.database import db
from signon.keys import KeyStore
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.layout import differs_on_paper_only, paper_keys, set_paper
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter, TextVersion
from signon.refusals import N_, Refusal

NEW, UPDATED, UNCHANGED, CORRECTED, TRANSLATED = "new", "updated", "unchanged", "corrected", "translated"
_WORDS = ("title", "subject", "salutation", "body", "closing", "signee_heading", "legal_footer")
_FACTS = (
    "signed_by",
    "date",
    "goal",
    "goal_grows",
    "deadline_zone",
    "grace_hours",
    "listing",
    "safe_mode",
    "silence",
)


class ReasonMissing(Refusal):
    """What people can read changes with a reason only."""


@dataclass(frozen=True)
class Taken:
    """What became of a letter file: the letter, and one of new, updated, unchanged, corrected, translated."""

    letter: Letter
    outcome: str


def take_file(file: LetterFile, slug: str, *, change: Change | None = None, keys: KeyStore, at: datetime) -> Taken:
    """Bring the letter called `slug` to what `file` says. The same file again changes nothing.

    A draft is changed in place. A letter that somebody may have signed is changed only with `change`, which becomes a
    new text version; without one a Refusal is raised, because organizations have signed what stood there. How its
    signees stand on paper, and quotes for the press, are no text: they change without either, until it is delivered.
    """
    if file.translation_of:
        return _take_translation(file, change, at)
    letter = with_slug(slug)
    if letter is None:
        return Taken(_begin(file, slug, keys, at), NEW)
    before, after = as_file(letter), _with_slug(file, slug)
    if before == after:
        return Taken(letter, UNCHANGED)
    if letter.is_delivered(at):
        raise Refusal(N_("The letter %(slug)s was delivered: it can no longer be changed."), slug=slug)
    if differs_on_paper_only(letter, before, after):
        set_paper(letter, file)
        return Taken(letter, UPDATED)
    if letter.is_readable(at):
        return Taken(_correct(letter, file, change, at), CORRECTED)
    texts = current_texts(letter)
    if file.language in {text.language for text in texts[1:]}:
        raise Refusal(N_("The letter %(slug)s has a translation in that language already."), slug=slug)
    _set_facts(letter, file, at)
    _set_words(texts[0], file)
    return Taken(letter, UPDATED)


def publish(letter: Letter, at: datetime) -> bool:
    """Open `letter` to everybody from `at` on; answers whether that changed anything."""
    if letter.is_published(at):
        return False
    letter.published_at = at
    return True


def as_file(letter: Letter) -> LetterFile:
    """`letter` with its authoritative text as a letter file, slug included."""
    text = current_texts(letter)[0]
    return LetterFile(
        slug=letter.slug,
        campaign=letter.campaign.name,
        language=text.language,
        addressees=tuple(text.addressees),
        conveners=tuple(letter.conveners),
        deadline=letter.deadline_here.strftime("%Y-%m-%d %H:%M") if letter.deadline_here else "",
        **{name: getattr(text, name) for name in _WORDS},
        **{name: getattr(letter, name) for name in _FACTS},
        **paper_keys(letter),
    )


def translations_as_files(letter: Letter) -> list[LetterFile]:
    """Each translation of `letter` as a letter file of its own."""
    return [
        LetterFile(
            language=text.language,
            translation_of=letter.slug,
            addressees=tuple(text.addressees),
            **{name: getattr(text, name) for name in _WORDS},
        )
        for text in current_texts(letter)[1:]
    ]


def _with_slug(file: LetterFile, slug: str) -> LetterFile:
    return LetterFile(**{**file.__dict__, "slug": slug, "campaign": file.campaign or UNNAMED_CAMPAIGN})


UNNAMED_CAMPAIGN = "Open letters"


def _begin(file: LetterFile, slug: str, keys: KeyStore, at: datetime) -> Letter:
    letter = Letter(slug=slug, key_name=keys.create("letter"), created_at=at)
    _set_facts(letter, file, at)
    db.session.add(letter)
    db.session.flush()
    _add_text(letter, file, number=1, authoritative=True, at=at)
    return letter


def _add_text(
    letter: Letter, file: LetterFile, *, number: int, authoritative: bool, at: datetime, change: Change | None = None
) -> None:
    text = TextVersion(
        letter_id=letter.id,
        number=number,
        language=file.language,
        authoritative=authoritative,
        reason=change.reason.strip() if change else "",
        change=change.kind if change else "",
        answer_by=change.answer_by if change else None,
        created_at=at,
    )
    _set_words(text, file)
    db.session.add(text)
    db.session.flush()


def _set_words(text: TextVersion, file: LetterFile) -> None:
    text.language = file.language
    text.addressees = [dict(addressee) for addressee in file.addressees]
    for name in _WORDS:
        setattr(text, name, getattr(file, name))


def _set_facts(letter: Letter, file: LetterFile, at: datetime) -> None:
    letter.campaign = named_or_begun(file.campaign or UNNAMED_CAMPAIGN, at)
    letter.conveners = list(file.conveners)
    set_paper(letter, file)
    letter.deadline_at = _moment(file.deadline, file.deadline_zone)
    for name in _FACTS:
        setattr(letter, name, getattr(file, name))


def _correct(letter: Letter, file: LetterFile, change: Change | None, at: datetime) -> Letter:
    if change is None or not change.reason.strip():
        raise ReasonMissing(
            "The letter %(slug)s is published, and organizations may have signed it. "
            "Say why it changes: --correction “why”.",
            slug=letter.slug,
        )
    change.check(at)
    text = current_texts(letter)[0]
    if file.signed_by != letter.signed_by or file.language != text.language:
        raise Refusal(N_("A published letter keeps its language and who signs it. Begin a new letter instead."))
    _set_facts(letter, file, at)
    _add_text(letter, file, number=text.number + 1, authoritative=True, at=at, change=change)
    return letter


def _take_translation(file: LetterFile, change: Change | None, at: datetime) -> Taken:
    letter = with_slug(file.translation_of)
    if letter is None:
        raise Refusal(N_("There is no letter %(slug)s to translate. Import it first."), slug=file.translation_of)
    texts = current_texts(letter)
    original = texts[0]
    if file.language == original.language:
        raise Refusal(N_("The letter %(slug)s is written in that language itself."), slug=letter.slug)
    if any(_same_words(file, translation) for translation in translations_as_files(letter)):
        return Taken(letter, UNCHANGED)
    if letter.is_delivered(at):
        raise Refusal(N_("The letter %(slug)s was delivered: it can no longer be changed."), slug=letter.slug)
    same = next((text for text in texts if text.language == file.language and text.number == original.number), None)
    if same is None:
        _add_text(letter, file, number=original.number, authoritative=False, at=at)
        return Taken(letter, TRANSLATED)
    reason = change.reason.strip() if change else ""
    if letter.is_readable(at) and not reason:
        raise ReasonMissing("People have read this translation. Say why it changes: --correction “why”.")
    _set_words(same, file)
    same.reason = reason
    return Taken(letter, TRANSLATED)


def _same_words(file: LetterFile, other: LetterFile) -> bool:
    """Whether two translations say the same; what a translation does not carry does not count."""
    names = (*_WORDS, "language", "addressees")
    return all(getattr(file, name) == getattr(other, name) for name in names)


def _moment(deadline: str, zone: str) -> datetime | None:
    if not deadline:
        return None
    return datetime.fromisoformat(deadline).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
