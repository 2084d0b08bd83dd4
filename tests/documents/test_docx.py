import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from signon.documents import docx
from signon.signatures.signee import INDIVIDUAL, Signee
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
"""


def read(data: bytes) -> DocumentType:
    return Document(BytesIO(data))


def styled(document: DocumentType) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]


def names_in(document: DocumentType) -> list[str]:
    return [text for style, text in styled(document) if style == "Signee"]


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


def test_a_letter_signed_by_both_has_two_lists() -> None:
    both = of(letter(signed_by="both"), [Signee("Ana Example", INDIVIDUAL), Signee("Alpha")])
    found = styled(read(docx.render(both, WORDS)))
    expected = [
        ("Heading 3", "Organizations"),
        ("Signee", "Alpha"),
        ("Heading 3", "Individuals"),
        ("Signee", "Ana Example"),
    ]
    assert found[-4:] == expected


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
    ]


def test_numbered_lists_begin_where_they_were_typed_to_begin() -> None:
    document = read(docx.render(signee_list([], body=BODY), WORDS))
    numbered = [p for p in document.paragraphs if p.style and p.style.name == "List Number"]
    used = [number.val for p in numbered for number in p._p.xpath("w:pPr/w:numPr/w:numId")]
    first, second = used[0], used[-1]
    assert used == [first] * 3 + [second] * 2
    numbering = document.part.numbering_part.element
    assert [numbering.num_having_numId(n).lvlOverride_lst[0].startOverride.val for n in (first, second)] == [1, 7]


def test_links_are_links_and_emphasis_is_emphasis() -> None:
    document = read(docx.render(signee_list([], body=BODY), WORDS))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("We write"))
    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
        ("a report", "https://example.org/r?a=1&b=2")
    ]
    assert [run.text for run in paragraph.runs if run.bold] == ["three things"]
    assert [run.text for run in paragraph.runs if run.italic] == ["new"]


@pytest.mark.parametrize(("layout", "expected"), [("columns-3", [None, "3", "1"]), ("one-column", [None])])
def test_names_stand_in_a_section_with_as_many_columns(layout: str, expected: list[str | None]) -> None:
    document = read(docx.render(signee_list(many(20)), WORDS, layout))
    found = [section._sectPr.find(qn("w:cols")).get(qn("w:num")) for section in document.sections]
    assert found == expected


def test_no_empty_paragraph_stands_before_or_among_the_names() -> None:
    document = read(docx.render(signee_list(many(20)), WORDS, "columns-3"))
    texts = [p.text for p in document.paragraphs]
    assert all(texts[:-1])


def test_the_foot_numbers_the_pages_and_holds_the_legal_footer() -> None:
    document = read(docx.render(signee_list(many(20), legal_footer="Paid for by us."), WORDS))
    footer = document.sections[-1].footer
    assert footer.paragraphs[0].text == "Paid for by us."
    fields = [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in footer.paragraphs[1]._p.iter(qn("w:t"))) == "Page 1 of 1"


def test_the_file_names_the_letter_the_campaign_and_the_moment_and_nobody_else() -> None:
    properties = read(docx.render(signee_list(["Alpha"], language="es"), WORDS)).core_properties
    assert (properties.title, properties.author) == ("A letter on waiting rooms", "Open Door Coalition")
    assert (properties.last_modified_by, properties.comments, properties.language) == ("", "", "es")
    assert properties.created == properties.modified == AS_OF


def test_the_same_list_gives_the_same_bytes() -> None:
    listed = signee_list(many(30), body=BODY)
    assert docx.render(listed, WORDS) == docx.render(listed, WORDS)


def test_no_part_carries_the_time_of_writing() -> None:
    with zipfile.ZipFile(BytesIO(docx.render(signee_list(["Alpha"]), WORDS))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["\ud800 half", "nul\x00", "two\nlines", "x" * 5000, "", "中文"])
def test_no_name_stops_the_document(name: str) -> None:
    listed = signee_list([name, "After"], title=name or "T", campaign=name, subject=name, legal_footer=name, body=name)
    assert names_in(read(docx.render(listed, WORDS)))[-1] == "After"
