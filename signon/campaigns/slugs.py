"""Slugs: the end of an address, made from a name or a title, and unique among its kind on the installation."""

import re
import unicodedata
from collections.abc import Callable

_LONGEST_PROPOSED = 50  # characters


def free_slug_of(title: str, is_taken: Callable[[str], bool], unnamed: str) -> str:
    """A slug that is not taken, made from `title`: accents folded, at most some fifty characters, numbered where there
    is one. A title without any letter that an address can have becomes `unnamed`.
    """
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", bare.replace("'", ""))
    slug = words[0][:_LONGEST_PROPOSED] if words else unnamed
    for word in words[1:]:
        if len(slug) + len(word) >= _LONGEST_PROPOSED:
            break
        slug += f"-{word}"
    number, free = 1, slug
    while is_taken(free):
        number += 1
        free = f"{slug}-{number}"
    return free
