"""Review: accepted names are listed and counted, struck names have a reason."""

import pytest
from werkzeug.test import TestResponse

from signon.letters.letters import with_slug
from signon.signatures.models import Signature
from tests import make
from tests.staff.people import Browser, send

PAGE = "/staff/letters/night-train"
QUEUE = f"{PAGE}/review"


@pytest.fixture
def held(stranger: Browser) -> Signature:
    """A signature that waits for review: its mailbox is not at the organization's website."""
    make.letter()
    make.verified(stranger, email="ada@gmail.com")
    [signature] = make.signatures("held")
    return signature


def act(owner: Browser, signature: Signature, verb: str, page: str = PAGE, **typed: str) -> TestResponse:
    """Press Accept or Strike beside the name."""
    return send(owner, f"{page}/review", to=f"{page}/signatures/{signature.id}/{verb}", **typed)


def counted(owner: Browser) -> int:
    """What the public count says."""
    return int(owner.get("/letters/night-train/count.json").get_json()["organizations"])


def test_an_accepted_name_is_listed_and_counted(owner: Browser, held: Signature) -> None:
    assert counted(owner) == 0
    answer = act(owner, held, "accept")
    assert answer.status_code == 303 and answer.location == f"{QUEUE}?done={held.id}#queue"
    assert "On the list: Night Owls Union" in owner.get(QUEUE).text
    assert counted(owner) == 1
    assert "Night Owls Union" in owner.get("/letters/night-train").text


def test_accepting_twice_counts_once(owner: Browser, held: Signature) -> None:
    act(owner, held, "accept")
    act(owner, held, "accept")
    assert counted(owner) == 1


def test_accepting_a_name_that_is_listed_already_counts_it_once(owner: Browser, held: Signature) -> None:
    letter = with_slug("night-train")
    assert letter
    make.listed(letter, ["Night Owls Union"])
    act(owner, held, "accept")
    assert "stands on the list already" in owner.get(QUEUE).text
    assert counted(owner) == 1


def test_looking_at_the_address_of_a_button_changes_nothing(owner: Browser, held: Signature) -> None:
    for verb in ("accept", "strike"):
        assert owner.get(f"{PAGE}/signatures/{held.id}/{verb}").status_code == 405
    assert make.signatures("held")


def test_a_name_is_struck_with_its_reason(owner: Browser, held: Signature) -> None:
    assert act(owner, held, "strike", reason="not an organization").status_code == 303
    assert "Struck: Night Owls Union" in owner.get(QUEUE).text
    [struck] = make.signatures("struck")
    assert struck.reason == "not an organization"
    assert counted(owner) == 0


def test_a_listed_name_that_is_struck_is_not_counted_any_more(owner: Browser, held: Signature) -> None:
    act(owner, held, "accept")
    name = f"{PAGE}/signatures/{held.id}"
    send(owner, name, to=f"{name}/strike", reason="signed without authority")
    assert counted(owner) == 0


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_strike_without_a_reason_is_asked_for_it_beside_the_field(
    owner: Browser, held: Signature, reason: str
) -> None:
    answer = act(owner, held, "strike", reason=reason)
    assert answer.status_code == 422
    assert f'id="reason-{held.id}-error"' in answer.text
    assert '<details class="strike" data-act="strike" open>' in answer.text
    assert f'href="#reason-{held.id}"' in answer.text
    assert make.signatures("held")


def test_a_signature_is_reached_through_its_own_letter_only(owner: Browser, held: Signature) -> None:
    make.letter("harbour", campaign="Harbour")
    for verb in ("accept", "strike"):
        assert act(owner, held, verb, page="/staff/letters/harbour", reason="no").status_code == 404
    assert make.signatures("held")


def test_reviewing_needs_the_token_of_the_page(owner: Browser, held: Signature) -> None:
    for verb in ("accept", "strike"):
        assert owner.post(f"{PAGE}/signatures/{held.id}/{verb}", data={"reason": "no"}).status_code == 400
    assert make.signatures("held")
