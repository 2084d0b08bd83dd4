"""The logo beside an organization's name: put there and taken away by its representative, seen by everybody."""

from flask import Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.refusals import Refusal
from signon.signatures import logos
from signon.signatures.own_entry import hold_still
from signon.signatures.tokens import BrokenToken
from signon.signatures.ways import Found, LinkEnded
from signon.web.api.cursors import open_cursor, seal_cursor
from signon.web.doors import published_letter_or_404
from signon.web.errors import http_error
from signon.web.forms import TICK, RefusalForm
from signon.web.headers import private
from signon.web.own_entry_doors import back, organization_to_change, own_entry, page
from signon.web.own_entry_forms import LogoForm


@own_entry.get("/signature/<token>/logo")
def logo(token: str) -> Response:
    """The logo as it is now, and the ways to change it."""
    return _logo_page(organization_to_change(token), token, LogoForm(), RefusalForm())


@own_entry.post("/signature/<token>/logo")
def put_logo(token: str) -> BaseResponse:
    """A file was sent: its picture, drawn anew, stands beside the name from now on."""
    found = organization_to_change(token)
    form, file = LogoForm(), request.files.get("logo")
    try:
        drawn = logos.drawn_anew(file.stream.read(logos.MOST_BYTES + 1) if file else b"")
    except Refusal as refusal:
        form.refuse(refusal)
        return _logo_page(found, token, form, RefusalForm(), 422)
    with transaction():
        signature = organization_to_change(token).signature
        hold_still(signature)
        logos.put(signature, drawn)
    return redirect(url_for("own_entry.logo", token=token), 303)


@own_entry.errorhandler(RequestEntityTooLarge)
def too_heavy(error: RequestEntityTooLarge) -> BaseResponse:
    """A picture that was not even read: a photograph from a telephone has several megabytes."""
    if request.endpoint != "own_entry.put_logo":
        return http_error(error)
    form, token = LogoForm(), (request.view_args or {})["token"]
    form.refuse(Refusal(logos.TOO_HEAVY, "logo"))
    try:
        found = organization_to_change(token)
    except (BrokenToken, LinkEnded, HTTPException):  # what is raised while an error is answered is answered no more
        return http_error(error)
    return _logo_page(found, token, form, RefusalForm(), 413)


@own_entry.post("/signature/<token>/logo/remove")
def remove_logo(token: str) -> BaseResponse:
    """The box was ticked: there is no logo any more."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _logo_page(organization_to_change(token), token, LogoForm(), form, 422)
    with transaction():
        logos.remove(organization_to_change(token).signature.id)
    return back(token, saved=True)


@own_entry.get("/signature/<token>/logo.png")
def own_logo(token: str) -> Response:
    """The picture, for its representative alone: also while the name waits for review."""
    row = logos.logo_of(organization_to_change(token).signature)
    return private(picture(row.png if row else None))


@own_entry.app_template_global()
def logo_address(slug: str, signature_id: int) -> str:
    """Where everybody sees the picture beside a listed name. The signature's number is sealed in it: those are given in
    the order in which people sign.
    """
    return url_for("own_entry.public_logo", slug=slug, mark=seal_cursor(f"logos {slug}", [signature_id]))


@own_entry.get("/letters/<slug>/logos/<mark>.png")
def public_logo(slug: str, mark: str) -> BaseResponse:
    """The picture of a name that is on the list; of any other there is none."""
    letter, whose = published_letter_or_404(slug, now()), open_cursor(f"logos {slug}", mark)
    response = picture(logos.shown(letter, int(whose[0])) if whose else None)
    response.headers["Cache-Control"] = "public, max-age=60"  # a name that is taken off takes its picture along
    response.add_etag()
    return response.make_conditional(request)


def picture(png: bytes | None) -> Response:
    """A PNG as an answer; where there is none, the page is not found."""
    if png is None:
        abort(404)
    response = make_response(png)
    response.headers["Content-Type"] = "image/png"
    return response


def _logo_page(found: Found, token: str, form: LogoForm, removal: RefusalForm, code: int = 200) -> Response:
    row = logos.logo_of(found.signature)
    removal.sure.label.text = _("Show no logo beside the name.")
    return page("logo.html", found, token, code, form=form, removal=removal, logo=row)
