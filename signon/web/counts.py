"""The public count: one row read, cacheable by anyone, the same for everybody."""

import hashlib
from datetime import datetime

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.letters.models import Letter
from signon.signatures import counting
from signon.signatures.batches import A_MINUTE
from signon.web.doors import published_letter_or_404

counts = Blueprint("counts", __name__)


@counts.get("/letters/<slug>/count.json")
def count(slug: str) -> BaseResponse:
    """How many have signed. The ETag changes only when a number does."""
    at = now()
    letter = published_letter_or_404(slug, at)
    numbers = counting.shown(letter, at)
    shown = {
        "organizations": numbers.organizations,
        "individuals": numbers.individuals,
        "undersigned": numbers.undersigned,
        "goal": numbers.goal,
    }
    response = jsonify(**shown, as_of=as_of(letter, at))
    response.set_etag(hashlib.sha256(repr(shown).encode()).hexdigest()[:16], weak=True)
    for_everybody(response, letter)
    return response.make_conditional(request)


def as_of(letter: Letter, at: datetime) -> str:
    """The moment of a count as JSON writes it; in safe mode the minute, which says nothing of who came when."""
    moment = at.replace(second=0, microsecond=0) if letter.safe_mode else at
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def for_everybody(response: Response, letter: Letter) -> None:
    """Let caches keep a public number of `letter` for as long as it may be late, and any page show it."""
    fresh = A_MINUTE if letter.safe_mode else 2  # seconds
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate=10, stale-if-error=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
