"""Parts of WordprocessingML that python-docx has no word for, each put where the schema wants it."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# ECMA-376, part 1, 17.3 and 17.6: CT_PPr, CT_RPr and CT_SectPr are sequences.
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
ORDER = {f"w:{name}": order.split() for name, order in (("pPr", _PARAGRAPH), ("rPr", _RUN), ("sectPr", _SECTION))}


def within(parent: Any, name: str) -> Any:
    """A new last child of `parent`, such as "w:r"."""
    child = parent.makeelement(qn(name))
    parent.append(child)
    return child


def put(properties: Any, name: str, **values: str | int) -> Any:
    """Sets `name`, such as "keepNext", among the properties of a paragraph, run or section; the element."""
    found = properties.find(qn(f"w:{name}"))
    if found is None:
        order = ORDER[f"w:{properties.tag.rpartition('}')[2]}"]
        found = OxmlElement(f"w:{name}")
        after = [f"w:{later}" for later in order[order.index(name) + 1 :]]
        properties.insert_element_before(found, *after)
    for key, value in values.items():
        found.set(qn(f"w:{key}"), str(value))
    return found


def remove(properties: Any, *names: str) -> None:
    """Takes all elements of these names away."""
    for name in names:
        for found in properties.findall(qn(f"w:{name}")):
            properties.remove(found)
