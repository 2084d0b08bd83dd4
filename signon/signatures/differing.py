"""The difference between two signee lists, name by name: what staff read before they hand over, and after."""

from collections.abc import Iterable
from dataclasses import dataclass

from signon.signatures.signee import Signee, SigneeList


@dataclass(frozen=True)
class Changed:
    """One signee that stands in both lists, and differs. Both are as they are printed."""

    before: Signee
    after: Signee

    @property
    def renamed(self) -> bool:
        """Whether the name itself is printed otherwise, and not only what stands beside it."""
        return self.before.name != self.after.name


@dataclass(frozen=True)
class Difference:
    """What changed from one signee list to another, each in printed order.

    `added` and `left` stand in one of them only. `moved` are printed alike but at another place among those that stand
    in both, as after a new sort key; as few as explain the order. `parts` names the parts of the letter that differ: of
    title, addressees, subject, salutation, text, closing, heading, footer, date, layout and letterhead.
    """

    added: tuple[Signee, ...]
    left: tuple[Signee, ...]
    changed: tuple[Changed, ...]
    moved: tuple[Signee, ...]
    parts: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two lists print the same."""
        return not (self.added or self.left or self.changed or self.moved or self.parts)


_PARTS = {
    "title": "title",
    "date": "date",
    "addressees": "addressees",
    "subject": "subject",
    "salutation": "salutation",
    "body": "text",
    "closing": "closing",
    "signee_heading": "heading",
    "layout": "layout",
    "legal_footer": "footer",
}


def difference(before: SigneeList, after: SigneeList) -> Difference:
    """What changed from `before` to `after`. A signee is known again by its signature, whatever it is called."""
    old, new = _by_signature(before.signees), _by_signature(after.signees)
    stayed = [number for number in new if number in old]
    changed = [Changed(old[number], new[number]) for number in stayed if _printed(old[number]) != _printed(new[number])]
    apart = {pair.after.signature_id for pair in changed}
    return Difference(
        added=tuple(signee for number, signee in new.items() if number not in old),
        left=tuple(signee for number, signee in old.items() if number not in new),
        changed=tuple(changed),
        moved=tuple(new[number] for number in _moved(list(old), stayed) if number not in apart),
        parts=tuple(_parts(before, after)),
    )


def _by_signature(signees: Iterable[Signee]) -> dict[int, Signee]:
    return {signee.signature_id: signee for signee in signees}


def _printed(signee: Signee) -> tuple[object, ...]:
    """What of a signee can be seen on paper."""
    beside = (signee.representative, signee.role, signee.city, signee.home_state, signee.country, signee.scope)
    return (signee.name, signee.affiliation, signee.convener, *beside)


def _moved(old_order: list[int], stayed: list[int]) -> list[int]:
    """Those of `stayed` (in their new order) that are not in the longest row which kept its old order."""
    place = {number: position for position, number in enumerate(old_order)}
    kept = _longest_rising([place[number] for number in stayed])
    return [number for position, number in enumerate(stayed) if position not in kept]


def _longest_rising(values: list[int]) -> set[int]:
    """The positions of a longest rising subsequence of `values` (patience sorting, n log n)."""
    ends: list[int] = []  # ends[k] is the position of the smallest value that ends a rising row of k + 1
    before: list[int] = []  # what comes before each value in the row that it ends
    for position, value in enumerate(values):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if values[ends[middle]] < value else (low, middle)
        before.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [position]
    found, position = set(), ends[-1] if ends else -1
    while position >= 0:
        found.add(position)
        position = before[position]
    return found


def _parts(before: SigneeList, after: SigneeList) -> Iterable[str]:
    for name, part in _PARTS.items():
        if getattr(before.letter, name) != getattr(after.letter, name):
            yield part
    if before.letterhead != after.letterhead:
        yield "letterhead"
