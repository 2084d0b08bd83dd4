"""Where a line of any script may be broken: words, and the clusters of characters that nothing parts."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"[^ ]+ *| +")
# Whoever extracts text takes a hyphen at a line's end for the typesetter's, and drops it. (The last is a soft hyphen.)
_HYPHENS = ("-", "\u2010", "\u00ad")

# Written without spaces, and broken between any two characters: Han, Kana, Bopomofo, Yi and their punctuation.
_IDEOGRAPHIC = (
    "\u2e80-\u303f\u3041-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f"
)
_IDEOGRAPHIC += "\uff01-\uff60\U00020000-\U0003fffd"
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHIC}]")
_IS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHIC}]").match
# JIS X 4051: what must not begin a line (closing brackets, stops, small Kana, marks that repeat or lengthen) ...
_NOT_FIRST = frozenset(
    "、。〃々〆〕】〗〙〛〉》」』〞〟〻゛゜ゝゞ・ーヽヾァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ"
    "！），．：；？］｝｠～,.:;!?)]}’”…‥%％°·"
)
# ... and what must not end one.
_NOT_LAST = frozenset("〔【〖〘〚〈《「『〝（［｛｟([{‘“$＄￥#＃")

# Written without spaces, and broken between syllables where nothing else helps: Thai, Lao, Burmese, Khmer, Tibetan.
_SYLLABIC = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")  # stand before the consonant that they follow in speech
_TRAILING_VOWELS = frozenset("ฯะาำๅๆຯະາຳຽໆ")
_BURMESE_FINAL = re.compile("[\u1000-\u1021][\u1037\u1039]?\u103a")
_LONGEST = 64  # characters; a row of nothing but hyphens and marks has to be broken somewhere


def words(text: str) -> list[str]:
    """`text` in words with the spaces after them; a Chinese or Japanese character, with its punctuation, is a word."""
    tokens = _TOKEN.findall(text)
    if text.isascii() or not _HAS_IDEOGRAPH.search(text):
        return tokens
    return [part for token in tokens for part in _ideographs(token)]


def _ideographs(token: str) -> Iterator[str]:
    part = ""
    for cluster in clusters(token):
        if part and _may_part(part[-1], cluster[0]):
            yield part
            part = ""
        part += cluster
    yield part


def _may_part(last: str, first: str) -> bool:
    if first == " " or first in _NOT_FIRST or last in _NOT_LAST:
        return False
    return bool(_IS_IDEOGRAPH(last) or _IS_IDEOGRAPH(first))


def joins_next(part: str) -> bool:
    """Whether no line should end after `part`: it ends in a hyphen."""
    return part.rstrip(" ").endswith(_HYPHENS)


def is_syllabic(part: str) -> bool:
    """Whether `part` is of a script without spaces between words that is broken between syllables."""
    return not part.isascii() and _SYLLABIC.search(part) is not None


def clusters(text: str) -> Iterator[str]:
    """Characters, each with what must stay with it: combining marks, conjunct letters, and the hyphen before it."""
    if text.isascii() and "-" not in text:
        yield from text
        return
    cluster = ""
    for position, character in enumerate(text):
        if cluster and (len(cluster) >= _LONGEST or not _stays(cluster, character, text, position)):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _stays(cluster: str, character: str, text: str, position: int) -> bool:
    """Whether `character`, at `position` of `text`, belongs to the cluster before it."""
    last = cluster[-1]
    if _extends(character) or last in _HYPHENS or character in _TRAILING_VOWELS or last in _LEADING_VOWELS:
        return True
    if last == "\u200d" or _conjoins(last):
        return unicodedata.category(character) != "Zs"
    return "\u1000" <= character <= "\u1021" and bool(_BURMESE_FINAL.match(text, position)) and last != " "


@lru_cache(maxsize=8192)
def _extends(character: str) -> bool:
    """Whether `character` never stands alone: a mark, a joiner, a variation selector, a skin tone, a medial jamo."""
    if character.isascii():
        return False
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me")
        or character in "\u200c\u200d"
        or "\u1160" <= character <= "\u11ff"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


@lru_cache(maxsize=1024)
def _conjoins(character: str) -> bool:
    """Whether `character` binds the next letter to the one before: a virama that stacks or joins."""
    return unicodedata.combining(character) == 9 and character not in "\u0e3a\u103a\u1714\u1734"
