"""What needs attention today: over all letters that this person may review."""

from datetime import datetime

from signon.letters.models import Letter
from signon.signatures.attention import Waiting, closes_soon, waiting_on
from signon.staff.access import REVIEW, may
from signon.web.staff.doors import member

MOST = 20  # letters, those first that close first


def attention_on(letters: list[Letter], at: datetime) -> list[tuple[Letter, Waiting, bool]]:
    """The letters of `letters` on which something waits, with what it is and whether signing ends soon."""
    mine = [letter for letter in letters if may(member(), REVIEW, letter.campaign_id)]
    waiting = waiting_on(mine) if mine else {}
    found = [(letter, waiting[letter.id], closes_soon(letter, at)) for letter in mine]
    found = [one for one in found if one[2] or one[1].unsettled or not one[1].is_nothing]
    return sorted(found, key=lambda one: (one[0].deadline_at is None, one[0].deadline_at or at))[:MOST]
