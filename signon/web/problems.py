"""What went wrong, as programs read it: "problem details" (RFC 9457), instead of a page."""

from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from signon.web.headers import private

_ROOM = "/api/"


def asks_a_program() -> bool:
    """Whether the request is for an address that programs read."""
    return request.path.startswith(_ROOM)


def problem(code: int, title: str = "", detail: str = "", **more: Any) -> Response:
    """The answer that says what went wrong: `title` in few words, `detail` what to do about it. Without them those that
    fit the status. `more` are members of the object ("errors": a list of {"field", "detail"}).
    """
    usual = _words().get(code, _words()[400])
    said = {"type": "about:blank", "title": title or usual[0], "status": code, "detail": detail or usual[1], **more}
    response = private(jsonify(said))
    response.status_code = code
    response.mimetype = "application/problem+json"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method in ("GET", "HEAD"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def fault(code: int, title: str, detail: str) -> Response:
    """The answer to a program where a person would get the page that says `title` and `detail`."""
    return problem(code) if code in _words() else problem(code, title, detail)


def faulty(field: str, sentence: str) -> Response:
    """The answer to a parameter of the address that nothing can be made of."""
    return problem(400, detail=sentence, errors=[{"field": field, "detail": sentence}])


def _words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("This request could not be read"), _("Please compare it with the description of the interface.")),
        404: (_("Not found"), _("There is nothing at this address, or it is not public.")),
        405: (_("Not that way"), _("The header “Allow” says which methods this address takes.")),
        413: (_("That is too much at once"), _("Please send less at once.")),
        415: (_("Not this format"), _("Please send JSON: “Content-Type: application/json”.")),
        429: (_("One moment, please"), _("There were too many requests. The header “Retry-After” says when to go on.")),
        500: (_("Something went wrong on our side"), _("Please try again in a few minutes.")),
        503: (_("Not now"), _("Please try again in a few minutes. Nothing was kept.")),
    }
