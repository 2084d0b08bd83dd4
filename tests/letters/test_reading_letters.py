"""A letter's text as plain data: what a reader sees, with the number of the undersigned filled in."""

import pytest

from signon.campaigns.models import Campaign
from signon.letters.letters import reading
from signon.letters.models import Letter, TextVersion

FILLED = ("title", "subject", "salutation", "body", "closing", "signee_heading", "legal_footer")


def text_with(words: str) -> TextVersion:
    return TextVersion(number=1, language="en", authoritative=True, addressees=[], **dict.fromkeys(FILLED, words))


@pytest.mark.parametrize("part", FILLED)
def test_the_undersigned_are_counted_wherever_the_letter_speaks_of_them(part: str) -> None:
    letter = Letter(slug="night-train", campaign=Campaign(name="Night Line"), signed_by="organizations")
    letter.layout = {}
    read = reading(letter, text_with("We, the {{ undersigned }} and {{undersigned}}, ask."), lambda style: "1,002")
    assert getattr(read, part) == "We, the 1,002 and 1,002, ask."
