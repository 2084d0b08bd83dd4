"""What python-docx has no word for: links, fields, columns, restarted numbers, styles of our own."""

from collections.abc import Iterable
from datetime import datetime

from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

_FONT = "Calibri"  # a face that Word has; LibreOffice sets Carlito, which is as wide
_INK = RGBColor(0x1B, 0x1B, 0x1B)
_GREY = RGBColor(0x6E, 0x6E, 0x6E)
_LINK = RGBColor(0x1F, 0x4E, 0x79)
_GUTTER = "360"  # twentieths of a point


def describe(document: DocumentType, title: str, author: str, language: str, as_of: datetime) -> None:
    """The file's properties, dated `as_of` (aware UTC); nothing of who wrote the file, and with what."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], language
    properties.last_modified_by = properties.comments = properties.subject = properties.keywords = ""
    properties.created = properties.modified = as_of.replace(tzinfo=None, microsecond=0)
    properties.revision = 1


def set_page(document: DocumentType) -> None:
    """US Letter."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1.1)
    section.top_margin = section.bottom_margin = Inches(1)


def add_styles(document: DocumentType, language: str) -> None:
    """The template's styles made calm, and those that it lacks. `language` is what the spelling is checked in."""
    styles = document.styles
    fonts = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts.find(qn("w:lang")).set(qn("w:val"), language)
    _look(styles["Normal"], size=11, after=8, line=1.2)
    _look(styles["Title"], size=20, bold=True, after=12)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    for level, size in ((2, 13), (3, 11), (4, 11)):
        _look(styles[f"Heading {level}"], size=size, bold=True, before=14, after=4, italic=False)
    _look(styles["Quote"], size=11, italic=False, after=8, left=24)
    _look(styles["Footer"], size=8, color=_GREY)
    for name in ("Date", "Closing", "Salutation", "Addressee"):
        _look(_added(document, name, builtin=name != "Addressee"), after=12, line=1.15)
    _look(_added(document, "Subject"), bold=True, before=6, after=12)
    signee = _added(document, "Signee")
    _look(signee, size=10, line=1.1, left=10)
    signee.paragraph_format.first_line_indent = Pt(-10)
    signee.paragraph_format.keep_together = True
    _look(_added(document, "Signee Note"), size=9, before=8, color=_GREY)
    _border_below(_added(document, "Rule"))
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, True)
    link.font.color.rgb, link.font.underline = _LINK, True


def _added(document: DocumentType, name: str, builtin: bool = False) -> ParagraphStyle:
    """A new style; `builtin` for names that Word itself has, though the template lacks them."""
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    style.base_style = document.styles["Normal"]
    return style


def _look(
    style: ParagraphStyle,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    left: float | None = None,
    color: RGBColor = _INK,
) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.name, font.color.rgb, font.bold, font.italic = _FONT, color, bold, italic
    # The template's headings name the theme's face, which would win over ours.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    if size is not None:
        font.size = Pt(size)
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing = line
    if left is not None:
        paragraph.left_indent = Pt(left)


def _border_below(style: ParagraphStyle) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "C9C9C9")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_hyperlink(paragraph: Paragraph, text: str, address: str, bold: bool, italic: bool) -> None:
    """Appends a link to `address`, which the caller has found fit."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text, "Hyperlink")
    run.bold, run.italic = bold or None, italic or None
    link.append(run._r)
    paragraph._p.append(link)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Appends a field that Word computes, such as PAGE."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def add_names(document: DocumentType, names: Iterable[str], style: str) -> None:
    """Appends a paragraph for each name, faster than python-docx, which took 15 seconds for 10,000 of them."""
    end = document.element.body.sectPr
    style_id = document.styles[style].style_id
    for name in names:
        paragraph = OxmlElement("w:p")
        paragraph.style = style_id
        paragraph.add_r().text = name
        end.addprevious(paragraph)


def begin_section(document: DocumentType, columns: int) -> None:
    """Ends the section with the last paragraph; what follows, on the same page, is set in so many columns."""
    section = document.add_section(WD_SECTION.CONTINUOUS)
    # python-docx gives the break an empty paragraph of its own, which would stand among the names.
    empty = document.paragraphs[-1]._p
    last = empty.getprevious()
    if last is not None and last.tag == qn("w:p") and not last.xpath("w:pPr/w:sectPr"):
        last.set_sectPr(empty.xpath("w:pPr/w:sectPr")[0])
        document.element.body.remove(empty)
    _set_columns(section, columns)


def _set_columns(section: Section, columns: int) -> None:
    found = section._sectPr.find(qn("w:cols"))
    if found is None:
        found = OxmlElement("w:cols")
        section._sectPr.insert_element_before(found, "w:formProt", "w:vAlign", "w:titlePg", "w:docGrid")
    found.set(qn("w:num"), str(columns))
    found.set(qn("w:space"), _GUTTER)


def number_from(document: DocumentType, style: str, start: int) -> int:
    """A numbering of its own, beginning at `start`, that looks as the list style `style` does; its id."""
    numbering = document.part.numbering_part.element
    own = document.styles[style].element.pPr.numPr.numId.val
    added = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(added.numId)
