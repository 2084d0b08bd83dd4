"""Two names laid side by side: which words they share, and which stand in one of them only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from signon.organizations.lookalikes import looks
from signon.organizations.name_words import NUMBERS, Kind, Word, stem_of

Placed = tuple[int, Word]  # a word with its place in its name

_FIRST_PICTURE = 0x2E80  # from here on scripts in which one other character is another word
_LONGEST_ACRONYM = 9
_MOST_RUN_TOGETHER = 3


@dataclass
class Alignment:
    """What two names share (how many words, and how much these weigh), and what is left over of each."""

    left: list[Placed]
    right: list[Placed]
    shared: int = 0
    weight: float = 0.0

    def share(self, left: Sequence[Placed], right: Sequence[Placed], weight: float) -> None:
        """Take these words for the same."""
        self.left = [word for word in self.left if word not in left]
        self.right = [word for word in self.right if word not in right]
        self.shared += 1
        self.weight += weight


def align(left: Sequence[Word], right: Sequence[Word]) -> Alignment:
    """Lay two names side by side, whatever the order of their words; a word that is said twice counts once."""
    found = Alignment(list(enumerate(once(left))), list(enumerate(once(right))))
    _share_same_words(found)
    for step in (_share_words_run_together, _share_acronyms, _share_slips):
        if found.left and found.right:
            step(found)
    return found


def once(words: Sequence[Word]) -> list[Word]:
    """The words without those that came before, in whichever spelling."""
    found: dict[frozenset[str], Word] = {}
    for word in words:
        found.setdefault(word.stems, word)
    return list(found.values())


def _share_same_words(found: Alignment) -> None:
    where = {stem: placed for placed in reversed(found.right) for stem in placed[1].stems}
    for placed in list(found.left):
        same = next((where[stem] for stem in sorted(placed[1].stems) if stem in where), None)
        if same in found.right:
            found.share([placed], [same], placed[1].weight)


def _share_words_run_together(found: Alignment) -> None:
    """ "Farm Workers" and "Farmworkers"."""
    for one, many in ((found.left, found.right), (found.right, found.left)):
        written = {stem: placed for placed in one for stem in placed[1].stems if placed[1].kind not in NUMBERS}
        for run in list(_runs(many, 2, _MOST_RUN_TOGETHER)):
            whole = written.get(stem_of("".join(word.look for _, word in run[:-1]) + run[-1][1].bare))
            if whole:
                _share_across(found, whole, run, whole[1].weight)


def _share_acronyms(found: Alignment) -> None:
    """ "KSU Choir" and "Kestrel State University Choir"; two letters only where more is shared."""
    shortest = 2 if found.shared > 1 else 3
    for one, many in ((found.left, found.right), (found.right, found.left)):
        acronyms = {placed[1].look: placed for placed in one if placed[1].kind is Kind.TELLING}
        spelt_by_all = looks("".join(word.initials for _, word in many))[0]
        if not any(look in spelt_by_all for look in acronyms):
            continue
        for run in list(_runs(many, 2, _LONGEST_ACRONYM)):
            spelt = "".join(word.initials for _, word in run)
            short = acronyms.get(looks(spelt)[0]) if len(spelt) >= shortest else None
            if short:
                _share_across(found, short, run, short[1].weight)


def _share_across(found: Alignment, one: Placed, many: Sequence[Placed], weight: float) -> None:
    if one in found.left and all(placed in found.right for placed in many):
        found.share([one], many, weight)
    elif one in found.right and all(placed in found.left for placed in many):
        found.share(many, [one], weight)


def _runs(words: Sequence[Placed], shortest: int, longest: int) -> Iterator[Sequence[Placed]]:
    """Words that stand side by side."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            if words[end - 1][0] - words[start][0] != end - 1 - start:
                break
            if end - start >= shortest:
                yield words[start:end]


def _share_slips(found: Alignment) -> None:
    """Words between which one typing mistake lies."""
    for left in list(found.left):
        slipped = (right for right in found.right if _is_slip(left[1], right[1], found.weight))
        right = next(slipped, None)
        if right:
            found.share([left], [right], min(left[1].weight, right[1].weight))


def _is_slip(one: Word, other: Word, shared: float) -> bool:
    """Whether one letter left out, added, changed, or swapped with the next makes one word the other.

    Short words that differ in one letter are mostly two words ("Alma", "Alta"), and so are known words, and words that
    begin with different letters. How short a word may be depends on how much else the names share.
    """
    known = [word.kind is not Kind.TELLING for word in (one, other)]
    left, right = one.letters, other.letters
    longest = max(len(left), len(right))
    if all(known) or longest < 5 or not (_is_spelt(one) and _is_spelt(other)):
        return False
    if left[0] != right[0] and longest < 8:
        return False
    if min(OSA.distance(left, right, score_cutoff=1), OSA.distance(one.bare, other.bare, score_cutoff=1)) > 1:
        return False
    is_changed = len(left) == len(right) and sorted(left) != sorted(right)
    return longest > 6 or (shared >= (0.5 if any(known) else 1.0) and not (is_changed and longest < 6))


def _is_spelt(word: Word) -> bool:
    return word.kind not in NUMBERS and word.letters.isalpha() and ord(max(word.letters)) < _FIRST_PICTURE
