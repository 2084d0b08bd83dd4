"""Paragraphs of runs in Word's words: each stretch of a script in its face, its language and its direction.

Whatever is written is text, never markup.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from signon.documents.blocks import Run
from signon.documents.docx_scripts import ASCII, COMPLEX, EAST_ASIAN, Script, stretches
from signon.documents.docx_xml import put, within
from signon.documents.pdf.bidi import is_rtl
from signon.documents.plain import printable

_VAL = qn("w:val")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"  # all that may stand in an address as it is


class Writer:
    """Writes into the paragraphs of one document, whose text is in `language` (BCP 47)."""

    def __init__(self, document: DocumentType, language: str):
        self._part, self._language = document.part, language
        self._ids = {style.name: style.style_id for style in document.styles}

    def write(self, paragraph: Any, style: str, said: str | Sequence[Run]) -> Any:
        """Fills an empty paragraph, in the style of this name; its properties."""
        runs = [Run(said)] if isinstance(said, str) else said
        properties = within(paragraph, "w:pPr")
        within(properties, "w:pStyle").set(_VAL, self._ids[style])
        rtl = is_rtl("".join(run.text for run in runs))
        if rtl:
            put(properties, "bidi")
        for run in runs:
            self._add_run(paragraph, run, rtl)
        return properties

    def _add_run(self, paragraph: Any, run: Run, rtl: bool) -> None:
        if run.line_break:
            within(within(paragraph, "w:r"), "w:br")
            return
        holder = self._link(paragraph, run.href) if run.href else paragraph
        for text, script in stretches(printable(run.text), rtl, self._language):
            added = within(holder, "w:r")
            if run.href or run.bold or run.italic or script:
                self._dress(within(added, "w:rPr"), run, script)
            _set_text(added, text)

    def _link(self, paragraph: Any, address: str) -> Any:
        target = quote(printable(address), safe=_IN_ADDRESSES)
        link = within(paragraph, "w:hyperlink")
        link.set(qn("r:id"), self._part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link

    def _dress(self, properties: Any, run: Run, script: Script | None) -> None:
        if run.href:
            put(properties, "rStyle", val=self._ids["Hyperlink"])
        # What is shaped has switches of its own.
        for look in ("b", "bCs") * run.bold + ("i", "iCs") * run.italic:
            put(properties, look)
        if script:
            _set_script(properties, script)


def _set_text(run: Any, text: str) -> None:
    written = within(run, "w:t")
    written.text = text
    written.set(_SPACE, "preserve")


def _set_script(properties: Any, script: Script) -> None:
    faces = dict.fromkeys((ASCII, "hAnsi") if script.kind == ASCII else (script.kind,), script.face)
    languages = {ASCII: "val", EAST_ASIAN: "eastAsia", COMPLEX: "bidi"}
    put(properties, "rFonts", **faces)
    if script.kind == EAST_ASIAN:
        put(properties, "rFonts", hint=EAST_ASIAN)  # signs that Latin has too
    if script.kind == COMPLEX:
        put(properties, "rtl" if script.rtl else "cs")
    put(properties, "lang", **{languages[script.kind]: script.language})


def add_tab(paragraph: Any) -> None:
    """Moves what follows to the next tab stop."""
    within(within(paragraph, "w:r"), "w:tab")


def add_text(paragraph: Any, text: str) -> None:
    """Plain text, as it stands."""
    if text:
        _set_text(within(paragraph, "w:r"), printable(text))


def add_field(paragraph: Any, instruction: str) -> None:
    """What Word computes, such as PAGE."""
    field = within(paragraph, "w:fldSimple")
    field.set(qn("w:instr"), instruction)
    _set_text(within(field, "w:r"), "1")
