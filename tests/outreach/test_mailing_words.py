"""The words of a mailing: known places only, the link once where it is needed, and nothing told that must not be."""

import re
from datetime import UTC, datetime

import pytest

from signon.letters.models import Letter
from signon.outreach.mailing import checked_subject, checked_text, filled
from signon.outreach.models import INVITATION, UPDATE
from signon.refusals import Refusal

OPEN = Letter(safe_mode=False, deadline_at=datetime(2030, 1, 1, tzinfo=UTC))
ENDLESS, DISCREET = Letter(safe_mode=False), Letter(safe_mode=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write the text"),
        ("Please sign.", "once"),
        ("{{ link }} or {{link}}", "once"),
        ("{{ link }} {{ name }}", "name }} is not known"),
        ("{{ link }} {{ self.__class__ }}", "is not known"),
        ("{{ link }} {{ organization }", "curly"),
        ("{{ link }} }}", "curly"),
        ("{{ link }} \u202e", "cannot be printed"),
        ("{{ link }}" + "x" * 6000, "6000"),
    ],
)
def test_a_text_that_could_not_be_filled_in_is_refused_beside_its_field(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=re.escape(said)) as refusal:
        checked_text(text, "text_0", OPEN, INVITATION)
    assert refusal.value.field == "text_0"


def test_news_need_no_link_and_no_place_stands_for_what_the_letter_has_not() -> None:
    assert checked_text("It runs.\r\n\r\nIda ", "text_0", OPEN, UPDATE) == "It runs.\n\nIda"
    with pytest.raises(Refusal, match="no deadline"):
        checked_text("Until {{ deadline }}", "text_0", ENDLESS, UPDATE)
    for text in ("Read {{ letter }}",):
        with pytest.raises(Refusal, match="safe mode"):
            checked_text(text, "text_0", DISCREET, UPDATE)


@pytest.mark.parametrize("subject", ["", "Two\nlines", "Sign: {{ link }}", "{{ who }}", "x" * 151])
def test_a_subject_is_one_short_line_without_the_link(subject: str) -> None:
    with pytest.raises(Refusal):
        checked_subject(subject, "subject_0", OPEN)


def test_a_discreet_subject_names_nobody() -> None:
    assert checked_subject("Until {{ deadline }}", "subject_0", OPEN) == "Until {{ deadline }}"
    with pytest.raises(Refusal, match="safe mode"):
        checked_subject("To {{ organization }}", "subject_0", DISCREET)


def test_a_place_in_what_is_filled_in_stays_as_it_is() -> None:
    values = {"organization": "The {{ link }} Union", "link": "https://x.org"}
    assert (
        filled("{{organization}}: {{ link }} {{ other }}", values) == "The {{ link }} Union: https://x.org {{ other }}"
    )
