"""How a listed organization is printed: staff settle it."""

from flask import flash, make_response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.refusals import Refusal
from signon.signatures import reprinting
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.ways import LinkEnded
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.names import name_of, name_page
from signon.web.staff.print_form import PrintForm
from signon.web.staff.reviewing import seen_at, signature_or_404, tell_changed, to_name


@staff.post("/letters/<slug>/signatures/<int:signature_id>/print")
def print_otherwise(slug: str, signature_id: int) -> BaseResponse:
    """Settle how a listed organization is printed."""
    letter = letter_or_404(slug)
    signature, form = signature_or_404(letter, signature_id), PrintForm()
    name = name_of(signature)
    try:
        with transaction():
            at = now()
            changed = reprinting.print_otherwise(letter, signature, form.typed(), seen=seen_at(), at=at)
            if changed:
                audit("signature.reprinted", at, letter, signature_id=signature_id)
    except Refusal as refusal:
        form.refuse(refusal)
        return make_response(name_page(letter, signature, print_form=form), 422)
    except (ChangedMeanwhile, LinkEnded):
        tell_changed(name)
    else:
        flash(_("Saved.") if changed else _("Nothing changed: %(name)s.", name=name))
    return to_name(slug, signature_id)
