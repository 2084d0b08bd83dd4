"""The PDF of a letter with many names: CPU, memory and size, beside a bare drawing of the same names in the same run.

    python -m benchmarks.documents [100 1000 10000 100000]

The method is in README.md beside this file.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import signon.documents
from signon.documents import Words, export
from signon.letters.reading import AddresseeReading, LetterReading
from signon.signatures.signee import Signee, SigneeList

SIZES = (100, 1_000, 10_000, 100_000)
FONT = Path(signon.documents.__file__).parent / "fonts" / "NotoSans-Regular.ttf"
WORDS = Words("Page {page} of {pages}", "November 21, 2026", "Re:", "To:", "Organizations", "Individuals")
PLACES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Rowan", "Sycamore", "Willow")
BODIES = (
    "Readers",
    "Nurses' Union",
    "Neighbors for Evening Hours",
    "Federation of Kitchen and Laundry Workers",
    "Círculo",
)


def names(number: int) -> list[str]:
    """So many different names of organizations, 15 to 70 characters long."""
    return [
        f"{PLACES[n % len(PLACES)]} {PLACES[n // 7 % len(PLACES)]} {BODIES[n // 3 % len(BODIES)]} {n}"
        for n in range(number)
    ]


def signons(number: int) -> bytes:
    """Our PDF."""
    reading = LetterReading(
        slug="benchmark",
        campaign="Open Door Coalition",
        signed_by="organizations",
        language="en",
        title="A letter on waiting rooms",
        body="Please keep the waiting rooms open in the evening.\n\n" * 12,
        addressees=(AddresseeReading("The Honorable Ada Example", "County Clerk"),),
        columns=3,
    )
    signees = tuple(Signee(name) for name in names(number))
    made = SigneeList(reading, signees, number, 0, number, datetime(2026, 11, 21, tzinfo=UTC))
    return export("pdf", made, WORDS).data


def bare(number: int) -> bytes:
    """The same names in the same font by reportlab's canvas alone: three columns, one line each, nothing else."""
    pdfmetrics.registerFont(TTFont("Bare", FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=us_letter)
    for place, name in enumerate(names(number)):
        column, line = place % 3, place // 3 % 60
        if column == line == 0 and place:
            canvas.showPage()
        if column == line == 0:
            canvas.setFont("Bare", 8)
        canvas.drawString(54 + 170 * column, 730 - 11 * line, name)
    canvas.save()
    return data.getvalue()


DRAWN: dict[str, Callable[[int], bytes]] = {"signon": signons, "bare": bare}


def draw(what: str, number: int) -> None:
    """Draw once in this process and print what it took as JSON."""
    before = _peak()
    began = time.process_time()
    size = len(DRAWN[what](number))
    taken = {"seconds": time.process_time() - began, "megabytes": (_peak() - before) / 1024, "bytes": size}
    print(json.dumps(taken))


def _peak() -> int:
    """The most memory this process ever had, in KiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def drawn_apart(what: str, number: int) -> dict[str, float]:
    """What drawing takes in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.documents", "--draw", what, str(number)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--draw", choices=DRAWN, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.draw:
        draw(options.draw, options.sizes[0])
        return
    print(f"{'names':>8} {'CPU s':>8} {'x bare':>8} {'peak MB':>8} {'x bare':>8} {'KB':>8}")
    for number in options.sizes:
        ours, plain = drawn_apart("signon", number), drawn_apart("bare", number)
        time_ratio, memory_ratio = (ours[what] / max(plain[what], 1e-3) for what in ("seconds", "megabytes"))
        print(
            f"{number:>8,} {ours['seconds']:>8.2f} {time_ratio:>8.1f} {ours['megabytes']:>8.0f} {memory_ratio:>8.1f} "
            f"{ours['bytes'] / 1024:>8,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
