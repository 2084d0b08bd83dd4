"""When are two spellings one organization, for certain?

Only what changes no word counts as the same: case, accents, kinds of quotes and dashes, spaces, and characters that
nobody sees. Anything looser ("Inc.", an acronym, a word left out) is a likeness, and a likeness is for a person to
judge: SPLC Action Fund is not the Southern Poverty Law Center.
"""

import re
import unicodedata

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
)
_LONGEST_SORT_KEY = 300  # characters: an index of PostgreSQL takes 2,704 bytes
# Unicode's Default_Ignorable_Code_Point: drawn as nothing, by design.
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def fold(text: str) -> str:
    """How names are compared and sorted: NFKD, no combining marks, nothing that cannot be seen, casefold.

    What is left is composed again, so that a Korean name does not grow to three times its length.
    """
    decomposed = IGNORABLE.sub("", unicodedata.normalize("NFKD", text))
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare.casefold())


def normal_form(name: str) -> str:
    """The text that is equal for two spellings of a name exactly when they are certainly the same organization."""
    # Twice: quotes that folding would take for accents, and dashes that come to light by it.
    return re.sub(r"\s+", " ", fold(name.translate(_QUOTES)).translate(_QUOTES)).strip()


def sort_key(name: str, own: str = "") -> str:
    """Where a name stands: the whole of it folded (NFKD, no accents, casefold), "The" and punctuation included.

    That is the printed order of both sample letters. `own` is used in place of the name where somebody chose it.
    """
    return fold(own or name)[:_LONGEST_SORT_KEY]
