"""Leaving: the signee takes their own name off, or says that somebody else used their address."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.mail.suppressing import suppress
from signon.signatures import withdrawing
from signon.signatures.models import WITHDRAWN
from signon.signatures.own_entry import may_change, was_printed
from signon.signatures.ways import Found
from signon.web.doors import keys
from signon.web.forms import TICK, RefusalForm
from signon.web.headers import private
from signon.web.own_entry_doors import back, contact_of, entry_of, name_of, own_entry, page
from signon.web.own_entry_next import leads_to_next, left


@own_entry.get("/signature/<token>/withdraw")
def withdrawal(token: str) -> BaseResponse:
    """What withdrawing does, and the box. Looking changes nothing."""
    found = entry_of(token)
    return back(token) if found.signature.state == WITHDRAWN else _asked(found, token, RefusalForm())


@own_entry.post("/signature/<token>/withdraw")
def take_off(token: str) -> BaseResponse:
    """The box was ticked: the name is off the list at once."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _asked(entry_of(token), token, form, 422)
    with transaction():
        withdrawing.withdraw(entry_of(token), now())
    return redirect(url_for("own_entry.withdrawn"), 303)


@own_entry.get("/signature/withdrawn")
def withdrawn() -> Response:
    """It is done. The page names nobody and needs no link."""
    return private(make_response(render_template("signing/own_entry/withdrawn.html")))


@own_entry.get("/signature/<token>/not-us")
def not_us(token: str) -> BaseResponse:
    """What happens if somebody else signed in one's name. Looking changes nothing."""
    found = entry_of(token)
    return back(token) if found.signature.state == WITHDRAWN else _denying(found, token, RefusalForm())


@own_entry.post("/signature/<token>/not-us")
def deny(token: str) -> BaseResponse:
    """The box was ticked: the name is off, and nobody can make us write to this address again."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _denying(entry_of(token), token, form, 422)
    with transaction():
        found, at = entry_of(token), now()
        if address := contact_of(found).email:
            suppress(address, keys=keys(), at=at)
        withdrawing.deny(found, keys(), at)
    return redirect(url_for("stopping.stopped"), 303)


def _asked(found: Found, token: str, form: RefusalForm, code: int = 200) -> Response:
    form.sure.label.text = _("Withdraw this signature.")
    signature = found.signature
    return page(
        "withdraw.html",
        found,
        token,
        code,
        form=form,
        name=name_of(signature, contact_of(found)),
        stays_marked=may_change(signature) and was_printed(signature),
        is_remembered=leads_to_next(found) and left(found) is not None,
    )


def _denying(found: Found, token: str, form: RefusalForm, code: int = 200) -> Response:
    form.sure.label.text = _("This was not us. Take the name off and write nothing more to this address.")
    return page("not_us.html", found, token, code, form=form, name=name_of(found.signature, contact_of(found)))
