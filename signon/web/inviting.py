"""Being invited: by the personal link in the mail one reads the letter and signs it, or says no.

Looking changes nothing and is not noted: the link carries no mark of who opened it when. It works while the letter
circulates, when nobody else can read it, and after it was published.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, Form, HiddenField

from signon.database import now, transaction
from signon.letters.letters import current_texts
from signon.letters.models import Letter, TextVersion
from signon.mail.links import public_host
from signon.mail.telling import tell_of
from signon.outreach import invited as act
from signon.outreach.invited import Invited
from signon.outreach.models import DECLINED
from signon.signatures import counting, roll
from signon.signatures.addresses import masked
from signon.signatures.approving import awaits_approval
from signon.signatures.entry import Entry
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import HELD, VERIFIED
from signon.signatures.verifying import ReadAnotherText
from signon.web.doors import keys, language, read_letter, surge_at, tokens
from signon.web.forms import OrganizationForm, row_id
from signon.web.headers import private_page
from signon.web.language import name_here, own_name
from signon.web.link_ends import show_how_links_end
from signon.web.markup import letter_html
from signon.web.signing import is_paused
from signon.web.verifying import TICK_TO_SIGN, attestation
from signon.wording.numbers import closing_text

inviting = Blueprint("inviting", __name__)
show_how_links_end(inviting)
NAMES = 200  # that stand under the letter


class InvitedForm(OrganizationForm):
    """The sign form of the invited, filled in as staff know the organization. The mailbox is the one that the link went
    to; the box is what signs. The link is the proof, so there is no other token. `text` is the id of the text that they
    read.
    """

    form_token: Any = None
    subject: Any = None
    proof: Any = None
    email: Any = None
    text = HiddenField()
    authorized = BooleanField()
    mailbox = ""

    @classmethod
    def of(cls, invited: Invited, typed: Any = None) -> "InvitedForm":
        """The form as it was sent (`typed`), or with what is known of the invited."""
        one, contact = invited.invitation, invited.contact
        facts = {"organization": one.name, "website": one.website, "scope": one.scope, "city": one.city}
        person = {"state": one.home_state, "representative": contact.representative, "role": contact.role}
        form = cls(typed, data=facts | person)
        form.mailbox = contact.email
        form.authorized.label.text = attestation(False)
        return form

    def typed(self) -> dict[str, str]:
        """What was typed, and the mailbox that was invited."""
        return {**super().typed(), "email": self.mailbox}


class NoForm(Form):
    """Two ways to say no; neither box is ticked beforehand."""

    sure = BooleanField(_l("We do not sign this letter. Send us no reminders about it."))
    stop = BooleanField()


@inviting.get("/invited/<token>")
def invited(token: str) -> Response:
    """The letter, its signees, and the form that signs it; or what became of the signature."""
    asked = _follow(token)
    return _letter_page(asked, token, InvitedForm.of(asked))


@inviting.post("/invited/<token>")
def sign(token: str) -> BaseResponse:
    """The box was ticked and the button pressed: the organization signs."""
    asked = _follow(token)
    form = InvitedForm.of(asked, request.form)
    if asked.signature is None and _may_sign(asked, now()):
        entry = form.entry()
        if not form.authorized.data:
            form.authorized.errors = [TICK_TO_SIGN]
        if entry is None or not form.authorized.data:
            return _letter_page(asked, token, form, 422)
        try:
            with transaction():
                _sign(token, asked.letter, entry, row_id(form.text.data))
        except ReadAnotherText:
            return _letter_page(_follow(token), token, form, 409, meanwhile=True)
    return redirect(url_for("inviting.invited", token=token), 303)


def _sign(token: str, letter: Letter, entry: Entry, read: int) -> None:
    """The act and the mails that follow from it, in the transaction of the door."""
    at = now()
    done = act.sign(
        token,
        entry,
        read=read,
        attestation=attestation(False),
        language=language(),
        surge=surge_at(letter, at),
        keys=keys(),
        tokens=tokens(),
        at=at,
    )
    if done is not None:
        tell_of(*done, keys=keys(), host=public_host(), at=at)


@inviting.get("/invited/<token>/no")
def no(token: str) -> Response:
    """The two ways to say no."""
    return _no_page(_follow(token), token, NoForm())


@inviting.post("/invited/<token>/no")
def decline(token: str) -> BaseResponse:
    """A box was ticked: no reminder goes out, or nothing more of the campaign at all."""
    form = NoForm(request.form)
    if not form.sure.data and not form.stop.data:
        form.sure.errors = [_l("Please tick a box. Nothing was changed.")]
        return _no_page(_follow(token), token, form, 422)
    with transaction():
        asked = _follow(token)
        if form.stop.data:
            act.stop(asked, keys=keys(), at=now())
        else:
            act.decline(asked)
    return redirect(url_for("inviting.noted", token=token, stopped="y" if form.stop.data else None), 303)


@inviting.get("/invited/<token>/noted")
def noted(token: str) -> Response:
    """What is done now that they said no."""
    asked = _follow(token)
    stopped = "stopped" in request.args
    return private_page("invited/noted.html", letter=asked.letter, token=token, stopped=stopped)


def _follow(token: str) -> Invited:
    return act.follow(token, keys=keys(), tokens=tokens(), at=now())


def _may_sign(asked: Invited, at: datetime) -> bool:
    return asked.letter.is_open(at) and not asked.letter.is_petition and not is_paused(asked.letter)


def _letter_page(
    asked: Invited, token: str, form: InvitedForm, code: int = 200, *, meanwhile: bool = False
) -> Response:
    letter, signature, at = asked.letter, asked.signature, now()
    if not letter.is_readable(at):
        return private_page("invited/not_yet.html", letter=letter)
    texts, count = current_texts(letter), counting.shown(letter, at)
    if meanwhile or not form.text.data:  # else they press once more for the text that they had before them
        form.text.data = str(texts[0].id)
    reading = read_letter(letter, count, texts, request.args.get("text") or language())
    signees = [] if letter.safe_mode else roll.signees(letter, limit=NAMES)
    return private_page(
        "invited/letter.html",
        code,
        reading=reading,
        text=letter_html(reading.body),
        texts=[_text_link(text, token, reading.language) for text in texts],
        count=count,
        signees=signees,
        more=0 if letter.safe_mode else max(count.listed - len(signees), 0),
        closing_text=closing_text(letter),
        is_circulating=letter.is_circulating(at),
        is_paused=letter.is_open(at) and is_paused(letter),
        form=form if signature is None and _may_sign(asked, at) else None,
        mailbox=masked(asked.contact.email),
        meanwhile=meanwhile,
        token=token,
        **_answer(asked),
    )


def _answer(asked: Invited) -> dict[str, object]:
    """What the invited said before, and what became of it."""
    signature = asked.signature
    if signature is None:
        return {"answer": "declined" if asked.invitation.state == DECLINED else ""}
    outcomes = {VERIFIED: "listed", HELD: "approval" if awaits_approval(signature) else "held"}
    answer = outcomes.get(signature.state, "twin" if signature.reason == DUPLICATE else "off")
    return {"answer": answer, "name": signature.printed_name}


def _text_link(text: TextVersion, token: str, current: str) -> dict[str, object]:
    return {
        "code": text.language,
        "name": own_name(text.language),
        "name_here": name_here(text.language),
        "url": url_for("inviting.invited", token=token, text=text.language),
        "authoritative": text.authoritative,
        "current": text.language == current,
    }


def _no_page(asked: Invited, token: str, form: NoForm, code: int = 200) -> Response:
    form.stop.label.text = _(  # not lazily: that is taken for markup, and this bears a name
        "Write nothing more from “%(campaign)s” to this address: no invitations and no news.",
        campaign=asked.letter.campaign.name,
    )
    return private_page("invited/no.html", code, form=form, invited=asked.invitation, token=token, letter=asked.letter)
