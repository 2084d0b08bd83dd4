"""A letter as a printed one is read: opening, text, closing, names, and how a copy is checked."""

from collections.abc import Iterator
from dataclasses import replace

from signon.documents.blocks import Run
from signon.documents.pdf import styles
from signon.documents.pdf.body import body
from signon.documents.pdf.company import Kept, keep_together
from signon.documents.pdf.ending import ending
from signon.documents.pdf.figures import CheckAddress, Letterhead
from signon.documents.pdf.fonts import BOLD, Measure
from signon.documents.pdf.paragraph import Marker, Paragraph
from signon.documents.pdf.setting import Text, plain
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import Look
from signon.documents.shape import is_letter, prints_title
from signon.documents.words import Words
from signon.letters.reading import AddresseeReading, LetterReading
from signon.signatures.signee import SigneeList


def story(
    signee_list: SigneeList,
    words: Words,
    layout: str | None,
    page_height: float,
    check_address: str = "",
    legal_text: str = "",
) -> list[Kept]:
    """All flowables of the document; `page_height` is the height of the text on a page, in points.

    `check_address` is the short address by which a copy is checked; without one nothing is said of checking.
    `legal_text` is a legal footer that is too long for the foot of every page.
    """
    letter = signee_list.letter
    picture = signee_list.letterhead
    opening = _letter_opening if is_letter(letter) else _petition_opening
    text = body(letter.body)
    if text and letter.closing:
        text[-1].keeps = True  # "Sincerely," does not begin a page
    last: list[Kept] = [plain(legal_text, styles.LEGAL)] if legal_text else []
    last += [CheckAddress(check_address, words.check, words.check_alt)] if check_address else []
    found = [
        *([Letterhead(picture)] if picture else ()),
        *opening(letter, words),
        *text,
        *ending(signee_list, words, layout, page_height, last),
    ]
    keep_together(found, page_height)
    return found


def _letter_opening(letter: LetterReading, words: Words) -> Iterator[Kept]:
    if prints_title(letter):
        yield _title(letter.title)
    if words.dated and letter.date:
        yield plain(words.dated, styles.DATE)
    yield from _addressees(letter.addressees)
    if letter.subject:
        # It stands where a title would, and is the first heading.
        yield _labelled(words.subject_label, letter.subject, styles.SUBJECT, Tag("H1"))
    if letter.salutation:
        yield plain(letter.salutation, styles.SALUTATION)


def _petition_opening(letter: LetterReading, words: Words) -> Iterator[Kept]:
    if words.dated and letter.date:
        yield plain(words.dated, styles.DATE)
    if letter.addressees:
        names = ", ".join(addressee.name for addressee in letter.addressees)
        yield _labelled(words.to_label, names, styles.TO, Tag("P"))
    yield _title(letter.title)
    if letter.subject and letter.subject != letter.title:
        yield _labelled(words.subject_label, letter.subject, styles.SUBJECT, Tag("P"))
    if letter.salutation:
        yield plain(letter.salutation, styles.SALUTATION)


def _title(title: str) -> Kept:
    return plain(title, styles.TITLE if len(title) < styles.LONG_TITLE_FROM else styles.LONG_TITLE, Tag("H1"))


def _addressees(addressees: tuple[AddresseeReading, ...]) -> Iterator[Kept]:
    """A block of lines for each of them."""
    blocks = [[line for line in (one.name, one.title, *one.address) if line] for one in addressees]
    look = styles.ADDRESSEE if any(len(lines) > 1 for lines in blocks) else styles.ADDRESSEE_LINE
    for lines in blocks:
        runs = [Run(lines[0])]
        for line in lines[1:]:
            runs += [Run(line_break=True), Run(line)]
        yield Text(Paragraph(runs, look))


def _labelled(label: str, words: str, look: Look, tag: Tag) -> Kept:
    """A line that begins with a bold label, its second line under the first word after it: "Re: Evening hours"."""
    measure = Measure(BOLD, look.size)
    gap = measure(" ")
    hanging = replace(look, left=measure(label) + gap)
    return Text(Paragraph([Run(words)], hanging, tag, Marker(label, gap, bold=True)))
