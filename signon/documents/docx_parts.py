"""The file around the text: what is kept of python-docx's template, what the file says of itself, its numberings."""

import zipfile
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Pt

from signon.documents.docx_scripts import complex_script, east_asian, is_right_to_left
from signon.documents.docx_styles import TEXT_WIDTH, spelled_as
from signon.documents.docx_xml import put

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold
_PAGE = (612.0, 792.0)  # points: US Letter
_MARGIN = 76.0  # above and below
_RUNNING = 40.0  # from the edge of the page to the running lines
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Signon</Application></Properties>"
)
# Parts of the template that show its maker's machine, or say its styles again for a Word of 2010.
_NOT_KEPT = ("/thumbnail", "/customXml", "/stylesWithEffects")
_SETTINGS_NOT_KEPT = ("proofState", "savePreviewPicture", "rsids", "docId")
_NEWEST = "15"  # lays a file out as the newest Word does; a smaller number is a "compatibility mode"


def clear(document: DocumentType) -> None:
    """Takes out of the template what is its maker's."""
    package = document.part.package
    for relationships in (package.rels, document.part.rels):
        for key, one in list(relationships.items()):
            if one.reltype.endswith(_NOT_KEPT):
                del relationships[key]
            elif one.reltype.endswith("/extended-properties"):
                about: Any = one.target_part
                about._blob = _APPLICATION.encode()
    settings = document.settings.element
    for found in list(settings):
        if found.tag.rpartition("}")[2] in _SETTINGS_NOT_KEPT:
            settings.remove(found)
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), _NEWEST)


def describe(document: DocumentType, title: str, author: str, language: str, as_of: datetime) -> None:
    """The file's properties, dated `as_of` (aware UTC); nothing of who wrote the file, and where."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], language
    properties.last_modified_by = properties.comments = properties.subject = properties.keywords = ""
    properties.created = properties.modified = as_of.replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    for languages in document.settings.element.findall(qn("w:themeFontLang")):
        languages.set(qn("w:val"), spelled_as(language))
        languages.set(qn("w:eastAsia"), east_asian(language).language)
        languages.set(qn("w:bidi"), complex_script(language).language)


def set_page(document: DocumentType, language: str) -> None:
    """US Letter, the text as wide as in the PDF, the first page with a head and foot of its own."""
    section = document.sections[0]
    section.page_width, section.page_height = map(Pt, _PAGE)
    section.left_margin = section.right_margin = Pt((_PAGE[0] - TEXT_WIDTH) / 2)
    section.top_margin = section.bottom_margin = Pt(_MARGIN)
    section.header_distance = section.footer_distance = Pt(_RUNNING)
    section.different_first_page_header_footer = True
    if is_right_to_left(language):
        put(section._sectPr, "bidi")  # the first column stands on the right


def number_from(document: DocumentType, style: str, marker: str) -> int:
    """A numbering of its own that looks as the list style `style` does, and begins as `marker` was typed; its id.

    `marker` is a number with its dot or bracket.
    """
    numbering = document.part.numbering_part.element
    own = document.styles[style].element.pPr.numPr.numId.val
    looks = numbering.num_having_numId(own).abstractNumId.val
    added = numbering.add_num(looks)
    override = added.add_lvlOverride(ilvl=0)
    override.add_startOverride(int(marker[:-1]))
    if not marker.endswith("."):
        (usual,) = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{looks}']/w:lvl[@w:ilvl='0']")
        override.append(_with_bracket(usual, marker))
    return int(added.numId)


def _with_bracket(usual: Any, marker: str) -> Any:
    level = deepcopy(usual)
    level.find(qn("w:start")).set(qn("w:val"), marker[:-1])
    level.find(qn("w:lvlText")).set(qn("w:val"), f"%1{marker[-1]}")
    for style in level.findall(qn("w:pStyle")):
        level.remove(style)
    return level


def saved(document: DocumentType) -> bytes:
    """The file, every part dated alike: zip files carry the time of writing."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(part))
    return out.getvalue()
