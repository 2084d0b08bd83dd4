"""What every door with a sign form does with it: the form to show, and what was sent, kept."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _

from signon.database import transaction
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.links import public_host
from signon.outreach.partners import with_code
from signon.signatures import signing as act
from signon.signatures.entry import Entry
from signon.signatures.suspicion import SPENT_PROOF, spend_proof
from signon.signatures.tokens import Showing
from signon.web.doors import keys, language, tokens
from signon.web.forms import SignForm, form_for
from signon.web.proof_of_work import read_proof
from signon.web.suspecting import suspicions_of


@dataclass(frozen=True)
class Refused:
    """A form that was sent and not kept: what was typed, with a sentence beside every fault, and a `notice` or ""."""

    form: SignForm
    notice: str


def empty_form(letter: Letter, at: datetime) -> SignForm:
    """The form with which the visitor signs `letter`, shown for the first time."""
    return _form_class(letter).shown(purpose(letter), at)


def take_form(letter: Letter, at: datetime) -> Refused | None:
    """Read the sign form that was sent for `letter`, and keep the signature as pending and the mail that proves it.

    None when it was kept; the answer is then the same whatever became of it. Opens its own transaction.
    """
    form = _form_class(letter)(request.form)
    entry = form.entry()
    showing = form.showing(purpose(letter), at)
    if entry is None or showing is None:
        notice = "" if showing else _("This form was open too long. Please check it and press the button once more.")
        form.renew(purpose(letter), showing.at if showing else at)  # what was typed was typed since it was shown first
        return Refused(form, notice)
    _keep_form(letter, entry, form, showing, at)
    return None


def _keep_form(letter: Letter, entry: Entry, form: SignForm, showing: Showing, at: datetime) -> None:
    proof = read_proof(form.proof.data or "", purpose(letter), showing)
    suspicions = suspicions_of(form, showing, proof, at)
    partner = with_code(letter, request.args.get("from", ""))
    with transaction():
        if proof is not None and not spend_proof(proof.mark, proof.expires_at) and proof.is_right:
            suspicions.append(SPENT_PROOF)
        keep(letter, entry, showing.id, suspicions, partner.id if partner else None, at)


def keep(
    letter: Letter, entry: Entry, showing: str, suspicions: list[str], partner_id: int | None, at: datetime
) -> None:
    """Keep the request for a signature and the mail that proves it, in the page's language, within the transaction of
    the door. `showing` is kept once.
    """
    in_language = language()
    requested = act.request(
        letter,
        entry,
        showing=showing,
        language=in_language,
        keys=keys(),
        tokens=tokens(),
        at=at,
        suspicion="\n".join(suspicions),
        partner_id=partner_id,
    )
    if requested is None:
        return
    outbox.keep_verification(
        letter,
        requested,
        to=entry.contact.email,
        name=entry.printed_name,
        language=in_language,
        keys=keys(),
        host=public_host(),
        at=at,
    )


def purpose(letter: Letter) -> str:
    """What the form's token says it is for."""
    return f"sign {letter.slug}"


def _form_class(letter: Letter) -> type[SignForm]:
    return form_for(letter, request.values.get("as") == "individual")
