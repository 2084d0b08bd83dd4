import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from signon.documents.data import json_bytes
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList
from tests.documents.make import HOSTILE, NAMES, letter, of, signee_list


def read(listed: SigneeList) -> Any:
    return json.loads(json_bytes(listed))


def test_the_names_are_in_printed_order() -> None:
    names = [*NAMES, *HOSTILE]
    assert [signee["name"] for signee in read(signee_list(names))["signees"]] == names


def test_the_letter_and_its_counts_are_told() -> None:
    found = read(signee_list(["Alpha"]))
    assert found["counts"] == {"organizations": 1, "individuals": 0, "undersigned": 1, "anonymous": 0}
    assert found["as_of"] == "2026-03-01T17:00:00Z"
    told = found["letter"]
    assert (told["slug"], told["title"], told["campaign"]) == (
        "open-waiting-rooms",
        "A letter on waiting rooms",
        "Open Door Coalition",
    )
    assert (told["language"], told["version"], told["date"]) == ("en", 1, "2026-03-01")
    assert told["addressees"] == [
        {"name": "The Honorable Ada Example", "title": "County Clerk", "address": ["Room 4", "Springfield"]}
    ]
    assert read(signee_list([], date=None))["letter"]["date"] is None


def test_organizations_and_individuals_have_their_own_facts() -> None:
    alpha = Signee("Alpha", website="https://alpha.example", home_state="ST", own_sort_key="a", convener=True)
    ana = Signee("Ana Example", INDIVIDUAL, city="Springfield", country="US", affiliation="Night Owls Union")
    assert read(of(letter(signed_by="both"), [alpha, ana]))["signees"] == [
        {
            "name": "Alpha",
            "kind": "organization",
            "website": "https://alpha.example",
            "scope": "",
            "city": "",
            "state": "ST",
            "sort_key": "a",
            "convener": True,
        },
        {
            "name": "Ana Example",
            "kind": "individual",
            "city": "Springfield",
            "state": "",
            "country": "US",
            "affiliation": "Night Owls Union",
        },
    ]


def test_who_signed_is_told_only_where_they_chose_to_be_shown() -> None:
    shown = Signee("Beta", representative="Ada Quill", role="Director", signature_id=7)
    alpha, beta = read(of(letter(), [Signee("Alpha"), shown]))["signees"]
    assert not {"representative", "role"} & set(alpha)
    assert (beta["representative"], beta["role"]) == ("Ada Quill", "Director")
    assert "signature_id" not in beta


def test_it_is_readable_utf8_indented_by_two() -> None:
    data = json_bytes(signee_list(["Łódź Neighbors"]))
    assert '\n  "signees": [\n    {\n      "name": "Łódź Neighbors"' in data.decode()


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(["</script>", "<!--"]))
)
def test_it_may_stand_in_a_page_and_still_reads_the_same(names: list[str]) -> None:
    data = json_bytes(signee_list(names))
    assert not any(broken in data.decode() for broken in ("<", "\u2028", "\u2029"))
    assert [signee["name"] for signee in json.loads(data)["signees"]] == names


def test_half_a_character_stops_nothing() -> None:
    assert read(signee_list(["\ud800 half"]))["signees"][0]["name"] == "? half"
