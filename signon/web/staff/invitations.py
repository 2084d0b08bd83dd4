"""Whom a letter's campaign invites to sign it: the list, one more by hand, and one less."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.outreach import invitations as reading
from signon.outreach import inviting as act
from signon.outreach.models import Invitation
from signon.refusals import Refusal
from signon.signatures.addresses import masked
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.invitation_forms import InvitationForm

PAGE = 50  # a page


@staff.get("/letters/<slug>/invitations")
def invitations(slug: str) -> str:
    """All invitations with what became of them; a search that needs no accents, and a filter by state."""
    letter = letter_or_404(slug)
    query, state, page = request.args.get("q", "").strip()[:100], request.args.get("state", ""), page_number()
    state = state if state in reading.STATES else ""
    found = reading.page_of(letter, query, state, offset=(page - 1) * PAGE, limit=PAGE)
    if page > 1 and not found.rows:
        abort(404)
    return render_template(
        "staff/invitations.html",
        letter=letter,
        numbers=reading.numbers(letter),
        rows=found.rows,
        found=found.total,
        query=query,
        state=state,
        page=page,
        pages=max(-(-found.total // PAGE), 1),
        mailbox_of=lambda invitation: mailbox_of(letter, invitation),
        life=letter.state(now()),
    )


@staff.get("/letters/<slug>/invitations/new")
def invite(slug: str) -> Response:
    """The form for one organization."""
    return one_page(letter_or_404(slug), InvitationForm())


@staff.post("/letters/<slug>/invitations/new")
def add_invitation(slug: str) -> BaseResponse:
    """The form was sent: the organization is to be invited; no mail is written yet."""
    letter, form = letter_or_404(slug), InvitationForm(request.form)
    entry = form.entry()
    if entry is None:
        return one_page(letter, form, 422)
    try:
        with transaction():
            at = now()
            outcome = next(iter(act.add(letter, [act.Guest(entry)], keys=keys(), at=at)))
            if outcome == act.NEW:
                audit("invitations.added", at, letter, number=1)
    except Refusal as refusal:
        form.refuse(refusal)
        return one_page(letter, form, 422)
    if outcome != act.NEW:
        form.refuse_for(outcome)
        return one_page(letter, form, 422)
    flash(_("Added: %(name)s. Nothing was mailed yet.", name=entry.printed_name))
    return redirect(url_for("staff.invitations" if "done" in request.form else "staff.invite", slug=slug), 303)


@staff.post("/letters/<slug>/invitations/<int:invitation_id>/remove")
def remove_invitation(slug: str, invitation_id: int) -> BaseResponse:
    """An organization is no longer to be invited; links that were mailed to it end."""
    letter = letter_or_404(slug)
    with transaction():
        at = now()
        invitation = reading.of_letter(letter, invitation_id)
        if invitation is None:
            abort(404)
        try:
            act.remove(invitation)
            audit("invitation.removed", at, letter)
            said = _("Not invited any more: %(name)s", name=invitation.name)
        except Refusal as refusal:
            said = _(refusal.sentence)
    flash(said)
    return redirect(url_for("staff.invitations", slug=slug), 303)


def one_page(letter: Letter, form: InvitationForm, code: int = 200) -> Response:
    """The page of the form for one organization, which may have faults."""
    return make_response(render_template("staff/invite.html", letter=letter, form=form), code)


def mailbox_of(letter: Letter, invitation: Invitation) -> str:
    """The mailbox that is written to, masked; "" after the letter's key was destroyed."""
    try:
        return masked(act.contact_of(letter, invitation, keys()).email)
    except KeyGone:
        return ""


def page_number() -> int:
    """The page of a list that the address asks for."""
    return min(max(request.args.get("page", 1, type=int), 1), 100_000)
