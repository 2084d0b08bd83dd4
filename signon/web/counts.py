"""The public count: one row read, cacheable by anyone, the same for everybody."""

import hashlib

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.signatures import counting
from signon.web.doors import published_letter_or_404

counts = Blueprint("counts", __name__)


@counts.get("/letters/<slug>/count.json")
def count(slug: str) -> BaseResponse:
    """How many have signed. The ETag changes only when a number does."""
    at = now()
    letter = published_letter_or_404(slug, at)
    numbers = counting.read(letter, at)
    shown = {
        "organizations": numbers.organizations,
        "individuals": numbers.individuals,
        "undersigned": numbers.undersigned,
        "goal": numbers.goal,
    }
    response = jsonify(**shown, as_of=at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    response.set_etag(hashlib.sha256(repr(shown).encode()).hexdigest()[:16], weak=True)
    fresh = 60 if letter.safe_mode else 2  # seconds; in safe mode a visit cannot be tied to a change
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate=10, stale-if-error=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response.make_conditional(request)
