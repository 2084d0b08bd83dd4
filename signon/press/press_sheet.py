"""The press sheet of a letter, drawn anew whenever it is asked for."""

from datetime import datetime

from signon.documents.pdf.press import render_press_sheet
from signon.letters.models import Letter
from signon.wording.press_words import press_words
from signon.wording.readings import read_signee_list


def press_sheet(letter: Letter, language: str, address: str, at: datetime) -> bytes:
    """One page as PDF about `letter` and who signed it, as it stands `at` this moment.

    In `language` where it was translated, else as it was written; `address` is where the letter is read.
    """
    signee_list = read_signee_list(letter, language, at)
    return render_press_sheet(signee_list, letter.quotes or (), press_words(signee_list, letter.deadline_zone), address)
