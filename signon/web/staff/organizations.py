"""The register of organizations: the list, and one organization's page, on which staff change what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.letters import current_texts_of
from signon.organizations import editing
from signon.organizations.affiliates import affiliates_of
from signon.organizations.comparing import duplicates_of, how_many_wait
from signon.organizations.models import Organization
from signon.outreach import merging, reach
from signon.outreach.reach import Wanted
from signon.refusals import Refusal
from signon.signatures.register_entry import checked_alias, checked_facts
from signon.web.forms import moment_seen
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.organization_forms import LEGAL_STATUSES, SCOPES, AliasForm, OrganizationForm

PAGE = 50  # organizations a page


@dataclass(frozen=True)
class Beside:
    """An organization as it stands beside another: what tells the two apart, or that they are one. `listed` is on how
    many lists of the person's campaigns it stands.
    """

    one: Organization
    aliases: tuple[str, ...]
    listed: int


@staff.get("/organizations")
def organizations() -> str:
    """The organizations of one's campaigns, in the order of the register, with a search that needs no accents."""
    states, asked = reach.states(member()), request.args
    wanted = Wanted(
        asked.get("q", "").strip()[:100],
        asked.get("scope", ""),
        states.get(asked.get("state", ""), ()),
        bool(asked.get("alike")),
    )
    page = min(max(asked.get("page", 1, type=int), 1), 100_000)
    found, total = reach.organizations(member(), wanted, (page - 1) * PAGE, PAGE)
    if page > 1 and not found:
        abort(404)
    alike = reach.some(member(), {one.looks_like_id for one in found if one.looks_like_id is not None})
    return render_template(
        "staff/organizations.html",
        rows=beside(found),
        alike=alike,
        wanted=wanted,
        state=asked.get("state", ""),
        states=list(states),
        scopes=SCOPES,
        found=total,
        waiting=how_many_wait() if wanted.alike else 0,
        page=page,
        pages=max(-(-total // PAGE), 1),
    )


@staff.get("/organizations/<int:organization_id>")
def organization(organization_id: int) -> BaseResponse:
    """One organization; the address of one that was merged leads to the one it was merged into."""
    found = organization_or_404(organization_id)
    if found.id != organization_id:
        return redirect(url_for("staff.organization", organization_id=found.id), 303)
    return organization_page(found)


@staff.post("/organizations/<int:organization_id>")
def change_organization(organization_id: int) -> BaseResponse:
    """Settle what the register says of it."""
    found, form = changeable_or_404(organization_id), OrganizationForm()
    try:
        facts = checked_facts(form.typed())
        with transaction():
            at = now()
            changed = editing.change(found.id, facts, seen=_seen(), at=at)
            if changed:
                fields = ", ".join(changed)
                audit(
                    "organization.changed", at, campaign_id=chain_of(found.id), organization_id=found.id, fields=fields
                )
    except editing.Edited:
        flash(_("Nothing was saved: somebody changed this organization while you looked. Please look again."), "error")
        return organization_page(changeable_or_404(organization_id), form, status=409, differs=True)
    except Refusal as refusal:
        form.refuse(refusal)
        return organization_page(found, form, status=422, borne_by=_bearer(refusal))
    flash(_("Saved.") if changed else _("Nothing changed."))
    return to_organization(found.id)


@staff.post("/organizations/<int:organization_id>/aliases")
def add_alias(organization_id: int) -> BaseResponse:
    """Say that it is also called so."""
    found, form = changeable_or_404(organization_id), AliasForm()
    try:
        name = checked_alias(form.alias.data or "")
        with transaction():
            at = now()
            added = editing.add_alias(found.id, name, at)
            if added:
                audit("organization.alias_added", at, campaign_id=chain_of(found.id), organization_id=found.id)
    except Refusal as refusal:
        form.refuse(refusal)
        return organization_page(found, alias_form=form, status=422, borne_by=_bearer(refusal))
    flash(_("Saved.") if added else _("It is known by this name already."))
    return to_organization(found.id)


@staff.post("/organizations/<int:organization_id>/aliases/<int:alias_id>/remove")
def remove_alias(organization_id: int, alias_id: int) -> BaseResponse:
    """Say that it is not called so."""
    found = changeable_or_404(organization_id)
    try:
        with transaction():
            at = now()
            removed = editing.remove_alias(found.id, alias_id, at)
            if removed:
                audit("organization.alias_removed", at, campaign_id=chain_of(found.id), organization_id=found.id)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    else:
        flash(_("The name was removed.") if removed else _("Nothing changed."))
    return to_organization(found.id)


def organization_page(
    found: Organization,
    form: OrganizationForm | None = None,
    *,
    alias_form: AliasForm | None = None,
    status: int = 200,
    borne_by: Organization | None = None,
    differs: bool = False,
) -> Response:
    """The page of one organization; a form may have a fault, such as a name that is `borne_by` another."""
    places, elsewhere = reach.places(member(), found.id)
    texts = current_texts_of([place.letter for place in places])
    alike = reach.some(member(), [like.id for like in duplicates_of(found)])
    mine, *others = beside([found, *alike.values()])
    page = render_template(
        "staff/organization.html",
        organization=found,
        form=form or OrganizationForm.of(found),
        differs=form.now_differs(found) if form and differs else [],
        alias_form=alias_form or AliasForm(formdata=None),
        aliases=editing.aliases_of(found.id),
        may_change=reach.may_change(member(), found.id),
        legal_statuses=LEGAL_STATUSES,
        scopes={choice.value: choice.label for choice in SCOPES},
        places=[(place, texts[place.letter.id][0]) for place in places],
        elsewhere=elsewhere,
        mine=mine,
        others=others,
        affiliates=reach.some(member(), [one.id for one in affiliates_of(found.id)]).values(),
        merges=merging.merges_of(found.id),
        borne_by=borne_by,
    )
    return make_response(page, status)


def beside(some: Iterable[Organization]) -> list[Beside]:
    """These organizations with what tells them apart: two statements, however many they are."""
    rows = list(some)
    ids = [one.id for one in rows]
    aliases, listed = editing.aliases_of_all(ids), reach.listed_on(member(), ids)
    return [Beside(one, tuple(aliases.get(one.id, ())), listed.get(one.id, 0)) for one in rows]


def organization_or_404(organization_id: int) -> Organization:
    """The organization in this person's reach, or the one that it was merged into."""
    found = reach.organization(member(), organization_id)
    if found is None:
        abort(404)
    return found


def changeable_or_404(organization_id: int) -> Organization:
    """The organization, where this person may change it. One that was merged is changed no more."""
    found = organization_or_404(organization_id)
    if found.id != organization_id or not reach.may_change(member(), found.id):
        abort(404)
    return found


def chain_of(organization_id: int) -> int | None:
    """Whose audit an act belongs to: the one campaign's in which the organization stands, else (None) the
    installation's.
    """
    campaigns = reach.campaigns_of(organization_id)
    return campaigns[0] if len(campaigns) == 1 else None


def to_organization(organization_id: int) -> BaseResponse:
    """To the page of an organization."""
    return redirect(url_for("staff.organization", organization_id=organization_id), 303)


def _bearer(refusal: Refusal) -> Organization | None:
    return reach.organization(member(), refusal.by) if isinstance(refusal, editing.Borne) else None


def _seen() -> datetime | None:
    """As of when the page showed the organization; None where nobody had changed it yet."""
    typed = request.form.get("seen", "")
    return moment_seen(typed) if typed else None
