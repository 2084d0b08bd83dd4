"""Logos for staff: they are public as soon as a name is listed, and can be taken off without striking it."""

from flask import Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.signatures import logos as act
from signon.signatures.models import VERIFIED
from signon.web.own_entry_logo import picture
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.names import name_of
from signon.web.staff.reviewing import signature_or_404, to_held, to_name


@staff.get("/letters/<slug>/signatures/<int:signature_id>/logo.png")
def logo(slug: str, signature_id: int) -> Response:
    """The picture, also while its name waits for review and nobody else sees it."""
    row = act.logo_of(signature_or_404(letter_or_404(slug), signature_id))
    return picture(row.png if row else None)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/logo/remove")
def remove_logo(slug: str, signature_id: int) -> BaseResponse:
    """Take the logo off; the name stays where it is. Its representative may put another one there."""
    letter = letter_or_404(slug)
    signature = signature_or_404(letter, signature_id)
    with transaction():
        act.remove(signature.id)
        audit("logo.removed", now(), letter, signature_id=signature_id)
    flash(_("The logo is off: %(name)s", name=name_of(signature)))
    return to_name(slug, signature_id) if signature.state == VERIFIED else to_held(slug)
