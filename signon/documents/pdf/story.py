"""A letter as a printed one is read: opening, text, closing, names."""

from collections.abc import Iterator
from functools import partial

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer

from signon.documents.blocks import HEADING, RULE, Block, blocks
from signon.documents.pdf import styles
from signon.documents.pdf.fonts import BOLD, Measure
from signon.documents.pdf.markup import plain, styled
from signon.documents.pdf.signees import Names, SigneeColumns
from signon.documents.plain import printable
from signon.documents.shape import Group, column_count, groups, is_letter, prints_title
from signon.documents.words import Words
from signon.letters.reading import LetterReading
from signon.signatures.signee import SigneeList


class Heading(Paragraph):
    """A paragraph that the outline names."""

    outline: tuple[int, str] | None = None  # level from 0, and text

    def draw(self) -> None:
        """Draws the heading and tells the canvas where it stands."""
        super().draw()
        if self.outline:
            _, y = self.canv.absolutePosition(0, self.height)
            self.canv.mark(*self.outline, y)


def _heading(markup: str, style: ParagraphStyle, level: int, text: str, marker: str = "") -> Heading:
    heading = Heading(markup, style, bulletText=marker or None)
    heading.outline = (level, printable(text))
    return heading


def story(signee_list: SigneeList, words: Words, layout: str | None, page_height: float) -> list[Flowable]:
    """All flowables of the document; `page_height` is the height of the text on a page, in points."""
    letter = signee_list.letter
    opening = _letter_opening if is_letter(letter) else _petition_opening
    keep = partial(_kept_together, page_height=page_height)
    found = list(opening(letter, words))
    found += _text(letter.body, keep)
    found += _names(signee_list, words, layout, keep)
    return found


def _letter_opening(letter: LetterReading, words: Words) -> Iterator[Flowable]:
    if prints_title(letter):
        yield _title(letter.title)
    if words.dated and letter.date:
        yield Paragraph(plain(words.dated), styles.BLOCK)
        yield Spacer(0, 16)
    for number, addressee in enumerate(letter.addressees):
        if number:
            yield Spacer(0, 9)
        for line in (addressee.name, addressee.title, *addressee.address):
            if line:
                yield Paragraph(plain(line), styles.BLOCK)
    if letter.subject:
        yield _subject(letter.subject, words.subject_label)
    if letter.salutation:
        yield Paragraph(plain(letter.salutation), styles.SALUTATION)


def _petition_opening(letter: LetterReading, words: Words) -> Iterator[Flowable]:
    if words.dated and letter.date:
        yield Paragraph(plain(words.dated), styles.BLOCK)
        yield Spacer(0, 10)
    if letter.addressees:
        names = ", ".join(addressee.name for addressee in letter.addressees)
        yield Paragraph(f"<b>{plain(words.to_label)}</b> {plain(names)}", styles.BLOCK)
        yield Spacer(0, 4)
    yield _title(letter.title)
    if letter.subject and letter.subject != letter.title:
        yield _subject(letter.subject, words.subject_label)
    if letter.salutation:
        yield Paragraph(plain(letter.salutation), styles.SALUTATION)


def _title(title: str) -> Flowable:
    style = styles.TITLE if len(title) < styles.LONG_TITLE_FROM else styles.LONG_TITLE
    return Paragraph(plain(title), style)


def _subject(subject: str, label: str) -> Flowable:
    """The Re line, its second line under the first word of the subject."""
    indent = Measure(BOLD, styles.SUBJECT.fontSize)(f"{label} ")
    style = ParagraphStyle("subject", parent=styles.SUBJECT, leftIndent=indent, firstLineIndent=-indent)
    return Paragraph(f"{plain(label)} {plain(subject)}", style)


def _kept_together(flowables: list[Flowable], company: float, page_height: float) -> Iterator[Flowable]:
    """`flowables`, on the next page unless `company` points of what follows fit below them."""
    height = company
    for flowable in flowables:
        height += flowable.wrap(styles.TEXT_WIDTH, page_height)[1]
        height += max(flowable.getSpaceBefore(), flowable.getSpaceAfter())
    # Asking for more than a page holds would leave one empty.
    yield CondPageBreak(min(height, page_height / 2))
    yield from flowables


def _text(body: str, keep: partial[Iterator[Flowable]]) -> Iterator[Flowable]:
    held: list[Flowable] = []  # headings that wait for their text
    found = tuple(blocks(body))
    heading_styles = styles.headings(max((len(b.text) for b in found if b.kind == HEADING and b.level == 2), default=0))
    for block in found:
        flowable = _block(block, heading_styles)
        if block.kind == HEADING:
            if held:
                flowable.spaceBefore = 4
            held.append(flowable)
            continue
        if held:
            flowable.spaceBefore = 0
            yield from keep(held, _least_height(flowable))
            held = []
        yield flowable
    yield from held


def _least_height(flowable: Flowable) -> float:
    """What of `flowable` must stand below its heading: two lines, but all three of three, as none is left alone."""
    height: float = flowable.wrap(styles.TEXT_WIDTH, styles.PAGE[1])[1]
    leading: float = styles.BODY.leading
    return min(height, 3 * leading if height < 3.5 * leading else 2 * leading)


def _block(block: Block, heading_styles: dict[int, ParagraphStyle]) -> Flowable:
    if block.kind == RULE:
        return HRFlowable(
            width="30%", thickness=0.5, color=styles.HAIRLINE, spaceBefore=12, spaceAfter=12, hAlign="LEFT"
        )
    if block.kind == HEADING:
        return _heading(styled(block.runs), heading_styles[block.level], block.level - 2, block.text, block.marker)
    base = styles.TIGHT if block.tight else styles.QUOTE if block.quote else styles.BODY
    left = block.depth * styles.LIST_INDENT + block.quote * styles.QUOTE_INDENT
    style = base
    if left:
        bullet = left - styles.LIST_INDENT
        style = ParagraphStyle(base.name, parent=base, leftIndent=left, bulletIndent=bullet)
    return Paragraph(styled(block.runs), style, bulletText=block.marker or None)


def _names(
    signee_list: SigneeList, words: Words, layout: str | None, keep: partial[Iterator[Flowable]]
) -> Iterator[Flowable]:
    letter, columns = signee_list.letter, column_count(signee_list.letter, layout)
    before: list[Flowable] = []  # what must not be parted from the first names
    if letter.closing:
        before.append(Paragraph(plain(letter.closing), styles.CLOSING))
    found = groups(signee_list, words)
    if not found:
        yield from before  # nobody has signed yet: no heading and no rule above nothing
        return
    if letter.signee_heading:
        before.append(_heading(plain(letter.signee_heading), styles.SIGNEES, 0, letter.signee_heading))
    elif letter.closing:
        before.append(Spacer(0, 8))
    else:
        before.append(HRFlowable(width="100%", thickness=0.4, color=styles.HAIRLINE, spaceBefore=18, spaceAfter=14))
    for group in found:
        if group.heading:
            before.append(_heading(plain(group.heading), styles.GROUP, 1, group.heading))
        yield from _group(group, before, columns, keep)
        before = []


def _group(group: Group, before: list[Flowable], columns: int, keep: partial[Iterator[Flowable]]) -> Iterator[Flowable]:
    """The names with what stands `before` them, and what is said below them."""
    below = [
        Paragraph(plain(text), style)
        for text, style in ((group.anonymous, styles.ANONYMOUS), (group.note, styles.NOTE))
        if text
    ]
    if group.names:
        names = Names(group.names, columns)
        yield from keep(before, names.least_height())
        yield SigneeColumns(names)
    else:
        yield from keep(before, styles.ANONYMOUS.leading)
    yield from below
