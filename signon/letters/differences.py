"""Where two versions of a letter that staff write differ, as they typed it, part by part."""

from dataclasses import dataclass

from signon.letters.file import LetterFile
from signon.letters.word_difference import Block, blocks

_COMPARED = (
    "title",
    "language",
    "signed_by",
    "date",
    "addressees",
    "subject",
    "salutation",
    "body",
    "closing",
    "conveners",
    "signee_heading",
    "legal_footer",
    "goal",
)


@dataclass(frozen=True)
class Difference:
    """One part of a letter, by its name in a LetterFile, that two versions say otherwise, line by line; an empty block
    stands for lines that are the same.
    """

    part: str
    lines: tuple[Block, ...]


def differences(first: LetterFile, second: LetterFile) -> list[Difference]:
    """What is otherwise in `second` than in `first`, in the order of the letter; none where they say the same."""
    found = []
    for part in _COMPARED:
        before, after = (_as_lines(getattr(file, part)) for file in (first, second))
        if before != after:
            found.append(Difference(part, blocks(before, after)))
    return found


def _as_lines(value: object) -> tuple[str, ...]:
    """A part as lines: of a text, of addressees each with its office and address, of names."""
    if value is None or value == "":
        return ()
    if not isinstance(value, tuple):
        return tuple(line for line in str(value).split("\n") if line.strip())
    said = [text for item in value for text in (item.values() if isinstance(item, dict) else [item])]
    return tuple(line for text in said for line in str(text).split("\n") if line.strip())
