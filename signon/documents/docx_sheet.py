"""A Word document that is being written: paragraphs, names, pictures, columns, and what runs around the text."""

from collections.abc import Container, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from signon.documents.blocks import Run
from signon.documents.docx_runs import Writer, add_field, add_tab, add_text
from signon.documents.docx_scripts import is_right_to_left
from signon.documents.docx_xml import put, remove, within
from signon.documents.pdf.bidi import is_rtl
from signon.documents.plain import printable
from signon.documents.shape import Entry

_GUTTER = 360  # between columns, in twentieths of a point


class Sheet:
    """What `document` holds, in the order in which it is added. `language` is that of its text (BCP 47)."""

    def __init__(self, document: DocumentType, language: str):
        self.document = document
        self._writer = Writer(document, language)
        self._end = document.element.body.sectPr
        self._rtl = is_right_to_left(language)

    def add(self, style: str, said: str | Sequence[Run], keeps: bool = False) -> Any:
        """A paragraph in the style of this name; its properties, which `put` adds to.

        It `keeps` what follows on its own page, whatever its style says.
        """
        paragraph = OxmlElement("w:p")
        self._end.addprevious(paragraph)
        properties = self._writer.write(paragraph, style, said)
        if keeps:
            put(properties, "keepNext")
        return properties

    def add_names(self, entries: Sequence[Entry], kept: Container[int] = ()) -> None:
        """A paragraph for each name, and one for what is said below it. No name is parted, nor from what is below it.

        `kept` are the positions of names that stand on the same page as what follows them.
        """
        for place, (name, detail) in enumerate(entries):
            keeps = place in kept
            self._add_listed("Signee", name, keeps or bool(detail))
            if detail:
                self._add_listed("Signee Detail", detail, keeps)

    def _add_listed(self, style: str, said: str, keeps: bool) -> None:
        """What runs the other way than the letter lines up with the names around it all the same."""
        properties = self.add(style, said, keeps)
        if is_rtl(said) != self._rtl:
            put(properties, "jc", val="right")  # which means: where lines end

    def add_picture(self, png: bytes, size: tuple[float, float], alt: str, style: str, beside: Sequence[Run]) -> None:
        """A picture of this width and height in points, described by `alt`, and the text beside it."""
        properties = self.add(style, beside)
        run = Paragraph(properties.getparent(), self.document._body).add_run()
        shape = run.add_picture(BytesIO(png), *map(Pt, size))
        shape._inline.docPr.set("descr", printable(alt))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # LibreOffice takes an eighth of an inch otherwise
        properties.addnext(run._r)

    def end_section(self, columns: int) -> None:
        """Ends a section: what was added since the last one stands in so many columns. What follows goes on below.

        Word fills the columns of such a section one after the other, as far as all of them need to be filled.
        """
        if self._is_empty():
            return
        ended = deepcopy(self._end)
        put(ended, "cols", num=columns, space=_GUTTER)
        self._end.getprevious().get_or_add_pPr().append(ended)
        remove(self._end, "headerReference", "footerReference", "titlePg")
        put(self._end, "type", val="continuous")

    def finish(self) -> None:
        """Makes sure that the last section is not empty."""
        if self._is_empty():
            self.add("Section End", "")

    def _is_empty(self) -> bool:
        """Whether nothing was added since the last section ended."""
        last = self._end.getprevious()
        return last is None or bool(last.xpath("w:pPr/w:sectPr"))

    def run_around(self, heading: str, legal: Sequence[str], campaign: str, page_of: str) -> None:
        """A heading above the pages after the first; below all of them the legal lines, the campaign, and the number.

        `page_of` holds `{page}` and `{pages}`.
        """
        section = self.document.sections[0]
        self._refill(section.first_page_header, "Header", [""])
        self._refill(section.header, "Header", [heading])
        for foot in (section.first_page_footer, section.footer):
            line = self._refill(foot, "Footer", [*legal, campaign])
            add_tab(line)
            before, _, rest = page_of.partition("{page}")
            between, _, after = rest.partition("{pages}")
            add_text(line, before)
            add_field(line, "PAGE")
            add_text(line, between)
            add_field(line, "NUMPAGES")
            add_text(line, after)

    def _refill(self, part: Any, style: str, lines: Sequence[str]) -> Any:
        """Puts `lines` in the place of what a head or foot holds; the last paragraph."""
        part.is_linked_to_previous = False
        for old in list(part._element):
            part._element.remove(old)
        for line in lines:
            paragraph = within(part._element, "w:p")
            self._writer.write(paragraph, style, line)
        return paragraph
