"""A letter as staff type it into a form: what of it cannot be kept, told beside each field, all at once.

What passes here can be written as a letter file and read back as the same (`tests/letters/test_typed.py`).
"""

import re
from collections.abc import Callable, Iterator

import yaml

from signon.letters.file import LetterFile, first_hidden_line
from signon.letters.layout import checked_line
from signon.letters.models import SIGNED_BY
from signon.letters.text import refuse_unknown_places
from signon.letters.values import HIDDEN, LONGEST_NAME, LONGEST_TEXT, MOST_ADDRESSEES, MOST_CONVENERS, READERS
from signon.refusals import N_, Refusal

LONGEST_BODY = 200_000  # characters
LARGEST_GOAL = 10**9
# One line each, and how long it may be.
_LINES = {
    "title": LONGEST_NAME,
    "subject": LONGEST_TEXT,
    "salutation": LONGEST_TEXT,
    "closing": LONGEST_TEXT,
    "signee_heading": LONGEST_TEXT,
    "legal_footer": LONGEST_TEXT,
}

_NO_TITLE = N_("Please give the letter a title.")
_NO_BODY = N_("Please write the letter’s text.")
_LONG_BODY = N_("The text may have %(most)s characters at most; this one has %(length)s.")
_HIDDEN_LINE = N_(
    "Line %(line)s has a character that cannot be printed, or that turns the direction of the text. "
    "Please type that line again by hand."
)
_UNPRINTABLE = N_("This has characters that cannot be printed. Please type it again by hand.")
_NO_NAME = N_("Please write the name of the person or office.")
_TOO_LONG = N_("Please write %(most)s characters at most.")
_MANY_ADDRESSEES = N_("A letter may have %(most)s addressees at most.")
_MANY_CONVENERS = N_("A letter may name %(most)s conveners at most.")
_WRONG_CONVENER = N_(
    "“%(name)s…” cannot be kept: a name is one line of at most %(most)s characters that can be printed."
)
_WRONG_GOAL = N_("The goal is a number from 1 to 1,000,000,000. Leave it empty for none.")
_NO_LANGUAGE = N_("Please choose a language.")
_NO_SIGNERS = N_("Please choose who signs it.")


def faults(file: LetterFile) -> list[Refusal]:
    """What is wrong with `file`, each about its field: a field of LetterFile, or addressees-N-name, N from 0."""
    return [*_lines(file), *_body(file), *_addressees(file), *_conveners(file), *_facts(file)]


def _lines(file: LetterFile) -> Iterator[Refusal]:
    if not file.title:
        yield Refusal(_NO_TITLE, "title")
    for name, most in _LINES.items():
        yield from _line(getattr(file, name), name, most)


def _line(text: str, field: str, most: int) -> Iterator[Refusal]:
    yield from _refused(lambda: checked_line(text, field, most))
    yield from _places(text, field)


def _refused(check: Callable[[], object]) -> Iterator[Refusal]:
    try:
        check()
    except Refusal as refusal:
        yield refusal


def _places(text: str, field: str) -> Iterator[Refusal]:
    yield from _refused(lambda: refuse_unknown_places(text, field))


def _body(file: LetterFile) -> Iterator[Refusal]:
    if not file.body.strip():
        yield Refusal(_NO_BODY, "body")
    if len(file.body) > LONGEST_BODY:
        yield Refusal(_LONG_BODY, "body", most=LONGEST_BODY, length=len(file.body))
    line = first_hidden_line(file.body)
    if line:
        yield Refusal(_HIDDEN_LINE, "body", line=line)
    yield from _places(file.body, "body")


def _addressees(file: LetterFile) -> Iterator[Refusal]:
    if len(file.addressees) > MOST_ADDRESSEES:
        yield Refusal(_MANY_ADDRESSEES, "addressees", most=MOST_ADDRESSEES)
    for number, addressee in enumerate(file.addressees):
        if not addressee["name"]:
            yield Refusal(_NO_NAME, f"addressees-{number}-name")
        for part in ("name", "title"):
            yield from _line(addressee[part], f"addressees-{number}-{part}", LONGEST_TEXT)
        yield from _address(addressee["address"], f"addressees-{number}-address")


def _address(text: str, field: str) -> Iterator[Refusal]:
    if HIDDEN.search(text):
        yield Refusal(_UNPRINTABLE, field)
    if len(text) > LONGEST_TEXT:
        yield Refusal(_TOO_LONG, field, most=LONGEST_TEXT)
    yield from _places(text, field)


def _conveners(file: LetterFile) -> Iterator[Refusal]:
    if len(file.conveners) > MOST_CONVENERS:
        yield Refusal(_MANY_CONVENERS, "conveners", most=MOST_CONVENERS)
    for name in file.conveners:
        for _refusal in _refused(lambda name=name: checked_line(name, "", LONGEST_NAME)):  # type: ignore[misc]
            yield Refusal(_WRONG_CONVENER, "conveners", name=_shown(name), most=LONGEST_NAME)
        yield from _places(name, "conveners")


def _shown(name: str) -> str:
    return re.sub(HIDDEN, "\ufffd", name[:40])


def _facts(file: LetterFile) -> Iterator[Refusal]:
    if file.goal is not None and not 1 <= file.goal <= LARGEST_GOAL:
        yield Refusal(_WRONG_GOAL, "goal")
    if not is_language(file.language):
        yield Refusal(_NO_LANGUAGE, "language")
    if file.signed_by not in SIGNED_BY:
        yield Refusal(_NO_SIGNERS, "signed_by")


def is_language(code: str) -> bool:
    """Whether `code` is a language that a letter may be in, such as "en" or "pt-BR"."""
    try:
        return bool(READERS["language"](yaml.ScalarNode("tag:yaml.org,2002:str", code)) == code)
    except ValueError:
        return False
