"""What a letter would look like if it were saved as it is typed: the page, the paper, and what is worth a second look.

It acts on nothing. The pages of the PDF travel as pictures inside the answer, which the content security policy allows.
"""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext
from markupsafe import Markup

from signon.documents import export
from signon.letters.file import LetterFile, first_hidden_line
from signon.letters.letters import current_texts
from signon.letters.lint import lint
from signon.letters.models import Letter
from signon.letters.reading import LetterReading
from signon.letters.typed import faults, is_language
from signon.letters.values import HIDDEN
from signon.press.pictures import page_count, page_picture
from signon.signatures import counting
from signon.signatures.counting import Count
from signon.signatures.signee import Signee, SigneeList
from signon.web.markup import letter_html
from signon.wording.previews import read_preview
from signon.wording.print_words import print_words

WIDTH = 760  # pixels of a page's picture
BOTH, PAGE = "preview", "preview-page"
_SHEET = "preview-sheet-"


@dataclass(frozen=True)
class Sheet:
    """One page of the PDF as a picture: `number` of `pages`, from 1, and the address that holds it."""

    number: int
    pages: int
    address: str


@dataclass(frozen=True)
class Preview:
    """The letter as it would read (`text` is its HTML) and print; `sentences` say what must be put right before it is
    saved, `warnings` what may be wrong.

    `reading` is None for what cannot be shown at all; `shows_page` is false, and `sheet` None, where nobody asked.
    """

    sentences: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    reading: LetterReading | None = None
    text: Markup | str = ""
    signees: tuple[Signee, ...] = ()
    count: Count | None = None
    shows_page: bool = True
    sheet: Sheet | None = None


def preview(letter: Letter, file: LetterFile, do: str, at: datetime) -> Preview:
    """`letter` as `file` would make it. `do` is the button that was pressed: BOTH, PAGE, or one page of the PDF."""
    found = faults(file)
    sentences = tuple(gettext(one.sentence, **one.values) for one in found)
    if _has_hidden(file):
        return Preview(sentences)
    named = replace(file, title=file.title or gettext("(without a title)"), language=_language(letter, file))
    names = read_preview(letter, named, at)
    return Preview(
        sentences,
        tuple(gettext(one.sentence, **one.values) for one in lint(file, names.undersigned)),
        names.letter,
        letter_html(names.letter.body),
        names.signees,
        counting.read(letter, at),
        shows_page=not do.startswith(_SHEET),
        sheet=None if do == PAGE else _sheet(names, _number(do)),
    )


def _language(letter: Letter, file: LetterFile) -> str:
    """The language whose numbers and dates are shown: the letter's own where none is chosen that there is."""
    return file.language if is_language(file.language) else current_texts(letter)[0].language


def _has_hidden(file: LetterFile) -> bool:
    """Whether there is something in it that no drawing can show."""
    return bool(HIDDEN.search(_all_words(file)) or first_hidden_line(file.body))


def _all_words(file: LetterFile) -> str:
    """Every word of `file` in one text."""
    parts = [part for one in file.addressees for part in one.values()]
    lines = (file.title, file.subject, file.salutation, file.closing, file.signee_heading, file.legal_footer)
    return "\n".join([*parts, *lines, *file.conveners])


def _number(do: str) -> int:
    typed = do.removeprefix(_SHEET)
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1


def _sheet(names: SigneeList, number: int) -> Sheet:
    pdf = export("pdf", names, print_words(names)).data
    pages = page_count(pdf)
    number = min(max(number, 1), pages)
    picture = b64encode(page_picture(pdf, number - 1, WIDTH)).decode()
    return Sheet(number, pages, f"data:image/png;base64,{picture}")
