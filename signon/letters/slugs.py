"""The slug: the end of a letter's address, chosen once, and unique on the installation."""

import re
import unicodedata

from signon.letters.letters import with_slug
from signon.letters.values import SLUG
from signon.refusals import N_, Refusal

LONGEST = 80  # characters; what is proposed is shorter
_LONGEST_PROPOSED = 50
_UNNAMED = "letter"  # where a title has no letter that an address can have

_WRONG = N_("Please use small letters, digits and single dashes, such as open-the-night-train.")
_LONG = N_("Please write %(most)s characters at most.")
TAKEN = N_("There is a letter at this address already. Please choose another.")


def proposed_slug(title: str) -> str:
    """A free slug made from `title`: accents folded, at most some fifty characters, numbered where it is taken."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", bare.replace("'", ""))
    slug = words[0][:_LONGEST_PROPOSED] if words else _UNNAMED
    for word in words[1:]:
        if len(slug) + len(word) >= _LONGEST_PROPOSED:
            break
        slug += f"-{word}"
    number, free = 1, slug
    while with_slug(free) is not None:
        number += 1
        free = f"{slug}-{number}"
    return free


def free_slug(typed: str, title: str) -> str:
    """What was `typed` as a slug, if it is one and free; one proposed from `title` where nothing was typed. Raises
    Refusal about "slug".
    """
    slug = typed.strip()
    if not slug:
        return proposed_slug(title)
    if len(slug) > LONGEST:
        raise Refusal(_LONG, "slug", most=LONGEST)
    if not SLUG.fullmatch(slug):
        raise Refusal(_WRONG, "slug")
    if with_slug(slug) is not None:
        raise Refusal(TAKEN, "slug")
    return slug
