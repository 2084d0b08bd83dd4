"""Which face, language and direction a stretch of text is to be set in: Word is told, it does not find out by itself.

The faces are those that come with Word; where one is missing, Word and LibreOffice take another of the same script.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

ASCII = "ascii"  # what Word calls Latin, Greek and Cyrillic, and all scripts that need no more than those do
EAST_ASIAN = "eastAsia"
COMPLEX = "cs"


class Script(NamedTuple):
    """How a script is set: as which `kind` of face, in which one, in which language, and which way."""

    kind: str
    face: str
    language: str
    rtl: bool = False


LATIN = "Calibri"  # LibreOffice sets Carlito, which is as wide
_HEBREW = Script(COMPLEX, "Arial", "he-IL", rtl=True)
_ARABIC = Script(COMPLEX, "Arial", "ar-SA", rtl=True)
_OTHER_RTL = Script(COMPLEX, "Ebrima", "ar-SA", rtl=True)
_JAPANESE = Script(EAST_ASIAN, "Yu Gothic", "ja-JP")
_KOREAN = Script(EAST_ASIAN, "Malgun Gothic", "ko-KR")
_CHINESE = Script(EAST_ASIAN, "Microsoft YaHei", "zh-CN")
_TRADITIONAL = Script(EAST_ASIAN, "Microsoft JhengHei", "zh-TW")

# First and last code point of what is not set as Latin is, in order.
_INDIC = ("hi-IN", "bn-IN", "pa-IN", "gu-IN", "or-IN", "ta-IN", "te-IN", "kn-IN", "ml-IN", "si-LK")
_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0530, 0x058F, Script(ASCII, "Sylfaen", "hy-AM")),
    (0x0590, 0x05FF, _HEBREW),
    (0x0600, 0x06FF, _ARABIC),
    (0x0700, 0x074F, Script(COMPLEX, "Estrangelo Edessa", "syr-SY", rtl=True)),
    (0x0750, 0x077F, _ARABIC),
    (0x0780, 0x07BF, Script(COMPLEX, "MV Boli", "dv-MV", rtl=True)),
    (0x08A0, 0x08FF, _ARABIC),
    *(
        (0x0900 + 0x80 * place, 0x097F + 0x80 * place, Script(COMPLEX, "Nirmala UI", language))
        for place, language in enumerate(_INDIC)
    ),
    (0x0E00, 0x0E7F, Script(COMPLEX, "Leelawadee UI", "th-TH")),
    (0x0E80, 0x0EFF, Script(COMPLEX, "Leelawadee UI", "lo-LA")),
    (0x0F00, 0x0FFF, Script(COMPLEX, "Microsoft Himalaya", "bo-CN")),
    (0x1000, 0x109F, Script(COMPLEX, "Myanmar Text", "my-MM")),
    (0x10A0, 0x10FF, Script(ASCII, "Sylfaen", "ka-GE")),
    (0x1100, 0x11FF, _KOREAN),
    (0x1200, 0x139F, Script(ASCII, "Ebrima", "am-ET")),
    (0x13A0, 0x167F, Script(ASCII, "Gadugi", "chr-US")),
    (0x1780, 0x17FF, Script(COMPLEX, "Leelawadee UI", "km-KH")),
    (0x2D30, 0x2D7F, Script(ASCII, "Ebrima", "tzm-MA")),
    (0x2E80, 0x303F, _CHINESE),
    (0x3040, 0x30FF, _JAPANESE),
    (0x3100, 0x312F, _TRADITIONAL),
    (0x3130, 0x318F, _KOREAN),
    (0x3190, 0x31EF, _CHINESE),
    (0x31F0, 0x31FF, _JAPANESE),
    (0x3200, 0x4DBF, _CHINESE),
    (0x4E00, 0x9FFF, _CHINESE),
    (0xAC00, 0xD7FF, _KOREAN),
    (0xF900, 0xFAFF, _CHINESE),
    (0xFB1D, 0xFB4F, _HEBREW),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE70, 0xFEFE, _ARABIC),
    (0xFF01, 0xFF65, _CHINESE),
    (0xFF66, 0xFF9F, _JAPANESE),
    (0xFFA0, 0xFFDC, _KOREAN),
    (0x20000, 0x3FFFD, _CHINESE),
)
# Letters, marks and signs of Latin, Greek and Cyrillic; they have a direction, or that of what is beside them.
_PLAIN = re.compile("[\x00-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]*").fullmatch
_STARTS = [first for first, _, _ in _BLOCKS]
_ARABIC_LETTERS = {"ar", "fa", "ur", "ps", "sd", "ug", "ckb"}
_FROM_RIGHT_TO_LEFT = _ARABIC_LETTERS | {"he", "yi", "dv"}
_HAN_BY_LANGUAGE = {"ja": _JAPANESE, "ko": _KOREAN, "zh-TW": _TRADITIONAL, "zh-HK": _TRADITIONAL}
_ANY = object()  # a character of no script of its own: a space, a digit, a bracket


def east_asian(language: str) -> Script:
    """How Chinese characters are set in a text in this language (BCP 47)."""
    if language.startswith("zh-Hant"):
        return _TRADITIONAL
    return _HAN_BY_LANGUAGE.get(language) or _HAN_BY_LANGUAGE.get(_main(language), _CHINESE)


def complex_script(language: str) -> Script:
    """How scripts are set that are shaped, where nothing better is known, in a text in this language."""
    if _main(language) in _ARABIC_LETTERS:
        return _ARABIC._replace(language=language)
    known = (script for _, _, script in _BLOCKS if script.kind == COMPLEX)
    return next((script for script in known if _main(script.language) == _main(language)), _ARABIC)


def is_right_to_left(language: str) -> bool:
    """Whether the language (BCP 47) is written from right to left."""
    return _main(language) in _FROM_RIGHT_TO_LEFT


def _main(language: str) -> str:
    return language.partition("-")[0]


def stretches(text: str, rtl: bool, language: str) -> list[tuple[str, Script | None]]:
    """`text` in pieces of one script each, in the order typed; None for what is set as Latin is.

    `rtl` is the direction of the paragraph, `language` that of the letter: it tells how Chinese characters are meant.
    Spaces, digits and signs go with the letters beside them, or where those run both ways, with the paragraph.
    """
    if _PLAIN(text):
        return [(text, None)] if text else []
    scripts = _in_company(list(_scripts(text, language)), rtl)
    pieces, start = [], 0
    for script, found in groupby(scripts):
        end = start + len(list(found))
        pieces.append((text[start:end], script))
        start = end
    return pieces


def _scripts(text: str, language: str) -> Iterator[object]:
    """The script of each character; marks have that of what they stand on."""
    meant: dict[object, object] = {_CHINESE: _han_in(text, language)}
    if _main(language) in _ARABIC_LETTERS:
        meant[_ARABIC] = complex_script(language)
    last: object = _ANY
    for character in text:
        if unicodedata.category(character)[0] != "M" and character not in "\u200c\u200d":
            last = _script(character)
            last = meant.get(last, last)
        yield last


def _script(character: str) -> object:
    point = ord(character)
    place = bisect_right(_STARTS, point) - 1
    if place >= 0 and point <= _BLOCKS[place][1] and not (point < 0x3000 and character.isspace()):
        return _BLOCKS[place][2]
    direction = unicodedata.bidirectional(character)
    if direction in ("R", "AL"):
        return _OTHER_RTL
    return None if direction == "L" else _ANY


def _han_in(text: str, language: str) -> Script:
    """Chinese characters beside Japanese or Korean letters are Japanese or Korean."""
    found = {_script(character) for character in text}
    return next((script for script in (_JAPANESE, _KOREAN, _TRADITIONAL) if script in found), east_asian(language))


def _in_company(scripts: Sequence[object], rtl: bool) -> Iterator[Script | None]:
    """The same, each character of no script in that of a neighbor."""
    known = [script for script in scripts if script is not _ANY]
    outer = next((script for script in known if _runs(script) == rtl), _OTHER_RTL if rtl else None)
    last: object = outer
    place = 0
    for is_any, found in groupby(scripts, key=lambda script: script is _ANY):
        row = list(found)
        place += len(row)
        if is_any:
            following = scripts[place] if place < len(scripts) else outer
            row = [_between(last, following, outer, rtl)] * len(row)
        else:
            last = row[-1]
        for script in row:
            yield script if isinstance(script, Script) else None


def _between(before: object, after: object, outer: object, rtl: bool) -> object:
    if _runs(before) == _runs(after):
        return before
    return before if _runs(before) == rtl else after if _runs(after) == rtl else outer


def _runs(script: object) -> bool:
    return isinstance(script, Script) and script.rtl
