"""Looking at who sent a sign form. Whatever is found, the answer is the same, and so is the way to it."""

from datetime import datetime, timedelta

from flask import current_app

from signon.signatures.suspicion import TOO_FAST, TOO_MANY, TRAPPED, WRONG_PROOF
from signon.signatures.tokens import Showing
from signon.web import proof_of_work
from signon.web.forms import SignForm
from signon.web.limits import AN_HOUR, visitor_tries
from signon.web.proof_of_work import Proof


def suspicions_of(form: SignForm, showing: Showing, proof: Proof | None, at: datetime) -> list[str]:
    """What is odd about a form that was sent at `at`: some of SUSPICIONS, or nothing. Counts it for its visitor."""
    odd = {
        TRAPPED: bool((form.subject.data or "").strip()),
        WRONG_PROOF: proof is not None and not proof.is_right,
        TOO_FAST: at - showing.at < timedelta(seconds=current_app.config["FORM_SECONDS"]),
        TOO_MANY: not _is_expected(proof),
    }
    return [suspicion for suspicion, is_so in odd.items() if is_so]


def _is_expected(proof: Proof | None) -> bool:
    """Whether one more comes from this visitor than people there would send; without a proof it is sooner."""
    config = current_app.config
    if (proof is not None and proof.is_right) or not proof_of_work.is_asked_for():
        return visitor_tries("sign", config["SIGNINGS_PER_VISITOR_AN_HOUR"], AN_HOUR)
    return visitor_tries("sign without proof", config["SIGNINGS_WITHOUT_PROOF_AN_HOUR"], AN_HOUR)
