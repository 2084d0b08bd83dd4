"""The door of an organization's known address: seven days to take a name off that somebody else put on a letter."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.mail.links import public_host
from signon.mail.telling import tell_staff_of_objection
from signon.signatures import counting
from signon.signatures import objecting as act
from signon.signatures.tokens import OBJECT
from signon.signatures.ways import Found, follow
from signon.web.doors import keys, read_letter, tokens
from signon.web.forms import TICK, RefusalForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

objecting = Blueprint("objecting", __name__)
show_how_links_end(objecting)
_SURE = _l("We did not sign. Take our name off this letter.")


@objecting.get("/object/<token>")
def object_to(token: str) -> Response:
    """What stands on the list, and how to take it off. Looking changes nothing."""
    return _asked(follow(OBJECT, token, tokens=tokens(), at=now()), RefusalForm())


@objecting.post("/object/<token>")
def take_off(token: str) -> BaseResponse:
    """The box was ticked: the name leaves the list at once and is held, and staff are told."""
    found = follow(OBJECT, token, tokens=tokens(), at=now())
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _asked(found, form, 422)
    with transaction():
        at = now()
        found = follow(OBJECT, token, tokens=tokens(), at=at)
        if act.object_to(found, keys(), at):
            tell_staff_of_objection(found.letter, found.signature, keys=keys(), host=public_host(), at=at)
    return redirect(url_for("objecting.object_to", token=token), 303)


def _asked(found: Found, form: RefusalForm, code: int = 200) -> Response:
    if not act.can_object(found.signature):
        return private_page("signing/taken_off.html")
    form.sure.label.text = _SURE
    reading = read_letter(found.letter, counting.shown(found.letter, now()))
    return private_page("signing/object.html", code, form=form, reading=reading, name=found.signature.printed_name)
