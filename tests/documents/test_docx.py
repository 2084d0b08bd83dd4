import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from PIL import Image

from signon.documents import docx
from signon.documents.docx_xml import ORDER
from signon.letters.reading import AddresseeReading, Layout
from signon.signatures.signee import INDIVIDUAL, LetterheadReading, Signee
from tests.documents.make import AS_OF, HOSTILE, NAMES, WORDS, letter, many, of, petition, signee_list

BODY = """We write about **three things**, one of them *new*: [a report](https://example.org/r?a=1&b=2), [not here](#).

## What we ask

1. Publish
2. Hold hearings
   - evening
   - weekend
3. Report

Then:

7. Seven
8. Eight

### Why

> A quoted line.

---

1. # A heading in a list

1) Bracketed
"""
ADDRESS = "https://letters.example/e/2345ABCD"


def read(data: bytes) -> DocumentType:
    return Document(BytesIO(data))


def styled(document: DocumentType) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]


def names_in(document: DocumentType) -> list[str]:
    return [text for style, text in styled(document) if style == "Signee"]


def paragraph(document: DocumentType, start: str) -> Any:
    return next(one for one in document.paragraphs if one.text.strip().startswith(start))


def properties(document: DocumentType, start: str) -> set[str]:
    """The names of what is said of a paragraph besides its style."""
    return {one.tag.rpartition("}")[2] for one in paragraph(document, start)._p.pPr} - {"pStyle"}


@pytest.mark.parametrize("layout", ["columns-3", "one-column", None])
def test_every_name_is_a_paragraph_in_order(layout: str | None) -> None:
    names = [*NAMES, *HOSTILE, *many(60)]
    assert names_in(read(docx.render(signee_list(names), WORDS, layout))) == names


def test_a_letter_has_its_parts_in_their_styles() -> None:
    found = styled(read(docx.render(signee_list(["Alpha"], signee_heading="Signees:"), WORDS)))
    assert found == [
        ("Date", "March 1, 2026"),
        ("Addressee", "The Honorable Ada Example\nCounty Clerk\nRoom 4\nSpringfield"),
        ("Subject", "Re: Evening hours in county waiting rooms"),
        ("Salutation", "Dear Clerk Example:"),
        ("Normal", "Please keep the waiting rooms open in the evening."),
        ("Closing", "Respectfully,"),
        ("Heading 2", "Signees:"),
        ("Signee", "Alpha"),
    ]


def test_a_petition_has_its_addressees_in_a_line_and_its_title() -> None:
    found = styled(read(docx.render(petition(["Ana Example"]), WORDS)))
    assert found[:2] == [("Addressee", "To: Clerk Example, Mayor Sample"), ("Title", "Open the doors at night")]


def test_names_stand_under_their_headings_with_who_signed_and_from_where_below_them() -> None:
    signees = [
        Signee("Zinnia", convener=True, representative="Ada Quill", role="Director", city="Dayton", home_state="OH"),
        Signee("Alpha", home_state="TX"),
        Signee("Beta", city="Springfield", home_state="OH"),
        Signee("Ana Example", INDIVIDUAL),
    ]
    layout = Layout(1, grouped_by="state", conveners_first=True, details=("representative", "role", "place"))
    listed = of(letter(signed_by="both", layout=layout, signee_heading="Signees:"), signees)
    assert styled(read(docx.render(listed, WORDS)))[-12:] == [
        ("Heading 2", "Signees:"),
        ("Heading 3", "Conveners"),
        ("Signee", "Zinnia"),
        ("Signee Detail", "Ada Quill, Director · Dayton"),
        ("Heading 3", "Organizations"),
        ("Heading 4", "Ohio"),
        ("Signee", "Beta"),
        ("Signee Detail", "Springfield"),
        ("Heading 4", "Texas"),
        ("Signee", "Alpha"),
        ("Heading 3", "Individuals"),
        ("Signee", "Ana Example"),
    ]


def test_headings_lists_and_quotes_have_real_styles() -> None:
    found = styled(read(docx.render(signee_list([], body=BODY, closing=""), WORDS)))[5:]
    assert found == [
        ("Heading 2", "What we ask"),
        ("List Number", "Publish"),
        ("List Number", "Hold hearings"),
        ("List Bullet 2", "evening"),
        ("List Bullet 2", "weekend"),
        ("List Number", "Report"),
        ("Normal", "Then:"),
        ("List Number", "Seven"),
        ("List Number", "Eight"),
        ("Heading 3", "Why"),
        ("Quote", "A quoted line."),
        ("Heading 2", "A heading in a list"),
        ("List Number", "Bracketed"),
    ]


def test_numbered_lists_begin_where_they_were_typed_to_begin_and_keep_their_brackets() -> None:
    document = read(docx.render(signee_list([], body=BODY), WORDS))
    numbered = [p for p in document.paragraphs if p.style and p.style.name == "List Number"]
    used = [number.val for p in numbered for number in p._p.xpath("w:pPr/w:numPr/w:numId")]
    first, second, third = used[0], used[3], used[5]
    assert used == [first] * 3 + [second] * 2 + [third]
    numbering = document.part.numbering_part.element
    overrides = [numbering.num_having_numId(number).lvlOverride_lst[0] for number in (first, second, third)]
    assert [one.startOverride.val for one in overrides] == [1, 7, 1]
    assert [one.xpath("w:lvl/w:lvlText/@w:val") for one in overrides] == [[], [], ["%1)"]]


def test_links_are_links_and_emphasis_is_emphasis() -> None:
    document = read(docx.render(signee_list([], body=BODY), WORDS))
    found = paragraph(document, "We write")
    assert [(link.text, link.address) for link in found.hyperlinks] == [("a report", "https://example.org/r?a=1&b=2")]
    assert [run.text for run in found.runs if run.bold] == ["three things"]
    assert [run.text for run in found.runs if run.italic] == ["new"]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [("columns-3", ["1", "3", None]), ("columns-2", ["1", "2", None]), ("one-column", [None])],
)
def test_names_stand_in_a_section_with_as_many_columns(layout: str, expected: list[str | None]) -> None:
    document = read(docx.render(signee_list(many(20)), WORDS, layout))
    found = [section._sectPr.find(qn("w:cols")).get(qn("w:num")) for section in document.sections]
    assert found == expected
    assert all(one.text for one in document.paragraphs[:-1]), "no empty paragraph stands before or among the names"


def test_nothing_is_parted_that_belongs_together() -> None:
    text = "We ask:\n\n- one\n- two\n\nThank you."
    signees = [Signee("Alpha", city="Dayton"), *map(Signee, ("Beta", "Gamma", "Delta"))]
    layout = Layout(1, details=("place",))
    document = read(docx.render(of(letter(body=text, layout=layout), signees), WORDS, None, ADDRESS))
    parted = {"one", "two", "Check that"}
    kept = {"We ask:", "Thank you.", "Alpha", "Beta", "Gamma", "Delta"}
    assert {start for start in parted | kept if "keepNext" in properties(document, start)} == kept
    styles = {name: document.styles[name].paragraph_format for name in ("Heading 2", "Closing", "Signee", "Addressee")}
    assert styles["Heading 2"].keep_with_next and styles["Closing"].keep_with_next
    assert styles["Signee"].keep_together and styles["Addressee"].keep_together
    assert all(style.widow_control for style in styles.values())


def test_the_letterhead_stands_above_everything_at_its_size_with_what_it_shows() -> None:
    png = BytesIO()
    Image.new("RGB", (1600, 200), "navy").save(png, "PNG")
    head = LetterheadReading(png.getvalue(), 1600, 200, "Open Door Coalition & <Friends>")
    document = read(docx.render(replace(signee_list(["Alpha"]), letterhead=head), WORDS))
    assert document.paragraphs[0].style and document.paragraphs[0].style.name == "Letterhead"
    (shape,) = document.inline_shapes
    assert (shape.width.pt, shape.height.pt) == (444, 55.5)
    assert shape._inline.docPr.get("descr") == "Open Door Coalition & <Friends>"


def test_the_check_address_stands_at_the_end_beside_its_code() -> None:
    document = read(docx.render(signee_list(NAMES), WORDS, None, ADDRESS))
    last = document.paragraphs[-1]
    assert last.text.strip() == "Check that this copy is genuine: letters.example/e/2345ABCD"
    assert [link.address for link in last.hyperlinks] == [ADDRESS]
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == WORDS.check_alt
    assert "/e/" not in read(docx.render(signee_list(NAMES), WORDS)).paragraphs[-1].text


def test_pages_after_the_first_have_a_head_and_all_have_a_foot() -> None:
    listed = signee_list(many(20), legal_footer="Paid for by us.", layout=Layout(3, page_header="Page of ours"))
    first, *others = read(docx.render(listed, WORDS)).sections
    assert first.different_first_page_header_footer
    heads = [[p.text for p in part.paragraphs] for part in (first.first_page_header, first.header)]
    assert heads == [[""], ["Page of ours"]]
    for foot in (first.first_page_footer, first.footer):
        assert foot.paragraphs[0].text == "Paid for by us."
        line = foot.paragraphs[1]._p
        assert "".join(t.text for t in line.iter(qn("w:t"))) == "Open Door CoalitionPage 1 of 1"
        assert [field.get(qn("w:instr")) for field in line.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    # What goes on below on the same page has no first page of its own.
    assert others and not any(one.different_first_page_header_footer for one in others)
    assert all(one.header.is_linked_to_previous and one.footer.is_linked_to_previous for one in others)


def test_a_legal_footer_of_many_lines_is_set_once_after_the_names() -> None:
    document = read(docx.render(signee_list(NAMES, legal_footer="Paid for by us. " * 60), WORDS))
    assert document.paragraphs[-1].text.startswith("Paid for by us.")
    assert [p.text for p in document.sections[0].footer.paragraphs] == ["Open Door Coalition\tPage  of "]


def test_the_file_names_the_letter_the_campaign_and_the_moment_and_nobody_else() -> None:
    data = docx.render(signee_list(["Alpha"], language="es"), WORDS)
    document = read(data)
    said = document.core_properties
    assert (said.title, said.author) == ("A letter on waiting rooms", "Open Door Coalition")
    assert (said.last_modified_by, said.comments, said.language) == ("", "", "es")
    assert said.created == said.modified == AS_OF
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["es-US"]
    with zipfile.ZipFile(BytesIO(data)) as file:
        about = file.read("docProps/app.xml").decode()
        assert not {name for name in file.namelist() if "thumbnail" in name or "customXml" in name}
    assert "<Application>Signon</Application>" in about and "Microsoft" not in about


def test_what_is_said_of_paragraphs_runs_and_sections_stands_in_the_order_of_the_schema() -> None:
    """Word refuses to open a file whose properties stand in another order (ECMA-376 part 1, 17.3 and 17.6)."""
    signees = [Signee("جمعية", city="Dayton"), *map(Signee, many(9))]
    reading = letter(body=BODY, layout=Layout(2, details=("place",)), legal_footer="Paid for by us.")
    data = docx.render(of(reading, signees), WORDS, None, ADDRESS)
    with zipfile.ZipFile(BytesIO(data)) as file:
        parts = [file.read(name) for name in file.namelist() if name.startswith("word/") and name.endswith(".xml")]
    found = [one for part in parts for one in parse_xml(part).iter(*map(qn, ORDER))]
    assert len(found) > 100
    for one in found:
        order = ORDER[f"w:{local(one)}"]
        places = [order.index(local(child)) for child in one]
        assert places == sorted(places), [local(child) for child in one]


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def test_the_same_list_gives_the_same_bytes() -> None:
    listed = signee_list(many(30), body=BODY)
    assert docx.render(listed, WORDS, None, ADDRESS) == docx.render(listed, WORDS, None, ADDRESS)


def test_no_part_carries_the_time_of_writing() -> None:
    with zipfile.ZipFile(BytesIO(docx.render(signee_list(["Alpha"]), WORDS))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["\ud800 half", "nul\x00", "two\nlines", "x" * 5000, "", "中文", "\ufffe\u2029\x85"])
def test_no_name_stops_the_document(name: str) -> None:
    reading = letter(
        title=name or "T",
        campaign=name,
        subject=name,
        legal_footer=name,
        body=f"{name} [link](https://example.org/{name})",
        signee_heading=name,
        addressees=(AddresseeReading(name, name, (name,)),),
        layout=Layout(3, page_header=name, details=("role",)),
    )
    listed = of(reading, [Signee(name, role=name), Signee("After")])
    assert names_in(read(docx.render(listed, WORDS)))[-1] == "After"
