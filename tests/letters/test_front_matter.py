"""Front matter is taken as it is written, and no trick of YAML or of Unicode gets past it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.letters.file import KEYS, read, write
from signon.refusals import Refusal
from tests.letters.files import SMALLEST, refused_with, titled, with_body, with_front


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["goal: !!int abc"], 3, "tags are not read"),
        (["safe_mode: !!bool abc"], 3, "tags are not read"),
        (["date: !!timestamp abc"], 3, "tags are not read"),
        (["subject: !!binary aGk="], 3, "tags are not read"),
        (["subject: !!python/object/apply:os.system [ls]"], 3, "tags are not read"),
        (["subject: !<tag:yaml.org,2002:str> x"], 3, "tags are not read"),
        (["subject: ! x"], 3, "tags are not read"),
        (["subject: &a x"], 3, "anchors and aliases are not read"),
        (["subject: x", "closing: *a"], 4, "anchors and aliases are not read"),
        (["a: &a [x, x]", "b: &b [*a, *a]", "c: [*b, *b]"], 3, "anchors and aliases are not read"),
        (["<<: {foo: 1}"], 3, "“<<” is not a key"),
        (["yes: x"], 3, "“yes” is not a key"),
        (["~: x"], 3, "“~” is not a key"),
        (["0x10: x"], 3, "“0x10” is not a key"),
        (["? [a, b]", ": x"], 3, "is not a key"),
        (["? {a: b}", ": x"], 3, "is not a key"),
        ([": x"], 3, "YAML"),
        (['"\\e[31m": x'], 3, "is not a key"),
        (['"\\ud800": x'], 3, "is not a key"),
        (["x" * 100_000 + ": y"], 3, "YAML"),
        (["subject: " + "[" * 3000], 3, "lists within lists"),
        (["subject:", *(" " * depth + "-" for depth in range(1, 500))], 7, "lists within lists"),
        (["addressees: [" + "a, " * 5000 + "]"], 3, "more keys and values"),
        (['subject: "\\U00110000"'], 3, "YAML"),
        (['subject: "\\UFFFFFFFF"'], 3, "YAML"),
        (["subject: x\ufffe"], 3, "YAML"),
        (["%YAML 1." + "1" * 5000, "--- x"], 3, "YAML"),
        (["subject: x", "# " + "x" * 600_000], 2, "too long"),
    ],
    ids=lambda case: str(case)[:40],
)
def test_a_trick_of_yaml_is_refused_with_its_line(lines: list[str], line: int, says: str) -> None:
    refused_with(with_front(*lines), line, says)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["date: 2026-13-45"], "2026-11-21"),
        (["date: 2026-1-5"], "2026-11-21"),
        (["date: ２０２６-11-21"], "2026-11-21"),
        (["date: 20261121"], "2026-11-21"),
        (["goal: " + "9" * 5000], "1000 characters"),
        (["goal: " + "9" * 500], "must be a number"),
        (["goal: 0x10"], "must be a number"),
        (["goal: 010"], "must be a number"),
        (["goal: 1:30"], "must be a number"),
        (["goal: ٥"], "must be a number"),
        (["grace_hours: -1"], "must be a number"),
        (["language: xx"], "pt-BR"),
        (["language: qq-QQ"], "pt-BR"),
        (["language: en-XX"], "pt-BR"),
        (["language: en-Hant"], "pt-BR"),
        (["language: und"], "pt-BR"),
        (["language: pt_BR"], "pt-BR"),
        (["language: pt-br"], "pt-BR"),
        (["language: ''"], "pt-BR"),
        (["deadline: 2026-02-30 12:00"], "2000 to 2200"),
        (["deadline: 2026-12-31 24:00"], "2000 to 2200"),
        (["deadline: 2026-12-31 23:59:59"], "2000 to 2200"),
        (["deadline: 1999-12-31 23:59"], "2000 to 2200"),
        (["deadline: 2201-01-01 00:00"], "2000 to 2200"),
        (["deadline: ２０２６-12-31 23:59"], "2000 to 2200"),
        (["deadline: 2026-12-31T23:59:00-05:00"], "deadline_zone"),
        (["deadline: 2026-12-31 23:59Z"], "deadline_zone"),
        (["deadline: 2026-12-31 23:59 +2"], "deadline_zone"),
        (["deadline: 2027-03-14 02:30", "deadline_zone: America/New_York"], "skip"),
        (["deadline_zone: ''"], "America/New_York"),
        (["deadline_zone: ../../etc/passwd"], "America/New_York"),
        (["deadline_zone: America"], "America/New_York"),
        (['deadline_zone: "a\\0b"'], "America/New_York"),
        (['deadline_zone: "\\ud800"'], "America/New_York"),
        (["slug: " + "a" * 256], "255 characters"),
        (["campaign: " + "x" * 301], "300 characters"),
        (["subject: " + "x" * 1001], "1000 characters"),
        (["legal_footer: |", "  One", "  Two"], "one line"),
        (['subject: "a\\tb"'], "one line"),
        (['subject: "a\\Lb"'], "one line"),
        (["subject: {a: b}"], "must be a text"),
        (["addressees:", "  - x"], "must each have a name"),
        (["addressees:", "  - [name]"], "must each have a name"),
        (["addressees:", "  - name: A", "    name: B"], "each once"),
        (["addressees:", "  - name: {}"], "must be a text"),
        (["addressees:", "  - {? [] : A}"], "must each have a name"),
        (["addressees:", '  - name: "A\\nB"'], "one line"),
        (["addressees:", "  - name: A", "    address: " + "x" * 1001], "1000 characters"),
        (["addressees:", *["  - name: A"] * 51], "50 at most"),
        (["conveners:", *["  - A"] * 201], "200 at most"),
        (["conveners:", "  - " + "x" * 301], "300 characters"),
        (["conveners:", "  - ~"], "list of names"),
        (["conveners:", "  - ''"], "empty"),
        (["conveners:", "  - [A]"], "list of names"),
        (["conveners: {A: B}"], "list of names"),
        (["safe_mode: [true]"], "must be a text"),
    ],
    ids=lambda case: str(case)[:50],
)
def test_a_value_that_no_letter_can_have_is_refused_with_its_line(lines: list[str], says: str) -> None:
    refused_with(with_front(*lines), 3, says)


NEVER = [
    "\\0",
    "\\e",
    "\\u009f",
    "\\ud800",
    "\\ud83d\\ude00",
    "\\u202e",
    "\\u2066",
    "\\u2069",
    "\\uffff",
    "\\U0001fffe",
]


@pytest.mark.parametrize("escape", NEVER)
def test_no_text_of_the_front_matter_hides_a_character_behind_an_escape(escape: str) -> None:
    refused_with(titled(f'"a{escape}b"'), 2, "cannot be printed")
    refused_with(with_front(f'legal_footer: "a{escape}b"'), 3, "cannot be printed")
    refused_with(with_front("conveners:", f'  - "a{escape}b"'), 3, "cannot be printed")
    refused_with(with_front("addressees:", "  - name: A", f'    address: "a{escape}b"'), 3, "cannot be printed")


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2067", "\ufffe", "&#x202e;", "&#8238;", "&#X2066;", "&#12;", "&#xFFFF;"]
)
def test_the_text_of_a_letter_hides_nothing_either(hidden: str) -> None:
    refused_with(with_body(f"One\n\nTwo{hidden}"), 7, "cannot be printed")


def test_ordinary_entities_and_tabs_and_joiners_stand_in_a_letter_as_they_are() -> None:
    body = "&amp; &#8217; &#99999999; &#x110000; \t می\u200cخواهم \u200fא\n"
    assert read(with_body(body)).body == body


def test_a_text_is_what_was_written_whatever_yaml_would_make_of_it() -> None:
    for written in ("2021", "2026-11-21", "0x10", "1_000", "1.50", "yes", "12:30:45", "=", "<<"):
        assert read(titled(written)).title == written
    assert read(with_front("subject: ~", "closing:", "goal: null")) == read(SMALLEST)


@pytest.mark.parametrize(
    "language", ["en", "es", "pt-BR", "zh-Hant", "zh-TW", "es-419", "ht", "so", "no", "sr-Latn-RS"]
)
def test_a_language_that_dates_can_be_written_in_is_kept_as_typed(language: str) -> None:
    assert read(with_front(f"language: {language}")).language == language


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-12-31 23:59", "2026-12-31 23:59"),
        ("2026-12-31T23:59:00", "2026-12-31 23:59"),
        ("2026-1-5 9:05", "2026-01-05 09:05"),
        ('"2200-12-31 00:00"', "2200-12-31 00:00"),
        ("''", ""),
    ],
)
def test_a_deadline_is_kept_in_one_way_of_writing_it(typed: str, kept: str) -> None:
    file = read(with_front(f"deadline: {typed}"))
    assert file.deadline == kept
    assert read(write(file)) == file


def test_an_hour_that_comes_twice_is_a_deadline() -> None:
    assert read(with_front("deadline: 2026-11-01 01:30", "deadline_zone: America/New_York")).deadline


@pytest.mark.parametrize(("written", "means"), [("yes", True), ("True", True), ("off", False), ("false", False)])
def test_yes_and_no_are_written_as_yaml_writes_them(written: str, means: bool) -> None:
    assert read(with_front(f"safe_mode: {written}")).safe_mode is means


VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["&a", "*a", "!!int", "[", "{", "}", "]", "- ", "? ", ": ", '"', "'", "\\u", "|", ">", "%", "\n", "\n  "]
    ),
    st.sampled_from(
        ["2026-1-5", " 23:59", "T", "Z", "-05:00", "9" * 4400, "en", "-", "Hant", "UTC", "name: A", "~", "yes"]
    ),
)


@given(key=st.sampled_from(KEYS), pieces=st.lists(VALUES, max_size=6))
def test_whatever_stands_behind_a_key_is_read_or_refused_and_what_is_read_is_written_the_same(
    key: str, pieces: list[str]
) -> None:
    text = "".join(pieces).encode(errors="replace").decode()
    data = f"---\ntitle: x\n{key}: {text}\n---\n\nPlease.\n".encode()
    with contextlib.suppress(Refusal):
        file = read(data)
        assert read(write(file)) == file
