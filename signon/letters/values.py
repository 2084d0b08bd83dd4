"""What the values of a letter file may be: one reader a key, from a node of YAML to what a `LetterFile` holds.

Scalars are taken as they are written (`title: 2021` is the text 2021). A reader raises ValueError with the end of a
sentence that begins with the key.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from babel import Locale, UnknownLocaleError

from signon.letters.models import LISTING, SIGNED_BY, SILENCE

Reader = Callable[[yaml.Node], Any]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Controls except tab and line end, halves of characters, marks that turn the direction of a line, and numbers that are
# no characters (XML, which a DOCX file is made of, cannot hold them).
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
NULL = "tag:yaml.org,2002:null"
_STRING = "tag:yaml.org,2002:str"
LONGEST_TEXT = 1000  # characters
LONGEST_NAME = 300  # characters; of a title, a campaign or a convener, as of an organization
MOST_ADDRESSEES, MOST_CONVENERS = 50, 200
# How signees stand on paper, and what the press may print.
MOST_COLUMNS = 3
GROUPS = ("scope", "state", "country")
DETAILS = ("representative", "role", "place")  # in the order in which they are printed
LONGEST_HEADER = 200  # characters
LONGEST_QUOTE, LONGEST_SPEAKER, MOST_QUOTES = 600, 200, 5  # characters; of who said it
_YES_OR_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2})(?::00)?")
_OFFSET = re.compile(r"[0-9]:[0-9.:]+ *(Z|[+-][0-9:]+)", re.IGNORECASE)


def _lines(node: yaml.Node, most: int = LONGEST_TEXT) -> str:
    """A text that may have several lines."""
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError("must be a text.")
    text = "" if node.tag == NULL else str(node.value).strip()
    if len(text) > most:
        raise ValueError(f"must have {most} characters at most; this one has {len(text)}.")
    if HIDDEN.search(text):
        raise ValueError("has characters that cannot be printed. Type it again by hand.")
    return text


def one_line(node: yaml.Node, most: int = LONGEST_TEXT) -> str:
    """A text of one line, stripped: the reader of every key that has none of its own. Empty when nothing is there."""
    text = _lines(node, most)
    if re.search("[\t\n\u2028\u2029]", text):
        raise ValueError("must be one line, without tabs.")
    return text


def _name(node: yaml.Node) -> str:
    return one_line(node, LONGEST_NAME)


def _one_of(*allowed: str) -> Reader:
    def choose(node: yaml.Node) -> str:
        text = one_line(node)
        if text not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}.")
        return text

    return choose


def _slug(node: yaml.Node) -> str:
    text = one_line(node, 255)  # no file name is longer
    if not SLUG.fullmatch(text):
        raise ValueError("must look like open-the-night-train.")
    return text


def _language(node: yaml.Node) -> str:
    """A locale that dates and numbers can be written in (Babel's), in the one writing of it that BCP 47 recommends."""
    text = one_line(node)
    try:
        known = str(Locale.parse(text, sep="-")).split("_") if _LANGUAGE.fullmatch(text) else []
    except (ValueError, UnknownLocaleError):
        known = []
    if not set(text.split("-")) <= set(known):  # an unknown part is replaced by a likely one
        raise ValueError("must be a language such as en, es, pt-BR or zh-Hant.")
    return text


def _between(least: int, most: int) -> Reader:
    def number(node: yaml.Node) -> int:
        text = one_line(node)
        if not re.fullmatch(r"0|[1-9][0-9]{0,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a number from {least} to {most}.")
        return int(text)

    return number


def _date(node: yaml.Node) -> dt.date:
    text = one_line(node)
    try:
        return dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise ValueError("must be a day such as 2026-11-21.") from None


def _deadline(node: yaml.Node) -> str:
    """The deadline as `YYYY-MM-DD HH:MM`, however many of its zeros were left out; "" when the text is empty."""
    text = one_line(node)
    if _OFFSET.search(text):
        raise ValueError("must be without Z or an offset. Name the place in another line: deadline_zone.")
    if not text:
        return ""
    found = _MOMENT.fullmatch(text)
    full = "{}-{:0>2}-{:0>2} {:0>2}:{}".format(*found.groups()) if found else ""
    try:
        year = dt.datetime.strptime(full, "%Y-%m-%d %H:%M").year  # noqa: DTZ007 - its zone stands in another key
    except ValueError:
        year = 0
    if not 2000 <= year <= 2200:
        raise ValueError("must be a day and a time such as 2026-12-31 23:59, of the years 2000 to 2200.")
    return full


def _zone(node: yaml.Node) -> str:
    try:
        return ZoneInfo(one_line(node)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as America/New_York.") from None


def _truth(node: yaml.Node) -> bool:
    text = one_line(node).lower()
    if text not in _YES_OR_NO:
        raise ValueError("must be true or false.")
    return _YES_OR_NO[text]


def _names(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode) or any(item.tag != _STRING for item in node.value):
        raise ValueError("must be a list of names, one a line after a dash; put numbers in quotes.")
    if len(node.value) > MOST_CONVENERS:
        raise ValueError(f"may name {MOST_CONVENERS} at most.")
    names = tuple(_name(item) for item in node.value)
    if not all(names):
        raise ValueError("must be a list of names; one of them is empty.")
    return names


def _details(node: yaml.Node) -> tuple[str, ...]:
    """Some of DETAILS, each once, in the order in which they are printed."""
    named = [one_line(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else [""]
    if set(named) - set(DETAILS) or len(set(named)) < len(named):
        raise ValueError(f"must be a list of {', '.join(DETAILS)}, each once: [representative, role].")
    return tuple(detail for detail in DETAILS if detail in named)


def _quotes(node: yaml.Node) -> tuple[dict[str, str], ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError("must be a list; each begins with “- text: ...”.")
    if len(node.value) > MOST_QUOTES:
        raise ValueError(f"may hold {MOST_QUOTES} at most.")
    return tuple(_quote(item) for item in node.value)


def _quote(node: yaml.Node) -> dict[str, str]:
    parts = _mapping(node)
    if parts.keys() != {"text", "by"}:
        raise ValueError("must each have a text and by, who said it, each once; nothing else.")
    said, by = " ".join(_lines(parts["text"], LONGEST_QUOTE).split()), one_line(parts["by"], LONGEST_SPEAKER)
    if not said or not by:
        raise ValueError("must each have a text and by, who said it; one of them is empty.")
    if "{{" in said + by:
        raise ValueError("have no living number: what somebody said stays as it was said.")
    return {"text": said, "by": by}


def _addressees(node: yaml.Node) -> tuple[dict[str, str], ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError("must be a list; each begins with “- name: ...”.")
    if len(node.value) > MOST_ADDRESSEES:
        raise ValueError(f"may name {MOST_ADDRESSEES} at most.")
    return tuple(_addressee(item) for item in node.value)


def _addressee(node: yaml.Node) -> dict[str, str]:
    given = {key: _lines(text) if key == "address" else one_line(text) for key, text in _mapping(node).items()}
    if set(given) - {"name", "title", "address"} or not given.get("name"):
        raise ValueError("must each have a name, and may have a title and an address, each once; nothing else.")
    return {key: given.get(key, "") for key in ("name", "title", "address")}


def _mapping(node: yaml.Node) -> dict[str, yaml.Node]:
    """What stands behind each key; empty for what is no mapping, or has a key twice."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = {str(key.value): value for key, value in pairs}
    return found if len(found) == len(pairs) else {}


# The keys whose values are not just any one line of text.
READERS: dict[str, Reader] = {
    "title": _name,
    "campaign": _name,
    "slug": _slug,
    "translation_of": _slug,
    "language": _language,
    "signed_by": _one_of(*SIGNED_BY),
    "listing": _one_of(*LISTING),
    "date": _date,
    "deadline": _deadline,
    "deadline_zone": _zone,
    "signee_columns": _between(1, MOST_COLUMNS),
    "signee_fill": _truth,
    "signee_groups": _one_of(*GROUPS),
    "conveners_first": _truth,
    "signee_details": _details,
    "page_header": lambda node: one_line(node, LONGEST_HEADER),
    "quotes": _quotes,
    "goal": _between(1, 10**9),
    "goal_grows": _truth,
    "grace_hours": _between(0, 24 * 14),
    "safe_mode": _truth,
    "silence": _one_of(*SILENCE),
    "conveners": _names,
    "addressees": _addressees,
}
