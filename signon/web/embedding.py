"""What partners show on their own sites: the sign form and the count in a frame, and the count as a picture.

A frame works like the sign page: without cookies, without scripts, under any policy that lets the page frame us. Which
pages may, the campaign says. What a partner's address says (`from`, `as`, the three colors) stays in every address.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.letters.letters import published_with_slug
from signon.letters.models import BOTH, Letter
from signon.letters.reading import LetterReading
from signon.mail.links import public_link
from signon.signatures import counting
from signon.web.badge import draw_badge
from signon.web.doors import language, partner_code, published_letter_or_404, read_letter
from signon.web.embed_theme import asked_for, theme
from signon.web.errors import http_error
from signon.web.forms import IndividualForm
from signon.web.headers import for_other_sites, let_frame
from signon.web.sign_requests import Refused, empty_form, take_form
from signon.web.signing import is_paused
from signon.wording.numbers import closing_text

embedding = Blueprint("embedding", __name__)
_AN_HOUR, _A_DAY = 3600, 24 * 3600
FORM, SENT, CLOSED, PAUSED = "form", "sent", "closed", "paused"


@dataclass(frozen=True)
class Frame:
    """A letter in a frame: what every template of one needs. `kept` is what its addresses pass on."""

    letter: Letter
    reading: LetterReading
    count: counting.Count
    at: datetime
    kept: dict[str, str]

    @property
    def address(self) -> str:
        """The letter's own page, which opens in a window of its own, with the partner's code."""
        code = {"from": self.kept["from"]} if "from" in self.kept else {}
        return public_link("public.letter", language=language(), slug=self.reading.slug, **code)

    @property
    def colors(self) -> dict[str, str]:
        """What the address of the frame's sheet says; nothing where the frame looks as our own pages do."""
        wanted = asked_for(self.kept)
        own = self.letter.campaign.accent.removeprefix("#")
        return {"accent": own, **wanted} if wanted and own else wanted

    @property
    def query(self) -> dict[str, Any]:
        """`kept` as `url_for` takes it, some of whose own arguments have other types."""
        return dict(self.kept)

    def passed_on(self, sign_as: str = "") -> dict[str, str]:
        """What the address of the same frame for somebody else says, who signs as an "individual" or not."""
        rest = {name: value for name, value in self.kept.items() if name != "as"}
        return {**rest, "as": sign_as} if sign_as else rest


@embedding.get("/embed/<slug>")
def form(slug: str) -> Response:
    """The sign form of a letter, in a frame on somebody else's page."""
    frame = _frame_or_404(slug)
    state = _state(frame)
    if state != FORM:
        return _page(frame, state)
    return _page(frame, FORM, Refused(empty_form(frame.letter, frame.at), ""))


@embedding.post("/embed/<slug>")
def request_signature(slug: str) -> BaseResponse:
    """The form was sent from a frame; as at `signing.request_signature`."""
    frame = _frame_or_404(slug)
    state = _state(frame)
    if state != FORM:
        return _page(frame, state, code={CLOSED: 410, PAUSED: 503}[state])
    refused = take_form(frame.letter, frame.at)
    if refused is not None:
        return _page(frame, FORM, refused, code=422)
    return redirect(url_for("embedding.sent", slug=slug, **frame.query), 303)


@embedding.get("/embed/<slug>/sent")
def sent(slug: str) -> Response:
    """ "Check your inbox", in the frame: the same for every outcome."""
    return _page(_frame_or_404(slug), SENT)


@embedding.get("/embed/<slug>/count")
def count(slug: str) -> str:
    """The count alone, which moves where scripts run."""
    frame = _frame_or_404(slug)
    return render_template("embed/count.html", frame=frame, reading=frame.reading, is_open=_state(frame) != CLOSED)


@embedding.get("/embed/<slug>/badge.svg")
def badge(slug: str) -> BaseResponse:
    """The count as a picture without scripts, in the reader's own type."""
    frame = _frame_or_404(slug)
    colors = theme(asked_for(request.args), frame.letter.campaign.accent)
    response = make_response(draw_badge(frame.reading, frame.count, colors))
    response.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    fresh = 60 if frame.letter.safe_mode else 5  # seconds, as at count.json
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-if-error=86400"
    response.vary.add("Accept-Language")
    response.add_etag()
    return for_other_sites(response).make_conditional(request)


@embedding.get("/embed/theme.css")
def theme_sheet() -> Response:
    """The colors that a frame's address asks for; the same for the same address."""
    found = theme(asked_for(request.args))
    response = make_response(render_template("embed/theme.css", rules=found.rules(), is_dark=found.is_dark))
    response.headers["Content-Type"] = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_A_DAY}"
    return response


@embedding.get("/embed/embed.js")
def script() -> BaseResponse:
    """The script for a partner's page, at an address that lasts: it gives frames the height of what is in them."""
    response = make_response((Path(current_app.config["STATIC_FOLDER"]) / "js" / "embed.js").read_bytes())
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    response.add_etag()
    return for_other_sites(response).make_conditional(request)


@embedding.errorhandler(RequestEntityTooLarge)
@embedding.errorhandler(TooManyRequests)
def too_much(error: HTTPException) -> Response:
    """A form that was refused before its door was reached. The frame says so; it would stay empty if the answer let
    nobody frame it.
    """
    slug = str((request.view_args or {}).get("slug", "")).replace("\0", "")
    letter = published_with_slug(slug, now())
    if letter is not None:
        let_frame(letter.campaign.embed_sites)
    return http_error(error)


def _frame_or_404(slug: str) -> Frame:
    at = now()
    letter = published_letter_or_404(slug, at)
    let_frame(letter.campaign.embed_sites)
    number = counting.shown(letter, at)
    as_person = {"as": "individual"} if request.args.get("as") == "individual" and letter.signed_by == BOTH else {}
    partner = {"from": partner_code()} if partner_code() else {}
    return Frame(letter, read_letter(letter, number), number, at, {**as_person, **partner, **asked_for(request.args)})


def _state(frame: Frame) -> str:
    """What the frame shows to who did not sign here."""
    if not frame.letter.is_open(frame.at):
        return CLOSED
    return PAUSED if is_paused(frame.letter) else FORM


def _page(frame: Frame, state: str, shown: Refused | None = None, *, code: int = 200) -> Response:
    letter, form = frame.letter, shown.form if shown else None
    page = render_template(
        f"embed/{state}.html",
        frame=frame,
        reading=frame.reading,
        form=form,
        notice=shown.notice if shown else "",
        is_individual=isinstance(form, IndividualForm),
        offers_both=letter.signed_by == BOTH,
        is_open=state in (FORM, SENT),
        delivered_here=letter.delivered_here,
        closing_text=closing_text(letter),
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"  # each showing of the form has a token of its own
    if code == 503:
        response.headers["Retry-After"] = "600"
    return response
