"""The pages on which staff begin letters: new, copied, or from a file."""

import io
from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests import make
from tests.browser import Browser
from tests.staff.people import csrf, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
FILE = "---\ntitle: Begun\n---\n\nAnother text.\n"


def letter_file_pages(owner: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to."""
    make.letter("begun-train", title="Begun")
    yield "staff.new_letter", "empty", owner.get("/staff/new-letter")
    yield "staff.begin_letter", "nothing said", send(owner, "/staff/new-letter", title="")
    clone = "/staff/letters/begun-train/clone"
    yield "staff.clone_letter", "a title is proposed", owner.get(clone)
    yield "staff.make_clone", "the address is taken", send(owner, clone, title="x", slug="begun-train")
    yield "staff.import_letter", "empty", owner.get("/staff/import-letter")
    yield "staff.take_letter_file", "a reason is asked for, the file is kept", _brought(owner)
    yield "staff.letters", "none is like this", owner.get("/staff/?q=nowhere")


def _brought(owner: Browser) -> TestResponse:
    token = csrf(owner.get("/staff/import-letter"))
    file = (io.BytesIO(FILE.encode()), "begun-train.md")
    typed = {"csrf_token": token, "file": file}
    return owner.post("/staff/import-letter", data=typed, content_type="multipart/form-data")
