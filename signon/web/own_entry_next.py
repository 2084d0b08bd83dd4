"""The next letter: what an organization leaves with the coalition beyond this one, and how it ends that."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.organizations import remembering as act
from signon.organizations.models import Remembrance
from signon.refusals import Refusal
from signon.signatures.models import VERIFIED
from signon.signatures.own_entry import signed_on_as
from signon.signatures.ways import Found
from signon.web.doors import keys
from signon.web.forms import TICK, RefusalForm
from signon.web.own_entry_doors import back, contact_of, organization_to_change, own_entry, page
from signon.web.own_entry_forms import AskedAgainForm, DelegationForm
from signon.wording.numbers import long_date

PERIODS = (1, 3, 6, 12, 18, 24)  # months
_USUAL = 12


@dataclass(frozen=True)
class Period:
    """A number of months that may be chosen, and the last day of it."""

    months: int
    until: date


@own_entry.get("/signature/<token>/next")
def next_letter(token: str) -> BaseResponse:
    """What the organization left with the coalition, and the ways to change it."""
    found = organization_to_change(token)
    row = left(found)
    if not leads_to_next(found):
        return back(token)
    return _next_page(found, token, AskedAgainForm(data={"asked_again": bool(row and row.asked_again)}))


@own_entry.post("/signature/<token>/next")
def save_asked_again(token: str) -> BaseResponse:
    """The form was sent: write to them about the next letter, or do not."""
    wanted = AskedAgainForm(request.form).asked_again.data
    with transaction():
        found = organization_to_change(token)
        if not _may_leave(found):
            return back(token)
        _ask_again(found, wanted, now())
    return redirect(url_for("own_entry.next_letter", token=token, saved="y"), 303)


def _ask_again(found: Found, wanted: bool, at: datetime) -> None:
    row, (organization_id, campaign_id) = left(found), _whom(found)
    if wanted == bool(row and row.asked_again):
        return  # also when the button was pressed blindly: who is written to stays who it was
    if wanted or (row is not None and row.delegated_until is not None):
        contact = contact_of(found).sealable()
        act.remember(organization_id, campaign_id, contact, asked_again=wanted, keys=keys(), at=at)
    else:
        act.forget(organization_id, campaign_id, keys=keys())


@own_entry.get("/signature/<token>/delegation")
def delegation(token: str) -> BaseResponse:
    """The sentence of a standing delegation, for the time that was chosen in the address."""
    found = organization_to_change(token)
    if not _may_leave(found):
        return back(token)
    months = request.args.get("months", _USUAL, type=int)
    until = _until(now().date(), months if months in PERIODS else _USUAL)
    return _delegation_page(found, token, DelegationForm(data={"until": until.isoformat()}), until)


@own_entry.post("/signature/<token>/delegation")
def delegate(token: str) -> BaseResponse:
    """The box was ticked: until that day the coalition may sign the organization on to its letters."""
    found, form = organization_to_change(token), DelegationForm(request.form)
    if not _may_leave(found):
        return back(token)
    try:
        until = date.fromisoformat(form.until.data or "")
    except ValueError:
        return redirect(url_for("own_entry.delegation", token=token), 303)
    if not form.authorized.data:
        form.authorized.errors = [TICK]
        return _delegation_page(found, token, form, until, 422)
    try:
        with transaction():
            found = organization_to_change(token)
            if not _may_leave(found):
                return back(token)
            _delegate(found, until, now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _delegation_page(found, token, form, until, 422)
    return redirect(url_for("own_entry.next_letter", token=token, saved="y"), 303)


def _delegate(found: Found, until: date, at: datetime) -> None:
    contact = contact_of(found).sealable()
    end = datetime.combine(until, time(23, 59), UTC)
    act.delegate(*_whom(found), contact, until=end, sentence=_sentence(found, until), keys=keys(), at=at)


@own_entry.post("/signature/<token>/delegation/end")
def end_delegation(token: str) -> BaseResponse:
    """The box was ticked: from now on the coalition may not sign the organization on."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        found = organization_to_change(token)
        row = left(found)
        asked = AskedAgainForm(data={"asked_again": bool(row and row.asked_again)})
        return _next_page(found, token, asked, form, 422) if leads_to_next(found) else back(token)
    with transaction():
        found = organization_to_change(token)
        if leads_to_next(found):
            _end(found, now())
    if not _may_leave(found):
        return back(token, saved=True)  # all that it had to do there is done
    return redirect(url_for("own_entry.next_letter", token=token, saved="y"), 303)


def _end(found: Found, at: datetime) -> None:
    row, (organization_id, campaign_id) = left(found), _whom(found)
    if row is not None and not row.asked_again:
        act.forget(organization_id, campaign_id, keys=keys())  # nothing is left that its contact would be kept for
    else:
        act.end_delegation(organization_id, campaign_id, at=at)


def _may_leave(found: Found) -> bool:
    """Only who is on the list speaks for the organization beyond this letter."""
    return found.signature.state == VERIFIED and found.signature.organization_id is not None


def may_end(found: Found) -> bool:
    """Whether a signature that waits for review may end the standing delegation by which it came, and nothing else."""
    row = left(found) if signed_on_as(found.signature) is not None else None
    return row is not None and row.delegated_until is not None


def leads_to_next(found: Found) -> bool:
    """Whether there is something to do on the page of the next letter."""
    return _may_leave(found) or may_end(found)


def _whom(found: Found) -> tuple[int, int]:
    signature = found.signature
    return signed_on_as(signature) or signature.organization_id or 0, found.letter.campaign_id


def left(found: Found) -> Remembrance | None:
    """What the organization left with the coalition."""
    return act.remembered(*_whom(found))


def _sentence(found: Found, until: date) -> str:
    said: str = _(
        "I am authorized to agree to this: until %(day)s, “%(coalition)s” may sign “%(organization)s” on to its "
        "letters. We are written to each time, and can take our name off again.",
        day=long_date(until),
        coalition=found.letter.campaign.name,
        organization=found.signature.printed_name,
    )
    return said


def _until(today: date, months: int) -> date:
    """The same day `months` later, or the last one of a month that is too short for it."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _next_page(
    found: Found, token: str, form: AskedAgainForm, end_form: RefusalForm | None = None, code: int = 200
) -> Response:
    row = left(found)
    end_form = end_form or RefusalForm()
    end_form.sure.label.text = _("From now on the coalition may not sign our organization on.")
    delegation = row if row and row.delegated_until else None
    about = {"form": form, "end_form": end_form, "saved": "saved" in request.args, "may_leave": _may_leave(found)}
    return page("next.html", found, token, code, left=delegation, **about)


def _delegation_page(found: Found, token: str, form: DelegationForm, until: date, code: int = 200) -> Response:
    form.authorized.label.text = _sentence(found, until)
    periods = [Period(months, _until(now().date(), months)) for months in PERIODS]
    return page("delegation.html", found, token, code, form=form, periods=periods, until=until)
