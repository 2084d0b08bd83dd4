"""What changed between two texts, in words that everybody can follow."""

from signon.letters.reading import LetterReading
from signon.letters.word_difference import ADDED, REMOVED, SAME, Piece, difference, paragraphs


def reading(body: str, title: str = "x", **other: str) -> LetterReading:
    """A letter with this text."""
    return LetterReading("night-train", "Night Line", "organizations", "en", title, body, **other)  # type: ignore[arg-type]


def test_words_that_came_and_went_are_told_within_their_paragraph_and_the_rest_is_left_out() -> None:
    (part,) = difference(reading("One.\n\nWe ask for trains.\n\nEnd."), reading("One.\n\nWe ask for buses.\n\nEnd."))
    pieces = (Piece(SAME, "We ask for"), Piece(REMOVED, "trains."), Piece(ADDED, "buses."))
    assert (part.name, part.blocks) == ("text", ((), pieces, ()))


def test_a_paragraph_that_was_written_anew_stands_after_the_old_one() -> None:
    (part,) = difference(reading("Run the night train."), reading("Nobody asked us about ferries, ever."))
    assert [[piece.kind for piece in block] for block in part.blocks] == [[REMOVED], [ADDED]]


def test_every_part_of_a_letter_counts_and_how_words_are_set_does_not() -> None:
    before, after = reading("We **ask**."), reading("We ask.", title="y", legal_footer="Paid for by us.")
    assert [part.name for part in difference(before, after)] == ["title", "footer"]
    assert difference(before, before) == ()


def test_a_link_that_leads_elsewhere_is_another_text() -> None:
    before, after = "- [here](https://a.org)\n- two", "- [here](https://b.org)\n- two"
    assert paragraphs(before) == ("• here (https://a.org)", "• two")
    (part,) = difference(reading(before), reading(after))
    assert part.blocks[-1] == ()


def test_texts_too_long_to_compare_are_told_whole() -> None:
    (part,) = difference(reading("a " * 2000), reading("b " * 2000))
    assert [block[0].kind for block in part.blocks] == [REMOVED, ADDED]
