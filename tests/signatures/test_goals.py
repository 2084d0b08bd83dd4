"""A goal that was reached is followed by the next round number."""

import pytest
from flask.testing import FlaskClient

from signon.database import now, transaction
from signon.signatures import counting
from signon.signatures.goals import goal_at
from tests import make


@pytest.mark.parametrize(
    ("reached", "shown"),
    [(0, 40), (39, 40), (40, 50), (50, 75), (99, 100), (100, 150), (749, 750), (1_000, 1_500), (26_248, 50_000)],
)
def test_the_next_goal_is_the_smallest_round_number_that_is_still_to_be_reached(reached: int, shown: int) -> None:
    assert goal_at(40, reached, grows=True) == shown


def test_a_small_goal_grows_to_ten_and_one_that_stays_stays() -> None:
    assert goal_at(4, 4, grows=True) == 10
    assert goal_at(4, 4, grows=False) == 4
    assert goal_at(None, 4, grows=True) is None


def test_the_page_and_the_count_agree_on_the_goal_until_nobody_can_sign(client: FlaskClient) -> None:
    petition = make.petition(goal=2)
    make.listed(petition, ["Rosa Lind", "Omar Quill"])
    assert client.get("/letters/sunday-train/count.json").json["goal"] == 10  # type: ignore[index]
    assert 'max="10"' in client.get("/letters/sunday-train").text
    with transaction():
        petition.goal_grows = False
    assert counting.read(petition, now()).goal == 2
    with transaction():
        petition.goal_grows, petition.deadline_at = True, make.moment("2026-01-01 12:00")
    assert 'value="2" max="2"' in client.get("/letters/sunday-train").text


def test_a_letter_of_organizations_grows_with_them_and_one_of_both_with_people(client: FlaskClient) -> None:
    make.listed(make.letter(goal=1), ["Alder Union"])
    make.listed(make.letter("both-train", signed_by="both", goal=1), ["Alder Union"])
    assert client.get("/letters/night-train/count.json").json["goal"] == 10  # type: ignore[index]
    assert client.get("/letters/both-train/count.json").json["goal"] == 1  # type: ignore[index]
