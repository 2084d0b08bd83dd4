""" "Are you this one?": what the sign form asks while a name is typed, among organizations on public lists only."""

from flask import Blueprint, Response, current_app, jsonify, request

from signon.database import now
from signon.signatures.names import LONGEST
from signon.signatures.offering import offers
from signon.web.doors import published_letter_or_404
from signon.web.limits import AN_HOUR, visitor_tries

suggesting = Blueprint("suggesting", __name__)


@suggesting.get("/letters/<slug>/alike.json")
def alike(slug: str) -> Response:
    """Organizations that the `name` may mean: their printed name, their website's host, and whether they are on this
    letter's list.
    """
    at = now()
    letter = published_letter_or_404(slug, at)
    name = request.args.get("name", "").strip()
    # The script asks once a name; whoever asks for hundreds is reading the register and working our machine.
    asked_enough = not visitor_tries("alike", current_app.config["FORMS_PER_VISITOR_AN_HOUR"], AN_HOUR)
    found = [] if asked_enough or not 2 <= len(name) <= LONGEST else offers(letter, name, at)
    response = jsonify(alike=[{"name": one.name, "host": one.host, "here": one.is_here} for one in found])
    response.headers["Cache-Control"] = "no-store"
    return response
