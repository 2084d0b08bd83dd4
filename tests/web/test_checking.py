"""Anybody can check whether a file is what was handed over, unchanged; it is not kept."""

import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.press import Press
from signon.press.worker import draw_at_once
from signon.web.reception import MOST_STREAMED
from tests import make
from tests.cli.test_commands import signon
from tests.house.test_pages import _everything as everything
from tests.web.test_documents import handed_over

OURS, NOT_OURS = "This copy is genuine", "This file is not one of ours"


def body(data: bytes, name: str) -> bytes:
    """A file as the form of the page sends it."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--edge--\r\n"


def sent(client: FlaskClient, data: bytes, name: str = "a copy of the letter.pdf") -> TestResponse:
    """The answer for whoever sends a file by the form, without JavaScript."""
    answer = client.post("/check", data=body(data, name), content_type="multipart/form-data; boundary=edge")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    assert answer.location == f"/check?sha256={sha256(data).hexdigest()}"
    return client.get(answer.location)


def test_a_copy_is_told_from_what_was_changed_by_one_byte(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    letter, edition = handed_over(app)
    make.listed(letter, ["Late Guild"])
    addendum = make.addendum(letter)
    draw_at_once(addendum, Press.of(app.config))
    before = everything()
    for made, said in ((edition, "as it was handed over on"), (addendum, "This is addendum 1 to")):
        for file in ("letter.pdf", "signees.csv", "signees.json"):
            data = client.get(f"/editions/{made.code}/{file}").data
            page = sent(client, data)
            assert OURS in page.text and said in page.text and f"/editions/{made.code}" in page.text
            changed = bytearray(data)
            changed[-3] ^= 1
            assert NOT_OURS in sent(client, bytes(changed)).text
    assert NOT_OURS in sent(client, b"").text
    assert everything() == before
    assert "a copy of" not in caplog.text


def test_what_is_sent_is_hashed_as_it_comes_in_and_kept_nowhere(app: Flask, client: FlaskClient) -> None:
    size = 4 * 1024 * 1024
    tracemalloc.start()
    assert NOT_OURS in sent(client, bytes(size)).text
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3.5 * size, "the test's own copies of the file are two and a half; nothing more is held"


def test_without_a_file_or_with_one_that_is_too_large_the_page_says_what_to_do(app: Flask, client: FlaskClient) -> None:
    empty = client.post("/check", data=body(b"", ""), content_type="multipart/form-data; boundary=edge")
    assert (empty.status_code, "Please choose a file first." in empty.text) == (422, True)
    assert client.post("/check").status_code == 400
    large = client.post(
        "/check",
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(MOST_STREAMED + 1)},
    )
    assert (large.status_code, "too large to be sent here" in large.text) == (413, True)


def test_the_address_on_the_last_page_says_what_it_stands_for_and_a_made_up_one_warns(
    app: Flask, client: FlaskClient
) -> None:
    _, edition = handed_over(app)
    page = client.get(f"/check/{edition.code}")
    assert (page.status_code, "as it was handed over on" in page.text) == (200, True)
    assert "A forged copy can bear it too" in page.text
    forged = client.get("/check/22222222")
    assert (forged.status_code, "the copy is not genuine" in forged.text) == (404, True)


@pytest.mark.parametrize("asked", ["x", "0" * 63, "0" * 65, "g" * 64, "' OR 1=1 --", "A" * 64])
def test_what_is_no_hash_asks_for_a_file(client: FlaskClient, asked: str) -> None:
    page = client.get("/check", query_string={"sha256": asked})
    assert page.status_code == 200
    assert OURS not in page.text
    assert (NOT_OURS in page.text) is (asked == "A" * 64), "capital digits are the same hash"


def test_staff_check_a_file_at_a_terminal_too(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    _, edition = handed_over(app)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(client.get(f"/editions/{edition.code}/signees.csv").data)
    said = signon(app, "edition", "check", str(copy))
    assert (said.exit_code, f"code {edition.code}" in said.output) == (0, True), said.output
    copy.write_bytes(copy.read_bytes() + b" ")
    said = signon(app, "edition", "check", str(copy))
    assert (said.exit_code, "not one of ours, or it was changed" in said.output) == (1, True)
