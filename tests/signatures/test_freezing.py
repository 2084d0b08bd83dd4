"""What is frozen is read again exactly as it was, whatever it says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.signatures.freezing import freeze, sha256, thaw, without
from signon.signatures.signee import LetterheadReading, LogoReading, Signee, SigneeList

texts, numbers = st.text(max_size=12), st.integers(0, 10**9)
signees = st.builds(
    Signee,
    **dict.fromkeys(("name", "website", "city", "representative", "role", "affiliation", "own_sort_key"), texts),
    kind=st.sampled_from(["organization", "individual"]),
    convener=st.booleans(),
    signature_id=numbers,
    logo=st.none() | st.builds(LogoReading, numbers, numbers, numbers),
)
letters = st.builds(
    LetterReading,
    **dict.fromkeys(("slug", "campaign", "language", "title", "body", "subject", "closing", "legal_footer"), texts),
    signed_by=st.sampled_from(["organizations", "individuals", "both"]),
    date=st.none() | st.dates(),
    authoritative=st.booleans(),
    addressees=st.lists(st.builds(AddresseeReading, texts, texts, st.lists(texts).map(tuple)), max_size=2).map(tuple),
    layout=st.builds(Layout, st.integers(1, 3), st.booleans(), details=st.lists(texts, max_size=2).map(tuple)),
)
lists = st.builds(
    SigneeList,
    letter=letters,
    signees=st.lists(signees, max_size=4).map(tuple),
    organizations=numbers,
    individuals=numbers,
    undersigned=numbers,
    as_of=st.datetimes(timezones=st.just(UTC)),
    anonymous=numbers,
    letterhead=st.none() | st.builds(LetterheadReading, st.binary(max_size=9), numbers, numbers, texts),
)


def signee_list(*names: str) -> SigneeList:
    """A letter signed by these organizations, whose signatures are numbered from 1."""
    letter = LetterReading("night-train", "Night Line", "organizations", "en", "Run it again", "Please.\n")
    signed = tuple(Signee(name, signature_id=number) for number, name in enumerate(names, start=1))
    return SigneeList(letter, signed, len(names), 0, len(names), datetime(2026, 11, 21, 17, 0, 0, 5, tzinfo=UTC))


@given(lists)
def test_whatever_is_frozen_thaws_to_what_it_was_and_freezes_to_the_same_bytes(said: SigneeList) -> None:
    content = freeze(said)
    assert thaw(content) == said
    assert freeze(thaw(content)) == content


def test_equal_lists_have_one_hash_and_another_order_has_another() -> None:
    one, same, other = (freeze(signee_list(*names)) for names in (("A", "B"), ("A", "B"), ("B", "A")))
    assert sha256(one) == sha256(same) != sha256(other)


def test_what_was_frozen_in_this_form_is_read_by_every_later_release() -> None:
    content = (
        b'{"as_of":"2026-11-21T17:00:00+00:00","format":1,"individuals":0,"letter":{"addressees":[{"address":["1 Main '
        b'Street"],"name":"R. Vale"}],"body":"Please.\\n","campaign":"Night Line","date":"2026-11-20","language":"en",'
        b'"layout":{"columns":3,"details":["role"]},"signed_by":"organizations","slug":"night-train","title":"Run it '
        b'again"},"letterhead":{"alt":"A train","height":2,"png":"UE5H","width":1},"organizations":1,"signees":[{"name"'
        b':"\xc3\x85ngstr\xc3\xb6m Guild","signature_id":7}],"undersigned":1}'
    )
    thawed = thaw(content)
    assert freeze(thawed) == content
    assert thawed.signees == (Signee("Ångström Guild", signature_id=7),)
    assert thawed.letter.date == date(2026, 11, 20)
    assert thawed.letter.layout == Layout(columns=3, details=("role",))
    assert thawed.letterhead == LetterheadReading(b"PNG", 1, 2, "A train")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"format":2}'])
def test_other_bytes_are_no_signee_list(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        thaw(content)


def test_one_name_is_taken_out_and_all_else_stays_as_it_was() -> None:
    before = signee_list("Aldermoor Readers", 'The "signature_id":9, Guild', "Zinnia Circle")
    after = without(freeze(before), 1)
    assert after is not None
    assert thaw(after) == replace(before, signees=before.signees[1:])
    assert without(after, 1) is None
    assert without(after, 9) is None
    assert without(freeze(signee_list()), 1) is None
