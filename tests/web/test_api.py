"""The interface for programs: the same as the pages say, for programs, and nothing that is not public."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.signatures.models import NameNews, Signature
from tests import make
from tests.browser import browser
from tests.campaigned import fill_campaign

API = "/api/v1"
FACTS = ("id", "kind", "name", "site_url", "scope", "locality", "region", "country", "convener", "representative",
         "role", "affiliation")  # fmt: skip


def read(client: FlaskClient, path: str, **asked: Any) -> dict[str, Any]:
    """What the address says."""
    answer = client.get(path if path.startswith("http") else f"{API}{path}", query_string=asked or None)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json
    return said


def without_moment(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "as_of"}


def all_pages(client: FlaskClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    """The pages of a list, from the first to the one that has no next."""
    pages = [read(client, path, **asked)]
    while pages[-1]["next"] and len(pages) < 50:
        pages.append(read(client, pages[-1]["next"].removeprefix("http://localhost" + API)))
    return pages


def test_a_letter_is_read_with_its_text_and_its_count(client: FlaskClient) -> None:
    addressee = {"name": "Ada Quill", "title": "Minister", "address": "1 Rail Street\nDayton"}
    make.listed(make.letter(conveners=("Alder",), addressees=(addressee,)), ["Alder", "Birch", "Cedar"])
    said = read(client, "/letters/night-train")
    assert said["title"] == "Run the night train again"
    assert said["petition_text"] == "We, 2 organizations, ask that the night train runs again.\n"
    assert said["petition_html"].startswith("<p>We, 2 organizations")
    assert said["target"] == [{"name": "Ada Quill", "title": "Minister", "address": ["1 Rail Street", "Dayton"]}]
    assert said["browser_url"] == "http://localhost/letters/night-train"
    page = client.get("/letters/night-train/count.json").json
    assert page is not None
    assert without_moment(said["count"]) == without_moment(page) | {"total_signatures": 3}
    assert without_moment(read(client, "/letters/night-train/count")) == without_moment(said["count"])


def test_an_answer_changes_its_etag_only_with_what_it_says(client: FlaskClient) -> None:
    letter = make.letter()
    for path in ("/letters/night-train", "/letters/night-train/count", "/letters/night-train/signees", "/letters"):
        first = client.get(API + path)
        assert first.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=10, stale-if-error=300"
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(API + path, headers=known).status_code == 304
        make.listed(letter, [f"Signee of {path.replace('/', ' ')}"])
        assert client.get(API + path, headers=known).status_code == 200


def test_pages_of_signees_leave_nobody_out_and_have_nobody_twice_while_others_come(client: FlaskClient) -> None:
    letter = make.letter(signed_by="both")
    names = [f"Guild {number:02}" for number in range(7)]
    make.listed(letter, names)
    with transaction():
        people = [row for row in db.session.query(Signature) if row.printed_name > "Guild 03"]
        for row in people:
            row.kind = "individual"
    first = read(client, "/letters/night-train/signees", limit=3)
    make.listed(letter, ["Alder, who comes before", "Guild 02, who comes after"])
    rest = all_pages(client, first["next"].removeprefix("http://localhost" + API))
    seen = [one["name"] for page in (first, *rest) for one in page["items"]]
    assert seen == [*names[:3], "Guild 02, who comes after", *names[3:]]
    assert first["total"] == 7 and rest[-1]["next"] is None


def test_a_signees_id_tells_neither_its_number_nor_who_somebody_was_before(client: FlaskClient) -> None:
    petition = make.petition()
    make.listed(petition, ["Rosa Lind", "Ada Quill", "Zoe Birch"])
    before = read(client, "/letters/sunday-train/signees")
    assert [tuple(one) for one in before["items"]] == [tuple(sorted(FACTS))] * 3
    ids = {one["name"]: one["id"] for one in before["items"]}
    assert len(set(ids.values())) == 3 and all(len(number) == 32 for number in ids.values())
    with transaction():
        db.session.query(Signature).filter_by(printed_name="Rosa Lind").one().printed_name = "R. L."
    after = {one["name"]: one["id"] for one in read(client, "/letters/sunday-train/signees")["items"]}
    assert after["Ada Quill"] == ids["Ada Quill"]
    assert after["R. L."] not in ids.values()
    cursors = [read(client, "/letters/sunday-train/signees", limit=1)["next"] for _ in range(2)]
    assert cursors[0] == cursors[1], "caches know the address again"


def test_what_is_not_public_is_not_there(app: Flask, client: FlaskClient) -> None:
    make.letter("draft-train", published=False)
    make.letter("harbour", campaign="Harbour", published=False)
    letter = make.petition()
    make.verified(client, "sunday-train", email="un@lind.example", name="Una Listed", shown_as="unlisted")
    make.verified(client, "sunday-train", email="an@lind.example", name="Ann Onymous", shown_as="anonymous")
    make.send_form(client, "sunday-train", email="wait@lind.example", name="Wanda Waiting")
    for path in (
        "/letters/draft-train",
        "/letters/draft-train/signees",
        "/letters/draft-train/count",
        "/campaigns/harbour",
    ):
        assert client.get(API + path).status_code == 404
    assert [one["slug"] for one in read(client, "/letters")["items"]] == ["sunday-train"]
    assert [one["slug"] for one in read(client, "/campaigns")["items"]] == [letter.campaign.slug]
    assert client.get(f"{API}/letters?campaign=harbour").status_code == 404
    signees = read(client, "/letters/sunday-train/signees")
    assert (signees["items"], signees["total"], signees["anonymous"]) == ([], 0, 1)
    assert read(client, "/letters/sunday-train/count")["total_signatures"] == 2


def test_in_safe_mode_programs_see_names_and_numbers_in_batches_like_everybody(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder"])
    with transaction():
        db.session.query(NameNews).delete()
    make.listed(letter, ["Birch", "Cedar"])
    said = read(client, "/letters/night-train/signees")
    assert ([one["name"] for one in said["items"]], said["total"]) == (["Alder"], 1)
    assert read(client, "/letters/night-train/signees", q="cedar")["total"] == 0
    counted = client.get(f"{API}/letters/night-train/count")
    assert counted.json is not None and counted.json["organizations"] == 1
    assert counted.json["as_of"].endswith(":00Z")
    assert "max-age=60" in counted.headers["Cache-Control"]


def test_letters_come_in_pages_of_one_campaign_or_all_the_newest_first(client: FlaskClient) -> None:
    at = now()
    for number in range(5):
        days_ago = at - timedelta(days=10 - number // 2)
        make.letter(f"train-{number}", campaign="Night Line" if number % 2 else "Harbour", at=days_ago)
    pages = all_pages(client, "/letters", limit=2)
    assert [one["slug"] for page in pages for one in page["items"]] == [f"train-{number}" for number in (4, 3, 2, 1, 0)]
    pages = all_pages(client, "/letters", limit=1, campaign="night-line")
    assert [one["slug"] for page in pages for one in page["items"]] == ["train-3", "train-1"]
    assert [one["name"] for page in all_pages(client, "/campaigns", limit=1) for one in page["items"]] == [
        "Harbour",
        "Night Line",
    ]


def test_a_campaigns_demands_updates_and_coverage_are_read_in_the_language_that_is_asked_for(
    client: FlaskClient,
) -> None:
    letter = make.letter()
    fill_campaign(letter)
    demands = read(client, "/campaigns/night-line/demands")
    assert (demands["met"], demands["total"], demands["items"][0]["number"]) == (1, 1, 1)
    assert demands["items"][0]["steps"][0]["words"] == "It runs."
    assert read(client, "/letters/night-train/demands") == demands
    pages = all_pages(client, "/campaigns/night-line/updates", limit=1)
    told = [page["items"][0] for page in pages]
    assert {one["kind"] for one in told} == {"written", "demand", "coverage"} and len(told) == 3
    spanish = read(client, "/campaigns/night-line/updates", language="es")["items"]
    assert {one["language"] for one in spanish if one["kind"] == "written"} == {"en"}, "it was written in English only"
    [piece] = read(client, "/campaigns/night-line/coverage")["items"]
    assert (piece["outlet"], piece["letter"]) == ("The Lamp", "night-train")


@pytest.mark.parametrize(
    "asked",
    [
        "limit=0",
        "limit=201",
        "limit=1e2",
        "limit=",
        "limit=٣",
        "cursor=x",
        "cursor=",
        "cursor=AAAA",
        "cursor=é",
        "q=" + "x" * 101,
    ],
)
def test_what_nothing_can_be_made_of_is_refused_with_its_name(client: FlaskClient, asked: str) -> None:
    make.letter()
    answer = client.get(f"{API}/letters/night-train/signees?{asked}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert [fault["field"] for fault in answer.json["errors"]] == [asked.partition("=")[0]]


def test_a_cursor_of_one_list_begins_no_other(client: FlaskClient) -> None:
    for slug in ("night-train", "day-train"):
        make.listed(make.letter(slug), ["Alder", "Birch"])
    after = read(client, "/letters/night-train/signees", limit=1)["next"].partition("?")[2]
    assert client.get(f"{API}/letters/night-train/signees?{after}").status_code == 200
    assert client.get(f"{API}/letters/day-train/signees?{after}").status_code == 400


def test_scripts_of_every_site_may_read_and_none_may_send(client: FlaskClient) -> None:
    make.letter()
    there = {"Origin": "https://partner.example"}
    for path in ("/letters", "/letters/never-was", "/nowhere", "/openapi.json", "/letters?limit=0"):
        answer = client.get(API + path, headers=there)
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers and "Access-Control-Allow-Credentials" not in answer.headers
    asks = {**there, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = client.options(f"{API}/letters/night-train/signatures", headers=asks)
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" not in preflight.headers["Access-Control-Allow-Headers"].lower()
    sent = client.post(f"{API}/letters/night-train/signatures", headers=there, json={})
    assert "Access-Control-Allow-Origin" not in sent.headers


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("GET", "/nowhere", 404), ("POST", "/letters", 405), ("DELETE", "/letters/night-train", 405)],
)
def test_what_goes_wrong_is_told_to_programs_as_a_problem(app: Flask, method: str, path: str, code: int) -> None:
    make.letter()
    for prefix in ("", "/es"):
        answer = browser(app).open(prefix + API + path, method=method)
        assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
        assert answer.json is not None and answer.json["status"] == code
        assert answer.headers["Cache-Control"] == "no-store"
    assert (code == 405) == ("Allow" in answer.headers)


def test_what_is_said_depends_on_the_address_alone_and_not_on_whose_browser_asks(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder", "Birch"])
    fill_campaign(letter)
    ours = [f"/letters/night-train{end}" for end in ("", "/count", "/signees?limit=1", "/demands")]
    theirs = [f"/campaigns/night-line{end}" for end in ("", "/demands", "/updates", "/coverage")]
    for path in ("/letters", "/campaigns", "/openapi.json", *ours, *theirs):
        plain, spanish = client.get(API + path), client.get(f"/es{API}{path}", headers={"Accept-Language": "es"})
        assert plain.status_code == 200 and plain.headers["ETag"] == spanish.headers["ETag"], path
        assert "http://localhost/es/" not in spanish.text and "Vary" not in plain.headers, path
    described = client.get(f"{API}/openapi.json").json
    assert described is not None and described["servers"] == [{"url": "http://localhost/api/v1"}]
