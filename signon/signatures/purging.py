"""What nobody proved is not kept, nor what was only needed for a while: requests end after seven days."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from signon.database import db
from signon.signatures.delivering import purge_drafts
from signon.signatures.models import PENDING, CodeTries, Signature, SpentProof
from signon.signatures.signing import PENDING_DAYS
from signon.signatures.standing import forget_approaches
from signon.signatures.surges import end_quiet_surges, purge_tallies
from signon.signatures.ways import purge_ways


def purge_requests(at: datetime) -> int:
    """Delete what was requested more than seven days ago and never verified, tokens and mails with it, and end what
    else of signatures has had its time; answers how many requests ended.
    """
    gone = db.session.execute(
        delete(Signature).where(Signature.state == PENDING, Signature.requested_at <= at - timedelta(days=PENDING_DAYS))
    )
    db.session.execute(delete(CodeTries).where(CodeTries.minute < at - timedelta(hours=1)))
    db.session.execute(delete(SpentProof).where(SpentProof.expires_at <= at))  # run out: it would be refused anyway
    end_quiet_surges(at)
    purge_tallies(at)
    purge_ways(at)
    forget_approaches(at)
    purge_drafts(at)
    return int(gone.rowcount)  # type: ignore[attr-defined]
