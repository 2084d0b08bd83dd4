"""A letter's Markdown becomes HTML as staff write it, line breaks and all, and nothing that a letter has no use for."""

import pytest

from signon.web.markup import letter_html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("> one\n> two", "<blockquote>\n<p>one\ntwo</p>\n</blockquote>"),
        ("- one\n  more\n- two", "<ul>\n<li>one\nmore</li>\n<li>two</li>\n</ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_lines_that_are_broken_in_the_source_are_shown(written: str, shown: str) -> None:
    assert str(letter_html(written)).strip() == shown
