"""The gatekeeper to reportlab's markup: nothing reaches a Paragraph but through here.

Unescaped, a name like `<img src="/etc/hostname">` opens that file, and one `<b>` stops the whole export.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from signon.documents.blocks import Run
from signon.documents.pdf.fonts import drawable
from signon.documents.plain import printable

LINK = "#1f4e79"
_LINK_LOOK = f'color="{LINK}" underline="1" ucolor="#a9bccd" uwidth="0.5" uoffset="-2"'


def plain(text: str) -> str:
    """`text` to be printed literally, whatever it holds. An ampersand, angle brackets and tags have no power."""
    return escape(drawable(printable(text)))


def styled(runs: Iterable[Run]) -> str:
    """The markup of one block: emphasis, line breaks, and links to where `Run.href` may lead: http, https, mailto."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.line_break:
        return "<br/>"
    text = plain(run.text)
    if run.bold:
        text = f"<b>{text}</b>"
    if run.italic:
        text = f"<i>{text}</i>"
    if run.href:
        text = f"<a href={quoteattr(printable(run.href))} {_LINK_LOOK}>{text}</a>"
    return text
