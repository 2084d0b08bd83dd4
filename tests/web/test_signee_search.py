"""Readers look through the names: by what they type, by first letter, by state, and by what came since the delivery."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.organizations.models import Organization
from signon.signatures import batches
from signon.signatures.models import Signature
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make

LIST = "/letters/night-train/signees"
NAMES = (
    "Círculo Ñandú",
    "Kayak Alliance for Northern Owls",
    "Owls’ Voice",
    "R&D <Coalition>",
    "Rail-Friends Union",
    "Ohio Night Readers",
    "4 Rivers",
)


def names_on(text: str) -> list[str]:
    """The names on a page, in their order."""
    found = re.findall(r"<li>(?:<s>)?<bdi>([^<]+)</bdi>", text)
    return [name.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") for name in found]


def found(client: FlaskClient, address: str = LIST, **asked: str) -> list[str]:
    """The names that a reader gets who asks for this."""
    answer = client.get(address, query_string=asked)
    assert answer.status_code == 200
    return names_on(answer.text)


def set_places(**places: tuple[str, str]) -> None:
    """Where organizations work: (scope, state as it was typed) by the first word of their names."""
    with transaction():
        for signature in db.session.query(Signature):
            first = signature.printed_name.split()[0].strip("’")
            signature.scope, signature.home_state = places.get(first, ("", ""))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("nandu", ["Círculo Ñandú"]),
        ("KANO", ["Kayak Alliance for Northern Owls"]),
        ("K.A.F.N.O.", ["Kayak Alliance for Northern Owls"]),
        ("owls kayak", ["Kayak Alliance for Northern Owls"]),
        ("Owls' voice", ["Owls’ Voice"]),
        ("rail–friends", ["Rail-Friends Union"]),
        ("r&d", ["R&D <Coalition>"]),
        ("ona", []),
        ("kan", []),
    ],
)
def test_a_name_is_found_by_any_of_its_words_by_other_quotes_and_dashes_and_by_its_acronym(
    client: FlaskClient, typed: str, names: list[str]
) -> None:
    make.listed(make.letter(), NAMES)
    assert found(client, q=typed) == names


def test_an_acronym_that_only_the_register_knows_finds_the_name_too(client: FlaskClient) -> None:
    make.listed(make.letter(), NAMES)
    with transaction():
        db.session.query(Organization).filter_by(name="Ohio Night Readers").one().acronym = "OWLET"
    assert found(client, q="owlet") == ["Ohio Night Readers"]


def test_a_name_that_was_corrected_is_found_by_its_new_acronym(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client, organization="Night Owls Union")
    assert found(client, q="nou") == ["Night Owls Union"]
    assert make.signatures()[0].acronyms == " nou "
    make.listed(make.petition(), ["Rosa Lind"])
    assert found(client, "/letters/sunday-train/signees", q="rl") == []
    assert letter.slug == "night-train"


def test_the_first_letters_of_a_long_list_lead_to_its_parts(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    assert "By first letter" not in client.get(LIST).text
    make.listed(letter, [f"Élan {number:02}" for number in range(40)])
    page = client.get(LIST).text
    nav = page[page.index("By first letter") : page.index("</nav>", page.index("By first letter"))]
    assert re.findall(r">(\S+)</a>", nav) == ["All", "C", "E", "K", "O", "R", "#"]
    assert found(client, letter="O") == ["Ohio Night Readers", "Owls’ Voice"]
    assert found(client, letter="#") == ["4 Rivers"]
    assert len(found(client, letter="é")) == 40
    assert found(client, letter="Q") == []
    assert found(client, letter="O", q="voice") == ["Owls’ Voice"]


def test_organizations_are_seen_national_first_then_by_state_however_it_was_typed(client: FlaskClient) -> None:
    make.listed(make.letter(), NAMES)
    assert "order=place" not in client.get(LIST).text
    set_places(Owls=("national", "TX"), Kayak=("state", "OH"), Ohio=("local", "ohio"), Círculo=("state", "Iowa"))
    page = client.get(LIST, query_string={"order": "place"}).text
    assert re.findall(r'class="names-head">([^<]+)<', page) == ["Nationwide", "Iowa", "Ohio", "No state given"]
    ordered = ["Owls’ Voice", "Círculo Ñandú", "Kayak Alliance for Northern Owls", "Ohio Night Readers", "4 Rivers"]
    assert names_on(page)[:5] == ordered
    assert found(client, place="Ohio") == found(client, place="OH") == ordered[2:4]
    assert found(client, place="national") == ["Owls’ Voice"]
    assert found(client, place="Texas") == ["Owls’ Voice"]
    assert found(client, place="Utah") == []


def delivered_and_changed(letter: Letter) -> None:
    """Deliver with three names; then two come, one of which an addendum bears, and one of the three is withdrawn."""
    make.listed(letter, ["Alder Union", "Leaving Guild", "Zinnia Circle"])
    make.delivered(letter)
    make.listed(letter, ["Added Guild"])
    make.addendum(letter)
    make.listed(letter, ["Newest Guild"])
    leaving = next(row for row in make.signatures() if row.printed_name == "Leaving Guild")
    with transaction():
        withdraw(Found(leaving, letter), now())


def test_what_changed_since_the_delivery_is_told_on_the_letter_and_on_the_list(client: FlaskClient) -> None:
    delivered_and_changed(make.letter())
    page = client.get("/letters/night-train").text
    since = page[page.index("Since it was delivered") :]
    assert names_on(since) == ["Added Guild", "Newest Guild"]
    assert "2 names came" in since and "1 name was withdrawn" in since
    assert "Leaving Guild" not in page  # who left stands beside the edition, and on the list's page
    assert found(client, since="delivery") == ["Added Guild", "Newest Guild", "Leaving Guild"]
    assert found(client) == ["Added Guild", "Alder Union", "Newest Guild", "Zinnia Circle", "Leaving Guild"]
    make.letter("other")
    assert "Since the delivery" not in client.get("/letters/other/signees?since=delivery").text


def test_in_safe_mode_nobody_learns_which_name_came_late_but_by_the_addendum(client: FlaskClient) -> None:
    delivered_and_changed(make.letter(safe_mode=True))
    with transaction():
        batches.release(now() + timedelta(hours=1))
    assert "Newest Guild" in found(client)
    assert found(client, since="delivery") == ["Added Guild", "Leaving Guild"]
    page = client.get("/letters/night-train").text
    assert "Newest Guild" not in page[page.index("Since it was delivered") :]


def test_every_page_of_what_was_asked_keeps_what_was_asked(client: FlaskClient) -> None:
    make.listed(make.letter(), [f"Union {number:03}" for number in range(250)])
    set_places(Union=("state", "OH"))
    page = client.get(LIST, query_string={"q": "union", "order": "place", "place": "Ohio"}).text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    assert len(names_on(second)) == 50
    assert 'value="union"' in second and "<option selected>Ohio</option>" in second
    assert client.get(LIST, query_string={"q": "union", "page": "3"}).status_code == 404
