"""Limits on mail: what was claimed may leave now, waits, or is dropped, decided in the transaction that claimed it.

Whoever can type an address can have a mail sent there. So at most three a day go to one mailbox, whatever letters they
are about and however the address is spelled; and no domain gets, and no letter or installation sends, more of it in an
hour than is allowed. What is owed (receipts, notices, objections) is counted, and never waits for what strangers ask.
What goes to many counts by itself: it never takes more than half of an hour's room, and so holds nobody's link back.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from signon.database import add_all, add_one, db
from signon.keys import INSTALLATION, KeyGone, KeyLocked, KeyStore
from signon.mail.models import ASKED_BY_ANYONE, TO_MANY, MailTally
from signon.mail.outbox import (
    HOOK_GIVEN_UP,
    LINKS,
    OBJECTED,
    STAFF_INVITATION,
    STAFF_NOTICE,
    SURGE,
    Claimed,
    drop,
    put_off,
    unseal,
)
from signon.mail.suppressing import suppressed_among
from signon.organizations.proof import is_open_to_anyone, own_domain
from signon.signatures.addresses import same_mailbox

TO_STAFF = frozenset({STAFF_INVITATION, STAFF_NOTICE, SURGE, OBJECTED, HOOK_GIVEN_UP})
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
KEPT = timedelta(days=2)  # a tally; longer than any limit looks back
_ALL, _LINKS_IN_ALL = "all", "links in all"
_MANY_IN_ALL, _MANY_SHARE = "to many in all", 2
_LINKS_SHARE = 3  # nothing need be signed to ask for new links: they get one part in so many of what a limit allows
_BY_THEMSELVES = {LINKS: (_LINKS_IN_ALL,), **dict.fromkeys(TO_MANY, (_MANY_IN_ALL,))}
_TURN = {"counted": "turn", "hour": datetime.fromtimestamp(0, UTC)}


@dataclass(frozen=True)
class Limits:
    """How many mails that anyone can ask for may leave, to one mailbox in 24 hours, and to one domain, for one letter
    and in all in an hour.
    """

    per_address_a_day: int
    per_domain_an_hour: int
    per_letter_an_hour: int
    an_hour: int

    def in_an_hour(self) -> dict[str, int]:
        """The most in an hour, by what is counted."""
        return {
            "domain": self.per_domain_an_hour,
            "links at domain": _share(self.per_domain_an_hour),
            "to many at domain": self.per_domain_an_hour,
            "letter": self.per_letter_an_hour,
            "to many for letter": _share(self.per_letter_an_hour, _MANY_SHARE),
            _LINKS_IN_ALL: _share(self.an_hour),
            _MANY_IN_ALL: _share(self.an_hour, _MANY_SHARE),
            _ALL: self.an_hour,
        }


def admit(claimed: list[Claimed], limits: Limits, *, keys: KeyStore, at: datetime) -> list[Claimed]:
    """Those of `claimed` that may leave now. The others are put off or dropped here; the caller owns the transaction.

    To a suppressed address nothing leaves but the staff's own mail. What strangers can ask for waits a day when its
    mailbox had enough, and is dropped when it then has enough again: a flood ends, and whoever signs five letters in
    one day gets the last mails on the next. Over the other limits it waits until the next hour, however often.
    """
    if not claimed:
        return []  # a worker with nothing to do writes nothing
    recipients = {mail.id: to for mail in claimed if (to := _recipient(mail, keys))}
    suppressed = suppressed_among(set(recipients.values()), keys)
    counted = {mail.id: _counted(mail, recipients.get(mail.id, ""), keys) for mail in claimed}
    tallies = _Tallies({name for names in counted.values() for name in names}, at)
    admitted = []
    for mail in claimed:
        names = counted[mail.id]
        is_owed = mail.kind not in (*ASKED_BY_ANYONE, *TO_MANY)
        if mail.kind not in TO_STAFF and recipients.get(mail.id) in suppressed:
            drop(mail)
        elif mail.attempts > 1:
            admitted.append(mail)  # counted when it was tried first
        elif not is_owed and tallies.has_had_enough(names, limits):
            _wait_a_day_once(mail, at)
        elif not is_owed and tallies.is_full(names, limits):
            put_off(mail, _hour(at) + HOUR)
        else:
            admitted.append(mail)
            tallies.note(names)
    tallies.keep()
    return admitted


def note_nothing_there(to: str, *, keys: KeyStore, at: datetime) -> bool:
    """Note that a mail tells this mailbox that nothing is open under it; answers whether it is the first in 24 hours,
    and so worth sending. The caller owns the transaction.
    """
    name = f"nothing:{keys.hash(INSTALLATION, same_mailbox(to), 'mailed address')}"
    tallies = _Tallies({name}, at)
    is_first = not tallies.a_day[name]
    if is_first:
        tallies.note([name])
        tallies.keep()
    return is_first


def purge(at: datetime) -> None:
    """Forget what was counted more than two days ago; the row by which workers take turns is made again when needed."""
    db.session.execute(delete(MailTally).where(MailTally.hour < at - KEPT))


class _Tallies:
    """What was counted lately, and what this batch adds to it."""

    def __init__(self, names: set[str], at: datetime) -> None:
        """Read what is counted under `names`, once it is this worker's turn."""
        # Whoever counts holds this row until the transaction ends: workers decide one after the other, and never lock
        # each other out by taking the same rows in another order.
        add_one(MailTally, "number", **_TURN)
        self.hour = _hour(at)
        self.this_hour: Counter[str] = Counter()
        self.a_day: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        # A day of whole hours, and the one that has begun: 24 hours lie within it, wherever in their hour they begin.
        lately = (MailTally.counted.in_(names), MailTally.hour >= self.hour - DAY)
        for name, hour, number in db.session.execute(
            select(MailTally.counted, MailTally.hour, MailTally.number).where(*lately)
        ):
            self.a_day[name] += number
            self.this_hour[name] += number if hour >= self.hour else 0

    def has_had_enough(self, names: Iterable[str], limits: Limits) -> bool:
        """Whether the mailbox among `names` had as many as may go there in 24 hours."""
        return any(self.a_day[name] >= limits.per_address_a_day for name in names if _what(name) == "address")

    def is_full(self, names: Iterable[str], limits: Limits) -> bool:
        """Whether the domain, the letter or the installation had as many as may leave in this hour."""
        most = limits.in_an_hour()
        return any(self.this_hour[name] >= most[_what(name)] for name in names if _what(name) in most)

    def note(self, names: Iterable[str]) -> None:
        """Count one mail under each of `names`."""
        for counter in (self.this_hour, self.a_day, self.added):
            counter.update(names)

    def keep(self) -> None:
        """Keep what this batch added."""
        rows = [{"counted": name, "hour": self.hour, "number": number} for name, number in self.added.items()]
        add_all(MailTally, "number", rows)


def _wait_a_day_once(mail: Claimed, at: datetime) -> None:
    """Put the mail off until all that is counted now has left the 24 hours; drop what has waited so long before."""
    if mail.due_at - mail.created_at >= DAY:
        drop(mail)
    else:
        put_off(mail, _hour(at) + DAY + HOUR)


def _recipient(mail: Claimed, keys: KeyStore) -> str:
    """The address the mail goes to; "" when its key is gone or locked, which sending finds out too."""
    try:
        return unseal(mail, keys).get("to", "")
    except (KeyGone, KeyLocked):
        return ""


def _counted(mail: Claimed, to: str, keys: KeyStore) -> list[str]:
    """Under which names the mail counts: fingerprints of its mailbox and domain, its letter, and all there is. None for
    the few mails to staff, and for what nobody can read any more.

    A mailbox and a domain count only what strangers can ask for: thanks for three signatures must not stop the fourth.
    A domain at which anyone may have an address does not count: its people have nothing to do with each other. New
    links count by themselves: whoever asks for them, for made-up mailboxes, takes no room from who signs.
    """
    if mail.kind in TO_STAFF or not to:
        return []
    names = [_ALL, *_BY_THEMSELVES.get(mail.kind, ())]
    if mail.kind in TO_MANY:
        names += _domain(mail.kind, to, keys)
    if mail.kind in ASKED_BY_ANYONE:
        names.append(f"address:{keys.hash(INSTALLATION, same_mailbox(to), 'mailed address')}")
        names += _domain(mail.kind, to, keys)
    if mail.letter_id is not None:
        names.append(f"letter:{mail.letter_id}")
        names += [f"to many for letter:{mail.letter_id}"] if mail.kind in TO_MANY else []
    return names


def _domain(kind: str, to: str, keys: KeyStore) -> list[str]:
    host = to.rpartition("@")[2]
    domain = own_domain(host) or host
    if is_open_to_anyone(domain):
        return []
    apart = "links at " if kind == LINKS else "to many at " if kind in TO_MANY else ""
    return [f"{apart}domain:{keys.hash(INSTALLATION, domain, 'mailed domain')}"]


def _share(most: int, parts: int = _LINKS_SHARE) -> int:
    return max(1, most // parts)


def _what(name: str) -> str:
    return name.partition(":")[0]


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
