"""The demands of a campaign in the workspace: what there are, their order, their clock, and which letter asks for
which.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns import demanding as act
from signon.campaigns.campaigns import hold
from signon.campaigns.demands import demand_of, ledger
from signon.campaigns.models import Campaign, Demand
from signon.database import db, now, transaction
from signon.letters.demands import choices_mark, choose, letters_of, numbers_of
from signon.letters.letters import current_texts_of, safe_modes_of
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import counting
from signon.web.doors import language
from signon.web.staff.demand_forms import ClockForm, DemandForm, demand_form, numbers_typed
from signon.web.staff.doors import audit, staff
from signon.wording import readings

_WAYS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Asks:
    """A letter of the campaign, and what stands in its field: the numbers of the demands that it asks for."""

    letter: Letter
    title: str
    language: str
    typed: str
    error: str = ""


@staff.get("/campaigns/<int:campaign_id>/demands")
def demands(campaign_id: int) -> Response:
    """What the campaign asks for, and the forms for one more, for the clock and for its letters."""
    return _page(campaign_at(campaign_id))


@staff.post("/campaigns/<int:campaign_id>/demands")
def add_demand(campaign_id: int) -> BaseResponse:
    """One more demand."""
    campaign = campaign_at(campaign_id)
    form = demand_form(campaign, request.form)
    checked = form.checked()
    try:
        if checked is not None:
            with transaction():
                hold(campaign_id)
                at = now()
                if not act.stands(campaign, *checked):  # who presses twice enters it once
                    row = act.add(campaign, *checked, at)
                    audit("demand.added", at, campaign_id=campaign_id, demand=row.number)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _page(campaign, 422, form=form)
    flash(_("The demand is entered."))
    return _back(campaign_id)


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>/move")
def move_demand(campaign_id: int, demand_id: int) -> BaseResponse:
    """Exchange a demand with the one above or below it."""
    campaign, do = campaign_at(campaign_id), request.form.get("do", "")
    with transaction():
        row, at = demand_or_404(campaign, demand_id), now()
        if do not in _WAYS:
            abort(400)
        if act.move(campaign, row, _WAYS[do], at):
            audit("demand.moved", at, campaign_id=campaign_id, demand=row.number)
    return _back(campaign_id)


@staff.post("/campaigns/<int:campaign_id>/demands/clock")
def set_clock(campaign_id: int) -> BaseResponse:
    """From which day the demands are counted, and for how many days."""
    campaign, form = campaign_at(campaign_id), ClockForm(request.form)
    checked = form.checked()
    try:
        if checked is not None:
            with transaction():
                if act.set_clock(campaign, *checked):
                    audit("demands.clock_set", now(), campaign_id=campaign_id, days=checked[1] or 0)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _page(campaign, 422, clock=form)
    flash(_("The clock is set.") if checked and checked[0] else _("The demands have no clock."))
    return _back(campaign_id)


@staff.post("/campaigns/<int:campaign_id>/demands/letters")
def choose_demands(campaign_id: int) -> BaseResponse:
    """Which letter asks for which demands: all is saved, or, with one fault, nothing."""
    campaign, faults, is_changed = campaign_at(campaign_id), dict[int, str](), False
    rows = [replace(row, typed=request.form.get(f"letter-{row.letter.id}", row.typed)) for row in _askers(campaign)]
    try:
        with transaction():
            hold(campaign_id)
            is_changed = request.form.get("seen", "") != choices_mark(campaign)
            faults = {} if is_changed else _choose_all(rows)
            if is_changed or faults:
                raise Refusal("")  # nothing is kept: the page says why, row by row
    except Refusal:
        if is_changed:
            flash(_("Nothing was saved: somebody changed this meanwhile. What you typed is still below."), "error")
        rows = [replace(row, error=faults.get(row.letter.id, "")) for row in rows]
        return _page(campaign, 409 if is_changed else 422, askers=rows)
    flash(_("Saved."))
    return _back(campaign_id)


def _choose_all(rows: list[Asks]) -> dict[int, str]:
    """Save what was typed; what is wrong with it, by letter id."""
    faults = {}
    for row in rows:
        try:
            numbers = numbers_typed(row.typed)
            if choose(row.letter, numbers):
                audit("demands.chosen", now(), row.letter, number=len(numbers))
        except Refusal as refusal:
            faults[row.letter.id] = _(refusal.sentence, **refusal.values)
    return faults


def campaign_at(campaign_id: int) -> Campaign:
    """The campaign at this address: the table of rules has looked whether this person may be here."""
    return db.session.get_one(Campaign, campaign_id)


def demand_or_404(campaign: Campaign, demand_id: int) -> Demand:
    """The demand at this address, if it is one of the campaign's; else the page is not found."""
    row = demand_of(campaign, demand_id)
    if row is None:
        abort(404)
    return row


def is_public(campaign: Campaign, at: datetime) -> bool:
    """Whether everybody reads what is entered here: once anyone may read a letter of the campaign."""
    return bool(safe_modes_of(campaign.id, at))


def _askers(campaign: Campaign) -> list[Asks]:
    at, letters = now(), letters_of(campaign)
    counts, texts, numbers = counting.read_many(letters, at), current_texts_of(letters), numbers_of(letters)
    rows = []
    for letter in letters:
        reading = readings.read_letter(letter, counts[letter.id], language(), texts[letter.id])
        typed = ", ".join(str(number) for number in numbers[letter.id])
        rows.append(Asks(letter, reading.title, reading.language, typed))
    return rows


def _page(
    campaign: Campaign,
    code: int = 200,
    *,
    form: DemandForm | None = None,
    clock: ClockForm | None = None,
    askers: list[Asks] | None = None,
) -> Response:
    at = now()
    begins, days = campaign.clock_from, campaign.clock_days
    shown = {"begins": begins.isoformat() if begins else "", "days": str(days) if days else ""}
    page = render_template(
        "staff/demands.html",
        campaign=campaign,
        ledger=ledger(campaign, language(), at.date()),
        form=form or demand_form(campaign),
        clock_form=clock or ClockForm(data=shown),
        askers=askers if askers is not None else _askers(campaign),
        seen=choices_mark(campaign),
        is_public=is_public(campaign, at),
    )
    return make_response(page, code)


def _back(campaign_id: int) -> BaseResponse:
    return redirect(url_for("staff.demands", campaign_id=campaign_id), 303)
