"""What the workspace says about letters, and the files it hands out."""

import pytest

from signon.database import now, transaction
from signon.letters import file as letter_file
from signon.letters.changes import Change
from signon.letters.publishing import take_file
from tests import make
from tests.staff.people import Browser, send

FORMATS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}


def test_without_letters_the_page_says_what_to_do_next(owner: Browser) -> None:
    page = owner.get("/staff/").text
    assert 'href="/staff/new-letter"' in page and 'href="/staff/import-letter"' in page


def test_the_list_shows_state_counts_and_what_waits_for_review(owner: Browser, stranger: Browser) -> None:
    make.letter(deadline=None)
    make.letter("draft", published=False, title="Not yet")
    make.listed(make.petition(), ["Rosa Lind", "Sam Okoro"])
    make.verified(stranger, email="ada@gmail.com")
    lines = owner.get("/staff/").text.split("<table")[1].split("<tr>")
    draft, petition, letter = (
        next(line for line in lines if f"/{slug}" in line) for slug in ("draft", "sunday-train", "night-train")
    )
    assert "Draft" in draft
    assert "Open" in petition and ">2</td>" in petition
    assert ">1<span" in letter and "Night Line" in letter


def test_a_letter_shows_what_became_of_its_signatures_and_mails(owner: Browser, stranger: Browser) -> None:
    letter = make.letter(conveners=["Night Owls Union"])
    make.listed(letter, ["Night Owls Union", "Riders United", "Sleepers’ League"])
    make.send_form(stranger)
    make.verified(stranger, organization="Harbour Choir", email="ada@gmail.com")
    page = owner.get("/staff/letters/night-train").text
    figures = {
        "Undersigned": 2,
        "Listed": 3,
        "Pending": 1,
        "Held": 1,
        "Struck": 0,
        "Withdrawn": 0,
    }
    for name, number in {**figures, "Mail waiting": 3, "Mail refused": 0}.items():
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page, name


def test_a_held_name_is_shown_with_what_proves_it_and_without_the_address(owner: Browser, stranger: Browser) -> None:
    make.letter()
    make.verified(stranger, email="ada.quill@gmail.com")
    page = owner.get("/staff/letters/night-train/review").text
    for words in ("Night Owls Union", "nightowls.org", "gmail.com", "not the website’s own", "Ada Quill", "Director"):
        assert words in page
    assert "ada.quill" not in page and "gmail.com" in page
    assert "the address is not at the organization&#39;s own website" in page


def test_what_strangers_type_is_text_on_the_page_and_never_markup(owner: Browser, stranger: Browser) -> None:
    make.letter()
    evil = "<b onmouseover=alert(1)>Owls</b>"
    make.verified(stranger, organization=evil, representative=evil, role=evil, email="ada@gmail.com")
    page = owner.get("/staff/letters/night-train/review").text
    assert "<b onmouseover" not in page
    assert page.count("&lt;b onmouseover=alert(1)&gt;Owls&lt;/b&gt;") >= 3
    [held] = make.signatures("held")
    accepted = send(
        owner, "/staff/letters/night-train/review", to=f"/staff/letters/night-train/signatures/{held.id}/accept"
    )
    assert "<b onmouseover" not in owner.get(accepted.location).text


def test_a_letter_shows_addressees_and_every_text_with_its_reason(owner: Browser) -> None:
    make.letter(addressees=({"name": "Ms. Chair", "title": "Transport Board"},))
    chair = {"name": "Ms. Chair", "title": "Transport Board"}
    file = letter_file.LetterFile(title="Run it again", body="It must run.", campaign="Night Line", addressees=(chair,))
    with transaction():
        take_file(file, "night-train", change=Change("A typing error"), keys=make.keys(), at=now())
    page = owner.get("/staff/letters/night-train").text
    assert "Ms. Chair, Transport Board" in page
    assert "Text 2" in page and "A typing error" in page and "Text 1" in page
    assert "English" in page and "the text that counts" in page


@pytest.mark.parametrize(("format", "begins"), FORMATS.items())
def test_the_list_is_handed_out_in_every_format(owner: Browser, format: str, begins: bytes) -> None:
    make.listed(make.letter(), ["Riders United"])
    answer = owner.get(f"/staff/letters/night-train/export/{format}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="night-train.{format}"'
    assert f"/staff/letters/night-train/export/{format}" in owner.get("/staff/letters/night-train").text


def test_the_two_layouts_of_the_pdf_differ(owner: Browser) -> None:
    make.listed(make.letter(), [f"Riders of line {number}" for number in range(40)])
    files = {
        owner.get(f"/staff/letters/night-train/export/pdf?layout={layout}").data
        for layout in ("columns-3", "one-column")
    }
    assert len(files) == 2


@pytest.mark.parametrize("file", ["exe", "pdf?layout=spiral"])
def test_a_format_or_layout_that_does_not_exist_is_not_found(owner: Browser, file: str) -> None:
    make.letter()
    assert owner.get(f"/staff/letters/night-train/export/{file}").status_code == 404


def test_a_draft_has_no_public_page_to_link_to(owner: Browser) -> None:
    make.letter(published=False)
    assert 'href="/letters/night-train"' not in owner.get("/staff/letters/night-train").text
