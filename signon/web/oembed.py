"""oEmbed 1.0 (https://oembed.com): a site that knows it shows a letter's form where somebody pastes its address."""

import re
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.mail.links import public_link
from signon.outreach.partners import CODE
from signon.signatures import counting
from signon.web.doors import language, published_letter_or_404
from signon.web.headers import for_other_sites
from signon.web.snippets import FORM_HEIGHT, FORM_WIDTH, Place, form_frame
from signon.wording import readings

oembed = Blueprint("oembed", __name__)
_LETTER = re.compile(r"/letters/([^/]+)/?")
_LEAST_WIDTH, _LEAST_HEIGHT = 280, 320  # pixels: in less nobody can fill in a form
_NO_SUCH_FORMAT = 501  # as the specification says
_AN_HOUR = 3600


@oembed.get("/oembed")
def answer() -> BaseResponse:
    """What stands for the letter at `url`: its form in a frame, or a link where the campaign lets no site frame it."""
    wanted = request.args.get("format", "json")
    if wanted not in ("json", "xml"):
        response = make_response("501: format is json or xml\n", _NO_SUCH_FORMAT)
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
        return for_other_sites(response)
    facts = _facts(_split(request.args.get("url", "")))
    response = jsonify(facts) if wanted == "json" else _as_xml(facts)
    response.headers["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    response.vary.add("Accept-Language")
    return for_other_sites(response)


def _facts(asked: SplitResult) -> dict[str, Any]:
    """The answer's parameters. The language is the one that stands in the address, else the reader's."""
    at, (slug, spoken) = now(), _place_of(asked)
    letter = published_letter_or_404(slug, at)
    reading = readings.read_letter(letter, counting.shown(letter, at), spoken or language())
    facts: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": reading.title,
        "author_name": letter.campaign.name,
        "author_url": public_link("campaigns.campaign", language=spoken, slug=letter.campaign.slug),
        "provider_name": "Signon",
        "provider_url": current_app.config["PUBLIC_URL"],
        "cache_age": _AN_HOUR,
    }
    if letter.campaign.embed_sites == []:
        return facts
    code = parse_qs(asked.query).get("from", [""])[0]
    place = Place(slug, reading.title, spoken, {"from": code} if CODE.fullmatch(code) else {})
    return facts | _frame(place)


def _frame(place: Place) -> dict[str, Any]:
    width, height = _at_most("maxwidth", FORM_WIDTH), _at_most("maxheight", FORM_HEIGHT)
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return {}
    return {"type": "rich", "html": form_frame(place, width, height), "width": width, "height": height}


def _at_most(name: str, usual: int) -> int:
    """What we would like, and no more than was asked for; what is no number asks for nothing."""
    typed = request.args.get(name, "")
    return min(int(typed), usual) if re.fullmatch(r"[0-9]{1,6}", typed) else usual


def _place_of(asked: SplitResult) -> tuple[str, str]:
    """The slug of the letter whose page is at the address, and the language that stands in it or ""; 404 for others."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    path = asked.path.removeprefix(public.path.rstrip("/"))
    first, _, rest = path.lstrip("/").partition("/")
    spoken = first if first in current_app.config["LANGUAGES"] else ""
    found = _LETTER.fullmatch(f"/{rest}" if spoken else path)
    if found is None or asked.scheme not in ("http", "https") or asked.netloc.lower() != public.netloc.lower():
        abort(404)
    return found[1], spoken


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        abort(404)


def _as_xml(facts: dict[str, Any]) -> Response:
    root = ElementTree.Element("oembed")
    for name, value in facts.items():
        ElementTree.SubElement(root, name).text = _without_controls(str(value))
    response = make_response(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
    response.headers["Content-Type"] = "text/xml; charset=utf-8"
    return response


def _without_controls(text: str) -> str:
    """XML has no place for most control characters."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
