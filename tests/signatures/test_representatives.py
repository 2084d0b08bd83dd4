"""Who signed for an organization is shown beside its name only where they ticked it, and can be hidden again."""

import pypdfium2
import pytest
from flask.testing import FlaskClient

from tests import make
from tests.signatures.own import contact, forms, only, signed


def test_the_representative_is_shown_only_where_they_ticked_it(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    paths = ("/letters/night-train", "/letters/night-train/signees")
    assert not any("Ada Quill" in client.get(path).text for path in paths)
    who = _representative(client, link)
    assert "shown" not in who
    client.post(f"{link}/representative", data={**who, "shown": "y"})
    assert (only().shown_representative, only().shown_role) == ("Ada Quill", "Director")
    assert all("Ada Quill, Director" in client.get(path).text for path in paths)
    printed = pypdfium2.PdfDocument(client.get("/letters/night-train/letter.pdf").data)
    assert "Ada Quill" not in "".join(page.get_textpage().get_text_range() for page in printed)
    who = _representative(client, link)
    client.post(f"{link}/representative", data={**who, "role": "Chair"})
    assert (only().shown_representative, only().shown_role) == ("Ada Quill", "Chair")
    assert contact(only())["role"] == "Chair"
    who = _representative(client, link)
    del who["shown"]
    client.post(f"{link}/representative", data=who)
    assert only().shown_representative == ""
    assert not any("Ada Quill" in client.get(path).text for path in paths)


def _representative(client: FlaskClient, link: str) -> dict[str, str]:
    return forms(client.get(f"{link}/representative"))[0][1]


def test_a_blind_press_neither_shows_nor_hides_the_representative(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    for shown in ({}, {"shown": "y"}, {}):
        client.post(f"{link}/representative", data={**_representative(client, link), **shown})
        before = only().shown_representative, only().changed_at
        client.post(f"{link}/representative", data=_representative(client, link))
        assert (only().shown_representative, only().changed_at) == before


@pytest.mark.parametrize("name", ["", "x" * 300, "Ada https://evil.example", "ada@nightowls.org", "a\u202eb"])
def test_what_no_name_may_hold_is_not_shown_as_a_representative_either(client: FlaskClient, name: str) -> None:
    make.letter()
    link = signed(client)
    answer = client.post(
        f"{link}/representative", data={**_representative(client, link), "representative": name, "shown": "y"}
    )
    assert answer.status_code == 422
    assert only().shown_representative == ""


@pytest.mark.parametrize("field", ["representative", "role"])
def test_no_link_number_or_advertisement_stands_where_a_person_should(client: FlaskClient, field: str) -> None:
    make.letter()
    link = signed(client)
    as_it_is = _representative(client, link)
    for typed in ("evil.org", "Ada (evil。org)", "call 800-555-1234", "x " * 51):
        pages = [make.send_form(client, **{field: typed})]
        for shown in ({}, {"shown": "y"}):
            pages.append(client.post(f"{link}/representative", data={**as_it_is, field: typed, **shown}))
        for page in pages:
            assert page.status_code == 422, typed
            assert f'id="{field}-error"' in page.text, typed
        assert (only().shown_representative, contact(only())["role"]) == ("", "Director"), typed


def test_two_windows_about_the_representative_do_not_undo_each_other(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    stale = _representative(client, link)
    client.post(f"{link}/representative", data={**_representative(client, link), "shown": "y"})
    answer = client.post(f"{link}/representative", data={**stale, "role": "Chair"})
    assert answer.status_code == 409
    assert (only().shown_representative, only().shown_role) == ("Ada Quill", "Director")
