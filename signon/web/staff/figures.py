"""A letter's figures: how its list grew, where its signees come from, and which partners brought them."""

from typing import Any

from babel.dates import format_date
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail.links import public_link
from signon.outreach import partners as act
from signon.refusals import Refusal
from signon.signatures import counting, figures, reviewing
from signon.web.doors import language
from signon.web.staff.charts import columns, shares
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.wording.numbers import manner

MOST_DAYS = 90  # in the chart; the table has all
SCOPES = {"national": _l("National"), "state": _l("State"), "local": _l("Local"), "": _l("Not said")}


class PartnerForm(FlaskForm):
    """A partner, and what its link ends with."""

    name = StringField(
        _l("Partner"), render_kw={"required": True, "maxlength": act.LONGEST_NAME, "autocomplete": "off"}
    )
    code = StringField(
        _l("The link ends with"),
        description=_l("Small letters, digits and dashes, such as “night-owls”."),
        render_kw={"required": True, "maxlength": 40, "autocomplete": "off", "autocapitalize": "none"},
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say the refusal beside its field."""
        beside = self.code if refusal.field == "code" else self.name
        beside.errors = [_(refusal.sentence, **refusal.values)]


@staff.get("/letters/<slug>/figures", endpoint="figures")
def figures_of_letter(slug: str) -> Response:
    """The figures, with their charts and tables."""
    return _page(letter_or_404(slug), PartnerForm(formdata=None))


@staff.post("/letters/<slug>/partners")
def add_partner(slug: str) -> BaseResponse:
    """A partner gets a link of its own."""
    letter, form = letter_or_404(slug), PartnerForm(request.form)
    try:
        with transaction():
            at = now()
            act.add(letter, form.name.data or "", form.code.data or "", at)
            audit("partner.added", at, letter)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(letter, form, 422)
    flash(_("The partner has a link now: see below."))
    return _to_partners(slug)


@staff.post("/letters/<slug>/partners/<int:partner_id>/remove")
def remove_partner(slug: str, partner_id: int) -> BaseResponse:
    """A partner that brought nobody was added by mistake."""
    letter = letter_or_404(slug)
    try:
        with transaction():
            if act.remove(letter, partner_id):
                audit("partner.removed", now(), letter)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    else:
        flash(_("The partner’s link is removed."))
    return _to_partners(slug)


def _page(letter: Letter, form: PartnerForm, code: int = 200) -> Response:
    at = now()
    count, by_state = counting.read(letter, at), reviewing.figures(letter)
    found = figures.figures_of(letter, sum(by_state.values()), at)
    partners = act.partners_of(letter)
    context: dict[str, Any] = {"form": form, "count": count, "by_state": by_state, "found": found, "at": at}
    if found is not None:
        context |= _charts(found, {str(partner.id): partner.name for partner in partners})
    brought = found.partners if found else {}
    context["partners"] = [
        (partner, brought.get(str(partner.id), 0), _link(letter, partner.code)) for partner in partners
    ]
    return make_response(render_template("staff/figures.html", letter=letter, **context), code)


def _charts(found: figures.Figures, names: dict[str, str]) -> dict[str, Any]:
    days = found.days[-MOST_DAYS:]
    scopes = [(str(said), found.scopes[scope]) for scope, said in SCOPES.items() if found.scopes.get(scope)]
    states = [(state or _("Not said"), number) for state, number in found.states.items()]
    partners = [(names.get(partner, _("No partner’s link")), number) for partner, number in found.partners.items()]
    return {
        "day_chart_data": columns([(_short(day.day), day.requested, day.verified) for day in days]),
        "scope_chart": shares(scopes),
        "state_chart": shares(states),
        "partner_chart": shares(partners),
    }


def _short(day: Any) -> str:
    return format_date(day, "MMM d" if language() == "en" else "d MMM", locale=manner())


def _link(letter: Letter, code: str) -> str:
    return f"{public_link('public.letter', language=language(), slug=letter.slug)}?from={code}"


def _to_partners(slug: str) -> BaseResponse:
    return redirect(url_for("staff.figures", slug=slug, _anchor="partners"), 303)
