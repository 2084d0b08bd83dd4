"""How a letter's signees stand on paper, and what the press may print: what the letter's row and its file say of it.

None of this is text: nobody signed it, so it is changed without a new text version until the letter is delivered.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from signon.database import db
from signon.letters.file import LetterFile
from signon.letters.models import Letter
from signon.letters.reading import Layout
from signon.letters.text import refuse_unknown_places
from signon.letters.values import DETAILS, GROUPS, HIDDEN, LONGEST_HEADER, LONGEST_QUOTE, LONGEST_SPEAKER, MOST_COLUMNS
from signon.letters.values import MOST_QUOTES as MOST_QUOTES
from signon.refusals import N_, Refusal

# The key of a letter file for each field of a Layout.
_KEYS = {
    "columns": "signee_columns",
    "filled": "signee_fill",
    "grouped_by": "signee_groups",
    "conveners_first": "conveners_first",
    "details": "signee_details",
    "page_header": "page_header",
}
_BREAK = re.compile("[\t\n\r\u2028\u2029]")

DELIVERED = N_("This letter was delivered: what was handed over can no longer be changed.")
_NO_SUCH = N_("There is no such layout.")
_UNPRINTABLE = N_("This has characters that cannot be printed, or several lines. Please type it again by hand.")
_TOO_LONG = N_("Please write %(most)s characters at most.")
_LIVING_QUOTE = N_("What somebody said has no living number in it. Please write the number itself.")
_NO_QUOTE = N_("Please write what was said, or leave both fields empty.")
_NO_SPEAKER = N_("Please write who said it.")
_TOO_MANY = N_("At most %(most)s quotes can be kept.")


def layout_of(letter: Letter) -> Layout:
    """The letter's layout; what its row does not say is as usual."""
    kept = dict(letter.layout or {})
    kept["details"] = tuple(kept.get("details", ()))
    return Layout(**kept)


def kept_layout(layout: Layout) -> dict[str, Any]:
    """`layout` as the letter's row keeps it: what differs from the usual."""
    usual = asdict(Layout())
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(layout).items()
        if value != usual[name]
    }


def paper_keys(letter: Letter) -> dict[str, Any]:
    """What the letter's file says of its layout and its quotes, by key."""
    layout = layout_of(letter)
    quotes = tuple({"text": quote["text"], "by": quote["by"]} for quote in letter.quotes or ())
    return {key: getattr(layout, name) for name, key in _KEYS.items()} | {"quotes": quotes}


def set_paper(letter: Letter, file: LetterFile) -> None:
    """Give `letter` the layout and the quotes of `file`."""
    letter.layout = kept_layout(Layout(**{name: getattr(file, key) for name, key in _KEYS.items()}))
    letter.quotes = [dict(quote) for quote in file.quotes]


def differs_on_paper_only(letter: Letter, before: LetterFile, after: LetterFile) -> bool:
    """Whether the files `before`, which is the letter's own, and `after` say the same but for layout and quotes."""
    return replace(after, **paper_keys(letter)) == before


def arrange(letter: Letter, layout: Layout, quotes: Iterable[tuple[str, str]], at: datetime) -> None:
    """Set the letter's layout, and the quotes for the press: pairs of what was said and by whom; empty pairs are none.

    Raises Refusal about page_header, quote_N or by_N (N from 1) for what cannot be printed, and once the letter was
    delivered. The caller owns the transaction.
    """
    hold_undelivered(letter, at)
    given = _checked_quotes([(" ".join(said.split()), by.strip()) for said, by in quotes])
    letter.layout = kept_layout(_checked(layout))
    letter.quotes = given


def hold_undelivered(letter: Letter, at: datetime) -> None:
    """Hold the letter's row to the end of the transaction. Raises Refusal if it was delivered, maybe while it was
    waited for: after `at`.
    """
    db.session.refresh(letter, ["delivered_at"], with_for_update=True)
    if letter.is_delivered(max(at, letter.delivered_at or at)):
        raise Refusal(DELIVERED)


def checked_line(text: str, field: str, most: int) -> str:
    """`text`, stripped, if it is one line of at most `most` characters that can be printed. Raises Refusal."""
    text = text.strip()
    if HIDDEN.search(text) or _BREAK.search(text):
        raise Refusal(_UNPRINTABLE, field)
    if len(text) > most:
        raise Refusal(_TOO_LONG, field, most=most)
    return text


def _checked(layout: Layout) -> Layout:
    known = layout.columns in range(1, MOST_COLUMNS + 1) and layout.grouped_by in ("", *GROUPS)
    if not known or set(layout.details) - set(DETAILS):
        raise Refusal(_NO_SUCH)
    header = checked_line(layout.page_header, "page_header", LONGEST_HEADER)
    refuse_unknown_places(header, "page_header")
    details = tuple(detail for detail in DETAILS if detail in layout.details)
    return replace(layout, page_header=header, details=details)


def _checked_quotes(quotes: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    if sum(any(quote) for quote in quotes) > MOST_QUOTES:
        raise Refusal(_TOO_MANY, most=MOST_QUOTES)
    return [_checked_quote(number, *quote) for number, quote in enumerate(quotes, start=1) if any(quote)]


def _checked_quote(number: int, said: str, by: str) -> dict[str, str]:
    said = checked_line(said, f"quote_{number}", LONGEST_QUOTE)
    by = checked_line(by, f"by_{number}", LONGEST_SPEAKER)
    if not said:
        raise Refusal(_NO_QUOTE, f"quote_{number}")
    if not by:
        raise Refusal(_NO_SPEAKER, f"by_{number}")
    if "{{" in said + by:
        raise Refusal(_LIVING_QUOTE, f"quote_{number}")
    return {"text": said, "by": by}
