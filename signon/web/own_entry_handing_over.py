"""Handing the signature over to a colleague, and taking it over."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.mail.links import public_host
from signon.mail.offers import drop_offers, make_room
from signon.mail.outbox import HANDOVER as HANDOVER_MAIL
from signon.mail.outbox import SIGNED, keep
from signon.refusals import Refusal
from signon.signatures import handing_over as act
from signon.signatures.approving import awaits_approval
from signon.signatures.entry import Contact
from signon.signatures.own_entry import ChangedMeanwhile, may_change
from signon.signatures.signing import open_contact
from signon.signatures.tokens import HANDOVER
from signon.signatures.ways import Found, LinkEnded, follow
from signon.web.doors import keys, language, tokens
from signon.web.forms import TICK, RefusalForm
from signon.web.own_entry_doors import back, contact_of, organization_to_change, own_entry, page
from signon.web.own_entry_forms import ColleagueForm, TakeOverForm


@own_entry.get("/signature/<token>/hand-over")
def hand_over(token: str) -> Response:
    """Who is to take it over? Or, once a colleague was asked, what is waited for."""
    return _asking(organization_to_change(token), token, ColleagueForm())


@own_entry.post("/signature/<token>/hand-over")
def ask_colleague(token: str) -> BaseResponse:
    """A colleague was named: keep the mail that asks them. The answer is the same whoever it is."""
    form = ColleagueForm(request.form)
    found = organization_to_change(token)
    try:
        colleague = act.colleague(form.typed(), contact_of(found).email)
        with transaction():
            _offer(organization_to_change(token), colleague)
    except Refusal as refusal:
        form.refuse(refusal)
        return _asking(organization_to_change(token), token, form, 422)
    return redirect(url_for("own_entry.hand_over", token=token), 303)


def _offer(found: Found, colleague: Contact) -> None:
    at = now()
    way = act.offer(found, colleague, keys=keys(), tokens=tokens(), at=at)
    make_room(found.signature.id, at)
    says = {"to": colleague.email, "name": found.signature.printed_name, "token": way}
    _keep_mail(found, HANDOVER_MAIL, says)


def _keep_mail(found: Found, kind: str, says: dict[str, str]) -> None:
    keep(
        kind,
        says,
        language=language(),
        keys=keys(),
        host=public_host(),
        at=now(),
        letter=found.letter,
        signature_id=found.signature.id,
    )


@own_entry.post("/signature/<token>/hand-over/take-back")
def take_back(token: str) -> BaseResponse:
    """The box was ticked: the colleague's link leads nowhere from now on."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _asking(organization_to_change(token), token, ColleagueForm(), 422, back_form=form)
    with transaction():
        found = organization_to_change(token)
        act.take_back(found)
        drop_offers(found.signature.id)
    return back(token, saved=True)


def _asking(
    found: Found, token: str, form: ColleagueForm, code: int = 200, *, back_form: RefusalForm | None = None
) -> Response:
    waits, back_form = act.offer_waits(found, now()), back_form or RefusalForm()
    back_form.sure.label.text = _("I keep the signature myself.")
    return page("hand_over.html", found, token, code, form=form, waits=waits, back_form=back_form)


@own_entry.get("/hand-over/<token>")
def take_over(token: str) -> Response:
    """What the colleague is asked, or that they have taken it over. Looking changes nothing."""
    found = _offered(token)
    return _taking(found, token, TakeOverForm.of(found.signature))


@own_entry.post("/hand-over/<token>")
def agree_to_take_over(token: str) -> BaseResponse:
    """The box was ticked: the signature is the colleague's, who is mailed a link of their own."""
    found = _offered(token)
    form = TakeOverForm(request.form)
    if found.contact is not None:
        if not form.authorized.data:
            form.authorized.errors = [TICK]
            return _taking(found, token, form, 422)
        try:
            with transaction():
                _take_over(_offered(token), token, form)
        except ChangedMeanwhile:
            found = _offered(token)
            return _taking(found, token, TakeOverForm.of(found.signature), 409, meanwhile=True)
    return redirect(url_for("own_entry.take_over", token=token), 303)


def _take_over(found: Found, token: str, form: TakeOverForm) -> None:
    taken = act.take_over(found, token, seen=form.seen_at(), keys=keys(), tokens=tokens(), at=now())
    if taken is not None:
        state = "approval" if awaits_approval(found.signature) else found.signature.state
        says = {"to": taken.to, "name": found.signature.printed_name, "token": taken.token, "state": state}
        _keep_mail(found, SIGNED, says)


def _offered(token: str) -> Found:
    """What the colleague's link leads to, while there is something to take over. Raises BrokenToken or LinkEnded."""
    found = follow(HANDOVER, token, tokens=tokens(), at=now())
    if not may_change(found.signature):
        raise LinkEnded
    return found


def _taking(found: Found, token: str, form: TakeOverForm, code: int = 200, *, meanwhile: bool = False) -> Response:
    if found.contact is None:
        return page("taken_over.html", found, token, code)
    representative = open_contact(found.letter, found.signature.contact, keys()).representative
    about = {"form": form, "representative": representative, "meanwhile": meanwhile}
    return page("take_over.html", found, token, code, **about)
