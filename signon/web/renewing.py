"""New links: for whoever has lost theirs, or whose link is over. The answer is the same whatever there is."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from signon.database import now, transaction
from signon.mail import outbox
from signon.mail.links import public_host
from signon.mail.suppressing import suppress_marked
from signon.refusals import Refusal
from signon.signatures.addresses import email_address
from signon.signatures.tokens import STOP_MAIL
from signon.web.doors import keys, language, tokens
from signon.web.forms import PublicForm, RefusalForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

renewing = Blueprint("renewing", __name__)
show_how_links_end(renewing)
_PURPOSE = "links"


class LinksForm(PublicForm):
    """The one question: for which address?"""

    email = StringField(
        _l("Email"),
        render_kw={
            "autocomplete": "email",
            "inputmode": "email",
            "type": "email",
            "maxlength": 254,
            "required": True,
        },
    )


@renewing.app_template_global()
def links_form() -> LinksForm:
    """The form, for the page of a link that is over: wherever it led, this is the way on."""
    return LinksForm.shown(_PURPOSE)


@renewing.get("/links")
def links() -> Response:
    """The form."""
    return private_page("signing/links.html", form=links_form())


@renewing.post("/links")
def send_links() -> BaseResponse:
    """Keep one mail for the address, whoever it is; what there is for it, only the mail tells."""
    form = LinksForm(request.form)
    try:
        address = email_address(form.email.data or "")
    except Refusal as refusal:
        form.refuse(refusal)
        address = ""
    in_time = form.showing(_PURPOSE) is not None
    if not address or not in_time:
        notice = "" if in_time else _("This form was open too long. Please check it and press the button once more.")
        form.renew(_PURPOSE)
        return private_page("signing/links.html", 422, form=form, notice=notice)
    in_language = language()
    with transaction():
        outbox.keep(outbox.LINKS, {"to": address}, language=in_language, keys=keys(), host=public_host(), at=now())
    return redirect(url_for("renewing.sent"), 303)


@renewing.get("/links/sent")
def sent() -> Response:
    """ "Check your inbox": the same page whatever there is."""
    return private_page("signing/links_sent.html")


@renewing.get("/links/stop/<token>")
def stop(token: str) -> Response:
    """The page for whoever got a mail that strangers can ask for, and knows nothing of it. Looking changes nothing."""
    tokens().vouched(STOP_MAIL, token)
    return _stop_page(RefusalForm())


@renewing.post("/links/stop/<token>")
def stop_mail(token: str) -> BaseResponse:
    """The box was ticked: nothing more goes to that address."""
    mark = tokens().vouched(STOP_MAIL, token)
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [_("Please tick the box.")]
        return _stop_page(form, 422)
    with transaction():
        suppress_marked(mark, now())
    return redirect(url_for("renewing.stopped"), 303)


@renewing.get("/links/stopped")
def stopped() -> Response:
    """No more mail comes: the same page for whoever asks."""
    return private_page("signing/links_stopped.html")


def _stop_page(form: RefusalForm, code: int = 200) -> Response:
    form.sure.label.text = _("This was not us. Write nothing more to this address.")
    return private_page("signing/links_stop.html", code, form=form)
