"""The PDF for whoever has it read aloud: what `pdfua` checks, and what it does not."""

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdfua import Validator
from PIL import Image

from signon.documents import pdf
from signon.letters.reading import Layout
from signon.signatures.signee import INDIVIDUAL, LetterheadReading, Signee, SigneeList
from tests.documents.make import HOSTILE, NAMES, WORDS, letter, links, many, of, petition, signee_list
from tests.documents.tagged import ARTIFACT, Element, Tagged, read

BODY = """We write about **three things**, of which *one* is [here](https://example.org/a?b=1&c=2) and goes on.

- first, with [a link](https://example.org/first) inside
- second
    1. nested

## A heading

#### A heading two levels below it

> quoted words

1. counted
2. twice

***

### The last heading

And the end, with [a link that is so long that it is set in two lines at least, since no line has room for all of
it](mailto:clerk@example.org).
"""
ARABIC = "جمعية الجيران للمساعدة القانونية والخدمات الاجتماعية في سبرينغفيلد وما حولها"
ADDRESS = "https://letters.example.org/e/7K2M-QX4P"


def _both() -> SigneeList:
    people = [Signee(f"Ada Example {i}", INDIVIDUAL) for i in range(5)]
    return of(letter(signed_by="both", signee_heading="Signees:"), [*map(Signee, NAMES), *people])


def _grouped() -> SigneeList:
    layout = Layout(3, True, "state", True, ("representative", "role"))
    signees = [
        Signee(name, home_state=("MD", "PA", "")[i % 3], convener=i < 2, representative="Ada Quill", role="Chair")
        for i, name in enumerate(many(40))
    ]
    return of(letter(layout=layout, signee_heading="Signees:"), signees)


def _headed() -> SigneeList:
    picture = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(picture, "PNG")
    return replace(signee_list(NAMES), letterhead=LetterheadReading(picture.getvalue(), 40, 20, "A blue (dark) field"))


LISTS = {
    "letter": lambda: signee_list(many(102), body=BODY, legal_footer="Paid for by (nobody) \\ not authorized"),
    "petition": lambda: petition(many(30), body=BODY, subject="Another subject"),
    "both": _both,
    "grouped": _grouped,
    "headed": _headed,
    "empty": lambda: signee_list([], body=""),
    "many": lambda: signee_list(many(2000)),
    "hostile": lambda: signee_list(HOSTILE, title=HOSTILE[1], subject=HOSTILE[8], body="x"),
    "scripts": lambda: signee_list([ARABIC, "אגודת השכנים AB 12", "中文名字的组织", "Ünïcödé", "नमस्ते भारत", ARABIC]),
    "endless": lambda: signee_list(["Before", "x" * 5000, "word " * 1000 + "end", "After"], layout=Layout(2)),
}


@cache
def drawn(name: str) -> bytes:
    return pdf.render(LISTS[name](), WORDS, check_address=ADDRESS)


@cache
def tagged(name: str) -> Tagged:
    return read(drawn(name))


def roles(element: Element) -> list[str]:
    return [kid.role for kid in element.kids]


@pytest.mark.parametrize("name", LISTS)
def test_pdfua_finds_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "list.pdf"
    file.write_bytes(drawn(name))
    report = Validator().validate(str(file))
    assert [finding for outcome in report.outcomes for finding in outcome.findings] == []
    if name != "letter":  # where a heading holds several things, its rule on empty ones fails by itself
        assert [outcome.skipped_reason for outcome in report.outcomes if outcome.skipped_reason] == []


@pytest.mark.parametrize("name", LISTS)
def test_qpdf_finds_nothing(name: str, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(drawn(name))) as opened:
        assert opened.check_pdf_syntax() == []
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed: only its library has looked")
    file = tmp_path / "list.pdf"
    file.write_bytes(drawn(name))
    run = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize("name", LISTS)
def test_all_that_is_drawn_is_read_in_printed_order_or_is_no_content(name: str) -> None:
    found = tagged(name)  # asserts that nothing is outside, and that page and tree lead to each other
    printed = [
        (page, piece) for page, pieces in enumerate(found.pages) for piece in dict.fromkeys(pieces) if piece != ARTIFACT
    ]
    assert found.order == printed == sorted(printed)


@pytest.mark.parametrize("name", LISTS)
def test_the_tree_keeps_to_the_grammar(name: str) -> None:
    document = tagged(name).document
    assert document.role == "Document"
    for one in document.all():
        if one.role == "L":
            assert set(roles(one)) <= {"LI"}
        if one.role == "LI":
            assert roles(one) in (["LBody"], ["Lbl", "LBody"])
        if "LI" in roles(one):
            labelled = any("Lbl" in roles(item) for item in one.kids)
            assert (one.numbering != "/None") == labelled
        if one.role == "Figure":
            left, bottom, right, top = one.box
            assert 0 <= left < right <= 612 and 0 <= bottom < top <= 792
            assert one.alt
        if one.role[0] == "H" or one.role in ("P", "LBody", "Lbl", "Link"):
            assert one.words.strip()
    levels = [0, *(int(one.role[1]) for one in document.all() if one.role[0] == "H")]
    assert levels[1:2] in ([1], [])
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ["letter", "petition", "hostile"])
def test_every_name_is_one_item_of_one_list(name: str) -> None:
    names = [signee.name for signee in LISTS[name]().signees]
    (listed,) = [one for one in tagged(name).document.kids if one.role == "L" and len(one.kids) == len(names)]
    assert ["".join(item.words) for item in listed.kids] == names


def test_a_list_goes_on_over_columns_and_pages() -> None:
    (listed,) = tagged("many").document.those("L")
    assert [item.words for item in listed.kids] == many(2000)
    assert len(tagged("many").pages) > 10


def test_each_group_of_names_is_a_list_below_its_heading() -> None:
    kids = tagged("grouped").document.kids
    lists = [(before.role, before.words, len(one.kids)) for before, one in pairwise(kids) if one.role == "L"]
    assert sum(count for _, _, count in lists) == 40
    assert len(lists) == 4
    assert {role[0] for role, _, _ in lists} == {"H"}


def test_a_name_and_what_stands_below_it_are_one_item_with_a_space_between() -> None:
    items = [item.words for one in tagged("grouped").document.those("L") for item in one.kids]
    assert sorted(items) == sorted(f"{name} Ada Quill, Chair" for name in many(40))


def test_a_name_longer_than_a_page_is_one_item() -> None:
    (listed,) = tagged("endless").document.those("L")
    assert [item.words for item in listed.kids] == ["Before", "x" * 5000, "word " * 1000 + "end", "After"]


def test_a_name_of_any_script_says_what_was_typed() -> None:
    (listed,) = tagged("scripts").document.those("L")
    assert [item.words for item in listed.kids] == [one.name for one in LISTS["scripts"]().signees]


def test_what_a_letter_holds_is_told_apart() -> None:
    document = tagged("letter").document
    heads = [(one.role, one.words) for one in document.all() if one.role[0] == "H"]
    assert heads == [
        ("H1", "Re: Evening hours in county waiting rooms"),
        ("H2", "A heading"),
        ("H3", "A heading two levels below it"),
        ("H3", "The last heading"),
    ]
    (quote,) = document.those("BlockQuote")
    assert (quote.words, roles(quote)) == ("quoted words", ["P"])
    bullets, nested, counted, names = document.those("L")
    assert [item.words for item in counted.kids] == ["1.counted", "2.twice"]
    assert nested in bullets.kids[1].kids[1].kids
    assert len(names.kids) == 102


def test_a_link_says_where_it_leads_and_is_found_by_its_words() -> None:
    areas = tagged("letter").areas
    with pikepdf.open(BytesIO(drawn("letter"))) as opened:
        annotations = [area for page in opened.pages for area in page.get("/Annots", ())]
        found = [(str(area.A.URI), str(area.Contents)) for area in annotations]
    assert found[:2] == [("https://example.org/a?b=1&c=2", "here"), ("https://example.org/first", "a link")]
    long = [(uri, said) for uri, said in found if uri.startswith("mailto:")]
    assert len(long) == 2  # one for each line
    assert len(set(long)) == 1
    assert [element.words for element in areas[:2]] == ["here", "a link"]
    assert {element.role for element in areas} == {"Link"}
    assert areas[2] is areas[3]


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(drawn("letter"))) as opened:
        root, packet = opened.Root, opened.Root.Metadata.read_bytes().decode()
        assert "/Filter" not in opened.Root.Metadata
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("en", True)
        assert all(page.Tabs == "/S" for page in opened.pages)
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "A letter on waiting rooms"
            assert metadata["dc:language"] == {"en"}
            assert metadata["pdfuaid:part"] == "1"
    assert "Date" not in packet


def test_what_names_do_in_xml_is_nothing() -> None:
    with pikepdf.open(BytesIO(drawn("hostile"))) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:title"] == HOSTILE[1]
        assert str(opened.docinfo.Title) == HOSTILE[1]


def test_without_tags_the_same_is_printed_and_links_still_lead() -> None:
    bare = pdf.render(LISTS["letter"](), WORDS, check_address=ADDRESS, tagged=False)
    assert len(bare) < 0.9 * len(drawn("letter"))
    assert links(bare) == links(drawn("letter"))
    with pikepdf.open(BytesIO(bare)) as opened, pikepdf.open(BytesIO(drawn("letter"))) as whole:
        assert not {"/StructTreeRoot", "/MarkInfo"} & set(opened.Root.keys())
        assert b"pdfuaid:part" not in opened.Root.Metadata.read_bytes()
        assert b"BDC" not in opened.pages[-1].Contents.read_bytes()
        assert len(opened.pages) == len(whole.pages)
        assert [str(area.A.URI) for area in opened.pages[0].Annots] == [
            str(area.A.URI) for area in whole.pages[0].Annots
        ]
