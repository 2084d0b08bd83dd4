"""Characters that look like others: one name in the eye, two names in bytes.

A look is what is left of a word when everything that a reader may take for something else is written the same way. It
is for comparing only, never for showing: "clinic" looks like "cllnlc".
"""

from functools import lru_cache

# Folded characters that look like a Latin letter, from "confusables" (Unicode Technical Standard #39), and
# Latin letters with strokes and hooks by their names in Unicode. Those that folding makes plain are not among them.
_LIKE = {
    "a": "ɑαаᎪᗅᴀᶏⱥꓮ",
    "b": "ƀƃƅɓʙβвьᏏᏴᑲᖯᗷᵬᶀꓐꞗꞵ",
    "c": "ƈȼɕсᏟᴄⲥꓚꞓꞔ",
    "d": "đƌȡɖɗԁᎠᏧᑯᗞᗪᴅᵭᶁᶑꓒꓓꝺꟈ",
    "e": "ɇɛεеҽᎬᴇᶒⱸⴹꓰꬲꬴ",
    "f": "ƒϝքᖴᵮᶂẝꓝꜰꝼꞙꬵ",
    "g": "ƍǥɠɡɢʛԍցᏀᏳᵹᶃꓖꞡꬶ",
    "h": "ħɦʜнһհᎻᏂᕼⱨⲏꓧꞕ",
    "j": "ȷɉɟʄʝϳјᎫᒍᴊꓙ",
    "k": "ƙκкᏦᛕᴋᶄⱪⲕꓗꝁꝃꝅꞣ",
    "l": "ıłƚǀǃȴɨɩɪɫɬɭʟιіӏ۱ᎥᏞᒪᛁᴌᶅᶖⱡⲓⳑⵏꓡꓲꙇꝉꞎꬷꬸꬹ",
    "m": "ɱμϻмᎷᗰᛖᴍᵯᶆⲙꓟꬺ",
    "n": "ƞȵɲɳɴηпոռᵰᶇⲛꓠꞑꞥꬻ",
    "o": "øɵοσоօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⱺⲟⵔ〇ꓳꝋꝍꬽ",
    "p": "ƥρрᏢᑭᴘᵱᵽᶈⲣꓑꝑꝓꝕ",
    "q": "ɋʠԛգզⵕꝗꝙꞯ",
    "r": "ɍɼɽɾʀгᎡᎱᏒᖇᴦᵲᵳᶉⲅꓣꞃꞧꭆꭇꭈꭉꭋꭌ",
    "s": "ƽȿʂѕտᏕᏚᵴᶊꓢꜱꞅꞩꟊ",
    "t": "ŧƫƭȶʈτтᎢᴛᵵⱦⲧꓔꞇ",
    "u": "ʋυиսሀᑌᴜᶙꓴꞟꞹꭎꭒ",
    "v": "νѵ۷Ꮩᐯᴠᶌⱱⱴⴸꓦꛟꝟ",
    "w": "ɯωѡԝաᎳᏔᴡⱳꓪ",
    "x": "χхᕁᕽᚷᶍⲭⵝꓫꭓꭖꭗꭘꭙ",
    "y": "ƴɏɣʏγуүყᎩᎽỿⲩꓬꭚ",
    "z": "ƶȥɀʐʑζᏃᴢᵶᶎⱬꓜ",
}
# The same from scripts that run from right to left, which would turn this page around, and from ancient ones.
_LIKE_FROM_AFAR = {
    "a": "\U000102a0\U00016f40",
    "b": "\U00010282\U000102a1\U00010301",
    "c": "\U000102a2\U00010302\U0001043d\U0001051c\U000118e9\U000118f2",
    "e": "\U00010286\U000118c6\U000118ce",
    "f": "\U00010287\U000102a5\U00010525\U000118c2",
    "h": "\U000102cf",
    "k": "\U00010518",
    "l": (
        "\u05d5\u05df\u0627\u0661\u07ca\U0001028a\U00010309\U00010320\U00010443\U00010526\U000118c3\U000118d2"
        "\U00016f16\U00016f28\U0001e8c7"
    ),
    "m": "\U000102b0\U00010311",
    "n": "\U00010513",
    "o": (
        "\u05e1\u0647\u0665\u06be\u06c1\u06d5\u07c0\U00010292\U000102ab\U0001042c\U000104ea\U00010516"
        "\U000114d0\U000118c8\U000118d5\U000118d7\U000118e0"
    ),
    "p": "\U00010295",
    "r": "\U000104dc\U00016f35",
    "s": "\U00010296\U00010448\U000118c1\U00016f3a",
    "t": "\U00010297\U000102b1\U00010315\U000118dc\U00016f0a",
    "u": "\U000104f6\U000118d8\U00016f42",
    "v": "\u05d8\u0667\U0001051d\U00011706\U000118c0\U00016f08",
    "w": "\U0001170a\U0001170e\U0001170f\U000118e6\U000118ef",
    "x": "\U00010290\U000102b4\U00010317\U00010322\U00010527\U000118ec",
    "y": "\U000102b2\U000118c4\U000118dc\U00016f43",
    "z": "\U000102f5\U000118c4\U000118c9\U000118e5",
}
# Signs that look like letters, and those that are written for them.
_SIGNS_LIKE = {
    "a": "\u237a",
    "c": "\U0001f74c",
    "e": "\u212e\u22ff",
    "f": "\U0001d213",
    "l": "\u05c0\u2223\u2373\u23fd\u2502\U0001d22a",
    "o": "\u0c02\u0c82\u0d02\u0d82",
    "p": "\u2374",
    "r": "\U0001d216",
    "t": "\u22a4\u27d9\U0001f768",
    "u": "\u222a\u22c3",
    "v": "\u2228\u22c1\U0001d20d",
    "x": "\u00d7\u166d\u166e\u2573\u292b\u292c\u2a2f",
}
_SIGNS_FOR = {"@": "a", "$": "s", "!": "l", "|": "l", "\u20ac": "e"}
# Greek letters whose capital looks like another letter than they do themselves; case must not matter here.
_LIKE_AS_CAPITALS = {"η": "h", "ν": "n", "υ": "y", "σ": "c"}


def _by_character(table: dict[str, str]) -> dict[str, str]:
    return {one: letter for letter, many in table.items() for one in many}


_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FRAMED = {first + place: letter for first in (0x1F150, 0x1F170, 0x1F1E6) for place, letter in enumerate(_ALPHABET)}
_LETTERS = str.maketrans(_by_character(_LIKE_FROM_AFAR) | _by_character(_LIKE) | {"æ": "ae", "œ": "oe"})
_SIGNS = str.maketrans(_by_character(_SIGNS_LIKE) | _SIGNS_FOR)
_CAPITALS = _LETTERS | str.maketrans(_LIKE_AS_CAPITALS)
_DIGITS_FOR_LETTERS = str.maketrans("01345789", "oleastbg")
_ROUND_AND_STRAIGHT = str.maketrans("01", "ol")
_LETTERS_FOR_DIGITS = str.maketrans("oil", "011")


def unframed(text: str) -> str:
    """`text` with letters that are drawn in circles, squares and flags as plain letters (no fold does that)."""
    return text if text.isascii() else text.translate(_FRAMED)


def lettered(text: str) -> str:
    """`text` with signs that may be read as letters as these letters: "We Count!" as "We Countl"."""
    return text.translate(_SIGNS)


def latin(word: str) -> str:
    """A folded word with letters that look like Latin ones written as these."""
    return word if word.isascii() else word.translate(_LETTERS)


@lru_cache(maxsize=4096)
def looks(word: str) -> tuple[str, ...]:
    """The look of a folded word; two looks when its Greek letters look otherwise as capitals."""
    return tuple(run_together(letters) for letters in letters_seen(word))


@lru_cache(maxsize=4096)
def letters_seen(word: str) -> tuple[str, ...]:
    """The one or two looks of a folded word, letter by letter."""
    if word.isascii():
        return (_seen(word),)
    return tuple(dict.fromkeys((_seen(word.translate(_LETTERS)), _seen(word.translate(_CAPITALS)))))


def run_together(letters: str) -> str:
    """Pairs of letters that look like one letter as this one."""
    # A capital i is drawn like an l. ("cl" stays: Clayton is not Dayton.)
    return letters.replace("i", "l").replace("rn", "m").replace("vv", "w")


def _seen(word: str) -> str:
    if len(word) == 1:
        return "!" if word == "i" else word  # alone, a letter is itself: it tells "Section I" from "Section L"
    return word if word.isalpha() else _without_mixed_digits(word)


def _without_mixed_digits(word: str) -> str:
    """Digits among letters read as letters ("un1on"), letters among digits as digits ("1O"); numbers stay numbers."""
    letters = {letter for letter in word if not letter.isdigit()}
    if len(letters) == len(set(word)):
        return word
    if letters <= set("oil"):
        return word.translate(_LETTERS_FOR_DIGITS)
    return word.translate(_DIGITS_FOR_LETTERS if len(letters) > 1 else _ROUND_AND_STRAIGHT)
