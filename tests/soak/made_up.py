"""Names of organizations that there are not, as many as are wanted and always the same: readable, and all different."""

import random
from functools import cache

_ENDS = (
    *("Tenants Union", "Workers Center", "Food Bank", "Land Trust", "Legal Aid", "Neighborhood Council"),
    *("Coalition for Clean Water", "Alliance for Public Transit", "Friends of the River", "Teachers Association"),
    *("Immigrant Rights Project", "Community Health Network", "Youth Collective", "Mutual Aid Fund", "Garden Club"),
)
_BEGINNINGS = ("", "", "", "Greater ", "North ", "Citizens of ", "Voices of ", "United ")


@cache
def words(number: int) -> tuple[str, ...]:
    """So many made-up words of three or four syllables, each once."""
    chance, made = random.Random(number), dict[str, None]()
    while len(made) < number:
        syllables = (chance.choice("bdfghjklmnprstvz") + chance.choice("aeiou") for _ in range(chance.choice((3, 4))))
        made["".join(syllables).capitalize()] = None
    return tuple(made)


@cache
def names(number: int) -> tuple[str, ...]:
    """So many names; each place gives its name to four organizations, so that names share words as real ones do."""
    chance, places = random.Random(number), words(-(-number // 4))
    made = dict[str, None]()
    for place in places:
        for end in chance.sample(_ENDS, 4):
            made[f"{chance.choice(_BEGINNINGS)}{place} {end}"] = None
    return tuple(made)[:number]


def misspelled(name: str, chance: random.Random) -> str:
    """The name with two neighbouring letters of its longest word exchanged."""
    word = max(name.split(), key=len)
    place = chance.randrange(1, len(word) - 2)
    return name.replace(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :])
