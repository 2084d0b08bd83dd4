"""The next letter's answer "no": an organization that was asked again is not asked any more."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.signatures import counting
from signon.signatures.models import FROM_MEMORY, PENDING
from signon.signatures.tokens import VERIFY
from signon.signatures.ways import Found, LinkEnded, follow
from signon.signatures.withdrawing import deny
from signon.web.doors import keys, read_letter, tokens
from signon.web.forms import TICK, RefusalForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

asking = Blueprint("asking", __name__)
show_how_links_end(asking)
_SURE = _l("Do not ask us about further letters, and erase our contact.")


@asking.get("/verify/<token>/no-more")
def no_more(token: str) -> Response:
    """What ends if the organization does not want to be asked again. Looking changes nothing."""
    return _asked(_found(token), RefusalForm())


@asking.post("/verify/<token>/no-more")
def stop_asking(token: str) -> BaseResponse:
    """The box was ticked: the request is erased, and with it what the organization had left with the campaign."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _asked(_found(token), form, 422)
    with transaction():
        deny(_found(token), keys(), now())
    return redirect(url_for("asking.stopped"), 303)


@asking.get("/no-more")
def stopped() -> Response:
    """It is done. The page names nobody and needs no link."""
    return private_page("signing/asking_stopped.html")


def _found(token: str) -> Found:
    """What the link leads to while it is a request about the next letter. Raises BrokenToken or LinkEnded."""
    found = follow(VERIFY, token, tokens=tokens(), at=now())
    if found.signature.state != PENDING or found.signature.origin != FROM_MEMORY:
        raise LinkEnded
    return found


def _asked(found: Found, form: RefusalForm, code: int = 200) -> Response:
    form.sure.label.text = _SURE
    reading = read_letter(found.letter, counting.shown(found.letter, now()))
    return private_page("signing/no_more.html", code, form=form, reading=reading, name=found.signature.printed_name)
