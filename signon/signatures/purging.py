"""What nobody proved is not kept: requests end after seven days."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from signon.database import db
from signon.signatures.models import PENDING, CodeTries, Signature
from signon.signatures.signing import PENDING_DAYS


def purge_requests(at: datetime) -> int:
    """Delete what was requested more than seven days ago and never verified, tokens and mails with it; answers how
    many.
    """
    gone = db.session.execute(
        delete(Signature).where(Signature.state == PENDING, Signature.requested_at <= at - timedelta(days=PENDING_DAYS))
    )
    db.session.execute(delete(CodeTries).where(CodeTries.minute < at - timedelta(hours=1)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
