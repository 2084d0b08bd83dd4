"""People sign petitions: how their names are shown, what stands beside them, and that one person counts once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.signatures import counting, importing, reviewing, roll, signee_file
from signon.signatures.models import ANONYMOUS, SHOWN_AS, VERIFIED
from signon.signatures.names import LAST, sort_key
from signon.signatures.signing import open_contact
from signon.wording.readings import read_signee_list
from tests import make
from tests.journeys.documents import text_of_pdf
from tests.signatures.counted import numbers

SLUG = "sunday-train"


def signed(client: FlaskClient, address: str = "rosa@lind.example", **changed: str) -> None:
    make.verified(client, SLUG, email=address, **changed)
    db.session.rollback()  # what this test reads next, it reads anew


def take(letter: Letter, text: str) -> dict[str, int]:
    with transaction():
        file = signee_file.read_file(text.encode(), letter)
        return importing.take_names(letter, file, keys=make.keys(), at=now(), say=lambda row: None)


def test_who_signs_anonymously_is_counted_and_their_name_is_only_sealed(client: FlaskClient) -> None:
    letter = make.petition()
    signed(client, shown_as="anonymous", affiliation="Night Owls Union")
    row = make.signatures(VERIFIED)[0]
    assert (row.printed_name, row.sort_key, row.affiliation) == ("Anonymous", LAST, "")
    assert open_contact(letter, row.contact, make.keys()).full_name == "Rosa Lind"
    assert numbers(SLUG) == (0, 1)
    for path in ("", "/signees", "/signees?q=rosa", "/count.json"):
        assert "Rosa" not in client.get(f"/letters/{SLUG}{path}").text
    printed = text_of_pdf(client.get(f"/letters/{SLUG}/letter.pdf").data)
    assert "Trains on Sundays" in printed and "Rosa" not in printed


def test_the_word_for_them_is_said_in_the_language_in_which_they_signed(client: FlaskClient) -> None:
    make.petition()
    for language in ("en", "es"):
        page = client.get(f"/{language}/letters/{SLUG}/sign")
        entry = {**make.INDIVIDUAL, "shown_as": "anonymous", "form_token": make.form_token(page)}
        assert client.post(f"/{language}/letters/{SLUG}/sign", data=entry).status_code == 303
    with client.application.test_request_context("/"), force_locale("es"):
        assert [row.printed_name for row in make.signatures()] == ["Anonymous", gettext("Anonymous")]


def test_any_number_of_them_is_one_line_at_the_end_of_the_list(client: FlaskClient) -> None:
    letter = make.petition()
    make.listed(letter, ["Zoë Zhang", "Ψ Psi", "𐍈 Hwair", "Adam Birch"])
    for number in range(3):
        signed(client, f"rosa{number}@lind.example", shown_as="anonymous")
    names = [signee.name for signee in roll.signees(letter)]
    assert names == ["Adam Birch", "Zoë Zhang", "Ψ Psi", "𐍈 Hwair"]
    count = counting.read(letter, now())
    assert (count.anonymous, count.listed, count.individuals) == (3, 4, 7)
    for path in ("", "/signees"):
        text = client.get(f"/letters/{SLUG}{path}").text
        assert text.count("3 people signed anonymously.") == 1
        assert "more name" not in text
        assert text.index("Hwair") < text.index("3 people signed")


def test_one_of_them_alone_is_told_in_the_singular_and_somebody_has_signed(client: FlaskClient) -> None:
    make.petition()
    signed(client, shown_as="anonymous")
    text = client.get(f"/letters/{SLUG}").text
    assert "1 person signed anonymously." in text
    assert "No one has signed yet" not in text


def test_who_will_not_be_listed_reads_so_before_they_sign(client: FlaskClient) -> None:
    make.petition()
    make.send_form(client, SLUG, shown_as="unlisted")
    assert "Counted, but not listed" in client.get(make.newest_mail().link).text


def test_who_is_not_listed_has_signed_all_the_same(client: FlaskClient) -> None:
    make.petition()
    signed(client, shown_as="unlisted")
    assert "No one has signed yet" not in client.get(f"/letters/{SLUG}").text


def test_they_stand_on_the_last_page_of_names_and_make_none_of_their_own(client: FlaskClient) -> None:
    make.listed(make.petition(), [f"Person {number:03}" for number in range(200)])
    signed(client, shown_as="anonymous")
    assert "200 names" in client.get(f"/letters/{SLUG}/signees").text
    assert "1 person signed anonymously." in client.get(f"/letters/{SLUG}/signees").text
    assert client.get(f"/letters/{SLUG}/signees?page=2").status_code == 404
    make.listed(_petition(), ["Zuzana Last"])
    assert "anonymously" not in client.get(f"/letters/{SLUG}/signees").text
    assert "1 person signed anonymously." in client.get(f"/letters/{SLUG}/signees?page=2").text
    assert "And 81 more names" in client.get(f"/letters/{SLUG}").text


def _petition() -> Letter:
    return db.session.query(Letter).filter_by(slug=SLUG).one()


def test_nobody_is_found_by_searching_for_the_anonymous(client: FlaskClient) -> None:
    make.petition()
    signed(client, shown_as="anonymous")
    text = client.get(f"/letters/{SLUG}/signees?q=anonymous").text
    assert "No listed name contains this" in text
    assert "signed anonymously" not in text


def test_an_anonymous_signee_is_thanked_without_a_place_in_the_list(client: FlaskClient) -> None:
    make.listed(make.petition(), ["Adam Birch"])
    page = make.verified(client, SLUG, shown_as="anonymous")
    assert "Your name is not shown, as you chose" in page.text
    assert "Adam Birch" not in page.text
    named = make.verified(client, SLUG, email="ada@quill.example", name="Ada Quill")
    assert "Number 1 of 2" in named.text
    assert "Anonymous" not in named.text


def test_the_numbers_of_a_document_are_those_of_its_names_and_of_all_who_are_not_named(client: FlaskClient) -> None:
    letter = make.petition()
    for number, shown_as in enumerate((*SHOWN_AS, ANONYMOUS)):
        signed(client, f"rosa{number}@lind.example", shown_as=shown_as)
    listed = read_signee_list(letter, "en", now())
    assert [signee.name for signee in listed.signees] == ["R. L.", "Rosa Lind"]
    assert (listed.individuals, listed.anonymous, listed.undersigned) == (5, 2, 5)
    with transaction():
        assert counting.recount(now()) == []


def test_a_struck_anonymous_signature_is_counted_no_longer(client: FlaskClient) -> None:
    letter = make.petition()
    signed(client, shown_as="anonymous")
    with transaction():
        reviewing.strike(letter, make.signatures()[0], "a joke", now(), keys=make.keys())
    assert (numbers(SLUG), counting.read(letter, now()).anonymous) == ((0, 0), 0)
    with transaction():
        assert counting.recount(now()) == []


def test_no_name_stands_after_the_anonymous() -> None:
    assert sort_key("\U0010fffd\U0010fffd") < LAST
    assert max("\U0010fffd", "￼", "𐍈", key=str.encode).encode() < LAST.encode()


def test_an_affiliation_stands_beside_a_full_name_with_one_note_below_the_list(client: FlaskClient) -> None:
    make.petition()
    signed(client, affiliation="  Night  Owls Union ")
    signed(client, "ada@quill.example", name="Ada Quill", affiliation="Baker & <b>Cook</b>")
    assert [row.affiliation for row in make.signatures()] == ["Night Owls Union", "Baker & <b>Cook</b>"]
    for path in ("", "/signees"):
        text = client.get(f"/letters/{SLUG}{path}").text
        assert "<bdi>Rosa Lind</bdi> <small><bdi>Night Owls Union</bdi> · <bdi>US</bdi></small>" in text
        assert "Baker &amp; &lt;b&gt;Cook&lt;/b&gt;" in text
        assert text.count("Affiliations are given for identification only.") == 1


def test_a_list_without_affiliations_has_no_note_about_them(client: FlaskClient) -> None:
    make.petition()
    signed(client)
    assert "given for identification only" not in client.get(f"/letters/{SLUG}").text


@pytest.mark.parametrize("shown_as", ["initials", "anonymous", "unlisted"])
def test_beside_anything_but_a_full_name_an_affiliation_is_not_kept(client: FlaskClient, shown_as: str) -> None:
    letter = make.petition()
    signed(client, shown_as=shown_as, affiliation="https://whatever.example")
    row = make.signatures(VERIFIED)[0]
    assert row.affiliation == ""
    assert "whatever" not in str(open_contact(letter, row.contact, make.keys()))


UNWANTED = (
    "win money at https://casino.example",
    "www.casino.com",
    "casino.com/win",
    "write to me@casino.com",
    "casino.com",
    "play at casino。com",
    "call +1 555 010 9999",
    "right\u202eleft",
    "nul\x00",
    "x" * 151,
    "x" * 400_000,
)


@pytest.mark.parametrize("field", ["affiliation", "country"])
def test_what_is_shown_unread_beside_a_name_is_no_advertisement(client: FlaskClient, field: str) -> None:
    make.petition()
    for typed in UNWANTED:
        page = make.send_form(client, SLUG, **{field: typed})
        assert page.status_code in (413, 422), typed[:200]
        if page.status_code == 422:
            assert f'id="{field}-error"' in page.text, typed[:200]
        assert make.signatures() == [], typed[:200]


@pytest.mark.parametrize("affiliation", ["Local 1199, St. John’s", "Ärztin", "東京大学", "7th grade"])
def test_what_people_do_and_where_is_taken_as_typed(client: FlaskClient, affiliation: str) -> None:
    make.petition()
    signed(client, affiliation=affiliation)
    assert [row.affiliation for row in make.signatures()] == [affiliation]


def test_postal_code_country_affiliation_and_comment_may_be_left_empty(client: FlaskClient) -> None:
    make.petition()
    signed(client, postal_code="", country="", affiliation="", comment="")
    assert numbers(SLUG) == (0, 1)


def test_the_postal_code_is_only_sealed(client: FlaskClient) -> None:
    letter = make.petition()
    signed(client)
    row = make.signatures()[0]
    assert open_contact(letter, row.contact, make.keys()).postal_code == "45402"
    assert "45402" not in client.get(f"/letters/{SLUG}/signees").text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("rosa@lind.example", "ROSA@Lind.Example"),
        ("rosa@lind.example", "rosa+trains@lind.example"),
        ("rosalind@gmail.com", "rosa.lind@gmail.com"),
        ("rosalind@gmail.com", "r.o.s.a.lind+x@googlemail.com"),
    ],
)
def test_one_person_counts_once_however_they_write_their_address(client: FlaskClient, first: str, second: str) -> None:
    make.petition()
    signed(client, first)
    signed(client, second, name="Another Name", shown_as="anonymous")
    assert numbers(SLUG) == (0, 1)
    assert [row.state for row in make.signatures()] == ["verified", "struck"]


def test_two_people_at_one_provider_are_two(client: FlaskClient) -> None:
    make.petition()
    signed(client, "rosa@gmail.com")
    signed(client, "lind@gmail.com")
    assert numbers(SLUG) == (0, 2)


def test_names_gathered_elsewhere_may_bring_an_affiliation(app: Flask) -> None:
    letter = make.petition()
    text = "name,affiliation\nRosa Lind,Night Owls Union\nAda Quill,\n"
    assert take(letter, text)["imported"] == 2
    assert [(one.name, one.affiliation) for one in roll.signees(letter)] == [
        ("Ada Quill", ""),
        ("Rosa Lind", "Night Owls Union"),
    ]


def test_a_row_that_is_called_anonymous_is_nobody_who_signed_anonymously(client: FlaskClient) -> None:
    letter = make.petition()
    signed(client, shown_as="anonymous", country="")
    assert take(letter, "name\nAnonymous\n")["imported"] == 1


def test_a_row_with_the_address_of_somebody_anonymous_is_that_person(client: FlaskClient) -> None:
    letter = make.petition()
    signed(client, shown_as="anonymous")
    assert take(letter, "name,email\nRosa Lind,rosa@lind.example\n")["matched"] == 1
