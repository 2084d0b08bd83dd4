"""A program of its own: SVG on its input, PNG on its output, and nothing else that it could reach.

It is started as a file by `svg.drawn`, once for each picture, and imports nothing of ours. What draws SVG follows
references and keeps layers as deep as a file asks for: a hostile one ends this process, never the one that serves. The
system itself sees to it that no file and no socket is opened here, and that neither time nor memory runs away.
"""

import resource
import sys

import resvg_py

_MOST_SECONDS = 5  # of the processor
_MOST_MEMORY = 512 * 1024 * 1024  # bytes of address space
_FILES = 3  # input, output and errors are open; no other number is given out


def main() -> None:
    """Draw what comes in. Fails with a status other than 0, in words or by being ended."""
    svg = sys.stdin.buffer.read().decode()
    for what, most in (
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    png = resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff", skip_system_fonts=True)
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    main()
