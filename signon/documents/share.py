"""What a share picture and a flyer say of a letter: plain words, handed in by whoever knows the reader's language."""

from dataclasses import dataclass

_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")
LETTER, A4 = "letter", "a4"
PAPERS: dict[str, tuple[float, float]] = {LETTER: (612.0, 792.0), A4: (595.0, 842.0)}  # points


@dataclass(frozen=True)
class ShareCard:
    """A letter in a few words, all of them in `language` or as the letter has them.

    `kind` says whether it is a letter or a petition. `numbers` are pairs of a number and what it counts ("102",
    "organizations have signed"); where there is none, `call` stands in their place. `goal` says the goal, or is
    empty, and `progress` how much of it is reached, from 0 to 1. `host` is where it is read, without a path. `accent`
    is the campaign's color ("#rrggbb"), such that it can be read on paper.
    """

    kind: str
    campaign: str
    title: str
    language: str
    numbers: tuple[tuple[str, str], ...] = ()
    call: str = ""
    goal: str = ""
    progress: float = 0.0
    host: str = ""
    accent: str = "#17594a"

    @property
    def alt(self) -> str:
        """What the picture shows, for whoever does not see it."""
        counted = [f"{number} {label}" for number, label in self.numbers]
        sentences = [words for words in (self.title, *counted, self.goal, self.call) if words]
        return " ".join(words if words.endswith(_ENDS) else f"{words}." for words in sentences)


@dataclass(frozen=True)
class Flyer:
    """A sheet to print and hand out: the card, and what there is room for on paper.

    `to` says to whom it is written, `lead` how its text begins; both may be empty, as `legal` may, the campaign's legal
    line. `scan` says what the QR code of `address` is for, `scan_alt` what the picture is. `as_of` dates the numbers.
    """

    card: ShareCard
    to: str
    lead: str
    scan: str
    scan_alt: str
    address: str
    as_of: str = ""
    legal: str = ""
