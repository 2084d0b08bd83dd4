"""The life of a letter, moved by its dates: circulation, embargo, publication, deadline. No state is ever stored.

Each act holds the letter's row, reads it anew, and refuses by raising; the caller owns the transaction. Moments are
aware UTC; how staff type them is read in `moments.py`.
"""

from datetime import datetime

from signon.letters.layout import DELIVERED
from signon.letters.letters import hold
from signon.letters.models import SILENCE, Letter
from signon.letters.moments import known_zone
from signon.refusals import N_, Refusal

MOST_GRACE_HOURS = 24 * 14

_PUBLISHED = N_("The letter is published already.")
_DEADLINE_OVER = N_("The deadline is over. Please set a later one first.")
_EMBARGO_PAST = N_("This moment is over. To open the letter now, publish it.")
_EMBARGO_LATE = N_(
    "The letter would open only after its deadline. Please choose an earlier moment, or move the deadline."
)
_DEADLINE_PAST = N_("This moment is over. To end signing now, use “Close now”.")
_DEADLINE_EARLY = N_("The letter opens only after that. Please choose a later deadline, or end the embargo first.")
_MOVED = N_("Somebody moved the deadline meanwhile: the dates above show it. Save again to set it to yours.")
_GRACE = N_("The grace is a number of hours from 0 to %(most)s.")
_SIGNED = N_("Somebody has signed already: the circulation can no longer be taken back.")
_NOT_CIRCULATING = N_("The letter does not circulate.")
_NOT_OPEN = N_("The letter is not open.")
_NOT_CLOSED = N_("The letter is not closed.")
_NO_MOMENT = N_("Please give the day and the time.")
_NO_SUCH = N_("Please choose one of these.")
_ASKING = N_("Signees are being asked about a change: until they have answered, this cannot be changed.")


def circulate(letter: Letter, at: datetime) -> None:
    """Let the invited read and sign `letter` from `at` on, and nobody else."""
    _hold(letter, at)
    if letter.is_published(at):
        raise Refusal(_PUBLISHED)
    _refuse_over(letter, at)
    letter.circulates_at = letter.circulates_at or at


def end_circulation(letter: Letter, signed: int, at: datetime) -> None:
    """Make it a draft again, while nobody has `signed` (how many did, in whatever state their signatures are)."""
    _hold(letter, at)
    if not letter.is_circulating(at):
        raise Refusal(_NOT_CIRCULATING)
    if signed:
        raise Refusal(_SIGNED)
    letter.circulates_at = None


def publish(letter: Letter, at: datetime) -> None:
    """Open `letter` to everybody from `at` on, also out of circulation or an embargo."""
    _hold(letter, at)
    if letter.is_published(at):
        raise Refusal(_PUBLISHED)
    _refuse_over(letter, at)
    letter.published_at = at


def embargo(letter: Letter, until: datetime | None, at: datetime) -> None:
    """Open `letter` by itself at the moment `until`; before that it is as unknown as a draft."""
    _hold(letter, at)
    if letter.is_published(at):
        raise Refusal(_PUBLISHED)
    if until is None:
        raise Refusal(_NO_MOMENT, "until")
    if until <= at:
        raise Refusal(_EMBARGO_PAST, "until")
    if letter.deadline_at is not None and until >= letter.deadline_at:
        raise Refusal(_EMBARGO_LATE, "until")
    letter.published_at = until


def end_embargo(letter: Letter, at: datetime) -> None:
    """Have it not open by itself after all. Raises Refusal when it did already."""
    _hold(letter, at)
    if letter.is_published(at):
        raise Refusal(_PUBLISHED)
    letter.published_at = None


def set_deadline(
    letter: Letter,
    deadline: datetime | None,
    zone: str,
    grace_hours: int | None,
    at: datetime,
    *,
    seen: datetime | None,
) -> None:
    """End signing at `deadline`, which is in the future, or never for None; links that were sent work `grace_hours`
    longer. `zone` is whose clock the letter's dates are shown on. A later deadline opens a closed letter again.

    Raises Refusal about deadline, zone or grace_hours, also when the deadline is no longer the one that was `seen`.
    """
    _hold(letter, at)
    if letter.deadline_at != seen:
        raise Refusal(_MOVED, "deadline")
    _refuse_bad_deadline(letter, deadline, at)
    if grace_hours is None or not 0 <= grace_hours <= MOST_GRACE_HOURS:
        raise Refusal(_GRACE, "grace_hours", most=MOST_GRACE_HOURS)
    letter.deadline_zone = known_zone(zone, "zone")
    letter.deadline_at, letter.grace_hours = deadline, grace_hours


def _refuse_bad_deadline(letter: Letter, deadline: datetime | None, at: datetime) -> None:
    if deadline is None or deadline == letter.deadline_at:  # an old one may stay: it says when signing ended
        return
    if deadline <= at:
        raise Refusal(_DEADLINE_PAST, "deadline")
    if letter.published_at is not None and deadline <= letter.published_at:
        raise Refusal(_DEADLINE_EARLY, "deadline")


def close(letter: Letter, at: datetime) -> None:
    """End signing now: the deadline moves to `at`. Links that were sent before still work for the grace."""
    _hold(letter, at)
    if not letter.is_open(at):
        raise Refusal(_NOT_OPEN)
    letter.deadline_at = at


def reopen(letter: Letter, at: datetime) -> None:
    """Take signatures again, without a deadline."""
    _hold(letter, at)
    if letter.state(at) != "closed":
        raise Refusal(_NOT_CLOSED)
    letter.deadline_at = None


def set_safe_mode(letter: Letter, on: bool) -> None:
    """Keep the letter's pages out of search engines, or no longer; also once it was delivered."""
    hold(letter)
    letter.safe_mode = on


def set_silence(letter: Letter, policy: str, is_asking: bool, at: datetime) -> None:
    """What becomes of a name whose signee does not answer about a material change: one of SILENCE. Raises Refusal about
    silence, also while signees are being asked, who were told otherwise.
    """
    _hold(letter, at)
    if policy not in SILENCE:
        raise Refusal(_NO_SUCH, "silence")
    if policy != letter.silence and is_asking:
        raise Refusal(_ASKING, "silence")
    letter.silence = policy


def _hold(letter: Letter, at: datetime) -> None:
    """Hold the letter's row until the transaction ends, read anew. Raises Refusal once it was delivered."""
    hold(letter)
    if letter.is_delivered(max(at, letter.delivered_at or at)):
        raise Refusal(DELIVERED)


def _refuse_over(letter: Letter, at: datetime) -> None:
    """What is opened after its deadline would be closed at once."""
    if letter.deadline_at is not None and letter.deadline_at <= at:
        raise Refusal(_DEADLINE_OVER)
