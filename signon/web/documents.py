"""Documents for everybody: a letter as it stands, and its editions, each with its files, as they were handed over.

What changes is drawn once for each state of the letter, and asked for again by its ETag; the files of an edition never
change, and may be kept for good.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now
from signon.documents import FORMATS
from signon.letters.letters import reading
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.press import drawing, files, worker
from signon.press.drawing import Sheet, Stamp
from signon.signatures import counting
from signon.signatures.edition_models import ADDENDUM, Edition
from signon.signatures.editions import addenda_of, edition_of, with_code
from signon.signatures.withdrawing import withdrawn_names
from signon.web.doors import language, press, published_letter_or_404
from signon.wording.undersigned import living_number

documents = Blueprint("documents", __name__)
FILES = {
    "pdf": "letter.pdf",
    "docx": "letter.docx",
    "xlsx": "signees.xlsx",
    "csv": "signees.csv",
    "json": "signees.json",
}
_FOR_GOOD = f"public, max-age={365 * 24 * 3600}, immutable"
_SOON, _LATER = 5, 60  # seconds until a page that waits asks again: at first, and when it has waited for long
_LONG = timedelta(minutes=2)


@dataclass(frozen=True)
class Handed:
    """An edition or addendum as a page shows it: the text that was handed over, and whose it is."""

    edition: Edition
    letter: Letter
    reading: LetterReading

    @property
    def is_addendum(self) -> bool:
        """Whether it is an addendum to what was handed over first."""
        return self.edition.kind == ADDENDUM

    @property
    def made_here(self) -> datetime:
        """When it was made, on the letter's own zone's clock."""
        return self.edition.made_at.astimezone(ZoneInfo(self.letter.deadline_zone))


@documents.get("/letters/<slug>/letter.pdf")
def letter_pdf(slug: str) -> BaseResponse:
    """The letter with its signees as a PDF: as it stands, or once it is delivered, as it was handed over."""
    at = now()
    letter = published_letter_or_404(slug, at)
    edition = edition_of(letter) if letter.is_delivered(at) else None
    if edition is not None:
        return _file(edition, letter, "pdf", at)
    return as_it_stands(Sheet.for_everybody(letter, "pdf", request.args.get("text") or language()), inline=True)


@documents.get("/editions/<code>")
def edition(code: str) -> str:
    """What was handed over: to whom, when, how many names, its files with their hashes, and who has withdrawn since."""
    at = now()
    shown = handed(code, at)
    first = edition_of(shown.letter)
    return render_template(
        "public/edition.html",
        shown=shown,
        files=files.files_of(shown.edition, at),
        names=FILES,
        others=[one for one in (first, *addenda_of(shown.letter)) if one and one.id != shown.edition.id],
        withdrawn=withdrawn_names(shown.letter),
    )


@documents.get("/editions/<code>/<file>")
def edition_file(code: str, file: str) -> BaseResponse:
    """One file of an edition: the same bytes for good."""
    format = next((format for format, name in FILES.items() if name == file), None)
    if format is None:
        abort(404)
    at = now()
    shown = handed(code, at)
    response = _file(shown.edition, shown.letter, format, at)
    if response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = _FOR_GOOD
    return response


@documents.get("/e/<code>")
def short(code: str) -> BaseResponse:
    """The short address on the last page of an edition leads to where a copy is checked."""
    return redirect(url_for("checking.check_code", code=code), 303)


def handed(code: str, at: datetime) -> Handed:
    """The edition or addendum with this code, of a letter that anyone may read; else the page is not found."""
    found = with_code(code)
    if found is None:
        abort(404)
    letter = published_letter_or_404(db.session.get_one(Letter, found.letter_id).slug, at)
    return of_edition(found, letter)


def of_edition(found: Edition, letter: Letter) -> Handed:
    """`found` with the words that were handed over, its number filled in."""
    text = db.session.get_one(TextVersion, found.text_version_id)
    return Handed(found, letter, reading(letter, text, living_number(found.undersigned, text.language)))


def _file(edition: Edition, letter: Letter, format: str, at: datetime) -> BaseResponse:
    found = next((file for file in files.files_of(edition, at) if file.format == format), None)
    if found is None:
        abort(404)
    if found.drawn_at is None:
        return _being_drawn(found.asked_at, at)
    addendum = f"-addendum-{edition.number}" if edition.kind == ADDENDUM else ""
    is_known = found.sha256 in request.if_none_match and "Range" not in request.headers  # a part is handed out anyhow
    data = None if is_known else files.data_of(edition, format)
    response = _document(data or b"", format, f"{letter.slug}{addendum}.{format}", inline=format == "pdf")
    response.set_etag(found.sha256)
    return response.make_conditional(request, accept_ranges=True, complete_length=found.size)


def as_it_stands(sheet: Sheet, *, inline: bool = False) -> BaseResponse:
    """A document of a letter as it stands now. A small one is drawn at once; for a large one a page asks to wait a
    moment, and offers the last one that was drawn (`?last=1`).
    """
    at = now()
    stamp = drawing.stamp_of(sheet)
    is_small = counting.read(sheet.letter, at).listed <= press().drawn_at_once
    found = drawing.kept(sheet, stamp, at, fresh=not is_small)
    if found is None and "last" in request.args:
        found = drawing.older(sheet, stamp)
    shown = found.stamp if found else str(stamp)
    data: bytes | None = b""
    if not request.if_none_match.contains_weak(shown):
        data = drawing.data_of(sheet, found) if found else None
    if data is None and is_small:
        shown, data = worker.drawn(sheet, stamp, press())
    if data is None:
        return _sheet_being_drawn(sheet, stamp, at)
    if found:
        worker.note_asked(sheet, found, at)
    response = _document(data, sheet.format, f"{sheet.letter.slug}.{sheet.format}", inline=inline)
    response.set_etag(shown, weak=True)
    return response.make_conditional(request)


def _document(data: bytes, format: str, filename: str, *, inline: bool) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = FORMATS[format][0]
    way = "inline" if inline else "attachment"  # RFC 6266: a slug needs no escaping
    response.headers["Content-Disposition"] = f'{way}; filename="{filename}"'
    return response


def _sheet_being_drawn(sheet: Sheet, stamp: Stamp, at: datetime) -> Response:
    last = drawing.older(sheet, stamp)
    asked: dict[str, Any] = {name: request.args[name] for name in ("text", "layout") if name in request.args}
    url = url_for(str(request.endpoint), **asked, last="1", **(request.view_args or {}))
    since = worker.wanted_since(sheet, stamp, at)
    return _being_drawn(since, at, last_url=url if last else "", last_at=last.drawn_at if last else None)


def _being_drawn(since: datetime, at: datetime, last_url: str = "", last_at: datetime | None = None) -> Response:
    """The page that asks to wait, and asks again by itself, without a script."""
    is_long = since < at - _LONG
    page = render_template(
        "public/being_drawn.html", since=since if is_long else None, last_url=last_url, last_at=last_at
    )
    response = make_response(page, 202)
    response.headers["Retry-After"] = response.headers["Refresh"] = str(_LATER if is_long else _SOON)
    response.headers["Cache-Control"] = "no-store"
    return response
