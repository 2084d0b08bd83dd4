"""The letter file: Markdown with YAML front matter, as staff keep it beside their other documents.

Reading it is pure: bytes in, a `LetterFile` out, or a refusal that says which line and what to do.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, fields
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from signon.letters.models import LISTING, ORGANIZATIONS, PROVEN, SIGNED_BY
from signon.refusals import Refusal

LARGEST = 1024 * 1024  # bytes; the longest sample letter has 14 thousand
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_DEADLINE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class LetterFile:
    """What a letter file says, checked. Texts are stripped plain text and may be empty; `body` is Markdown.

    With `translation_of` (a slug) the file is a translation: it carries words only, and the letter's other facts stay.
    """

    title: str
    body: str
    slug: str = ""
    campaign: str = ""
    signed_by: str = ORGANIZATIONS
    language: str = "en"
    translation_of: str = ""
    date: dt.date | None = None
    addressees: tuple[dict[str, str], ...] = ()
    subject: str = ""
    salutation: str = ""
    closing: str = ""
    conveners: tuple[str, ...] = ()
    signee_heading: str = ""
    signee_columns: int = 1
    goal: int | None = None
    deadline: str = ""
    deadline_zone: str = "UTC"
    grace_hours: int = 24
    listing: str = PROVEN
    safe_mode: bool = False
    legal_footer: str = ""


KEYS = tuple(known.name for known in fields(LetterFile) if known.name != "body")


def read(data: bytes) -> LetterFile:
    """The letter file in `data`. Raises Refusal with one sentence that names the line."""
    if len(data) > LARGEST:
        raise Refusal(
            "The file has %(size)s bytes; a letter may have 1 MB at most. Is it the right file?", size=len(data)
        )
    front, body, body_line = _split(decode(data))
    values = _FrontMatter(front)
    found = values.checked()
    if not body.strip():
        raise Refusal("Line %(line)s: the letter has no text. Write it below the closing ---.", line=body_line)
    return LetterFile(body=body.strip("\n") + "\n", **found)


def write(file: LetterFile) -> bytes:
    """The letter file that `read` reads back as the same: only what differs from the defaults, in the order of KEYS."""
    default = LetterFile(title="", body="")
    front: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(file, key)
        if value != getattr(default, key) or key in ("title", "signed_by", "language"):
            front[key] = [_plain(item) for item in value] if isinstance(value, tuple) else value
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{file.body}".encode()


def _plain(item: Any) -> Any:
    return {key: value for key, value in item.items() if value} if isinstance(item, dict) else item


def decode(data: bytes) -> str:
    """`data` as UTF-8 text with `\\n` line ends. Raises Refusal naming the line of the first byte that is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise Refusal(
            "Line %(line)s: the file is not UTF-8 (it looks like Windows-1252). Save it again with the encoding UTF-8.",
            line=line,
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        if any(unicodedata.category(mark) == "Cc" and mark != "\t" for mark in line_text):
            raise Refusal(
                "Line %(line)s: there is a control character. Remove it, or save the file as text.", line=number
            )
    return text


def _split(text: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Refusal("Line 1: a letter file begins with --- and its front matter (title, campaign, ...).")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise Refusal("Line %(line)s: the front matter never ends. Close it with a line of ---.", line=len(lines))


@dataclass
class _FrontMatter:
    """YAML front matter with the line of every key, so that a refusal can name it."""

    text: str
    lines: dict[str, int] = field(default_factory=dict)

    def checked(self) -> dict[str, Any]:
        raw = self._mapping()
        for key in raw:
            if key not in KEYS:
                self._refuse(
                    key, "“%(key)s” is not a key of a letter file. Known are: %(known)s.", known=", ".join(KEYS)
                )
        if not raw.get("title"):
            raise Refusal("Line 1: the front matter has no title. Add a line such as “title: Open the night train”.")
        return {key: self._value(key, value) for key, value in raw.items() if value is not None}

    def _mapping(self) -> dict[str, Any]:
        try:
            node = yaml.compose(self.text, Loader=yaml.SafeLoader)
            raw = yaml.safe_load(self.text)
        except yaml.YAMLError as wrong:
            mark = getattr(wrong, "problem_mark", None)
            line = (mark.line if mark else 0) + 2
            raise Refusal("Line %(line)s: this is not YAML. Put texts with a colon in quotes.", line=line) from None
        if not isinstance(node, yaml.MappingNode) or not isinstance(raw, dict):
            raise Refusal("Line 2: the front matter must be lines of “key: value”.")
        for key_node, _ in node.value:
            name = str(key_node.value)
            if name in self.lines:
                self.lines[name] = key_node.start_mark.line + 2
                self._refuse(name, "“%(key)s” stands twice. Keep one.")
            self.lines[name] = key_node.start_mark.line + 2
        return {str(key): value for key, value in raw.items()}

    def _refuse(self, key: str, sentence: str, **values: str) -> NoReturn:
        places: dict[str, object] = {"line": self.lines[key], "key": key, **values}
        raise Refusal(f"Line %(line)s: {sentence}", "", **places)

    def _value(self, key: str, value: Any) -> Any:
        reader = _READERS.get(key, _text)
        try:
            return reader(value)
        except ValueError as wrong:
            self._refuse(key, "“%(key)s” %(wrong)s", wrong=str(wrong))


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise ValueError("must be a text.")
    return str(value).strip()


def _one_of(*allowed: str) -> Any:
    def choose(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}.")
        return str(value)

    return choose


def _shaped(pattern: re.Pattern[str], example: str) -> Any:
    def shape(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"must look like {example}.")
        return value

    return shape


def _between(least: int, most: int) -> Any:
    def number(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a number from {least} to {most}.")
        return value

    return number


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise ValueError("must be a day such as 2026-11-21.")
    return value


def _deadline(value: Any) -> str:
    text = value.strftime(_DEADLINE) if isinstance(value, dt.datetime) else str(value)
    try:
        dt.datetime.strptime(text, _DEADLINE)  # noqa: DTZ007 - its zone stands in another key
    except ValueError:
        raise ValueError("must be a day and a time such as 2026-12-31 23:59.") from None
    return text


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as America/New_York.") from None


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false.")
    return value


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError("must be a list of names, one a line after a dash.")
    return tuple(item.strip() for item in value)


def _addressees(value: Any) -> tuple[dict[str, str], ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list; each begins with “- name: ...”.")
    for item in value:
        if not isinstance(item, dict) or not item.get("name") or set(item) - {"name", "title", "address"}:
            raise ValueError("must each have a name, and may have a title and an address; nothing else.")
    return tuple({key: _text(item.get(key) or "") for key in ("name", "title", "address")} for item in value)


_READERS: dict[str, Any] = {
    "slug": _shaped(SLUG, "open-the-night-train"),
    "translation_of": _shaped(SLUG, "open-the-night-train"),
    "language": _shaped(_LANGUAGE, "en or es"),
    "signed_by": _one_of(*SIGNED_BY),
    "listing": _one_of(*LISTING),
    "date": _date,
    "deadline": _deadline,
    "deadline_zone": _zone,
    "signee_columns": _between(1, 3),
    "goal": _between(1, 10**9),
    "grace_hours": _between(0, 24 * 14),
    "safe_mode": _truth,
    "conveners": _names,
    "addressees": _addressees,
}
