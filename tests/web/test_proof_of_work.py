"""A proof of work serves one showing of one form, once; what is wrong with one is not told to whoever sent it."""

import base64
import json
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.signatures.models import SpentProof
from signon.signatures.purging import purge_requests
from signon.signatures.suspicion import SPENT_PROOF, TOO_FAST, WRONG_PROOF
from signon.signatures.tokens import Showing
from signon.web.proof_of_work import challenge, read_proof
from tests import make
from tests.statements import listed, said_by
from tests.web.answers import seen
from tests.web.conftest import Setting
from tests.web.proofs import challenge_on, proof_for, solved

SIGN = "/letters/night-train/sign"


@pytest.fixture(autouse=True)
def cheap_sums(settings: Setting) -> None:
    """Sums that are solved at once, on one letter."""
    settings(PROOF_OF_WORK=2)
    make.letter()


def send(client: FlaskClient, page: TestResponse, proof: str | None, **changed: str) -> TestResponse:
    """Send the form on `page` with that proof, or with none."""
    sent = {**make.ORGANIZATION, "form_token": make.form_token(page), **changed}
    return client.post(SIGN, data=sent if proof is None else {**sent, "proof": proof})


def changed(proof: str, **parameters: Any) -> str:
    """`proof` with other parameters of its challenge."""
    whole = json.loads(base64.b64decode(proof))
    whole["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(whole).encode()).decode()


def with_solution(proof: str, **solution: Any) -> str:
    """`proof` with another solution."""
    whole = json.loads(base64.b64decode(proof))
    whole["solution"] |= solution
    return base64.b64encode(json.dumps(whole).encode()).decode()


def with_signature(proof: str, signature: object) -> str:
    """`proof` with another signature under its challenge."""
    whole = json.loads(base64.b64decode(proof))
    whole["challenge"]["signature"] = signature
    return base64.b64encode(json.dumps(whole).encode()).decode()


def test_the_challenge_comes_with_the_page_and_names_this_showing_of_this_form(client: FlaskClient) -> None:
    first, second = client.get(SIGN), client.get(SIGN)
    data = [challenge_on(page)["parameters"]["data"] for page in (first, second)]
    assert [one["form"] for one in data] == ["sign night-train"] * 2
    assert data[0]["showing"] != data[1]["showing"]
    assert make.form_token(first).startswith(data[0]["showing"])


def test_a_right_proof_is_kept_as_spent_and_nothing_is_suspicious(client: FlaskClient) -> None:
    page = client.get(SIGN)
    assert send(client, page, proof_for(page)).status_code == 303
    assert [row.suspicion for row in make.signatures()] == [""]
    assert db.session.query(SpentProof).count() == 1


def test_who_has_no_script_signs_as_well_and_without_one_statement_more(client: FlaskClient) -> None:
    pages = [client.get(SIGN) for _ in range(2)]
    proof = proof_for(pages[0])
    with_it = said_by(lambda: send(client, pages[0], proof))
    without = said_by(lambda: send(client, pages[1], None, organization="Another Union"))
    assert len(without) == len(with_it) - 1, listed(without)
    assert [row.suspicion for row in make.signatures()] == ["", ""]
    assert db.session.query(SpentProof).count() == 1


WRONG: dict[str, Callable[[str], str]] = {
    "no base64": lambda proof: "%%%",
    "no JSON": lambda proof: base64.b64encode(b"hello").decode(),
    "a list": lambda proof: base64.b64encode(b'{"challenge": [], "solution": []}').decode(),
    "nested without end": lambda proof: base64.b64encode(b"[" * 3000).decode(),
    "far too long": lambda proof: proof + " " * 40_000,
    "characters of another script": lambda proof: "доказательство",
    "another counter": lambda proof: with_solution(proof, counter=70_000),
    "a counter that is no number": lambda proof: with_solution(proof, counter="1"),
    "another key": lambda proof: with_solution(proof, derivedKey="00" * 32),
    "made cheaper": lambda proof: changed(proof, cost=1),
    "made easier": lambda proof: changed(proof, keyPrefix=""),
    "made to last": lambda proof: changed(proof, expiresAt=9_999_999_999),
    "for another form": lambda proof: changed(proof, data={"form": "sign other-train", "showing": "x"}),
    "without a signature": lambda proof: with_signature(proof, None),
    "with a signature that is a number": lambda proof: with_signature(proof, 7),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_proof_is_answered_as_a_right_one_and_marked(client: FlaskClient, how: str) -> None:
    pages = [client.get(SIGN) for _ in range(2)]
    right = send(client, pages[0], proof_for(pages[0]))
    wrong = send(client, pages[1], WRONG[how](proof_for(pages[1])), organization="Another Union")
    assert seen(wrong) == seen(right)
    assert [row.suspicion for row in make.signatures()] == ["", WRONG_PROOF]


def test_a_proof_for_another_letter_is_wrong(client: FlaskClient) -> None:
    make.letter("other-train")
    proof = proof_for(client.get("/letters/other-train/sign"))
    send(client, client.get(SIGN), proof)
    assert [row.suspicion for row in make.signatures()] == [WRONG_PROOF]


def test_a_proof_for_another_showing_of_the_form_is_wrong(client: FlaskClient) -> None:
    proof = proof_for(client.get(SIGN))
    send(client, client.get(SIGN), proof)
    assert [row.suspicion for row in make.signatures()] == [WRONG_PROOF]


def test_a_proof_outlives_its_form_by_an_hour_and_is_wrong_after_that(app: Flask) -> None:
    for hours, right in ((24, True), (26, False)):
        showing = Showing("abc", now() - timedelta(hours=hours))
        proof = read_proof(solved(json.loads(challenge("sign a", showing))), "sign a", showing)
        assert proof is not None
        assert proof.is_right is right


def test_a_proof_that_is_sent_again_with_another_name_is_marked_and_answered_the_same(client: FlaskClient) -> None:
    page = client.get(SIGN)
    proof = proof_for(page)
    answers = [send(client, page, proof, organization=f"Union {number}") for number in range(3)]
    assert len({seen(answer) for answer in answers}) == 1
    assert {row.printed_name: row.suspicion for row in make.signatures()}["Union 2"] == SPENT_PROOF


def test_another_solution_of_a_spent_challenge_is_spent_too(client: FlaskClient) -> None:
    page = client.get(SIGN)
    asked = challenge_on(page)
    send(client, page, solved(asked))
    later = solved(asked | {"parameters": asked["parameters"] | {"keyPrefix": "00"}})
    send(client, page, later, organization="Another Union")
    assert make.signatures()[-1].suspicion == SPENT_PROOF


def test_the_button_pressed_twice_is_one_request_and_nothing_is_suspicious(client: FlaskClient) -> None:
    page = client.get(SIGN)
    proof = proof_for(page)
    assert [send(client, page, proof).status_code for _ in range(2)] == [303, 303]
    assert [row.suspicion for row in make.signatures()] == [""]


def test_a_form_that_comes_back_with_errors_asks_for_a_new_proof(client: FlaskClient) -> None:
    page = client.get(SIGN)
    again = send(client, page, proof_for(page), email="nobody")
    assert again.status_code == 422
    assert challenge_on(again) != challenge_on(page)
    assert 'name="proof" type="hidden" value=""' in again.text
    assert send(client, again, proof_for(again)).status_code == 303
    assert [row.suspicion for row in make.signatures()] == [""]


def test_with_the_proof_turned_off_none_is_asked_for_and_none_is_looked_at(
    client: FlaskClient, settings: Setting
) -> None:
    settings(PROOF_OF_WORK=0)
    page = client.get(SIGN)
    assert "data-challenge" not in page.text
    send(client, page, "anything")
    assert [row.suspicion for row in make.signatures()] == [""]
    assert db.session.query(SpentProof).count() == 0


def test_several_things_that_are_odd_are_all_kept(client: FlaskClient, settings: Setting) -> None:
    settings(FORM_SECONDS=60)
    send(client, client.get(SIGN), "anything")
    assert make.signatures()[0].suspicion.splitlines() == [WRONG_PROOF, TOO_FAST]


def test_spent_proofs_are_forgotten_when_they_would_have_run_out(client: FlaskClient) -> None:
    page = client.get(SIGN)
    send(client, page, proof_for(page))
    for hours, left in ((24, 1), (26, 0)):
        with transaction():
            purge_requests(now() + timedelta(hours=hours))
        assert db.session.query(SpentProof).count() == left


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # a database has no part in it
def test_a_wrong_proof_takes_as_long_to_check_as_a_right_one(app: Flask, settings: Setting) -> None:
    settings(PROOF_OF_WORK=5_000)
    showing = Showing("abc", now())
    asked = json.loads(challenge("sign a", showing))
    right = solved(asked)

    def took(sent: str) -> float:
        """Seconds of the processor, at best."""
        times = []
        for _ in range(15):
            began = time.process_time()
            read_proof(sent, "sign a", showing)
            times.append(time.process_time() - began)
        return statistics.median(times)

    usual = took(right)
    for how in ("no base64", "another counter", "made cheaper", "for another form"):
        assert 0.5 < took(WRONG[how](right)) / usual < 2, how
