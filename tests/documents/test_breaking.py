import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.documents.pdf.breaking import Line, break_name, break_runs
from signon.documents.pdf.fonts import BOLD, REGULAR, Measure

measure = Measure(REGULAR, 9)
WIDTH, INDENT = 138.0, 9.0

names = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60) | st.sampled_from(["-", "IJKL-"]),
    min_size=1,
    max_size=12,
).map(" ".join)


def broken(name: str) -> tuple[str, ...]:
    return break_name(name, WIDTH, INDENT, measure)


@given(names)
def test_the_lines_of_a_name_joined_are_the_name(name: str) -> None:
    assert "".join(broken(name)) == name


@given(names)
def test_no_line_is_wider_than_its_column(name: str) -> None:
    for number, line in enumerate(broken(name)):
        shown = line.rstrip(" ")
        # One character with its marks and hyphens is never broken, however wide.
        assert measure(shown) <= WIDTH - (INDENT if number else 0) + 0.001 or len(shown.lstrip(" ")) <= 66


@given(st.lists(st.text("abcdefgh-", min_size=1, max_size=9).map(lambda w: f"{w}x"), min_size=1, max_size=20))
def test_lines_end_only_at_spaces_where_all_words_fit(words: list[str]) -> None:
    assert all(line.endswith(" ") for line in broken(" ".join(words))[:-1])


def test_a_short_name_is_one_line() -> None:
    assert broken("Night Nurses") == ("Night Nurses",)


def test_a_word_that_ends_in_a_hyphen_goes_to_the_next_line_with_the_word_after_it() -> None:
    assert broken("Neighbors of the Valley IJK- Justice") == ("Neighbors of the Valley ", "IJK- Justice")
    assert broken("Sisters of the Long Valleys - Justice Team") == ("Sisters of the Long Valleys ", "- Justice Team")


def test_a_hyphen_ends_a_line_where_no_other_break_would_do() -> None:
    long = "W" * 14
    assert broken(f"{long}- {long}") == (f"{long}- ", long)


def test_a_word_wider_than_the_column_is_broken_by_characters_but_not_before_a_combining_mark() -> None:
    lines = broken("e\u0301" * 80)
    assert len(lines) > 1
    assert all(line.startswith("e") for line in lines)


def test_spaces_typed_twice_are_kept() -> None:
    name = "Neighbors  of the  Long and Winding  Valleys"
    assert len(broken(name)) == 2
    assert "".join(broken(name)) == name


def test_a_word_of_five_thousand_characters_is_broken() -> None:
    assert "".join(broken("x" * 5000)) == "x" * 5000


def test_chinese_and_japanese_are_broken_between_characters_but_not_before_closing_punctuation() -> None:
    name = "東の谷の隣人と家族のための夜間コミュニティー（「協議会」）、東の谷の隣人と家族のための協議会。"
    for width in range(60, 140, 3):
        lines = break_name(name, width, INDENT, measure)
        assert "".join(lines) == name
        assert not any(line[0] in "）」、。ーィ" for line in lines)
        assert not any(line[-1] in "（「" for line in lines)
        assert all(measure(line) > width - INDENT - 4 * 9 for line in lines[:-1])


def test_korean_is_broken_at_spaces() -> None:
    assert broken("동쪽 골짜기 이웃과 가족을 위한 야간 상담 연합회") == (
        "동쪽 골짜기 이웃과 가족을 위한 야간 ",
        "상담 연합회",
    )


@pytest.mark.parametrize(
    ("name", "never_first"),
    [
        ("สมาคมเพื่อนบ้านหุบเขาตะวันออกเพื่อเวลาเปิดทำการตอนเย็นน้ำใจ", "ะาำๆ่้ิีึืุู็์ั"),
        ("ສະມາຄົມເພື່ອນບ້ານຮ່ອມພູຕາເວັນອອກເພື່ອນບ້ານ", "ະາຽ່້ິີຶືຸູັົ"),
        ("សមាគមអ្នកជិតខាងជ្រលងភ្នំខាងកើតដើម្បីម៉ោងល្ងាច", "ាិីុូើែៃោំះ្៉"),
        ("အရှေ့ဘက်တောင်ကြားအိမ်နီးချင်းများနှင့်မိသားစုအသင်း", "ာိီုူေဲံ့း်ျြွှ"),
    ],
    ids=["Thai", "Lao", "Khmer", "Burmese"],
)
def test_words_without_spaces_are_broken_between_syllables_and_fill_their_lines(name: str, never_first: str) -> None:
    lines = break_name(name, 80, INDENT, measure)
    assert len(lines) > 2
    assert "".join(lines) == name
    assert not any(line[0] in never_first for line in lines)
    assert not any(line[-1] in "เแโใไເແໂໃໄ\u17d2\u1039" for line in lines)
    assert all(measure(line) > 80 - INDENT - 25 for line in lines[:-1])


def test_a_conjunct_letter_is_never_parted() -> None:
    lines = break_name("क्षत्रिय" * 12, 60, INDENT, measure)
    assert len(lines) > 3
    assert not any(line[0] in "षरि" or line[-1] == "\u094d" for line in lines)


runs = st.lists(st.tuples(st.text("ab -é中。ש", max_size=40), st.sampled_from([REGULAR, BOLD])), min_size=1, max_size=5)


@given(runs, st.floats(30, 300), st.floats(-20, 20))
def test_the_lines_of_a_paragraph_joined_are_its_runs(
    paragraph: list[tuple[str, str]], width: float, by: float
) -> None:
    lines = break_runs(paragraph, width, by, 9)
    for number, (text, face) in enumerate(paragraph):
        found = [part for line in lines for part in line if part[2] == number]
        assert "".join(part[0] for part in found) == text
        assert {part[1] for part in found} <= {face}


def width_of(line: Line) -> float:
    text = "".join(part for part, _, _ in line)
    hanging = len(text) - len(text.rstrip(" "))
    return sum(Measure(face, 9)(part) for part, face, _ in line) - hanging * measure(" ")


@given(st.lists(st.text("abcdefghi", min_size=1, max_size=9), min_size=1, max_size=60), st.floats(60, 300))
def test_a_paragraph_takes_no_more_lines_than_it_must_and_ends_them_evenly(words: list[str], width: float) -> None:
    text = " ".join(words)
    greedy = break_name(text, width, 0, measure)
    lines = [[(line, REGULAR, 0)] for line in greedy]
    even = break_runs([(text, REGULAR)], width, 0, 9)
    assert len(even) == len(lines)
    assert all(width_of(line) <= width + 0.001 for line in even)
    assert sum((width - width_of(line)) ** 2 for line in even[:-1]) <= 0.001 + sum(
        (width - width_of(line)) ** 2 for line in lines[:-1]
    )


def test_the_first_line_of_a_paragraph_may_be_indented() -> None:
    first, second, *_ = break_runs([("word " * 40, REGULAR)], 200, 60, 9)
    assert width_of(first) <= 140 < width_of(second) <= 200


def test_a_word_of_two_faces_is_one_word() -> None:
    lines = break_runs([("Neighbors for ", REGULAR), ("Evening", BOLD), ("-Hours!", REGULAR)], 80, 0, 9)
    assert ["".join(part for part, _, _ in line) for line in lines] == ["Neighbors for ", "Evening-Hours!"]


def test_a_paragraph_without_text_is_one_empty_line() -> None:
    assert break_runs([], 100, 0, 9) == break_runs([("", REGULAR)], 100, 0, 9) == [[]]
