"""The PDF of a letter with many names: seconds, memory and bytes, beside typst setting the same list in the same run.

    python -m benchmarks.documents [100 1000 10000 100000] [--rounds 3]

The method is in README.md beside this file.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import typst

from signon.documents import Words, pdf
from signon.documents.pdf.typefaces import BOLD, FACES, REGULAR
from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.signatures.signee import Signee, SigneeList

SIZES = (100, 1_000, 10_000, 100_000)
TITLE = "A letter on waiting rooms"
TEXT = "Please keep the waiting rooms open in the evening."
PARAGRAPHS = 12
WORDS = Words("Page {page} of {pages}", "November 21, 2026", "Re:", "To:", "Organizations", "Individuals")
PLACES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Rowan", "Sycamore", "Willow")
BODIES = (
    "Readers",
    "Nurses' Union",
    "Neighbors for Evening Hours",
    "Federation of Kitchen and Laundry Workers",
    "Círculo",
)
# The page that ours is: its paper, margins, face, size, leading and hanging lines, a running title and page numbers.
TYPST = """
#set document(title: "{title}")
#set page("us-letter", margin: (x: 84pt, y: 74pt), columns: 3, numbering: "1 of 1")
#set columns(gutter: 15pt)
#set text(font: "Noto Sans", size: 9pt, lang: "en", hyphenate: false)
#set par(hanging-indent: 9pt, leading: 4pt, spacing: 4pt)
"""
EMPTY = '#set text(font: "Noto Sans")\n= Bold\n\nPlain.'


class Taken(NamedTuple):
    """What one drawing took: CPU time, by how much the process grew for it, and the size of the file."""

    seconds: float
    megabytes: float
    bytes: int


def names(number: int) -> list[str]:
    """So many different names of organizations, 15 to 70 characters long."""
    return [
        f"{PLACES[n % len(PLACES)]} {PLACES[n // 7 % len(PLACES)]} {BODIES[n // 3 % len(BODIES)]} {n}"
        for n in range(number)
    ]


def signon(number: int, tagged: bool) -> Callable[[], bytes]:
    """Our PDF, ready to be drawn."""
    reading = LetterReading(
        slug="benchmark",
        campaign="Open Door Coalition",
        signed_by="organizations",
        language="en",
        title=TITLE,
        body=f"{TEXT}\n\n" * PARAGRAPHS,
        addressees=(AddresseeReading("The Honorable Ada Example", "County Clerk"),),
        layout=Layout(columns=3),
    )
    signees = tuple(Signee(name) for name in names(number))
    made = SigneeList(reading, signees, number, 0, number, datetime(2026, 11, 21, tzinfo=UTC))
    return partial(pdf.render, made, WORDS, tagged=tagged)


def by_typst(number: int, tagged: bool) -> Callable[[], bytes]:
    """Typst's, ready to be drawn: a paragraph for each name, which it sets faster than items of a list or lines."""
    escaped = [re.sub(r"([\\#*_'\"`$@<>~\-/])", r"\\\1", line) for line in names(number)]
    source = TYPST.format(title=TITLE) + "\n\n".join([f"= {TITLE}", *[TEXT] * PARAGRAPHS, *escaped])
    with tempfile.TemporaryDirectory() as folder:
        for face in (REGULAR, BOLD):
            shutil.copy(FACES[face].path, folder)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        typst.Compiler(EMPTY.encode(), font_paths=fonts).compile(format="pdf")  # reads the faces, as ours are read
        compiler = typst.Compiler(source.encode(), font_paths=fonts)
    return partial(compiler.compile, format="pdf", pdf_tags=tagged)


DRAWN: dict[str, Callable[[int, bool], Callable[[], bytes]]] = {"signon": signon, "typst": by_typst}


def draw(what: str, number: int, tagged: bool) -> None:
    """Draw once in this process and print what it took as JSON."""
    drawing = DRAWN[what](number, tagged)
    before, began = _peak(), time.process_time()
    size = len(drawing())
    print(json.dumps(Taken(time.process_time() - began, (_peak() - before) / 1024, size)))


def _peak() -> int:
    """The most memory this process ever had, in KiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def drawn_apart(what: str, number: int, tagged: bool, rounds: int) -> Taken:
    """What drawing takes in a process of its own, the quickest of so many."""
    command = [sys.executable, "-m", "benchmarks.documents", "--draw", what, str(number), *(["--tagged"] * tagged)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(rounds)]
    return min(Taken(*json.loads(run)) for run in runs)


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--draw", choices=DRAWN, help=argparse.SUPPRESS)
    parser.add_argument("--tagged", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.draw:
        draw(options.draw, options.sizes[0], options.tagged)
        return
    print("| names | | ours | typst | x faster | ours MB | typst MB | ours KB | typst KB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for number in options.sizes:
        for tagged in (False, True):
            ours, other = (drawn_apart(what, number, tagged, options.rounds) for what in DRAWN)
            print(
                f"| {number:,} | {'tagged' if tagged else 'untagged'} | {ours.seconds:.3f} s | {other.seconds:.3f} s "
                f"| {other.seconds / ours.seconds:.1f} | {ours.megabytes:.0f} | {other.megabytes:.0f} "
                f"| {ours.bytes / 1024:,.0f} | {other.bytes / 1024:,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
