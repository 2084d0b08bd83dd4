"""The PDF as a file: what it says about itself, what it carries along, and what it touches while it is made."""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from signon.documents import pdf
from signon.documents.pdf import fonts
from tests.documents.make import AS_OF, HOSTILE, WORDS, lines, many, petition, signee_list

ROOT = Path(__file__).resolve().parents[2]

_seen: list[tuple[str, Any]] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        _seen.append((event, arguments[0]))


sys.addaudithook(_watch)  # cannot be taken off again, hence the switch


@contextmanager
def watched() -> Iterator[list[tuple[str, Any]]]:
    """The files opened and the connections made meanwhile."""
    global _seen
    found: list[tuple[str, Any]] = []
    _seen = found
    try:
        yield found
    finally:
        _seen = None


def test_the_watch_sees_a_file_that_is_opened() -> None:
    with watched() as seen:
        Path(__file__).read_bytes()
    assert seen == [("open", __file__)]


def test_drawing_opens_no_file_and_no_connection() -> None:
    body = "\n\n".join(f"{name.replace('<', chr(92) + '<')} ![x](/etc/hostname)" for name in HOSTILE)
    hostile = signee_list(
        HOSTILE, body=body, title=HOSTILE[1], subject=HOSTILE[2], closing=HOSTILE[1], legal_footer=HOSTILE[1]
    )
    pdf.render(hostile, WORDS)
    with watched() as seen:
        data = pdf.render(hostile, WORDS)
    assert seen == []
    assert b"/Subtype /Image" not in data
    assert b"/Annot" not in data


def test_the_same_list_gives_the_same_bytes() -> None:
    assert pdf.render(signee_list(many(50)), WORDS) == pdf.render(signee_list(many(50)), WORDS)


def test_lists_drawn_at_once_do_not_disturb_each_other() -> None:
    listed = [signee_list(many(40 + i), body=f"**Letter** *{i}* [x](https://example.org/{i})") for i in range(6)]
    alone = [pdf.render(one, WORDS) for one in listed]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda one: pdf.render(one, WORDS), listed * 4))
    assert together == alone * 4


def test_the_moment_of_printing_is_not_in_the_file() -> None:
    listed = signee_list(many(50))
    later = replace(listed, as_of=AS_OF + timedelta(days=3))
    assert pdf.render(listed, WORDS) == pdf.render(later, WORDS)


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from signon.documents import pdf; from tests.documents.make import WORDS, many, signee_list;"
        "print(hashlib.sha256(pdf.render(signee_list(many(50)), WORDS)).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_another_name_gives_other_bytes() -> None:
    assert pdf.render(signee_list(["Alpha"]), WORDS) != pdf.render(signee_list(["Alphb"]), WORDS)


def test_the_file_names_the_letter_and_the_campaign_and_nothing_else() -> None:
    data = pdf.render(signee_list(["Alpha"], language="es"), WORDS)
    assert pypdfium2.PdfDocument(data).get_metadata_dict(skip_empty=True) == {
        "Title": "A letter on waiting rooms",
        "Author": "Open Door Coalition",
        "Subject": "Evening hours in county waiting rooms",
        "Creator": "Signon",
        "Producer": "Signon",
    }
    assert b"/Lang (es)" in data
    assert b"/DisplayDocTitle true" in data


def test_no_default_of_the_library_is_left() -> None:
    data = pdf.render(petition([], campaign="Ñandú & ŁÓDŹ"), WORDS)
    for left in (
        b"anonymous",
        b"unspecified",
        b"untitled",
        b"Helvetica",
        b"Times",
        b"/CreationDate",
        str(ROOT).encode(),
    ):
        assert left not in data
    assert pypdfium2.PdfDocument(data).get_metadata_value("Author") == "Ñandú & ŁÓDŹ"


def test_all_faces_are_noto_sans_embedded_as_subsets() -> None:
    body = "Plain, **bold**, *slanted*, ***both***.\n\n- item\n\n> quote\n\n## Heading"
    data = pdf.render(signee_list(many(20), body=body), WORDS)
    assert sum(map(len, lines(data)))  # asserts that each is embedded
    named = set(re.findall(rb"/BaseFont /([^\s/]+)", data))
    assert {name.split(b"+")[1] for name in named} == {
        b"NotoSans-Regular",
        b"NotoSans-Bold",
        b"NotoSans-Italic",
        b"NotoSans-BoldItalic",
    }
    assert len(data) < 90_000


def test_every_glyph_on_the_page_is_a_drawn_one() -> None:
    """U+FFFD stands in for what no face has, so the empty glyph (code 0) is never used."""
    assert fonts.drawable("中文 Łódź\u200d\ufe0f") == "\ufffd\ufffd Łódź\u200d"
    assert not fonts.altered(fonts.drawable("中 👩\u200d🌾 x"))


@pytest.mark.parametrize("layout", ["columns-4", "", "Columns-3"])
def test_a_layout_that_does_not_exist_is_refused(layout: str) -> None:
    with pytest.raises(ValueError, match="use one of columns-3, one-column"):
        pdf.render(signee_list(["Alpha"]), WORDS, layout)
