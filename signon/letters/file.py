"""The letter file: Markdown with YAML front matter, as staff keep it beside their other documents.

Reading it is pure: bytes in, a `LetterFile` out, or a refusal that says which line and what to do.
"""

import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import Any

import yaml

from signon.letters.front_matter import read_front
from signon.letters.models import ORGANIZATIONS, PROVEN, SILENCE_WITHDRAWS
from signon.letters.text import KNOWN_PLACES, unknown_places
from signon.letters.text import PLACE as PLACE
from signon.letters.values import HIDDEN
from signon.letters.values import SLUG as SLUG
from signon.refusals import N_, Refusal

LARGEST = 1024 * 1024  # bytes; the longest sample letter has 14 thousand
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's category Cc without tab and line end
_ENTITY = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));", re.IGNORECASE)  # as CommonMark reads it


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
    signee_fill: bool = False
    signee_groups: str = ""
    conveners_first: bool = False
    signee_details: tuple[str, ...] = ()
    page_header: str = ""
    quotes: tuple[dict[str, str], ...] = ()
    goal: int | None = None
    goal_grows: bool = True
    deadline: str = ""
    deadline_zone: str = "UTC"
    grace_hours: int = 24
    listing: str = PROVEN
    safe_mode: bool = False
    silence: str = SILENCE_WITHDRAWS
    legal_footer: str = ""


KEYS = tuple(known.name for known in fields(LetterFile) if known.name != "body")


def read(data: bytes) -> LetterFile:
    """The letter file in `data`. Raises Refusal with one sentence that names the line."""
    if len(data) > LARGEST:
        raise Refusal(
            N_("The file has %(size)s bytes; a letter may have 1 MB at most. Is it the right file?"), size=len(data)
        )
    text = decode(data)
    _refuse_unknown_places(text)
    front, body, body_line = _split(text)
    found = read_front(front, KEYS)
    if not body.strip():
        raise Refusal(N_("Line %(line)s: the letter has no text. Write it below the closing ---."), line=body_line)
    _refuse_hidden(body, body_line)
    return LetterFile(body=body.strip("\n") + "\n", **found)


def _refuse_unknown_places(text: str) -> None:
    """A misspelled `{{ undersigned }}` would be printed as it stands, on a letter that is already published."""
    for line, place in unknown_places(text):
        raise Refusal(
            N_("Line %(line)s: “%(place)s” means nothing here. Known are: %(known)s."),
            line=line,
            place=place,
            known=KNOWN_PLACES,
        )


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
            N_(
                "Line %(line)s: the file is not UTF-8 (it looks like Windows-1252). "
                "Save it again with the encoding UTF-8."
            ),
            line=line,
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        if _CONTROL.search(line_text):
            raise Refusal(
                N_("Line %(line)s: there is a control character. Remove it, or save the file as text."), line=number
            )
    return text


def _split(text: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Refusal(N_("Line 1: a letter file begins with --- and its front matter (title, campaign, ...)."))
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise Refusal(N_("Line %(line)s: the front matter never ends. Close it with a line of ---."), line=len(lines))


def _refuse_hidden(body: str, first_line: int) -> None:
    line = first_hidden_line(body)
    if line is not None:
        raise Refusal(
            N_(
                "Line %(line)s: there is a character that cannot be printed, or that turns the direction of the text. "
                "Type the line again by hand."
            ),
            line=first_line + line - 1,
        )


def first_hidden_line(body: str) -> int | None:
    """The first line of the Markdown `body`, from 1, that has what no reader could see, be it the character itself or
    an entity for it; None when there is none.
    """
    for number, line_text in enumerate(body.split("\n"), start=1):
        if HIDDEN.search(_ENTITY.sub(_character, line_text)):
            return number
    return None


def _character(entity: re.Match[str]) -> str:
    number = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(number) if number < 0x110000 else ""
