"""The styles of the document, and what of python-docx's template is not ours."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from signon.documents.docx_scripts import LATIN, complex_script, east_asian
from signon.documents.docx_xml import put, remove

INK = RGBColor(0x1B, 0x1B, 0x1B)
GREY = RGBColor(0x63, 0x63, 0x63)
_LINK = RGBColor(0x1F, 0x4E, 0x79)
TEXT_WIDTH = 444.0  # points, as in the PDF

_NAME_SIZES = {1: 10.5, 2: 10.0, 3: 9.5}  # by the number of columns
_TITLE, _LONG_TITLE, _LONG_TITLE_FROM = 20.0, 14.0, 70  # points, points, characters
# What Word spells by: it knows languages as they are written somewhere.
_SPELLED_AS = {"en": "en-US", "es": "es-US"}


@dataclass(frozen=True)
class _Look:
    """How paragraphs of a style are set, in points; `line` in lines. Of two spaces between them, the larger counts."""

    size: float = 11
    bold: bool = False
    before: float = 0
    after: float = 0
    line: float = 1.15
    left: float = 0
    hanging: float = 0
    grey: bool = False
    keep_next: bool = False
    keep_lines: bool = False


_HEADING = {"bold": True, "keep_next": True, "keep_lines": True}
_LOOKS = {
    "Normal": _Look(after=8, line=1.2),
    "Title": _Look(_TITLE, after=12, line=1.1, **_HEADING),
    "Heading 2": _Look(13, before=16, after=4, **_HEADING),
    "Heading 3": _Look(11, before=14, after=4, **_HEADING),
    "Heading 4": _Look(10.5, before=12, after=3, grey=True, **_HEADING),
    "Quote": _Look(after=8, line=1.2, left=24),
    "Header": _Look(8.5, grey=True),
    "Footer": _Look(8.5, before=3, grey=True),
    "Date": _Look(after=14),
    "Salutation": _Look(before=6, after=8),
    "Closing": _Look(before=12, after=8, keep_next=True),
    "Letterhead": _Look(after=24, line=1),
    "Addressee": _Look(after=12, keep_lines=True),
    "Subject": _Look(before=6, after=12, keep_next=True, bold=True, keep_lines=True),
    "Signee": _Look(line=1.1, left=10, hanging=10, keep_lines=True),
    "Signee Detail": _Look(9, line=1.1, left=10, grey=True, keep_lines=True),
    "Signee Note": _Look(9, before=8, grey=True),
    "Check": _Look(9, before=14, line=1, left=-6, grey=True, keep_lines=True),
    "Rule": _Look(6, after=6),
    "Section End": _Look(1, line=1),
}
_BUILTIN = ("Date", "Salutation", "Closing")  # Word has these; the template does not


def set_up_styles(document: DocumentType, language: str, title: str, columns: int) -> None:
    """Gives `document` our styles, for a text in this language (BCP 47) and names in so many columns."""
    styles = document.styles
    _set_defaults(styles.element, language)
    for name, look in _LOOKS.items():
        style: Any = styles[name] if name in styles else _added(document, name)
        _dress(style, look)
    for name in ("Header", "Footer"):
        _set_tab(styles[name])
    remove(styles["Title"].element.pPr, "pBdr", "contextualSpacing")
    remove(styles["Title"].element.rPr, "spacing", "kern")
    put(styles["Rule"].element.get_or_add_pPr(), "pBdr").append(_line_below())
    put(styles["Check"].element.get_or_add_pPr(), "textAlignment", val="center")
    # Names are not to be spelled otherwise.
    put(styles["Signee"].element.get_or_add_rPr(), "noProof")
    _set_size(styles["Signee"], _NAME_SIZES[columns])
    if len(title) >= _LONG_TITLE_FROM:
        _set_size(styles["Title"], _LONG_TITLE)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = _LINK, True


def spelled_as(language: str) -> str:
    """The language by which Word spells a text in `language`."""
    return _SPELLED_AS.get(language, language)


def _set_defaults(styles: Any, language: str) -> None:
    """Faces and languages of all text, by kind of script; the template's styles are left no face of their own."""
    for table in styles.xpath("w:style[@w:type='table' and not(@w:default='1')]"):
        styles.remove(table)
    for faces in styles.xpath(".//w:rFonts"):
        faces.getparent().remove(faces)
    defaults = styles.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    asian, shaped = east_asian(language), complex_script(language)
    put(defaults, "rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=asian.face, cs=shaped.face)
    put(defaults, "lang", val=spelled_as(language), eastAsia=asian.language, bidi=shaped.language)


def _added(document: DocumentType, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, name in _BUILTIN)
    style.base_style = document.styles["Normal"]
    style.quick_style = name != "Section End"
    return style


def _dress(style: Any, look: _Look) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.color.rgb = GREY if look.grey else INK
    font.bold = font.cs_bold = look.bold
    font.italic = font.cs_italic = False
    _set_size(style, look.size)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing = look.line
    paragraph.left_indent, paragraph.first_line_indent = Pt(look.left), Pt(-look.hanging)
    paragraph.keep_with_next, paragraph.keep_together = look.keep_next, look.keep_lines
    paragraph.widow_control = True


def _set_size(style: Any, size: float) -> None:
    """The size of all scripts: for those that are shaped, Word has one of its own."""
    style.font.size = Pt(size)
    put(style.element.rPr, "szCs", val=round(size * 2))


def _set_tab(style: Any) -> None:
    """One tab, at the end of the line."""
    remove(style.element.pPr, "tabs")
    style.paragraph_format.tab_stops.add_tab_stop(Pt(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _line_below() -> Any:
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "C9C9C9")):
        line.set(qn(f"w:{key}"), value)
    return line
