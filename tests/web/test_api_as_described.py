"""What the interface answers is what its OpenAPI document says: of all possible requests a few hundred are tried."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from signon.database import now, transaction
from signon.outreach import partner_keys
from signon.web.api.openapi import READING
from tests import make
from tests.campaigned import fill_campaign

EVERY_WAY = settings(
    max_examples=8,  # requests of each kind to each address
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
STRICT = "/strict.json"
Answer = Iterable[bytes]


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_every_answer_is_as_the_description_says(app: Flask, client: FlaskClient) -> None:
    key = fill(app)
    described = schemathesis.openapi.from_wsgi(STRICT, served(app, strict(client.get("/api/v1/openapi.json").json)))
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == len(READING) + 1
    right = [answers_as_described(one, GenerationMode.POSITIVE, key) for one in operations]
    may_be_wrong = [one for one in operations if one.query or one.body]
    wrong = [answers_as_described(one, GenerationMode.NEGATIVE, key) for one in may_be_wrong]
    assert sum(right) + sum(wrong) > 100


def fill(app: Flask) -> str:
    """A letter and a petition, with all that a campaign has besides; answers a partner's key."""
    letter = make.letter(conveners=("Alder",), goal=100, deadline="2030-01-01 12:00", signed_by="both")
    make.listed(letter, ["Alder", "R&D <Coalition>", "Zinnia Circle"])
    make.listed(make.petition(), ["Rosa Lind", "محمد"])
    fill_campaign(letter)
    with transaction():
        _row, key = partner_keys.make(letter.campaign_id, "Lamp Guild", "lamp", None, now())
    return key


def answers_as_described(operation: APIOperation, mode: GenerationMode, key: str) -> int:
    """Try one address with what it takes, or with what it does not take; answers how many requests that were."""
    place = (
        {"slug": "night-train" if "letters" in operation.path else "night-line"} if "{slug}" in operation.path else None
    )
    known = {parameter.name for parameter in operation.query}
    tried = 0

    @EVERY_WAY
    @given(case=operation.as_strategy(mode, path_parameters=place))
    def tell(case: Case) -> None:
        nonlocal tried
        tried += 1
        if mode is GenerationMode.POSITIVE:
            case.query.pop("cursor", None)  # nobody can make one up
        # What a name may be is more than a schema can say; and what nobody knows in an address is left alone.
        aside = [positive_data_acceptance] if case.method == "POST" else []
        aside += [negative_data_rejection] if set(case.query) - known else []
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, excluded_checks=aside)

    tell()
    return tried


def strict(document: Any) -> Any:
    """The description as if it named all there is: whoever answers more is found out."""
    if isinstance(document, list):
        return [strict(one) for one in document]
    if not isinstance(document, dict):
        return document
    closed = {name: strict(value) for name, value in document.items()}
    return {**closed, "additionalProperties": False} if "properties" in document and "required" in document else closed


def served(app: Flask, document: Any) -> Callable[[dict[str, Any], Any], Answer]:
    """The application as a server runs it, each request in a context of its own; and beside it the strict document."""

    def answer(environ: dict[str, Any], start_response: Any) -> Answer:
        if environ["PATH_INFO"] == STRICT:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(document).encode()]
        with app.app_context():
            return app.wsgi_app(environ, start_response)

    return answer
