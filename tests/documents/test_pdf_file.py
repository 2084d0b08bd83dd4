"""The PDF as a file: what it says about itself, what it carries along, and what it touches while it is made."""

import os
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFontParser
from reportlab.pdfgen.canvas import Canvas

from signon.documents import pdf
from signon.documents.pdf.file import Deflated, Document, text
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


def unpacked(data: bytes) -> bytes:
    """The same file with nothing compressed."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as opened:
        modes = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
        opened.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, static_id=True, **modes)
    return out.getvalue()


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
    bare = unpacked(data)
    assert b"/Subtype /Image" not in bare
    assert b"/Annot" not in bare


@pytest.mark.parametrize("tagged", [True, False])
def test_the_same_list_gives_the_same_bytes(tagged: bool) -> None:
    first, second = (pdf.render(signee_list(many(50)), WORDS, tagged=tagged) for _ in range(2))
    assert first == second


def test_lists_drawn_at_once_do_not_disturb_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [signee_list(many(40 + i), body=f"**Letter** *{i}* [x](https://example.org/{i})") for i in range(6)]
    alone = [pdf.render(one, WORDS) for one in listed]
    skip = TTFontParser.skip

    def make_way(font: TTFontParser, bytes_: int) -> None:
        time.sleep(0.0002)  # the others go on here, in the middle of a letter's shape; left to luck, one in 200 does
        skip(font, bytes_)

    monkeypatch.setattr(TTFontParser, "skip", make_way)
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda one: pdf.render(one, WORDS), listed))
    assert together == alone


def test_the_moment_of_printing_is_not_in_the_file() -> None:
    listed = signee_list(many(50))
    later = replace(listed, as_of=AS_OF + timedelta(days=3))
    assert pdf.render(listed, WORDS) == pdf.render(later, WORDS)


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import sys; from signon.documents import pdf; from tests.documents.make import WORDS, many, signee_list;"
        "sys.stdout.buffer.write(pdf.render(signee_list(many(50)), WORDS))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert run.stdout == pdf.render(signee_list(many(50)), WORDS)


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
    with pikepdf.open(BytesIO(data)) as opened:
        assert opened.Root.Lang == "es"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert set(opened.trailer.Info.keys()) == {"/Title", "/Author", "/Subject", "/Creator", "/Producer"}


def test_the_insides_of_reportlab_that_are_drawn_with_are_where_they_were() -> None:
    """Its own calls for names, marks and pages would cost ten times as long, or cannot be had: no promise covers these.

    What this names is missing or different in a release of reportlab that the room has to be changed for.
    """
    canvas = Canvas(BytesIO())
    used = (
        (canvas, "_code _doc _formsinuse _restartAccumulators _startPage"),
        (canvas.beginText(), "_canvas _code _curSubset _leading"),
        (Document(), "delayedFonts idToObject idToObjectNumberAndVersion numberToId objectcounter xobjDict"),
        (getFont("NotoSans"), "_asciiReadable encoding getSubsetInternalName shapable splitString state"),
        (getFont("NotoSans").face, "charToGlyph charWidths defaultWidth"),
    )
    assert [name for thing, names in used for name in names.split() if not hasattr(thing, name)] == []
    assert type(canvas._code) is type(canvas.beginText()._code) is list


def test_no_default_of_the_library_is_left() -> None:
    data = pdf.render(petition([], campaign="Ñandú & ŁÓDŹ"), WORDS)
    for left in (
        b"anonymous",
        b"unspecified",
        b"untitled",
        b"Helvetica",
        b"Times",
        b"/CreationDate",
        b"ReportLab",
        b"/ModDate",
        str(ROOT).encode(),
    ):
        assert left not in unpacked(data)
    assert pypdfium2.PdfDocument(data).get_metadata_value("Author") == "Ñandú & ŁÓDŹ"


def test_all_faces_are_noto_sans_embedded_as_subsets() -> None:
    body = "Plain, **bold**, *slanted*, ***both***.\n\n- item\n\n> quote\n\n## Heading"
    data = pdf.render(signee_list(many(20), body=body), WORDS)
    assert sum(map(len, lines(data)))  # asserts that each is embedded
    named = set(re.findall(rb"/BaseFont /([^\s/]+)", unpacked(data)))
    assert {name.split(b"+")[1] for name in named} == {
        b"NotoSans-Regular",
        b"NotoSans-Bold",
        b"NotoSans-Italic",
        b"NotoSans-BoldItalic",
    }
    assert len(data) < 90_000


@pytest.mark.parametrize("layout", ["columns-4", "", "Columns-3"])
def test_a_layout_that_does_not_exist_is_refused(layout: str) -> None:
    with pytest.raises(ValueError, match="use one of columns-3, columns-2, one-column"):
        pdf.render(signee_list(["Alpha"]), WORDS, layout)


def test_a_page_that_is_closed_later_unpacks_to_all_of_it() -> None:
    assert zlib.decompress(Deflated(b"first " * 1000).closed_with(b"last")) == b"first " * 1000 + b"last"
    assert zlib.decompress(Deflated(b"").closed_with(b"")) == b""


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_a_title_is_read_as_it_was_written(title: str) -> None:
    assert str(pikepdf.Object.parse(text(title).encode())) == title


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.data())
def test_every_object_of_a_file_is_found_again(counts: list[int], data: st.DataObject) -> None:
    """Single ones, many at once, streams, and numbers that were given away and never used."""
    document = Document()
    expected: dict[int, str] = {}
    for count in counts:
        kind = data.draw(st.sampled_from(("many", "single", "stream", "unused")))
        first = document.reserve(count if kind == "many" else 1)
        if kind == "many":
            document.put_many(first, [f"({first + place})" for place in range(count)])
        elif kind == "single":
            document.put(first, f"({first})")
        elif kind == "stream":
            document.put_stream(first, f"/Kept({first})", b"x" * count)
        expected |= {first + place: kind for place in range(count if kind == "many" else 1)}
    info, pages, catalog = document.reserve(), document.reserve(), document.reserve()
    document.put(info, "<<>>")
    document.put(pages, "<</Type/Pages/Kids[]/Count 0>>")
    document.put(catalog, f"<</Type/Catalog/Pages {pages} 0 R>>")
    with pikepdf.open(BytesIO(document.finish(catalog, info))) as opened:
        for number, kind in expected.items():
            found = opened.get_object(number, 0)
            if kind == "unused":
                assert found is None
            else:
                assert str(found.Kept if kind == "stream" else found) == str(number)
