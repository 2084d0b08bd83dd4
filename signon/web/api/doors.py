"""What every door of the interface for programs needs: its answers, its addresses, and what may be asked."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.letters.models import Letter
from signon.mail.links import public_link
from signon.signatures.batches import A_MINUTE
from signon.web.api.cursors import open_cursor, seal_cursor
from signon.web.problems import faulty

api = Blueprint("api", __name__, url_prefix="/api/v1")

USUALLY, MOST = 100, 200  # entries a page
LONGEST_SEARCH = 100  # characters
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KEPT = ("limit", "q", "campaign", "language", "cursor")  # of what was asked for, on the next page too
_A_DAY = 24 * 3600  # seconds
_LIVE = 2  # seconds for which a number may be kept; the page's count is kept as long


@api.after_request
def let_other_sites_read(response: Response) -> Response:
    """Scripts of every site may read what everybody may read: there are no cookies, and nothing is anybody's own."""
    if request.endpoint == "api.about" or request.method == "POST":
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(_A_DAY)
    return response


def answer(said: Mapping[str, Any], *letters: Letter) -> BaseResponse:
    """`said` as JSON, kept by caches as long as the count of these `letters` may be. The ETag changes with what is
    said, and not with the moment at which it is ("as_of").
    """
    response = jsonify(said)
    lasting = json.dumps(_without_moment(said), sort_keys=True).encode("utf-8", "replace")
    response.set_etag(hashlib.sha256(lasting).hexdigest()[:16], weak=True)
    fresh = A_MINUTE if any(letter.safe_mode for letter in letters) else _LIVE
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate=10, stale-if-error=300"
    response.headers["X-Robots-Tag"] = "noindex"
    if said.get("next"):
        response.headers["Link"] = f'<{said["next"]}>; rel="next"'
    return response.make_conditional(request)


def _without_moment(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _without_moment(value) for name, value in said.items() if name != "as_of"}
    return [_without_moment(one) for one in said] if isinstance(said, list) else said


def page_of(items: Sequence[Any], place: Sequence[Any] | None, **more: Any) -> dict[str, Any]:
    """One page of a list: `items`, and the address of the page after `place` ("next": None where it is the last)."""
    return {"items": list(items), "next": _next(place) if place is not None else None, **more}


def _next(place: Sequence[Any]) -> str:
    asked = {**request.args.to_dict(), "cursor": seal_cursor(request.path, place)}
    wanted = [(name, asked[name]) for name in _KEPT if name in asked]
    return f"{link(request.endpoint or '', **(request.view_args or {}))}?{urlencode(wanted)}"


def wanted_place(*kinds: type) -> list[Any] | None:
    """Where the page begins that is asked for: what `page_of` was given as `place`, values of these `kinds`; None for
    the first page. Answers 400 to what is no cursor of this list.
    """
    typed = request.args.get("cursor")
    if typed is None:
        return None
    place = open_cursor(request.path, typed)
    if place is None or [type(value) for value in place] != list(kinds):
        abort(faulty("cursor", _("This cursor is not one of this list. Please begin with the first page.")))
    return place


def wanted_limit() -> int:
    """How many entries a page is to have. Answers 400 to what is no such number."""
    typed = request.args.get("limit")
    if typed is None:
        return USUALLY
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= MOST):
        abort(faulty("limit", _("Please ask for 1 to %(most)s entries.", most=MOST)))
    return int(typed)


def wanted_language() -> str:
    """The language that words are asked for in, or "" for the one they were written in. Answers 400 to what is none."""
    typed = request.args.get("language", "")
    if "language" in request.args and (len(typed) > 35 or not _LANGUAGE.fullmatch(typed)):
        abort(faulty("language", _("Please name a language by its code, such as “es”.")))
    return typed


def wanted_search() -> str:
    """What names are to contain, or "". Answers 400 to more than anybody looks for."""
    typed = request.args.get("q", "")
    if len(typed) > LONGEST_SEARCH:
        abort(faulty("q", _("Please search for at most %(most)s characters.", most=LONGEST_SEARCH)))
    return typed.strip()


def link(endpoint: str, **values: Any) -> str:
    """The full address of a door."""
    return public_link(endpoint, **values)


def moment(at: datetime) -> str:
    """A moment as JSON writes it: "2026-11-21T17:00:00Z"."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(on: date | None) -> str | None:
    """A day as JSON writes it: "2026-11-21"."""
    return on.isoformat() if on else None
