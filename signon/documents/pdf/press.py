"""The press sheet: one page with the numbers, what is quoted, and the names by state, as many as there is room for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from signon.documents.blocks import Run
from signon.documents.pdf.about import Facts
from signon.documents.pdf.company import Kept
from signon.documents.pdf.figures import CheckAddress
from signon.documents.pdf.fonts import BOLD, REGULAR, Measure
from signon.documents.pdf.pages import Running, build, legal_lines
from signon.documents.pdf.paragraph import Paragraph
from signon.documents.pdf.press_names import PressNames
from signon.documents.pdf.press_quotes import Quote, Quotes, as_fit
from signon.documents.pdf.setting import Text, heading, plain
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import GREY, HAIRLINE, LINK, TEXT_WIDTH, Look
from signon.documents.plain import printable
from signon.documents.press_sheet import MOST_QUOTES, PressWords, places
from signon.letters.reading import AddresseeReading, LetterReading
from signon.signatures.signee import SigneeList

_HIGHER = 24.0  # than the text of a letter begins: no heading stands above it
_EYEBROW = Look(9, 12, color=LINK, after=5)
_TITLES = ((60, Look(22, 27, bold=True, even=True)), (140, Look(16, 21, bold=True, even=True)))  # up to how long
_LONG_TITLE = Look(12, 16, bold=True, even=True)
_TO = Look(9.5, 13.5, color=GREY, before=6)
_TO_LINES = 3
_NUMBER, _LEAST_NUMBER = 46.0, 14.0  # points
_NUMBERS_WIDTH = 204.0
_LABEL = Look(10.5, 13.5)
_GUTTER = 18.0
_ABOVE_BAND, _IN_BAND, _BELOW_BAND = 14.0, 12.0, 18.0
_SECTION = Look(10.5, 15, bold=True)
_BELOW_HEADING, _BETWEEN_SECTIONS = 5.0, 18.0
_NOTE = Look(8, 11, color=GREY)
_LEAST_NAMES = 150.0  # points that are kept for names, however much is quoted


def render_press_sheet(signee_list: SigneeList, quotes: Sequence[Quote], words: PressWords, address: str) -> bytes:
    """The press sheet of a letter as a PDF of one page, tagged: the same list, the same bytes.

    `quotes` are {"text", "by"}: five at most are printed, fewer where they are longer than there is room for. `address`
    is where the letter is read. Where not all names fit, it says how many more there are; nothing is cut.
    """
    letter = signee_list.letter
    title, subject = f"{words.for_press}: {letter.title}", letter.subject or letter.title
    facts = Facts(printable(title), printable(letter.campaign), printable(subject), letter.language)
    running = Running(facts, "", legal_lines(letter.legal_footer), replace(words.words, page_of=words.as_of))
    return build([_PressPage(signee_list, quotes[:MOST_QUOTES], words, address)], running, tagged=True)


class _PressPage(Flowable):
    """All of the page but what runs around it."""

    def __init__(self, signee_list: SigneeList, quotes: Sequence[Quote], words: PressWords, address: str):
        super().__init__()
        self._signee_list, self._quotes, self._words, self._address = signee_list, quotes, words, address

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The whole page."""
        self.width, self.height = availWidth, availHeight
        return availWidth, availHeight

    def draw(self) -> None:
        """Draws from top to bottom; what comes later makes do with the room that is left."""
        self._y: float = self.height + _HIGHER
        self._put(list(self._opening(self._signee_list.letter)), 0, TEXT_WIDTH)
        self._draw_band()
        found = places(self._signee_list, self._words.words)
        kept = _LEAST_NAMES if found else 0
        quotes = as_fit(self._quotes, self._y - _SECTION.leading - _BELOW_HEADING - _BETWEEN_SECTIONS - kept)
        if quotes:
            self._draw_quotes(quotes)
        if found:
            by_state = any(place.heading for place in found)
            self._head(self._words.by_state if by_state else self._words.names)
            note = plain(self._words.unlisted, _NOTE) if self._words.unlisted else None
            below = note.wrap(TEXT_WIDTH, self._y)[1] + _BELOW_HEADING if note else 0.0
            names = PressNames(found, self._words, self._y - below)
            names.draw(self.canv, 0, self._y)
            self._y -= names.height + _BELOW_HEADING
            self._put([note] if note else [], 0, TEXT_WIDTH)

    def _put(self, found: Sequence[Kept], x: float, width: float) -> None:
        """Draws flowables one below the other."""
        for one in found:
            _, height = one.wrapOn(self.canv, width, self.height)
            self._y -= one.getSpaceBefore() + height
            one.drawOn(self.canv, x, self._y)
            self._y -= one.getSpaceAfter()

    def _head(self, words: str) -> None:
        self._put([heading(words, _SECTION, 2, 1)], 0, TEXT_WIDTH)
        self._y -= _BELOW_HEADING

    def _opening(self, letter: LetterReading) -> Iterator[Kept]:
        eyebrow = [Run(self._words.for_press, bold=True), Run(f" · {letter.campaign}")]
        yield Text(Paragraph(eyebrow, _EYEBROW))
        look = next((look for longest, look in _TITLES if len(letter.title) <= longest), _LONG_TITLE)
        yield heading(letter.title, look, 1, 0)
        if letter.addressees:
            yield self._to(letter.addressees)
        if self._words.words.dated:
            yield plain(self._words.words.dated, replace(_TO, before=0))

    def _to(self, addressees: Sequence[AddresseeReading]) -> Text:
        """To whom: as many as a few lines hold."""
        names = [", ".join(filter(None, (one.name, one.title))) for one in addressees]
        measure = Measure(REGULAR, _TO.size)
        for most in range(len(names), 0, -1):
            left = len(names) - most
            said = "; ".join(names[:most]) + (f" {self._words.and_more(left)}" if left else "")
            line = plain(f"{self._words.words.to_label} {said}", _TO)
            could_fit = measure(said) < _TO_LINES * TEXT_WIDTH
            if could_fit and line.wrap(TEXT_WIDTH, self.height)[1] <= _TO_LINES * _TO.leading:
                return line
        return plain(f"{self._words.words.to_label} {addressees[0].name}", _TO)

    def _draw_band(self) -> None:
        """The numbers, and where the letter is read, between two lines."""
        self._line(_ABOVE_BAND)
        top = self._y = self._y - _IN_BAND
        numbers = self._numbers()
        width = (_NUMBERS_WIDTH - _GUTTER * (len(numbers) - 1)) / len(numbers)
        bottom = top
        for place, (number, label) in enumerate(numbers):
            self._y, tag = top, Tag("P")
            size = _number_size([words for words, _ in numbers], width)
            look = Look(size, size * 1.08, bold=True, whole=True)
            self._put([plain(f"{number} ", look, tag), plain(label, _LABEL, tag)], place * (width + _GUTTER), width)
            bottom = min(bottom, self._y)
        self._y = top
        code = CheckAddress(self._address, self._words.read, self._words.read_alt)
        beside = TEXT_WIDTH - _NUMBERS_WIDTH - _GUTTER
        _, height = code.wrapOn(self.canv, beside, self.height)
        bottom = min(bottom, top - height)
        code.drawOn(self.canv, TEXT_WIDTH - beside, (top + bottom - height) / 2)
        self._y = bottom
        self._line(_IN_BAND)
        self._y -= _BELOW_BAND

    def _numbers(self) -> list[tuple[str, str]]:
        """The numbers with what they count; one of nothing stands only where there is no other."""
        listed, words = self._signee_list, self._words
        counted = [(listed.organizations, words.organizations), (listed.individuals, words.people)]
        if listed.letter.is_petition:
            counted.reverse()
        found = [(words.number(number), label) for number, label in counted if number]
        return found or [(words.number(0), counted[0][1])]

    def _line(self, above: float) -> None:
        self._y -= above
        with self.canv.structure.artifact("Layout"):
            self.canv.setStrokeColor(HAIRLINE)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, self._y, TEXT_WIDTH, self._y)

    def _draw_quotes(self, quotes: Quotes) -> None:
        self._head(self._words.quoted)
        quotes.draw(self.canv, self._y)
        self._y -= quotes.height + _BETWEEN_SECTIONS


def _number_size(numbers: Sequence[str], width: float) -> float:
    """The size in which all of the numbers fit into so many points."""
    widest = max(Measure(BOLD, 1.0)(f"{number} ") for number in numbers)
    return max(min(_NUMBER, width / widest), _LEAST_NUMBER)
