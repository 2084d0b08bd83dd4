"""A letter with its signees as PDF: US Letter, Noto Sans embedded, the same bytes for the same list.

The names are set column by column, balanced by printed lines; text taken out of the file gives each of them back byte
for byte, in printed order. The only room that knows reportlab.
"""

from reportlab.platypus import Paragraph

from signon.documents.pdf.fonts import uncovered
from signon.documents.pdf.markup import plain
from signon.documents.pdf.pages import Running, build, frame_height, legal_lines
from signon.documents.pdf.story import story
from signon.documents.pdf.styles import LEGAL
from signon.documents.shape import running_title
from signon.documents.words import Words
from signon.signatures.signee import SigneeList

__all__ = ["render", "uncovered"]


def render(signee_list: SigneeList, words: Words, layout: str | None = None) -> bytes:
    """The PDF of a letter and its signees.

    `layout` is "columns-3", "one-column" or None for the columns that the letter asks for; ValueError for another.
    Characters that `uncovered` names are printed as U+FFFD; copied out of a name they are still what was typed.
    """
    letter = signee_list.letter
    legal = legal_lines(letter.legal_footer)
    running = Running(letter.title, letter.campaign, letter.language, running_title(letter), legal, words)
    flowables = story(signee_list, words, layout, frame_height(running))
    if letter.legal_footer and not legal:
        flowables.append(Paragraph(plain(letter.legal_footer), LEGAL))
    return build(flowables, running)
