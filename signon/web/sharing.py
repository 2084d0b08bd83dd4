"""Passing a letter on: the page with all ways to do so, the picture that other sites show of it, QR codes, flyers.

No address holds anything of the reader; only a partner's own link (`?from=`) says who sent it.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno
from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.documents.share import A4, LETTER, PAPERS
from signon.letters.letters import current_texts, published
from signon.letters.models import Letter
from signon.mail.links import public_link
from signon.outreach.models import Partner
from signon.outreach.partners import with_code
from signon.press import drawing, posters, worker
from signon.press.drawing import Sheet
from signon.signatures import counting
from signon.web.doors import language, partner_code, press, public_campaign_or_404, published_letter_or_404, read_letter
from signon.web.language import own_name
from signon.web.open_graph import letter_graph
from signon.web.share_links import mastodon_link, mastodon_server, share_links
from signon.wording.share_words import campaign_card, paper_of

sharing = Blueprint("sharing", __name__)
_FOR_A_MINUTE = "public, max-age=60"
_MODULE = 16  # pixels of the QR code as PNG: sharp on paper


@dataclass(frozen=True)
class FlyerLink:
    """A flyer to print: the language of its text, as a code and by its own name, and its paper."""

    language: str
    name: str
    paper: str


@sharing.get("/letters/<slug>/share")
def share(slug: str) -> str:
    """All ways to pass a letter on. For a partner's link, the addresses on it are the partner's."""
    at = now()
    letter = published_letter_or_404(slug, at)
    texts, count, partner = current_texts(letter), counting.shown(letter, at), _partner(letter)
    reading = read_letter(letter, count, texts)
    address = _address(letter, partner)
    typed = request.args.get("server", "")
    server = mastodon_server(typed)
    return render_template(
        "public/share.html",
        reading=reading,
        graph=letter_graph(letter, reading, count, texts),
        share_url=address,
        partner=partner,
        links=share_links(reading.title, address, all_of_them=True),
        typed=typed,
        server=server,
        mastodon_url=mastodon_link(server, reading.title, address) if server else "",
        flyers=[_flyer(text.language, paper) for text in texts for paper in _papers(text.language)],
    )


@sharing.get("/letters/<slug>/share.png")
def share_png(slug: str) -> BaseResponse:
    """The letter as other sites show it: its title, its campaign and its count, 1200 by 630 pixels."""
    letter = published_letter_or_404(slug, now())
    sheet = posters.share_picture_of(letter, request.args.get("text") or language())
    return _for_other_sites(_poster(sheet, "image/png", f"{slug}.png"))


@sharing.get("/campaigns/<slug>/share.png")
def campaign_png(slug: str) -> BaseResponse:
    """The same of a campaign."""
    at = now()
    campaign = public_campaign_or_404(slug, at)
    card = campaign_card(campaign, len(published(at, campaign.id)), press().host)
    return _for_other_sites(_file(posters.picture_of(card), "image/png", f"{slug}.png"))


@sharing.get("/letters/<slug>/flyer.pdf")
def flyer_pdf(slug: str) -> BaseResponse:
    """A sheet to print and hand out, in the page's language; `paper` is "letter" or "a4"."""
    letter = published_letter_or_404(slug, now())
    paper = request.args.get("paper", "")
    if paper and paper not in PAPERS:
        abort(404)
    sheet = posters.flyer_of(letter, request.args.get("text") or language(), paper)
    return _poster(sheet, "application/pdf", f"{slug}-flyer-{sheet.language}.pdf")


@sharing.get("/letters/<slug>/qr.svg")
def qr_svg(slug: str) -> BaseResponse:
    """A QR code of the letter's address in the page's language; of a partner's, where the address says so."""
    out = BytesIO()
    _code(slug).save(out, "svg", scale=10, dark="#000", light="#fff", svgclass=None, lineclass=None, xmldecl=False)
    return _for_other_sites(_file(out.getvalue(), "image/svg+xml", f"{slug}-qr.svg"))


@sharing.get("/letters/<slug>/qr.png")
def qr_png(slug: str) -> BaseResponse:
    """The same as pixels."""
    out = BytesIO()
    _code(slug).save(out, "png", scale=_MODULE)
    return _for_other_sites(_file(out.getvalue(), "image/png", f"{slug}-qr.png"))


def _code(slug: str) -> segno.QRCode:
    letter = published_letter_or_404(slug, now())
    return segno.make(_address(letter, _partner(letter)), error="m", micro=False, boost_error=False)


def _partner(letter: Letter) -> Partner | None:
    """The letter's partner whose link this is."""
    return with_code(letter, partner_code())


def _address(letter: Letter, partner: Partner | None) -> str:
    said = {"from": partner.code} if partner else {}
    return public_link("public.letter", language=language(), slug=letter.slug, **said)


def _papers(code: str) -> tuple[str, str]:
    """Both papers, first that of those who read this language."""
    return (LETTER, A4) if paper_of(code) == LETTER else (A4, LETTER)


def _flyer(code: str, paper: str) -> FlyerLink:
    return FlyerLink(code, own_name(code), paper)


def _poster(sheet: Sheet, media_type: str, filename: str) -> BaseResponse:
    """A poster of a letter as it stands now, or stood within the last minute: drawn once, however many ask."""
    at: datetime = now()
    stamp = posters.stamp_of(sheet, press(), at)
    found = drawing.kept(sheet, stamp, at, fresh=True)
    data = drawing.data_of(sheet, found) if found else None
    if data is None:
        _, data = worker.drawn(sheet, stamp, press())
    if found:
        worker.note_asked(sheet, found, at)
    return _file(data, media_type, filename)


def _file(data: bytes, media_type: str, filename: str) -> BaseResponse:
    """A file that is shown, kept for a minute, and then asked for again by its ETag."""
    response = make_response(data)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'  # RFC 6266: a slug needs no escaping
    response.headers["Cache-Control"] = _FOR_A_MINUTE
    response.vary.add("Accept-Language")
    response.add_etag()
    return response.make_conditional(request)


def _for_other_sites(response: BaseResponse) -> BaseResponse:
    """A picture that other sites may show on their pages."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
