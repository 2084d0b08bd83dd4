"""A letter with its signees as DOCX, for staff who go on writing: what the PDF says, in real styles and columns."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import segno
from docx import Document

from signon.documents.blocks import Run
from signon.documents.docx_parts import clear, describe, saved, set_page
from signon.documents.docx_sheet import Sheet
from signon.documents.docx_styles import TEXT_WIDTH, set_up_styles
from signon.documents.docx_text import add_text
from signon.documents.docx_xml import put
from signon.documents.plain import printable
from signon.documents.shape import Group, column_count, groups, is_letter, prints_title, running_title
from signon.documents.words import Words
from signon.letters.reading import LetterReading
from signon.signatures.signee import LetterheadReading, SigneeList

_TOGETHER = 3  # so many names do not stand on the last page alone
_LONGEST_FOOT = 480  # characters; a longer legal footer is set once, after the names
_PIXEL, _HIGHEST = 0.5, 80.0  # points: a letterhead's pixels are printed no larger, and it is no higher
_CODE = 54.0  # points: the QR code with the white around it, its modules half a millimetre wide


def render(signee_list: SigneeList, words: Words, layout: str | None = None, check_address: str = "") -> bytes:
    """The DOCX of a letter and its signees, in the order of the PDF: the same list, the same bytes.

    `layout` is "columns-3", "columns-2", "one-column" or None for the columns that the letter asks for; ValueError for
    another. With `check_address`, the short address where a copy is checked stands at the end, with its QR code.
    """
    letter, columns = signee_list.letter, column_count(signee_list.letter, layout)
    document = Document()
    clear(document)
    set_up_styles(document, letter.language, letter.title, columns)
    set_page(document, letter.language)
    describe(document, printable(letter.title), printable(letter.campaign), letter.language, signee_list.as_of)
    sheet = Sheet(document, letter.language)
    if signee_list.letterhead:
        _add_letterhead(sheet, signee_list.letterhead)
    _add_opening(sheet, letter, words)
    add_text(sheet, letter.body, bool(letter.closing))
    _add_ending(sheet, signee_list, words, columns, bool(check_address))
    if check_address:
        _add_check(sheet, check_address, words)
    is_short = len(letter.legal_footer) <= _LONGEST_FOOT
    if letter.legal_footer and not is_short:
        sheet.add("Signee Note", letter.legal_footer)
    sheet.finish()
    legal = [letter.legal_footer] if letter.legal_footer and is_short else []
    sheet.run_around(running_title(letter), legal, letter.campaign, words.page_of)
    return saved(document)


def _add_letterhead(sheet: Sheet, picture: LetterheadReading) -> None:
    width, height = max(picture.width, 1), max(picture.height, 1)
    scale = min(_PIXEL, TEXT_WIDTH / width, _HIGHEST / height)
    sheet.add_picture(picture.png, (width * scale, height * scale), picture.alt, "Letterhead", ())


def _add_opening(sheet: Sheet, letter: LetterReading, words: Words) -> None:
    has_block = is_letter(letter)
    if has_block and prints_title(letter):
        sheet.add("Title", letter.title)
    if words.dated and letter.date:
        sheet.add("Date", words.dated)
    if has_block:
        for addressee in letter.addressees:
            sheet.add("Addressee", list(_lines((addressee.name, addressee.title, *addressee.address))))
    elif letter.addressees:
        names = ", ".join(addressee.name for addressee in letter.addressees)
        sheet.add("Addressee", [Run(words.to_label, bold=True), Run(f" {names}")])
    if not has_block:
        sheet.add("Title", letter.title)
    if letter.subject and (has_block or letter.subject != letter.title):
        subject = sheet.add("Subject", f"{words.subject_label} {letter.subject}")
        if not prints_title(letter):
            put(subject, "outlineLvl", val=0)  # it stands where a title would
    if letter.salutation:
        sheet.add("Salutation", letter.salutation)


def _lines(lines: Sequence[str]) -> Iterator[Run]:
    for place, line in enumerate(filter(None, lines)):
        if place:
            yield Run(line_break=True)
        yield Run(line)


def _add_ending(sheet: Sheet, signee_list: SigneeList, words: Words, columns: int, is_followed: bool) -> None:
    """Closing and names, which are not parted from what follows."""
    letter, found = signee_list.letter, groups(signee_list, words)
    if letter.closing:
        sheet.add("Closing", letter.closing)
    if found and letter.signee_heading:
        sheet.add("Heading 2", letter.signee_heading)
    elif found and not letter.closing:
        sheet.add("Rule", "", keeps=True)
    level = 3 if letter.signee_heading else 2
    lower = level + any(group.part for group in found)
    for group in found:
        for heading, style in ((group.part, f"Heading {level}"), (group.heading, f"Heading {lower}")):
            if heading:
                sheet.add(style, heading)
        is_last = group is found[-1]
        below = [text for text in (group.anonymous, group.note) if text]
        if group.entries:
            _add_names(sheet, group, columns, is_last, bool(below) or (is_last and is_followed))
        for text in below:
            sheet.add("Signee Note", text, keeps=text is not below[-1] or (is_last and is_followed))


def _add_names(sheet: Sheet, group: Group, columns: int, is_last: bool, is_followed: bool) -> None:
    """The names of a group, where there are columns in a section of their own."""
    last = len(group.entries) - 1
    kept = range(last - _TOGETHER + 1, last + is_followed) if is_last or is_followed else ()
    if columns > 1:
        sheet.end_section(1)
    sheet.add_names(group.entries, kept)
    if columns > 1:
        sheet.end_section(columns)


def _add_check(sheet: Sheet, address: str, words: Words) -> None:
    picture = BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=8)
    shown = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    beside = [Run(f" {words.check} "), Run(shown, href=address if shown != address else "")]
    sheet.add_picture(picture.getvalue(), (_CODE, _CODE), words.check_alt, "Check", beside)
