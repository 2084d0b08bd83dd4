""" "This was not us": whoever gets a mail and knows nothing of it ends it, in two steps."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.mail.suppressing import suppress
from signon.signatures import counting
from signon.signatures.models import STRUCK, WITHDRAWN
from signon.signatures.signing import open_contact
from signon.signatures.verifying import follow_link
from signon.signatures.ways import Found, LinkEnded
from signon.signatures.withdrawing import deny
from signon.web.doors import keys, read_letter, tokens
from signon.web.forms import TICK, RefusalForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

stopping = Blueprint("stopping", __name__)
show_how_links_end(stopping)


@stopping.get("/verify/<token>/not-us")
def not_us(token: str) -> Response:
    """The page for whoever got the mail and knows nothing of it. Looking changes nothing."""
    return _not_us(follow_link(token, tokens=tokens(), at=now()), RefusalForm())


@stopping.post("/verify/<token>/not-us")
def stop(token: str) -> BaseResponse:
    """The box was ticked: the name is taken off, what was written is erased, and mail to the address stops."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _not_us(follow_link(token, tokens=tokens(), at=now()), form, 422)
    with transaction():
        at = now()
        found = follow_link(token, tokens=tokens(), at=at)
        if address := open_contact(found.letter, found.signature.contact, keys()).email:
            suppress(address, keys=keys(), at=at)
        deny(found, keys(), at)
    return redirect(url_for("stopping.stopped"), 303)


@stopping.get("/stopped")
def stopped() -> Response:
    """Nothing is listed, and no more mail comes: the same page for whoever asks."""
    return private_page("signing/stopped.html")


def _not_us(found: Found, form: RefusalForm, code: int = 200) -> Response:
    letter, signature = found.letter, found.signature
    if signature.state in (STRUCK, WITHDRAWN):
        raise LinkEnded
    form.sure.label.text = _("This was not us. Take it off, and write nothing more to this address.")
    reading = read_letter(letter, counting.shown(letter, now()))
    return private_page("signing/not_us.html", code, form=form, reading=reading, name=signature.printed_name)
