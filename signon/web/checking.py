"""Checking a copy: is this file one of those that were handed over, unchanged? The file itself is never kept.

With JavaScript it is hashed where it lies and only its hash is sent; without, it is hashed while it comes in.
"""

import hashlib
import io
import re
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField

from signon.database import db, now
from signon.letters.models import Letter
from signon.press import files
from signon.refusals import N_, Refusal
from signon.web.documents import Handed, handed, of_edition
from signon.web.forms import CheckedForm
from signon.web.reception import MOST_BYTES, MOST_FIELDS, MOST_STREAMED

checking = Blueprint("checking", __name__)
_TOO_LARGE = N_("This file is too large to be sent here. With JavaScript it is checked where it lies, however large.")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class CheckForm(CheckedForm):
    """The one question: which file?"""

    file = FileField(_l("The file to check"), render_kw={"required": True})


class _Hashing(io.RawIOBase):
    """Where a file goes that is sent: hashed as it comes, and nowhere else."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.digest.update(data)
        return len(data)

    def seek(self, *_: int) -> int:
        return 0  # the parser goes back to the beginning of what it wrote


@checking.get("/check")
def check() -> Response:
    """The page that takes a file; with `sha256`, what it says of the file that has it."""
    digest = request.args.get("sha256", "").lower()
    if not _SHA256.fullmatch(digest):
        return _page()
    return _page(answer=_known(digest, now()), is_answer=True)


@checking.get("/check/<code>")
def check_code(code: str) -> Response:
    """Where the address on the last page of an edition leads: what that is, and the page that takes a file."""
    try:
        return _page(claimed=handed(code, now()), code=code)
    except NotFound:
        return _page(404, code=code)


@checking.post("/check")
def check_file() -> BaseResponse:
    """Without JavaScript: hash the file while it comes in, and lead on to the answer."""
    parser = FormDataParser(
        stream_factory=_hashing,
        max_form_memory_size=4 * MOST_BYTES,  # it reads pieces of 64 KB
        max_content_length=MOST_STREAMED,
        max_form_parts=MOST_FIELDS,
    )
    _, _, sent = parser.parse(request.stream, request.mimetype, request.content_length, dict(request.mimetype_params))
    file = sent.get("file")
    if file is None or not file.filename:  # browsers send a file without a name where none was chosen
        return _page(422, refusal=Refusal(N_("Please choose a file first."), "file"))
    return redirect(url_for("checking.check", sha256=_digest_of(file)), 303)


@checking.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """A file that was not even read."""
    return _page(413, refusal=Refusal(_TOO_LARGE, "file"))


def _hashing(*_of: object, **_also: object) -> Any:
    return _Hashing()


def _digest_of(file: FileStorage) -> str:
    """The hash of a file that came in, in hex."""
    stream = file.stream
    return stream.digest.hexdigest() if isinstance(stream, _Hashing) else ""


def _known(digest: str, at: datetime) -> tuple[Handed, str] | None:
    """What was handed over in the file with this hash, and in which format; None for a file that is not ours."""
    found = files.with_sha256(digest)
    if found is None:
        return None
    edition, format = found
    letter = db.session.get_one(Letter, edition.letter_id)
    return (of_edition(edition, letter), format) if letter.is_published(at) else None


def _page(
    status: int = 200,
    *,
    code: str = "",
    claimed: Handed | None = None,
    answer: tuple[Handed, str] | None = None,
    is_answer: bool = False,
    refusal: Refusal | None = None,
) -> Response:
    """The page: `code` was asked for and belongs to what is `claimed`; `answer` says which file it is, if any."""
    form = CheckForm()
    if refusal:
        form.refuse(refusal)
    shown = {"code": code, "claimed": claimed, "answer": answer, "is_answer": is_answer}
    return make_response(render_template("public/check.html", form=form, **shown), status)
