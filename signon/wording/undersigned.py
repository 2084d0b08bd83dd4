"""The number that a letter's text speaks of, in every style that a text may ask for, in the language of the text.

“100+” promises at least a hundred, and stands when there are exactly a hundred; “more than 100” stands from 101 on. The
round numbers are tens up to 200, fifties up to 1,000, hundreds up to 10,000, thousands above. Below the first of them
there is nothing to round to, and the number itself stands. Words are those of Unicode's CLDR, in their cardinal form
before a masculine noun, or before any where the language knows no gender; where CLDR spells no numbers in a language,
digits stand.
"""

from functools import cache

from babel import Locale
from flask_babel import gettext as _
from unicode_rbnf import RbnfEngine

from signon.letters.text import FEMININE, MORE_THAN, PLUS, WORDS, LivingNumber
from signon.wording.numbers import in_language, number

_SOFT_HYPHEN = "\u00ad"  # some languages' words have them, as advice where to divide
_STEPS = ((200, 10), (1_000, 50), (10_000, 100))
_LARGEST_STEP = 1_000


def living_number(value: int, language: str) -> LivingNumber:
    """The number `value` of the undersigned as the `language` of a text writes it: a function of the style."""

    def written(style: str) -> str:
        with in_language(language):
            if style == PLUS:
                return _plus(value)
            if style == MORE_THAN:
                return _more_than(value, language)
            if style in (WORDS, FEMININE):
                return _in_words(value, language, feminine=style == FEMININE) or number(value)
            return number(value)

    return written


def round_down(value: int) -> int:
    """The largest round number that is not more than `value`; 0 where there is none."""
    step = next((step for most, step in _STEPS if value <= most), _LARGEST_STEP)
    return value - value % step


def _plus(value: int) -> str:
    least = round_down(value)
    return f"{number(least)}+" if least else number(value)


def _more_than(value: int, language: str) -> str:
    """In a language that our catalogues do not speak, which would say it in English, the number stands alone."""
    least = round_down(value - 1) if value else 0
    said: str = _("more than %(number)s", number=number(least))
    is_understood = language.split("-")[0] == "en" or said != f"more than {number(least)}"
    return said if least and is_understood else number(value)


def _in_words(value: int, language: str, *, feminine: bool) -> str:
    """`value` spelled out; "" where the language's words are not known."""
    engine = _engine(language)
    if engine is None:
        return ""
    forms = engine.format_number(value).text_by_ruleset
    asked = ("spellout-cardinal-feminine",) if feminine else ()
    usual = ("spellout-cardinal", "spellout-cardinal-masculine", "spellout-numbering")
    return next((forms[name] for name in (*asked, *usual) if name in forms), "").replace(_SOFT_HYPHEN, "")


@cache
def _engine(language: str) -> RbnfEngine | None:
    """The rules of `language`, a code such as "es" or "pt-BR"; of its base language where it has none of its own."""
    locale = Locale.parse(language, sep="-")
    known = RbnfEngine.get_supported_languages()
    names = [f"{locale.language}_{part}" for part in (locale.script, locale.territory) if part] + [locale.language]
    name = next((name for name in names if name in known), None)
    return RbnfEngine.for_language(name) if name else None
