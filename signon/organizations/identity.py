"""When are two spellings one organization, for certain?

Only what changes no word counts as the same: case, accents, kinds of quotes and dashes, spaces. Anything looser
("Inc.", an acronym, a word left out) is a likeness, and a likeness is for a person to judge: SPLC Action Fund is not
the
Southern Poverty Law Center.
"""

import re
import unicodedata

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """`text` without case and accents (NFKD, no combining marks, casefold): how names are compared and sorted."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def normal_form(name: str) -> str:
    """The text that is equal for two spellings of a name exactly when they are certainly the same organization."""
    return re.sub(r"\s+", " ", fold(name.translate(_QUOTES))).strip()
