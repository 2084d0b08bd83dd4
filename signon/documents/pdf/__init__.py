"""A letter with its signees as PDF: US Letter, Noto Sans embedded, tagged (PDF/UA-1), the same bytes for the same list.

The names are set column by column, balanced by printed lines; text taken out of the file gives each of them back byte
for byte, in printed order. The only room that knows reportlab.
"""

from signon.documents.pdf.about import Facts
from signon.documents.pdf.fonts import BOLD, REGULAR, Measure, uncovered, use_fonts_in
from signon.documents.pdf.pages import Running, build, frame_height, legal_lines
from signon.documents.pdf.story import story
from signon.documents.plain import printable
from signon.documents.shape import running_title
from signon.documents.words import Words
from signon.signatures.signee import SigneeList

__all__ = ["render", "uncovered", "use_fonts_in"]

# The faces of every letter are read now, and not while somebody waits for the first one.
for _face in (REGULAR, BOLD):
    Measure(_face, 1)


def render(
    signee_list: SigneeList, words: Words, layout: str | None = None, check_address: str = "", tagged: bool = True
) -> bytes:
    """The PDF of a letter and its signees.

    `layout` is "columns-3", "columns-2", "one-column" or None for the columns that the letter asks for; ValueError for
    another. With `check_address`, the short address where a copy is checked stands at the end, with its QR code.
    Without tags the file is drawn in half the time, is smaller, and is of no use to whoever cannot see it.
    Characters that `uncovered` names are printed as U+FFFD; copied out of a name they are still what was typed.
    """
    letter = signee_list.letter
    subject = letter.subject or letter.title
    facts = Facts(printable(letter.title), printable(letter.campaign), printable(subject), letter.language)
    legal = legal_lines(letter.legal_footer)
    running = Running(facts, running_title(letter), legal, words)
    below = "" if legal else letter.legal_footer.strip()
    flowables = story(signee_list, words, layout, frame_height(running), check_address, below)
    return build(flowables, running, tagged)
