"""The share picture of a letter: what a link to it looks like where it is passed on, drawn as a page."""

from signon.documents.pdf.about import Facts
from signon.documents.pdf.pages import build_sheet
from signon.documents.pdf.poster import PAPER, Poster, fitted, one_line, widest
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import GREY, HAIRLINE, Look
from signon.documents.plain import printable
from signon.documents.share import ShareCard

WIDTH, HEIGHT = 1200, 630  # pixels (what Facebook, X and the others ask for)
_SIZE = (600.0, 315.0)  # points
_BAND = 12.0  # at the edge where reading begins
_START = 48.0
_END = 36.0
_TEXT = _SIZE[0] - _START - _END
_TOP = _SIZE[1] - 32
_TITLES = [Look(size, size * 1.2, bold=True, even=True) for size in (52, 45, 38, 33, 29, 25, 22, 19, 16.5)]
_TITLE_HEIGHT = 142.0
_FOOT = 104.0  # the line above the numbers
_NUMBER, _LABEL = Look(44, 48), Look(13.5, 17)
_CALL = Look(24, 30, bold=True)
_SMALL = Look(12, 15, color=GREY)
_BESIDE = 176.0  # points beside the numbers, for goal and host


def render_share_picture(card: ShareCard) -> bytes:
    """The picture as a PDF of one page, twice as wide as it is high. It is for the eye only: `card.alt` says it."""
    facts = Facts(printable(card.title), printable(card.campaign), "", card.language)
    return build_sheet(_Picture(card), _SIZE, facts, tagged=False)


class _Picture(Poster):
    """All of the page."""

    def draw(self) -> None:
        """Draws paper with an edge of the campaign's colour, and the words on it."""
        self.fill(0, 0, self.width, self.height, PAPER)
        self.fill(0, 0, _BAND, self.height, self.accent)
        card = self.card
        eyebrow = " · ".join(filter(None, (card.kind, card.campaign)))
        below = self.put(one_line(eyebrow, Look(14, 18, color=self.accent), _TEXT), _START, _TOP, _TEXT) - 9
        title = fitted(card.title, _TITLES, _TEXT, _TITLE_HEIGHT, lambda: Tag("H1"))
        self.put(title, _START, below, _TEXT)
        self.fill(_START, _FOOT, _TEXT, 0.75, HAIRLINE)
        self._draw_foot()

    def _draw_foot(self) -> None:
        card, width = self.card, _TEXT - _BESIDE - 24
        if card.numbers:
            self.put_numbers(_START, _FOOT - 7, _NUMBER, _LABEL, width)
        elif card.call:
            self.put(fitted(card.call, [_CALL], width, 2 * _CALL.leading, lambda: Tag("P")), _START, _FOOT - 14, width)
        beside = _START + _TEXT - _BESIDE
        if card.goal:
            self.put_progress(beside, _FOOT - 22, _BESIDE, _SMALL)
        host = one_line(card.host, _SMALL, _BESIDE)
        host.wrap(_BESIDE, _SMALL.leading)
        self.put(host, beside + _BESIDE - widest(host), 40, _BESIDE)
