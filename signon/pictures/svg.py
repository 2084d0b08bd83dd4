"""SVG from strangers, drawn: first written anew from the few elements and attributes that make a picture (`plain`),
then turned into pixels by a process of its own that can reach nothing (`rasterizing.py`).
"""

import subprocess
import sys
import threading
from pathlib import Path

from signon.pictures.plain_svg import Unreadable, plain
from signon.pictures.redrawing import MOST_BYTES, TOO_HEAVY, Drawn, Wanted, drawn_anew
from signon.refusals import N_, Refusal

_RASTERIZER = Path(__file__).with_name("rasterizing.py")
_MOST_SECONDS = 20  # on the clock; the processor's are fewer, see there
_drawing = threading.Lock()  # one at a time in each process, as for other pictures

_NOT_DRAWN = N_("This SVG file could not be drawn. Please save it as a PNG, and choose that.")


def is_svg(data: bytes) -> bool:
    """Whether the file `data` begins as XML does. No other picture does."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def drawn(data: bytes, wanted: Wanted) -> Drawn:
    """The picture in the SVG file `data` on white, as large as it is `wanted`. Raises Refusal."""
    if len(data) > MOST_BYTES:
        raise Refusal(TOO_HEAVY, wanted.field)
    try:
        written_anew = plain(data, wanted.width, wanted.height)
    except Unreadable as wrong:
        raise Refusal(wrong.sentence, wanted.field, **wrong.values) from None
    with _drawing:
        png = rasterized(written_anew)
    if not png:
        raise Refusal(_NOT_DRAWN, wanted.field)
    return drawn_anew(png, wanted)


def rasterized(svg: str) -> bytes:
    """`svg` as a PNG; nothing if it cannot be drawn, or not with what one picture may cost."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and what it reads it is given on its input
            [sys.executable, "-I", str(_RASTERIZER)],
            input=svg.encode(),
            capture_output=True,
            env={},
            cwd="/",
            timeout=_MOST_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return b""
    return done.stdout
