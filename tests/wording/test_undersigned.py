"""The number of the undersigned in every style that a letter's text may ask for."""

from collections.abc import Iterator

import pytest
from flask import Flask
from unicode_rbnf import RbnfEngine

from signon.letters.text import FEMININE, MORE_THAN, PLAIN, PLUS, STYLES, WORDS, fill_undersigned
from signon.wording.undersigned import living_number, round_down


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def test_a_round_number_is_never_more_than_what_it_stands_for() -> None:
    for value in range(30_000):
        rounded = round_down(value)
        assert rounded <= value < rounded + max(10, rounded // 4 + 1)
        assert round_down(rounded) == rounded, "a round number is round itself"


ROUNDED = [
    (0, "0", "0"),
    (9, "9", "9"),
    (10, "10+", "10"),
    (11, "10+", "more than 10"),
    (70, "70+", "more than 60"),
    (102, "100+", "more than 100"),
    (200, "200+", "more than 190"),
    (249, "200+", "more than 200"),
    (999, "950+", "more than 950"),
    (1_049, "1,000+", "more than 1,000"),
    (9_999, "9,900+", "more than 9,900"),
    (12_345, "12,000+", "more than 12,000"),
]


def test_rounded_styles_never_say_too_much() -> None:
    for value, plus, more_than in ROUNDED:
        written = living_number(value, "en")
        assert (written(PLUS), written(MORE_THAN)) == (plus, more_than)


SPELLED = [
    ("en", 102, "102", "one hundred two", "one hundred two"),
    ("en", 2_521, "2,521", "two thousand five hundred twenty-one", "two thousand five hundred twenty-one"),
    ("es", 102, "102", "ciento dos", "ciento dos"),
    ("es", 221, "221", "doscientos veintiún", "doscientas veintiuna"),
    ("pt-BR", 102, "102", "cento e dois", "cento e duas"),
    ("de", 31, "31", "einunddreißig", "einunddreißig"),
    ("eu", 102, "102", "102", "102"),
]


def test_numbers_are_spelled_out_as_their_language_does() -> None:
    for language, value, *forms in SPELLED:
        written = living_number(value, language)
        assert [written(PLAIN), written(WORDS), written(FEMININE)] == forms


def test_more_than_speaks_the_language_of_the_text_or_leaves_the_number_alone() -> None:
    assert living_number(152, "es")(MORE_THAN) == "más de 150"
    assert living_number(152, "fr")(MORE_THAN) == "152"


def test_at_the_start_of_a_sentence_a_capital_u_makes_a_capital() -> None:
    text = "{{ Undersigned | words }} organizations, {{undersigned|more  than}}, {{ Undersigned | more than }}."
    filled = fill_undersigned(text, living_number(152, "en"))
    assert filled == "One hundred fifty-two organizations, more than 150, More than 150."


def test_every_language_writes_every_style() -> None:
    for language in RbnfEngine.get_supported_languages():
        for value in (0, 1, 21, 102, 2_500, 1_234_567):
            assert all(living_number(value, language.replace("_", "-"))(style) for style in STYLES), language
