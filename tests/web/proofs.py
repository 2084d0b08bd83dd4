"""Solves the proof of work that a page asks for, as a browser does."""

import html
import json
import re
from typing import Any

import altcha
from werkzeug.test import TestResponse


def challenge_on(page: TestResponse) -> dict[str, Any]:
    """The challenge that came with a form."""
    found = re.search(r'data-challenge="([^"]+)"', page.text)
    assert found, "the page asks for no proof of work"
    challenge: dict[str, Any] = json.loads(html.unescape(found[1]))
    return challenge


def solved(challenge: dict[str, Any]) -> str:
    """What the browser sends for a challenge."""
    asked = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_base64()


def proof_for(page: TestResponse) -> str:
    """What the browser sends along with the form on `page`."""
    return solved(challenge_on(page))
