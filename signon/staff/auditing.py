"""The audit: who did what when, each entry sealed to the one before it.

An entry is kept in the transaction of its act, so that neither is there without the other. The seal is keyed (HMAC-SHA-
256 under the installation's key, which lies apart from the database): whoever changes, removes or adds a row, or cuts
off the end, is found out by `broken_at`. Facts are about no person: numbers, names of fields, reasons staff gave.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from signon.database import db, insert_unless_there
from signon.keys import INSTALLATION, KeyStore
from signon.letters.models import Letter
from signon.staff.audit_models import AuditEntry, AuditHead
from signon.staff.models import StaffMember

COMMAND_LINE, WORKER = "command line", "worker"
INSTALLATION_CHAIN = 0
_SEAL = "audit entry"
_AT_ONCE = 1000


@dataclass(frozen=True)
class Doer:
    """Who acts: a person of the staff, or (`who`) the command line or a worker."""

    member_id: int | None = None
    who: str = ""

    @classmethod
    def of(cls, member: StaffMember) -> "Doer":
        """The person `member`."""
        return cls(member_id=member.id)


def record(
    act: str,
    doer: Doer,
    *,
    keys: KeyStore,
    at: datetime,
    letter: Letter | None = None,
    campaign_id: int | None = None,
    signature_id: int | None = None,
    organization_id: int | None = None,
    **facts: object,
) -> None:
    """Keep that `doer` did `act` ("letter.published") to the letter, in the campaign, or (neither) to the installation.

    `facts` are JSON values, about no person. Entries of one chain take turns: the chain's head is held until the
    transaction ends, so keep the entry at the end of the act. The caller owns the transaction.
    """
    chain = letter.campaign_id if letter is not None else campaign_id or INSTALLATION_CHAIN
    head = _held_head(chain)
    entry = AuditEntry(
        chain=chain,
        number=head.number + 1,
        at=at,
        member_id=doer.member_id,
        who=doer.who,
        act=act,
        letter_id=letter.id if letter is not None else None,
        signature_id=signature_id,
        organization_id=organization_id,
        facts=facts,
    )
    entry.hash = _seal(entry, head.hash, keys)
    head.number, head.hash = entry.number, entry.hash
    db.session.add(entry)
    db.session.flush()


def chains() -> list[int]:
    """The chains there are: campaigns' ids, and 0 for the installation."""
    return sorted(
        {*db.session.scalars(select(AuditHead.chain)), *db.session.scalars(select(AuditEntry.chain).distinct())}
    )


def broken_at(chain: int, keys: KeyStore) -> int | None:
    """The number of the first entry of `chain` that is not as it was kept (or is missing, or was added); None when all
    are. An entry more than the head knows, and one less, count too.
    """
    before, number = "", 0
    for entry in _entries(chain):
        if entry.number != number + 1 or _seal(entry, before, keys) != entry.hash:
            return number + 1
        before, number = entry.hash, entry.number
    head = db.session.get(AuditHead, chain, populate_existing=True)
    if head is None:
        return 1 if number else None
    return None if (head.number, head.hash) == (number, before) else min(head.number, number) + 1


def _held_head(chain: int) -> AuditHead:
    """The chain's head, begun if there is none, read anew and held until the transaction ends."""
    insert_unless_there(AuditHead, chain=chain, number=0, hash="")
    return db.session.get_one(AuditHead, chain, populate_existing=True, with_for_update=True)


def _entries(chain: int) -> Iterator[AuditEntry]:
    number = 0
    while True:
        after = select(AuditEntry).where(AuditEntry.chain == chain, AuditEntry.number > number)
        rows = db.session.scalars(
            after.order_by(AuditEntry.number).limit(_AT_ONCE).execution_options(populate_existing=True)
        ).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        number = rows[-1].number


def _seal(entry: AuditEntry, before: str, keys: KeyStore) -> str:
    """The seal of `entry` after the entry with the seal `before`."""
    said: list[Any] = [
        before,
        entry.chain,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.member_id,
        entry.who,
        entry.act,
        entry.letter_id,
        entry.signature_id,
        entry.organization_id,
        json.dumps(entry.facts, sort_keys=True, ensure_ascii=False),
    ]
    return keys.hash(INSTALLATION, json.dumps(said, ensure_ascii=False), _SEAL)
