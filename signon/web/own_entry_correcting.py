"""Correcting the own entry, and who is shown beside it."""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.refusals import Refusal
from signon.signatures import own_entry as act
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.ways import Found
from signon.web.doors import keys
from signon.web.own_entry_doors import back, contact_of, entry_to_change, organization_to_change, own_entry, page
from signon.web.own_entry_forms import CorrectionForm, RepresentativeForm, SeenForm, correction_form


@own_entry.get("/signature/<token>/correct")
def correct(token: str) -> Response:
    """The entry as a form, filled with what it says; or that the letter was delivered with it."""
    found = entry_to_change(token)
    if act.was_printed(found.signature):
        return page("delivered.html", found, token)
    form = correction_form(found.signature).about(found.signature, contact_of(found))
    return page("correct.html", found, token, form=form)


@own_entry.post("/signature/<token>/correct")
def save_correction(token: str) -> BaseResponse:
    """The form was sent: the entry says that from now on, or waits for review if it became another name."""
    found = entry_to_change(token)
    if act.was_printed(found.signature):
        return page("delivered.html", found, token, 409)
    form = correction_form(found.signature).about(found.signature, contact_of(found), request.form)
    entry = form.entry()
    if entry is None:
        return page("correct.html", found, token, 422, form=form)
    try:
        with transaction():
            act.correct(entry_to_change(token), entry, seen=form.seen_at(), keys=keys(), at=now())
    except ChangedMeanwhile:
        return _changed_meanwhile(token, form)
    except Refusal:  # it was delivered this very moment
        return page("delivered.html", found, token, 409)
    return back(token, saved=True)


def _changed_meanwhile(token: str, form: CorrectionForm) -> Response:
    """What was typed stays on the page, beside what the entry says now: pressing again decides it."""
    found = entry_to_change(token)
    form.signature, form.contact = found.signature, contact_of(found)
    form.renew(found.signature)
    return page("correct.html", found, token, 409, form=form, now_differs=form.now_differs(), meanwhile=True)


@own_entry.get("/signature/<token>/representative")
def representative(token: str) -> Response:
    """Who signed, and whether they are shown beside the organization's name."""
    found = organization_to_change(token)
    return _representative_page(found, token, _representative_form(found))


@own_entry.post("/signature/<token>/representative")
def save_representative(token: str) -> BaseResponse:
    """The form was sent: show the representative, or nobody."""
    form = RepresentativeForm(request.form)
    try:
        with transaction():
            act.name_representative(
                organization_to_change(token),
                form.representative.data or "",
                form.role.data or "",
                shown=form.shown.data,
                seen=form.seen_at(),
                keys=keys(),
                at=now(),
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _representative_page(organization_to_change(token), token, form, 422)
    except ChangedMeanwhile:
        found = organization_to_change(token)
        form.renew(found.signature)
        return _representative_page(found, token, form, 409, meanwhile=True)
    return back(token, saved=True)


def _representative_form(found: Found) -> RepresentativeForm:
    contact = contact_of(found)
    shown = bool(found.signature.shown_representative)
    form = RepresentativeForm(data={"representative": contact.representative, "role": contact.role, "shown": shown})
    form.renew(found.signature)
    return form


def _representative_page(
    found: Found, token: str, form: SeenForm, code: int = 200, *, meanwhile: bool = False
) -> Response:
    return page("representative.html", found, token, code, form=form, meanwhile=meanwhile)
