"""How a letter may be laid out: its names grouped, conveners first, details below names, a header, a picture above."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import segno
from PIL import Image

from signon.documents import pdf
from signon.documents.shape import Entry, Group, groups
from signon.letters.reading import Layout
from signon.signatures.signee import INDIVIDUAL, LetterheadReading, Signee, SigneeList
from tests.documents.make import (
    CLOSING,
    SMALL,
    WORDS,
    letter,
    lines,
    links,
    many,
    of,
    pages,
    petition,
    signee_list,
    words_of,
)
from tests.documents.tagged import read

ADDRESS = "https://letters.example.org/e/7K2M-QX4P"
ALPHA = Signee("Alpha", scope="local", city="Springfield", home_state="IL", representative="Ada Quill", role="Director")
BETA = Signee("Beta", scope="national", home_state="N.Y.", convener=True)
GAMMA = Signee("Gamma", city="Peoria", home_state="Illinois", role="Chair")
DELTA = Signee("Delta", scope="state")
ROSA = Signee("Rosa Lind", INDIVIDUAL, country="Mexico")
LUIS = Signee("Luis Vega", INDIVIDUAL, country="MÉXICO", home_state="Oaxaca")
EVERYBODY = (ALPHA, BETA, DELTA, GAMMA, ROSA, LUIS)


def laid_out(*signees: Signee, anonymous: int = 0, signed_by: str = "organizations", **layout: object) -> SigneeList:
    reading = letter(signed_by=signed_by, layout=Layout(**layout))  # type: ignore[arg-type]
    return replace(of(reading, signees), anonymous=anonymous)


def told(signee_list: SigneeList) -> list[tuple[str, str, list[str]]]:
    """Part, heading and names of each group."""
    found = groups(signee_list, WORDS)
    return [(group.part, group.heading, [entry.name for entry in group.entries]) for group in found]


def test_without_a_wish_names_are_one_list_without_a_heading() -> None:
    assert told(laid_out(ALPHA, BETA, DELTA)) == [("", "", ["Alpha", "Beta", "Delta"])]


def test_names_are_grouped_by_how_far_an_organization_reaches() -> None:
    assert told(laid_out(ALPHA, BETA, DELTA, GAMMA, grouped_by="scope")) == [
        ("", "National", ["Beta"]),
        ("", "Statewide", ["Delta"]),
        ("", "Local", ["Alpha"]),
        ("", "Other organizations", ["Gamma"]),
    ]


def test_names_are_grouped_by_state_however_it_was_written_and_those_without_one_come_last() -> None:
    assert told(laid_out(ALPHA, BETA, DELTA, GAMMA, grouped_by="state")) == [
        ("", "Illinois", ["Alpha", "Gamma"]),
        ("", "New York", ["Beta"]),
        ("", "No state given", ["Delta"]),
    ]


def test_names_are_grouped_by_country() -> None:
    people = of(replace(petition([]).letter, layout=Layout(grouped_by="country")), [LUIS, ROSA])
    assert told(people) == [("", "MÉXICO", ["Luis Vega", "Rosa Lind"])]


def test_where_nobody_said_where_they_are_there_is_nothing_to_group_by() -> None:
    for grouped_by in ("scope", "state", "country"):
        assert told(laid_out(Signee("Alpha"), Signee("Beta"), grouped_by=grouped_by)) == [("", "", ["Alpha", "Beta"])]


def test_conveners_stand_first_under_their_own_heading_or_in_place() -> None:
    assert told(laid_out(ALPHA, BETA, DELTA, conveners_first=True)) == [
        ("Conveners", "", ["Beta"]),
        ("Organizations", "", ["Alpha", "Delta"]),
    ]
    assert told(laid_out(ALPHA, DELTA, conveners_first=True)) == [("", "", ["Alpha", "Delta"])]


def test_a_letter_signed_by_both_groups_each_of_its_lists() -> None:
    found = laid_out(*EVERYBODY, anonymous=3, signed_by="both", grouped_by="state", conveners_first=True)
    words = replace(WORDS, anonymous="3 people signed anonymously.")
    assert told(found) == [
        ("Conveners", "", ["Beta"]),
        ("Organizations", "Illinois", ["Alpha", "Gamma"]),
        ("", "No state given", ["Delta"]),
        ("Individuals", "Oaxaca", ["Luis Vega"]),
        ("", "No state given", ["Rosa Lind"]),
    ]
    # What is said of all of them stands below all of them.
    assert groups(found, words)[-1] == Group("", (), "3 people signed anonymously.")


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ((), ["", ""]),
        (("representative",), ["Ada Quill", ""]),
        (("representative", "role"), ["Ada Quill, Director", "Chair"]),
        (("role", "place"), ["Director · Springfield, Illinois", "Chair · Peoria, Illinois"]),
    ],
)
def test_below_a_name_stands_what_the_letter_asks_for_and_its_signee_shows(
    details: tuple[str, ...], said: list[str]
) -> None:
    (group,) = groups(laid_out(ALPHA, GAMMA, details=details), WORDS)
    assert group.entries == (Entry("Alpha", said[0]), Entry("Gamma", said[1]))


def test_what_the_heading_says_is_not_said_again_below_each_name() -> None:
    (group,) = groups(laid_out(ALPHA, GAMMA, details=("place",), grouped_by="state"), WORDS)
    assert [entry.detail for entry in group.entries] == ["Springfield", "Peoria"]


@pytest.mark.parametrize("layout", ["columns-3", "columns-2", "one-column"])
def test_on_paper_headings_names_and_details_stand_in_order(layout: str) -> None:
    found = laid_out(*EVERYBODY, signed_by="both", grouped_by="state", conveners_first=True, details=("place",))
    text = words_of("\n".join(pages(pdf.render(found, WORDS, layout))))
    assert text.endswith(
        "Conveners Beta Organizations Illinois Alpha Springfield Gamma Peoria No state given Delta "
        "Individuals Oaxaca Luis Vega No state given Rosa Lind"
    )


def test_no_heading_of_a_group_is_left_without_names_and_no_page_with_one_or_two() -> None:
    states = ("Ohio", "Utah", "Iowa", "Texas", "Maine", "Idaho", "Nevada")
    for count in range(60, 100, 4):
        found = [Signee(name, home_state=states[number % 7]) for number, name in enumerate(many(count))]
        found.append(Signee("Last of all", home_state="Wyoming"))
        for page in pages(pdf.render(laid_out(*found, grouped_by="state", columns=1), WORDS)):
            printed = page.rstrip().splitlines()
            assert printed[-1] not in (*states, "Wyoming")
            assert len([line for line in printed if line not in (*states, "Wyoming")]) >= 3


def test_pages_after_the_first_are_headed_as_the_letter_asks() -> None:
    data = pdf.render(signee_list(many(300), layout=Layout(columns=3, page_header="To Clerk Example, page two")), WORDS)
    for number, page in enumerate(lines(data)):
        assert ("To Clerk Example, page two" in [line.text for line in page if line.size == SMALL]) == (number > 0)


def letterhead(width: int, height: int) -> LetterheadReading:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (180, 20, 20, 128)).save(out, "PNG")
    return LetterheadReading(out.getvalue(), width, height, "Open Door Coalition")


@pytest.mark.parametrize(
    ("pixels", "points"), [((400, 100), (200, 50)), ((3000, 100), (444, 14.8)), ((500, 1000), (40, 80))]
)
def test_a_letterhead_stands_on_the_first_page_in_its_own_proportions(
    pixels: tuple[int, int], points: tuple[float, float]
) -> None:
    document = pypdfium2.PdfDocument(pdf.render(replace(signee_list(many(200)), letterhead=letterhead(*pixels)), WORDS))
    pictures = [[one.get_bounds() for one in page.get_objects([3])] for page in document]
    ((left, bottom, right, top),) = pictures[0]
    assert not any(pictures[1:])
    assert (right - left, top - bottom) == pytest.approx(points, abs=0.1)
    assert left == pytest.approx(84, abs=0.1)


def test_of_a_letterhead_that_nobody_described_nothing_is_said() -> None:
    data = pdf.render(replace(signee_list(["Alpha"]), letterhead=replace(letterhead(40, 20), alt=" ")), WORDS)
    assert read(data).document.those("Figure") == []


def modules(page: pypdfium2.PdfPage, code: segno.QRCode) -> list[list[int]]:
    """The modules of the QR code on a page, read off its picture: dark is 1."""
    count = len(code.matrix)
    (box,) = [one.get_bounds() for one in page.get_objects([2]) if one.get_bounds()[3] - one.get_bounds()[1] > 35]
    scale = 8.0
    picture = page.render(scale=scale).to_pil().convert("L")
    left, top = box[0] * scale, picture.height - box[3] * scale
    step = (box[2] - box[0]) * scale / count
    middles = [(place + 0.5) * step for place in range(count)]
    return [[int(picture.getpixel((int(left + x), int(top + y))) < 128) for x in middles] for y in middles]


def test_the_last_page_ends_with_a_code_and_the_address_that_it_holds() -> None:
    found = signee_list(many(150))
    data = pdf.render(found, WORDS, check_address=ADDRESS)
    assert words_of(pages(data)[-1]).endswith(f"{WORDS.check} {ADDRESS.removeprefix('https://')}")
    code = segno.make(ADDRESS, error="m", micro=False, boost_error=False)
    document = pypdfium2.PdfDocument(data)
    assert modules(document[len(document) - 1], code) == [list(row) for row in code.matrix]
    assert links(data) == [ADDRESS]
    assert WORDS.check not in "".join(pages(pdf.render(found, WORDS)))


@pytest.mark.parametrize("layout", ["columns-3", "one-column"])
def test_the_code_never_stands_on_a_page_alone(layout: str) -> None:
    for count in range(80, 110, 3):
        last = pages(
            pdf.render(signee_list([f"Name {i}" for i in range(count)]), WORDS, layout, check_address=ADDRESS)
        )[-1]
        assert last.count("Name ") >= 2, count


def test_a_letter_without_names_carries_its_code_too() -> None:
    text = words_of("\n".join(pages(pdf.render(signee_list([]), WORDS, check_address=ADDRESS))))
    assert text.endswith(f"{CLOSING} {WORDS.check} letters.example.org/e/7K2M-QX4P")
