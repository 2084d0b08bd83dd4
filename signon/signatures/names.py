"""What may be printed as a name, and where it stands in the list."""

import re
import unicodedata

from signon.organizations.identity import fold
from signon.refusals import N_, Refusal

LONGEST = 300  # characters; the longest name in the sample letters has 72
_LONGEST_WORD = 60
_MOST_MARKS = 4  # combining marks on one letter; Vietnamese needs two, pointed Hebrew three
# Line separators count as spaces; everything else that is not meant to be seen is refused.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # needed inside Persian and Indic words
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(com|org|net|info|biz|ru|xyz|io)\b", re.IGNORECASE)
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{7,}\d")


def printed_name(typed: str, field: str = "organization") -> str:
    """The name as it will be printed: NFC, outer spaces gone, inner ones single. Nothing else is ever altered.

    Raises Refusal (about `field`) for what is no name: empty, too long, hidden or control characters, links, addresses,
    telephone numbers.
    """
    name = unicodedata.normalize("NFC", re.sub(r"\s+", " ", typed)).strip()
    if not name or not any(unicodedata.category(mark)[0] in "LN" for mark in name):
        raise Refusal(N_("Please write the name as it should appear in the list."), field)
    if len(name) > LONGEST:
        raise Refusal(
            N_("A name may have %(most)s characters at most; this one has %(have)s."),
            field,
            most=LONGEST,
            have=len(name),
        )
    if any(unicodedata.category(mark) in _HIDDEN and mark not in _JOINERS for mark in name):
        raise Refusal(N_("The name contains characters that cannot be printed. Please type it again by hand."), field)
    if any(len(word) > _LONGEST_WORD for word in name.split()) or _too_many_marks(name):
        raise Refusal(N_("The name contains a word that cannot be printed on one line. Please check it."), field)
    if _LINK.search(name) or "@" in name or _PHONE.search(name):
        raise Refusal(
            N_("Please write the name only: web addresses, email addresses and telephone numbers have no place in it."),
            field,
        )
    return name


def plain_text(typed: str, field: str, most: int = 200) -> str:
    """A short answer such as a role or a city, cleaned like a name; may be empty. Raises Refusal about `field`."""
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", typed)).strip()
    if len(text) > most:
        raise Refusal(N_("Please use %(most)s characters at most."), field, most=most)
    if any(unicodedata.category(mark) in _HIDDEN and mark not in _JOINERS for mark in text):
        raise Refusal(N_("There are characters here that cannot be printed. Please type it again by hand."), field)
    return text


def sort_key(name: str, own: str = "") -> str:
    """Where a name stands: the whole of it folded (NFKD, no accents, casefold), "The" and punctuation included.

    That is the printed order of both sample letters. `own` is used in place of the name where the signee chose it.
    """
    return fold(own or name)


def initials(name: str) -> str:
    """ "Ana María Cruz" as "A. M. C."."""
    return " ".join(f"{part[0].upper()}." for part in re.split(r"[\s-]+", name) if part and part[0].isalpha())


def _too_many_marks(name: str) -> bool:
    run = 0
    for mark in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.combining(mark) else 0
        if run > _MOST_MARKS:
            return True
    return False
