"""The public count: small, cacheable, and an ETag that changes only when a number does."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from tests import make


def test_the_count_says_how_many_and_when(client: FlaskClient) -> None:
    make.listed(make.letter(conveners=("Alder",)), ["Alder", "Birch", "Cedar"])
    answer = client.get("/letters/night-train/count.json")
    said = answer.json
    assert said is not None
    as_of = datetime.strptime(said.pop("as_of"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - as_of).total_seconds()) < 60
    assert said == {"organizations": 3, "individuals": 0, "undersigned": 2, "goal": None}
    assert answer.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=10, stale-if-error=300"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_same_numbers_answer_not_modified_and_a_new_one_does_not(client: FlaskClient) -> None:
    letter = make.petition(goal=500)
    first = client.get("/letters/sunday-train/count.json")
    again = client.get("/letters/sunday-train/count.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make.listed(letter, ["Rosa Lind"])
    changed = client.get("/letters/sunday-train/count.json", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json is not None
    assert changed.json["individuals"] == changed.json["undersigned"] == 1
