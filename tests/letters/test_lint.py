"""What a letter is warned of before it is published, and what it is not."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.letters.file import LetterFile, read
from signon.letters.lint import lint

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
ELSEWHERE = "the real letters lie beside the project only where it is developed"
LISTED = 100


def said(body: str, listed: int | None = LISTED, **front: str) -> list[tuple[str, str]]:
    """The fields that are warned of, each with the words that are."""
    file = LetterFile(body=body, **{"title": "Night trains", **front})  # type: ignore[arg-type]
    return [(one.field, str(one.values["said"])) for one in lint(file, listed)]


DISAGREEING = [
    ("alongside the union and the 98 undersigned organizations, urge", "98 undersigned organizations"),
    ("the 98 undersigned national, state and local groups", "98 undersigned national, state and local groups"),
    ("We, 1,200 organizations, ask", "1,200 organizations"),
    ("98 organizations urge you to act.", "98 organizations"),
    ("Today 150+ groups call on you.", "150+ groups"),
    ("On behalf of more than 150 organizations", "more than 150 organizations"),
    ("signed by at least **one hundred and two** groups", "at least **one hundred and two** groups"),
    ("Ninety-eight organizations ask the board.", "Ninety-eight organizations"),
    ("These 98 signatories", "98 signatories"),
    ("nearly 100 organizations ask", "nearly 100 organizations"),
]


@pytest.mark.parametrize(("text", "words"), DISAGREEING)
def test_a_number_of_the_undersigned_that_disagrees_with_the_list_is_told(text: str, words: str) -> None:
    assert said(text) == [("body", words)]
    assert said(text, None) == [], "nobody has counted"


def test_spanish_numbers_are_read_in_spanish_letters() -> None:
    text = "Las noventa y ocho organizaciones abajo firmantes pedimos. Más de 150 organizaciones exigimos."
    assert [words for _, words in said(text, language="es")] == [
        "noventa y ocho organizaciones",
        "Más de 150 organizaciones",
    ]
    assert said("Once organizations sign, trains run.") == [], "eleven is “once” in Spanish only"


QUIET = [
    "the 100 undersigned organizations",
    "70+ groups ask, at least 100 groups ask, more than 90 groups ask, almost 101 groups ask, about 95 groups ask",
    "We, {{ undersigned }} undersigned organizations, and {{ Undersigned | words }} groups, ask.",
    "More than 150 organizations recently wrote to you. 40 groups have already asked. In 2021 organizations asked.",
    "We thank the 40 organizations that wrote to the board. There are 12 groups in the valley.",
    "within the next 30 days, 98 times, 98 law professors urge you",
]


@pytest.mark.parametrize("text", QUIET)
def test_other_numbers_and_true_ones_are_left_alone(text: str) -> None:
    assert said(text) == []


def test_a_warning_says_which_living_number_to_write() -> None:
    texts = {
        "The 98 undersigned groups": "{{ undersigned }}",
        "We, 150+ groups": "{{ undersigned | plus }}",
        "More than 150 groups ask": "{{ Undersigned | more than }}",
        "the ninety undersigned groups": "{{ undersigned | words }}",
    }
    for text, place in texts.items():
        [warning] = lint(LetterFile(title="x", body=text), LISTED)
        assert warning.values["place"] == place and warning.values["listed"] == LISTED
        assert place in warning.sentence % warning.values
    [spanish] = lint(LetterFile(title="x", body="las noventa organizaciones abajo firmantes", language="es"), LISTED)
    assert spanish.values["place"] == "{{ undersigned | words feminine }}"


def test_a_title_that_counts_the_signees_is_read_too() -> None:
    assert said("x", title="98 organizations for night trains") == [("title", "98 organizations")]


ANNOUNCED = [
    ("", "We ask for these six demands:\n\n1. a\n2. b\n\nmore of b\n\n3. c\n", "six demands", 3),
    ("", "These are our three requests.\n\n## One\n\nx\n\n## Two\n\ny", "three requests", 2),
    ("", "## Ask\n\nthe following 3 steps\n\n**RUN THE TRAIN** x\n\n**PAY THE CREW** y", "3 steps", 2),
    ("", "Here are two things:\n\n1. First\n2. Second\n3. Third", "two things", 3),
    ("FIVE THINGS TO DO", "x\n\n- a\n- b\n- c\n- d", "FIVE THINGS", 4),
    ("FIVE THINGS TO DO", "# PRIORITY 1: x\n\nx\n\n## PRIORITY 2: y\n\ny", "FIVE THINGS", 2),
]


@pytest.mark.parametrize(("title", "body", "words", "found"), ANNOUNCED)
def test_points_that_are_announced_and_do_not_follow_are_told(title: str, body: str, words: str, found: int) -> None:
    [warning] = lint(LetterFile(title=title or "Night trains", body=body), LISTED)
    assert (warning.field, warning.values["said"]) == ("title" if title else "body", words)
    assert warning.values["found"] == found


def test_points_that_follow_as_announced_or_nowhere_are_left_alone() -> None:
    four = "- a\n- b\n- c\n- d\n"
    assert said(f"These four demands:\n\n{four}") == []
    assert said("x\n\n" + four + "- e", title="FIVE THINGS TO DO") == []
    assert said("We have five demands, and you know them.") == []
    assert said(f"There are two reasons for hope.\n\n{four}") == []
    assert said(f"## These two steps\n\nx\n\n## Others\n\n{four}") == []
    assert said("Pedimos estas cinco medidas:\n\n" + four, language="es") == [("body", "cinco medidas")]


def test_what_was_left_to_be_filled_in_is_told() -> None:
    text = "On [DATE] we met [insert the name], TODO, XX riders; lorem ipsum. In the siglo XX [DHS] said [DATE](https://x)."
    assert {words for _, words in said(text)} == {"[DATE]", "[insert the name]", "TODO", "XX", "lorem ipsum"}
    assert said("x", subject="Trains TBD") == [("subject", "TBD")]


def test_links_that_lead_nowhere_are_told_once() -> None:
    text = "[one](#), [two](www.nightline.org), [three](https://nightline.org) and [four](mailto:a@nightline.org)"
    [warning] = lint(LetterFile(title="x", body=text), LISTED)
    assert (warning.values["said"], warning.values["number"]) == ("one", 2)


PIECES = [
    "98",
    "one hundred",
    "organizations",
    "we, ",
    "{{",
    "}}",
    "[",
    "](",
    "#",
    "\n\n",
    "1.",
    "- ",
    "FIVE",
    "THINGS",
    "*",
    "urge",
    "más de",
    "٣",
    "²",
    "TK",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60))
def test_nothing_that_is_written_makes_it_fail(parts: list[str]) -> None:
    addressee = {"name": "x", "title": " ".join(parts[:2]), "address": ""}
    for language in ("en", "es"):
        file = LetterFile(title=" ".join(parts), body=" ".join(parts), addressees=(addressee,), language=language)
        for warning in lint(file, 5):
            assert warning.sentence % warning.values


@pytest.mark.parametrize(
    "part", ["98 undersigned organizations ", "these two things\n\n- x\n\n", "[x](", "one hundred and "]
)
def test_a_text_twice_as_long_takes_about_twice_as_long(part: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        lint(LetterFile(title="x", body=part * times), LISTED)
        return time.process_time() - began

    times = 10_000 // len(part)
    assert seconds(times * 16) < (seconds(times) + 0.05) * 64, "what grows with the square would take 256 times as long"


@pytest.mark.skipif(not REAL.exists(), reason=ELSEWHERE)
@pytest.mark.parametrize("listed", [None, 0, 86, 100])
def test_the_real_letters_are_warned_of_nothing_but_their_empty_links(listed: int | None) -> None:
    for path in sorted(REAL.glob("*.md")):
        for warning in lint(read(path.read_bytes()), listed):
            assert (warning.field, set(warning.values)) == ("body", {"said", "number"}), path.name
