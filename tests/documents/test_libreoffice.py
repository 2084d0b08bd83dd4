"""The DOCX in another program than the one that wrote it: LibreOffice opens it and prints the same names in order."""

import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path

import pypdfium2
from PIL import Image

from signon.documents import docx
from signon.documents.shape import groups
from signon.letters.reading import Layout
from signon.signatures.signee import LetterheadReading, Signee, SigneeList
from tests.documents.make import HOSTILE, WORDS, letter, many, of
from tests.loud_skips import skip_loudly

LONG = 60  # seconds
SCRIPTS = ("جمعية النور", "אגודת הבית", "東京の会", "中文工人协会", "서울 시민 모임", "የኢትዮጵያ ማህበር", "हिन्दी संघ")


def printed(data: bytes, folder: Path) -> pypdfium2.PdfDocument:
    """What LibreOffice makes of a DOCX; it leaves nothing outside of `folder`."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        skip_loudly("LibreOffice tests", "neither soffice nor libreoffice is installed here")
    (folder / "letter.docx").write_bytes(data)
    own = (f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore")
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    subprocess.run(
        [program, *own, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "letter.docx")],
        env=environment, check=True, capture_output=True, timeout=LONG,
    )  # fmt: skip
    return pypdfium2.PdfDocument(folder / "letter.pdf")


def strong_list() -> SigneeList:
    """A letter with everything that a letter can have, and names of every kind."""
    names = [*many(40), *HOSTILE, *SCRIPTS, *(f"{'Very ' * 40}long name {i}" for i in range(3))]
    signees = [
        Signee(name, home_state=("OH", "TX", "")[place % 3], representative="Ada Quill" if place % 5 else "")
        for place, name in enumerate(names)
    ]
    layout = Layout(3, grouped_by="state", details=("representative", "place"), page_header="Evening hours")
    png = BytesIO()
    Image.new("RGB", (600, 100), "navy").save(png, "PNG")
    body = "## What we ask\n\n1) One\n2) Two\n\n" + "> A quoted line, and many more words. \n\n" * 30
    listed = of(letter(body=body, layout=layout, signee_heading="Signees:", legal_footer="Paid for by us."), signees)
    return replace(listed, letterhead=LetterheadReading(png.getvalue(), 600, 100, "Open Door"))


def lefts(page: pypdfium2.PdfPage, words: str) -> set[int]:
    """How far from the left, in tens of points, `words` stand on a page."""
    text = page.get_textpage()
    searcher, found = text.search(words), set()
    while place := searcher.get_next():
        found.add(round(text.get_charbox(place[0])[0] / 10))
    return found


def test_libreoffice_prints_all_names_in_order_under_their_headings_in_columns(tmp_path: Path) -> None:
    listed = strong_list()
    document = printed(docx.render(listed, WORDS, None, "https://letters.example/e/2345ABCD"), tmp_path)
    try:
        pages = [page.get_textpage().get_text_range().splitlines() for page in document]
        assert [page[0] for page in pages] == ["March 1, 2026"] + ["Evening hours"] * (len(pages) - 1)
        assert all(page[-2] == "Paid for by us." for page in pages)
        assert [page[-1] for page in pages] == [
            f"Open Door Coalition Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)
        ]
        between = [*pages[0][:-2], *(line for page in pages[1:] for line in page[1:-2])]
        names = [text for group in groups(listed, WORDS) for text in (group.heading, *chain(*group.entries))]
        expected = ["Signees:", *names, "Check that this copy is genuine:", "letters.example/e/2345ABCD"]
        assert "".join("".join(between).split()).endswith("".join("".join(expected).split()))
        assert max(len(lefts(page, "Ada Quill")) for page in document) == 3
    finally:
        document.close()
