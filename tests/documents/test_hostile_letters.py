"""What no letter should hold and some will: markup in every field, links that lead astray, texts out of all measure."""

import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfua import Validator
from PIL import Image

from signon.documents import pdf
from signon.letters.reading import AddresseeReading, Layout
from signon.signatures.signee import LetterheadReading, Signee, SigneeList
from tests.documents.make import HOSTILE, WORDS, letter, links, many, of, pages, signee_list, words_of
from tests.documents.tagged import read

ODD = (
    "\u202eturned\u202c\u200b\ufeff",
    "a" + "\u0301" * 40,
    "one\ntwo\r\nthree",
    "nul\x00here",
    "half\ud800",
    "\U0001f468\u200d\U0001f469",
    "\U0010ffff\uffff",
    "\x85\u2028",
    " ",
)


def picture(alt: str) -> LetterheadReading:
    out = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, "PNG")
    return LetterheadReading(out.getvalue(), 40, 20, alt)


def full_of(said: str, body: str) -> SigneeList:
    """A letter that says the same in every field, with three names."""
    reading = letter(
        **dict.fromkeys(("title", "subject", "campaign", "salutation", "closing", "signee_heading"), said),
        legal_footer=said,
        body=body,
        addressees=(AddresseeReading(said, said, (said, said)),),
        layout=Layout(2, grouped_by="country", details=("representative", "role", "place"), page_header=said),
    )
    details: dict[str, Any] = dict.fromkeys(("affiliation", "representative", "role", "city", "country"), said)
    return replace(of(reading, [Signee(f"{said}{i}", **details) for i in range(3)]), letterhead=picture(said))


def typed(said: str) -> str:
    """Markdown of these words as they are."""
    return "".join(f"\\{character}" if character in "\\<>[]&*_{}()!=" else character for character in said)


@pytest.mark.parametrize("said", HOSTILE)
def test_markup_in_any_field_is_text(said: str) -> None:
    body = f"## {typed(said)}\n\n> {typed(said)}\n\n- {typed(said)}\n\n[{typed(said)}](https://example.org/)"
    said_by_us = dict.fromkeys(("dated", "subject_label", "affiliations", "check", "check_alt"), said)
    words = replace(WORDS, page_of=f"Page {{page}} of {{pages}} {said}", **said_by_us)
    data = pdf.render(full_of(said, body), words, check_address="https://example.org/e/1")
    printed = words_of("\n".join(pages(data)))
    # Date, four lines of addressee, label and subject, salutation, four in the text, closing, two headings, three names
    # with affiliation and three details, what is said below them, and what the code is for.
    assert printed.count(said) >= 32
    assert links(data) == ["https://example.org/", "https://example.org/e/1"]


@pytest.mark.parametrize("said", ODD)
def test_what_cannot_be_printed_stops_no_letter(said: str) -> None:
    data = pdf.render(full_of(said, f"## {said}\n\n- {said}\n\n[{said}](https://example.org/{said})"), WORDS)
    with pikepdf.open(BytesIO(data)) as opened:
        assert opened.check_pdf_syntax() == []
    read(data)


@pytest.mark.parametrize("said", ["</para>", "\ud800(", "\u202e אב <b>"])
def test_a_hostile_letter_is_as_accessible_as_any(said: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf.render(full_of(said, f"## {typed(said)}\n\n- {typed(said)}"), WORDS))
    assert [finding for outcome in Validator().validate(str(file)).outcomes for finding in outcome.findings] == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/hostname", "FILE:///x", "//example.org/x", "#", "x\ny"],
)
def test_a_link_that_leads_elsewhere_than_to_the_web_leads_nowhere(address: str) -> None:
    for form in (f"[words]({address})", f"[words](<{address}>)", f"[words][one]\n\n[one]: {address}"):
        assert links(pdf.render(signee_list(["Alpha"], body=form), WORDS)) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a(b(c))",
        "https://example.org/" + "x" * 2000,
        "https://example.org/\u00fcn\u00efc\u00f6d\u00e9/\u65e5\u672c",
        "https://example.org/%00%0a",
        "https://[::1",
        "https://",
        "https://example.org/%zz%",
        "https://example.org/)/S/JavaScript/JS(",
    ],
)
def test_no_address_of_a_link_breaks_the_file(address: str) -> None:
    data = pdf.render(signee_list(["Alpha"], body=f"[words](<{address}>)"), WORDS)
    with pikepdf.open(BytesIO(data)) as opened:
        assert opened.check_pdf_syntax() == []
        (area,) = opened.pages[0].Annots
        assert (str(area.A.S), set(area.A.keys())) == ("/URI", {"/S", "/URI"})
        assert str(area.A.URI).isascii()


BOMBS = {
    "quotes in quotes": ">" * 1000 + " deep",
    "lists in lists": "".join("  " * level + "- x\n" for level in range(100)),
    "emphasis": "*" * 5000 + "x" + "*" * 5000,
    "brackets": "[" * 10_000 + "[a](" * 5000,
    "links": " ".join(f"[link {i}](https://example.org/{i})" for i in range(500)),
    "one word": "x" * 100_000,
    "right to left": "\u0633\u0644\u0627\u0645 " * 5000,
    "wide": "\u65e5" * 10_000,
    "broken lines": "a\\\n" * 3000,
    "headings": "\n\n".join(f"## {i}" for i in range(1000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_text_out_of_all_measure_is_set_in_seconds(name: str) -> None:
    started = time.perf_counter()
    pdf.render(signee_list(many(3), body=BOMBS[name]), WORDS)
    assert time.perf_counter() - started < 10
