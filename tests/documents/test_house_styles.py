"""The two letters that Signon was written for, where they lie beside the project: laid out as their originals are."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signon.documents import pdf
from signon.documents.words import Words
from signon.letters.file import read
from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.letters.text import fill_undersigned
from signon.signatures.signee import Signee, SigneeList
from tests.documents.make import lines, name_columns
from tests.documents.tagged import read as read_tags

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
ELSEWHERE = "the real letters lie beside the project only where it is developed"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ELSEWHERE)

RECOMMENDATIONS = "five-things-dhs-retaliation"
LETTER = "enforcement-reform-priorities"
ADDRESS = "https://letters.example.org/e/7K2M-QX4P"
WORDS = Words("Page {page} of {pages}", "February 18, 2021", "Re:", "To:", "Organizations", "Individuals")


def real(slug: str, *, filled: bool = False) -> SigneeList:
    file = read((REAL / f"{slug}.md").read_bytes())
    with (REAL / f"{slug}.signees.csv").open(encoding="utf-8-sig", newline="") as rows:
        names = [row["organization"] for row in csv.DictReader(rows)]
    undersigned = len(names) - len(set(names) & set(file.conveners))
    addressees = [(one["name"], one.get("title", ""), one.get("address", "")) for one in file.addressees]
    reading = LetterReading(
        slug=slug,
        campaign=file.campaign,
        signed_by=file.signed_by,
        language=file.language,
        title=file.title,
        body=fill_undersigned(file.body, lambda style: str(undersigned)),
        date=file.date,
        addressees=tuple(AddresseeReading(name, title, (address,)) for name, title, address in addressees),
        subject=file.subject,
        salutation=file.salutation,
        closing=file.closing,
        signee_heading=file.signee_heading,
        layout=Layout(columns=file.signee_columns, filled=filled),
    )
    signees = tuple(Signee(name, convener=name in file.conveners) for name in names)
    return SigneeList(reading, signees, len(names), 0, undersigned, datetime(2026, 3, 1, tzinfo=UTC))


def test_recommendations_stand_as_a_title_five_points_and_three_full_columns() -> None:
    listed = real(RECOMMENDATIONS, filled=True)
    data = pdf.render(listed, WORDS, check_address=ADDRESS)
    document = read_tags(data).document
    (title,) = document.those("H1")
    assert title.words == listed.letter.title == title.words.upper()
    points, names = document.those("L")
    assert [item.kids[0].words for item in points.kids] == ["•"] * 5
    assert all(item.kids[1].words.split(". ")[0].isupper() for item in points.kids)
    assert [one.words for one in document.those("H2")] == ["Signees:"]
    assert [item.words for item in names.kids] == [signee.name for signee in listed.signees]
    assert [link.words for link in document.those("Link")] == [ADDRESS.removeprefix("https://")]
    first, _, last = lines(data)
    assert {line.text.strip() for line in first if line.face.endswith("-Italic")} == {"presume"}
    columns = name_columns(last)
    # The original's 46, 46 and 37 lines in another face: as many names in each column.
    assert [sum(line.x == min(one.x for one in column) for line in column) for column in columns] == [32, 28, 26]
    assert [len(column) for column in columns] == [47, 47, 37]


def test_the_sign_on_letter_stands_as_a_letter_with_one_column_over_three_pages() -> None:
    listed = real(LETTER)
    data = pdf.render(listed, WORDS, check_address=ADDRESS)
    document = read_tags(data).document
    opening = [one.words for one in document.kids[:5]]
    assert opening[0] == "February 18, 2021"
    block = "The Honorable Alejandro Mayorkas Secretary of Homeland Security Washington, D.C. 20528"
    assert opening[1] == block
    assert opening[2:4] == [f"Re: {listed.letter.subject}", "Dear Secretary Mayorkas:"]
    assert "and the 100 undersigned organizations" in document.words
    headings = [one.words for one in document.those("H2")]
    assert len(headings) == 7
    assert all(heading.replace("(g)", "(G)").isupper() for heading in headings)
    (names,) = document.those("L")
    assert [item.words for item in names.kids] == [signee.name for signee in listed.signees]
    assert max(len(item.words) for item in names.kids) == 72
    by_page = [len([line for line in page if line.size == 10]) for page in lines(data)]
    assert [count for count in by_page if count] == [15, 45, 42]
    assert {line.text.strip() for page in lines(data) for line in page if line.face.endswith("-Italic")} == {
        "de facto",
        "grant",
    }
