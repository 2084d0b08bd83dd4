"""What documents say of individuals: affiliations beside their names, and how many signed without a name."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from signon.documents import FORMATS, docx, export, pdf
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList
from tests.documents.make import WORDS, letter, lines, of, pages, petition, words_of

SAID = replace(WORDS, anonymous="312 people signed anonymously.", affiliations="Affiliations identify only.")
ADA = Signee("Ada Quill", INDIVIDUAL, affiliation="Reader in Night Studies, Łódź University")
ROSA = Signee("Rosa Lind", INDIVIDUAL)
LAYOUTS = ["columns-3", "one-column"]


def listed(*signees: Signee, anonymous: int = 0) -> SigneeList:
    found = of(petition([]).letter, signees)
    return replace(found, individuals=found.individuals + anonymous, anonymous=anonymous)


def docx_lines(signee_list: SigneeList, layout: str | None = None) -> list[str]:
    document = Document(BytesIO(docx.render(signee_list, SAID, layout)))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def pdf_text(signee_list: SigneeList, layout: str | None = None) -> str:
    return words_of("\n".join(pages(pdf.render(signee_list, SAID, layout))))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_affiliation_stands_after_the_name_and_once_below_it_what_it_means(layout: str) -> None:
    names = ["Ada Quill, Reader in Night Studies, Łódź University", "Rosa Lind"]
    assert docx_lines(listed(ADA, ROSA), layout)[-3:] == [*names, SAID.affiliations]
    assert pdf_text(listed(ADA, ROSA), layout).endswith(" ".join([*names, SAID.affiliations]))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_without_affiliations_does_not_speak_of_them(layout: str) -> None:
    assert docx_lines(listed(ROSA), layout)[-1] == "Rosa Lind"
    assert pdf_text(listed(ROSA), layout).endswith("Rosa Lind")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_people_without_a_name_are_one_line_below_the_names_however_many_they_are(layout: str) -> None:
    end = ["Rosa Lind", SAID.anonymous]
    assert docx_lines(listed(ROSA, anonymous=312), layout)[-2:] == end
    assert pdf_text(listed(ROSA, anonymous=312), layout).endswith(" ".join(end))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_of_nothing_but_anonymous_people_is_that_line(layout: str) -> None:
    assert docx_lines(listed(anonymous=312), layout)[-1] == SAID.anonymous
    assert pdf_text(listed(anonymous=312), layout).endswith(SAID.anonymous)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_a_letter_signed_by_both_they_stand_among_the_people(layout: str) -> None:
    both = replace(of(letter(signed_by="both"), [Signee("Alpha"), ADA]), anonymous=312)
    end = ["Organizations", "Alpha", "Individuals", "Ada Quill, Reader in Night Studies, Łódź University"]
    assert docx_lines(both, layout)[-6:] == [*end, SAID.anonymous, SAID.affiliations]
    nobody_named = replace(of(letter(signed_by="both"), [Signee("Alpha")]), anonymous=312)
    assert docx_lines(nobody_named, layout)[-4:] == ["Organizations", "Alpha", "Individuals", SAID.anonymous]
    assert pdf_text(nobody_named, layout).endswith(f"Organizations Alpha Individuals {SAID.anonymous}")


def test_tables_and_data_have_no_rows_without_a_name() -> None:
    everybody = listed(ROSA, anonymous=312)
    data = json.loads(export("json", everybody, SAID).data)
    assert [signee["name"] for signee in data["signees"]] == ["Rosa Lind"]
    assert (data["counts"]["individuals"], data["counts"]["anonymous"]) == (313, 312)
    assert export("csv", everybody, SAID).data.count(b"\r\n") == 2


@pytest.mark.parametrize("format", FORMATS)
def test_an_affiliation_that_is_markup_or_a_formula_is_text(format: str) -> None:
    hostile = Signee("Ada Quill", INDIVIDUAL, affiliation='<img src="/etc/hostname"> & =1+1')
    assert export(format, listed(hostile), SAID).data
    assert '<img src="/etc/hostname"> & =1+1' in pdf_text(listed(hostile))


def test_a_character_of_an_affiliation_that_cannot_be_printed_is_named() -> None:
    assert pdf.uncovered(listed(replace(ADA, affiliation="\U00013000 \ue000"))) == ("\ue000", "\U00013000")


def test_what_is_said_below_the_names_is_small_and_runs_over_the_whole_width() -> None:
    many = [Signee(f"Name {number}", INDIVIDUAL, affiliation="Night Owls Union") for number in range(30)]
    (page,) = lines(pdf.render(listed(*many, anonymous=312), SAID, "columns-3"))
    below = {line.text: line for line in page if line.text in (SAID.anonymous, SAID.affiliations)}
    lowest = min(line.y for line in page if line.text.startswith("Name "))
    assert len(below) == 2
    assert all(line.y < lowest for line in below.values())
    assert below[SAID.affiliations].size < 9 < below[SAID.anonymous].size
