"""What can be odd about a request. It is kept and answered as any other, and held when its mailbox is proven: whoever
tries things out learns nothing from us.
"""

from datetime import datetime

from signon.database import insert_unless_there
from signon.refusals import N_
from signon.signatures.models import SpentProof

TOO_FAST = N_("sent faster than anyone types")
TRAPPED = N_("a field was filled in that people do not see")
WRONG_PROOF = N_("the proof of work that came with it was wrong, or made for another form")
SPENT_PROOF = N_("the proof of work that came with it was used before")
TOO_MANY = N_("more came from one place within an hour than people there could be expected to send")
SUSPICIONS = (TOO_FAST, TRAPPED, WRONG_PROOF, SPENT_PROOF, TOO_MANY)


def spend_proof(mark: str, expires_at: datetime) -> bool:
    """Use the proof of work known by `mark`, which would run out at `expires_at`; whether it was unused. One statement,
    inside the transaction of what it proves.
    """
    return insert_unless_there(SpentProof, hash=mark, expires_at=expires_at) is not None
