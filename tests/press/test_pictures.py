"""Pages of a document as pictures: they show the page, and point out the names that they should."""

import io

import pytest
from PIL import Image

from signon.documents.pdf import render
from signon.press.pictures import ADDED, LEFT, Mark, page_count, page_picture, page_with
from tests.documents.make import WORDS, many, signee_list

PDF = render(signee_list(many(180)), WORDS)


def _seen(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _tinted(picture: Image.Image, color: tuple[int, int, int]) -> int:
    """How many pixels lean towards `color` as a mark does, and not towards grey."""
    strongest = max(range(3), key=lambda channel: color[channel])
    colors = picture.getcolors(2**24) or []
    return sum(n for n, rgb in colors if rgb[strongest] - min(rgb) > 40 and rgb[strongest] == max(rgb))


def test_a_page_is_as_wide_as_was_asked_and_keeps_its_shape() -> None:
    picture = _seen(page_picture(PDF, 0, 440))
    assert picture.size[0] == 440
    assert abs(picture.size[1] / 440 - 11 / 8.5) < 0.01


def test_the_page_of_a_name_is_found_and_only_the_name_is_pointed_out_there() -> None:
    names = [signee.name for signee in signee_list(many(180)).signees]
    page = page_with(PDF, names[-1])
    assert page == page_count(PDF) - 1
    bare = _seen(page_picture(PDF, page, 600))
    marked = _seen(page_picture(PDF, page, 600, [Mark(names[-1], ADDED)]))
    assert _tinted(bare, ADDED) == 0
    assert 0 < _tinted(marked, ADDED) < 600 * 776 / 50
    assert _tinted(_seen(page_picture(PDF, page, 600, [Mark(names[-1], LEFT)])), LEFT) > 0


def test_many_names_elsewhere_do_not_keep_one_from_being_pointed_out() -> None:
    names = [signee.name for signee in signee_list(many(180)).signees]
    last = page_count(PDF) - 1
    elsewhere = [Mark(f"{name} of another list", ADDED) for name in names]
    assert _tinted(_seen(page_picture(PDF, last, 600, [*elsewhere, Mark(names[-1], ADDED)])), ADDED) > 0


@pytest.mark.parametrize("words", ["", "  ", "Nobody of this name", "<b>", "a" * 5000])
def test_words_that_are_nowhere_mark_nothing(words: str) -> None:
    assert page_with(PDF, words) is None
    assert page_picture(PDF, 0, 300, [Mark(words)]) == page_picture(PDF, 0, 300)


def test_a_page_that_is_not_there_is_refused_and_the_next_picture_is_drawn_all_the_same() -> None:
    with pytest.raises(IndexError):
        page_picture(PDF, page_count(PDF), 300)
    with pytest.raises(Exception, match="document"):
        page_count(b"no document")
    assert page_picture(PDF, 0, 300)
