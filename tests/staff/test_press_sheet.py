"""One page for journalists, out of the workspace and from a terminal."""

from pathlib import Path

from flask import Flask

from signon.database import transaction
from signon.staff.models import VIEWER
from tests import make
from tests.cli.test_commands import signon
from tests.press.documents import text_of
from tests.staff.people import Browser, browser, person, sign_in

SHEET = "/staff/letters/night-train/press-sheet.pdf"


def test_staff_load_the_press_sheet_of_a_letter_as_it_stands(owner: Browser) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    with transaction():
        letter.quotes = [{"text": "The last train leaves at nine.", "by": "Ada Quill"}]
    assert SHEET in owner.get("/staff/letters/night-train").text
    answer = owner.get(SHEET)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="night-train-press-sheet.pdf"'
    said = " ".join(text_of(answer.data).split())
    for words in ("2 organizations have signed", "The last train leaves at nine. Ada Quill", "Zinnia Circle", "As of "):
        assert words in said, words
    assert "localhost/letters/night-train" in said
    viewer = browser(owner.application)
    sign_in(viewer, person("vi@nightline.org", VIEWER, "Night Line"))
    assert viewer.get(SHEET).status_code == 404
    assert SHEET not in viewer.get("/staff/letters/night-train").text


def test_the_press_sheet_is_written_by_command(app: Flask, tmp_path: Path) -> None:
    make.listed(make.petition(), ["Ana Example"])
    out = tmp_path / "sheet.pdf"
    done = signon(app, "letter", "press", "sunday-train", "--output", str(out))
    assert done.output == f"{out}: {out.stat().st_size} bytes\n"
    assert "1 person has signed" in " ".join(text_of(out.read_bytes()).split())
    assert "no text in fr" in signon(app, "letter", "press", "sunday-train", "--output", "x", "--language", "fr").output
    assert "There is no letter x." in signon(app, "letter", "press", "x", "--output", "x").output
    assert "No such file" in signon(app, "letter", "press", "sunday-train", "--output", "/nowhere/x.pdf").output
