"""A letter with its signees as DOCX, for staff who go on writing: real styles, lists, links and columns."""

import zipfile
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.text.paragraph import Paragraph

from signon.documents.blocks import BULLET, HEADING, RULE, Block, Run, blocks
from signon.documents.docx_parts import (
    add_field,
    add_hyperlink,
    add_names,
    add_styles,
    begin_section,
    describe,
    number_from,
    set_page,
)
from signon.documents.plain import printable
from signon.documents.shape import column_count, groups, is_letter, prints_title
from signon.documents.words import Words
from signon.signatures.signee import SigneeList

_DEEPEST = 3  # Word has "List Bullet", "List Bullet 2" and "List Bullet 3"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold


def render(signee_list: SigneeList, words: Words, layout: str | None = None) -> bytes:
    """The DOCX of a letter and its signees, in the order of the PDF: the same list, the same bytes.

    `layout` is "columns-3", "one-column" or None for the columns that the letter asks for; ValueError for another.
    """
    letter = signee_list.letter
    document = Document()
    add_styles(document, letter.language)
    set_page(document)
    describe(document, printable(letter.title), printable(letter.campaign), letter.language, signee_list.as_of)
    _opening(document, signee_list, words)
    _Text(document).add(letter.body)
    if letter.closing:
        document.add_paragraph(printable(letter.closing), "Closing").paragraph_format.keep_with_next = True
    if letter.signee_heading:
        document.add_paragraph(printable(letter.signee_heading), "Heading 2")
    _names(document, signee_list, words, column_count(letter, layout))
    _footer(document, printable(letter.legal_footer), words)
    return _saved(document)


def _opening(document: DocumentType, signee_list: SigneeList, words: Words) -> None:
    letter, has_block = signee_list.letter, is_letter(signee_list.letter)
    if has_block and prints_title(letter):
        document.add_paragraph(printable(letter.title), "Title")
    if words.dated and letter.date:
        document.add_paragraph(printable(words.dated), "Date")
    if has_block:
        for addressee in letter.addressees:
            lines = [line for line in (addressee.name, addressee.title, *addressee.address) if line]
            document.add_paragraph("\n".join(map(printable, lines)), "Addressee")
    elif letter.addressees:
        names = ", ".join(addressee.name for addressee in letter.addressees)
        paragraph = document.add_paragraph(style="Addressee")
        paragraph.add_run(printable(words.to_label)).bold = True
        paragraph.add_run(printable(f" {names}"))
    if not has_block:
        document.add_paragraph(printable(letter.title), "Title")
    if letter.subject and (has_block or letter.subject != letter.title):
        document.add_paragraph(printable(f"{words.subject_label} {letter.subject}"), "Subject")
    if letter.salutation:
        document.add_paragraph(printable(letter.salutation), "Salutation")


class _Text:
    """The letter's text on its way into `document`; numbered lists go on counting as they were typed."""

    def __init__(self, document: DocumentType):
        self._document = document
        self._numbering: dict[int, tuple[int, int]] = {}  # by depth: the numbering, and the number it expects next

    def add(self, body: str) -> None:
        """Adds all blocks of the Markdown `body`."""
        for block in blocks(body):
            if not block.depth:
                self._numbering.clear()
            style = self._style(block)
            paragraph = self._document.add_paragraph(style=style)
            if style.startswith("List Number"):
                self._number(paragraph, block, style)
            for run in block.runs:
                _add_run(paragraph, run)

    def _style(self, block: Block) -> str:
        if block.kind == HEADING:
            return f"Heading {block.level}"
        if block.kind == RULE:
            return "Rule"
        if block.depth:
            base = "List Continue" if not block.marker else "List Bullet" if block.marker == BULLET else "List Number"
            depth = min(block.depth, _DEEPEST)
            return base if depth == 1 else f"{base} {depth}"
        return "Quote" if block.quote else "Normal"

    def _number(self, paragraph: Paragraph, block: Block, style: str) -> None:
        """Lets Word count on, or begin anew at the number typed where it is not the next one."""
        typed = int(block.marker[:-1])
        numbering, expected = self._numbering.get(block.depth, (0, None))
        if typed != expected:
            numbering = number_from(self._document, style, typed)
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = 0
        number.get_or_add_numId().val = numbering
        self._numbering[block.depth] = (numbering, typed + 1)
        for deeper in [depth for depth in self._numbering if depth > block.depth]:
            del self._numbering[deeper]


def _add_run(paragraph: Paragraph, run: Run) -> None:
    if run.line_break:
        paragraph.add_run().add_break()
    elif run.href:
        add_hyperlink(paragraph, printable(run.text), printable(run.href), run.bold, run.italic)
    else:
        added = paragraph.add_run(printable(run.text))
        added.bold, added.italic = run.bold or None, run.italic or None


def _names(document: DocumentType, signee_list: SigneeList, words: Words, columns: int) -> None:
    """The names in sections of their own: Word balances columns only where another section follows on the same page."""
    found, below = groups(signee_list, words), []
    for group in found:
        if group.heading:
            document.add_paragraph(printable(group.heading), "Heading 3")
        if columns > 1 and group.names:
            begin_section(document, columns)
        add_names(document, map(printable, group.names), "Signee")
        if columns > 1 and group.names:
            begin_section(document, 1)
        below = [text for text in (group.anonymous, group.note) if text]
        for text in below:
            document.add_paragraph(printable(text), "Signee Note")
    if columns > 1 and found and not below:
        document.add_paragraph()  # a section cannot be empty


def _footer(document: DocumentType, legal_footer: str, words: Words) -> None:
    """The legal footer and the page number at the foot of every page; later sections take over the first one's."""
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    if legal_footer:
        paragraph.add_run(legal_footer)
        paragraph = footer.add_paragraph(style="Footer")
    before, _, rest = words.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        if text:
            paragraph.add_run(printable(text))
        if field:
            add_field(paragraph, field)


def _saved(document: DocumentType) -> bytes:
    """The file, every part dated alike: zip files carry the time of writing."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(part))
    return out.getvalue()
