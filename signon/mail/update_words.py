"""An update of a campaign as a mailing to begin with: its words as plain text, in each language in which it is told,
with the link to its page.
"""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from markdown_it.token import Token

from signon.campaigns.models import Update
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.letters.text import tokens
from signon.mail.mailing_words import first_words
from signon.outreach.mailing import LONGEST_SUBJECT, Words, languages_of
from signon.outreach.models import UPDATE
from signon.wording.news import Item, read_updates
from signon.wording.numbers import in_language

MOST_TEXT = 4_000  # characters of the update; the rest is behind the link
_LINK = "{{ link }}"


def words_of_update(row: Update, letter: Letter, languages: list[str], at: datetime) -> dict[str, Words]:
    """What a mailing of `row` to those who signed `letter` says to begin with: in the letter's own language, and in
    each of `languages` in which the update is told. A letter in safe mode gets words that do not say what it is about.
    """
    own = current_texts(letter)[0].language
    found = {}
    for language in languages_of(letter, languages):
        item = read_updates(letter.campaign, [row], language, at)[0]
        if language == own or not row.words or item.told.language == language:
            told = first_words(letter, UPDATE, language) if letter.safe_mode else _words(item, language)
            found[language] = told
    return found


def plain(text: str) -> str:
    """Markdown as the plain text of a mail: paragraphs apart, points with a dash or a number, addresses spelled out."""
    parts: list[str] = []
    mark = ""
    numbers: list[int] = []
    for token in tokens(text):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            mark = f"{numbers[-1]}. " if numbers[-1] else "- "
            numbers[-1] += 1 if numbers[-1] else 0
        elif token.type == "inline":
            parts.append(mark + "".join(_spelled(token.children or [])).strip())
            mark = ""
    return "\n\n".join(part for part in parts if part)


def _spelled(children: list[Token]) -> Iterator[str]:
    href, shown = "", ""
    for child in children:
        if child.type == "link_open":
            href, shown = str(child.attrGet("href") or ""), ""
        elif child.type == "link_close":
            if href.removeprefix("mailto:") != shown:
                yield f" ({href.removeprefix('mailto:')})"
        elif child.type in ("softbreak", "hardbreak"):
            yield " " if child.type == "softbreak" else "\n"
        else:
            shown += child.content
            yield child.content


def _words(item: Item, language: str) -> Words:
    with in_language(language):
        greeting, bye = _("Hello,"), _("Thank you, and kind regards")
        about = _("There is news of what you signed:")
    quote = f"“{item.clipping.quote}”" if item.clipping and item.clipping.quote else ""
    said = item.told.text if item.told.is_plain else plain(item.told.text)
    paragraphs = (greeting, about, item.headline, quote, _shortened(said))
    text = "\n\n".join(part for part in paragraphs if part)
    return Words(_line(item.headline), f"{_without_places(text)}\n\n{_LINK}\n\n{bye}")


def _line(title: str) -> str:
    title = _without_places(" ".join(title.split()))
    return title if len(title) <= LONGEST_SUBJECT else title[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _shortened(text: str) -> str:
    """The paragraphs of `text` that fit; the first one cut where even that does not."""
    if len(text) <= MOST_TEXT:
        return text
    whole = text[:MOST_TEXT].rpartition("\n\n")[0] or text[:MOST_TEXT].rpartition(" ")[0]
    return f"{whole} …"


def _without_places(text: str) -> str:
    """What looks like a place of a mailing is none here."""
    return text.replace("{{", "{ {").replace("}}", "} }")
