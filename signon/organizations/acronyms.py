"""What an organization's name may be shortened to, so that whoever types "NIJC" finds the National Immigrant Justice
Center.

Only the letters that a name itself spells: an acronym that stands in it is found as part of the name, and one that says
something else is known to the register alone.
"""

import re

from signon.organizations.identity import fold

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIDES = re.compile(r"[|/;:,•·–—]| - |- | -")  # what stands on either side is a name of its own, too
_WORD = re.compile(r"[^\W_]+")
# Words that an acronym may leave out, in English and Spanish.
_SMALL = "a an and at by for from in of on or the to with al con da de del do e el en la las los para por y"
_SHORTEST, _LONGEST = 2, 12  # letters
_MOST = 12  # spellings of one name


def acronyms(name: str) -> str:
    """The acronyms of `name`, folded, each between spaces: " nijc ", and "" where it spells none.

    Of the whole name, and of what stands beside a stroke, a dash or in brackets; with the small words and without.
    """
    bare = fold(name).translate({ord(quote): None for quote in "'’‘`´ʼ"})
    outside = _BRACKETS.sub(" ", bare)
    parts = [outside, *_SIDES.split(outside), *(bracket[1:-1] for bracket in _BRACKETS.findall(bare))]
    found = dict.fromkeys(spelling for part in parts for spelling in _spelt(part))
    return f" {' '.join(list(found)[:_MOST])} " if found else ""


def _spelt(text: str) -> list[str]:
    words = _WORD.findall(text)
    telling = [word for word in words if word not in _SMALL.split()]
    spellings = ("".join(word[0] for word in chosen) for chosen in (telling, words))
    return [one for one in spellings if _SHORTEST <= len(one) <= _LONGEST and not one.isdigit()]
