"""The mails that ask a colleague to take a signature over: one at a time, and only a few a day."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from signon.database import db
from signon.mail.models import DROPPED, OutboxMail
from signon.mail.outbox import HANDOVER
from signon.refusals import N_, Refusal

MOST_A_DAY = 3
_DAY = timedelta(days=1)
TOO_OFTEN = N_("You have asked three times today. Please wait for an answer, or ask again tomorrow.")


def make_room(signature_id: int, at: datetime) -> None:
    """Let another offer be mailed: one that has not left never leaves. The caller holds the signature's row.

    Raises Refusal about "email" when this signature had three in the last 24 hours, whether they left or not.
    """
    asked = select(func.count()).where(
        OutboxMail.signature_id == signature_id, OutboxMail.kind == HANDOVER, OutboxMail.created_at > at - _DAY
    )
    if (db.session.scalar(asked) or 0) >= MOST_A_DAY:
        raise Refusal(TOO_OFTEN, "email")
    drop_offers(signature_id)


def drop_offers(signature_id: int) -> None:
    """What an offer that has not left says is erased, and it never leaves; its row stays, to be counted.

    A worker that is sending it just now finds its lease gone, and notes nothing.
    """
    waits = (OutboxMail.signature_id == signature_id, OutboxMail.kind == HANDOVER, OutboxMail.sealed.is_not(None))
    dropped = {"state": DROPPED, "sealed": None, "lease_until": None}
    db.session.execute(update(OutboxMail).where(*waits).values(**dropped).execution_options(synchronize_session=False))
