"""What an accessible PDF is made of, as programs that check it see it."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from pdfua import Validator


def faults(pdf: bytes) -> list[str]:
    """What `pdfua` finds wrong."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        path.write_bytes(pdf)
        return [str(finding) for finding in Validator().validate(path).findings]


def roles(pdf: bytes) -> list[str]:
    """The roles of the structure tree, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_below(document.Root.StructTreeRoot))


def _below(element: Any) -> Any:
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element.S)
    children = element.get("/K", []) if isinstance(element, pikepdf.Dictionary) else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _below(child)
