"""The covering mail: written, looked at, tried on oneself, and sent to the addressee with the kept PDF."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields import SelectChoice

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail import covering as act
from signon.mail.covering_words import first_words
from signon.mail.links import public_host
from signon.refusals import Refusal
from signon.signatures.deliveries import handed_over
from signon.signatures.edition_models import Edition
from signon.web.doors import keys
from signon.web.staff.delivery_forms import CoveringForm, addressees_of, document_name
from signon.web.staff.doors import audit, letter_or_404, member, staff


@staff.get("/letters/<slug>/covering")
def covering(slug: str) -> BaseResponse:
    """A mail to begin with, in the letter's language."""
    letter = letter_or_404(slug)
    editions = handed_over(letter)
    if not editions:
        return redirect(url_for("staff.deliveries", slug=slug), 303)  # which says what to do first
    addressee = next(iter(addressees_of(letter)), "")
    subject, text = first_words(letter, editions[0], addressee)
    typed = {"addressee": addressee, "reply_to": member().email, "subject": subject, "text": text}
    return _page(letter, editions, CoveringForm(data={**typed, "editions": [one.id for one in editions]}))


@staff.post("/letters/<slug>/covering")
def send_covering(slug: str) -> BaseResponse:
    """Show what it will look like, send it to oneself, or send it; what was typed stays."""
    letter, form, do = letter_or_404(slug), CoveringForm(request.form), request.form.get("do", "")
    editions = handed_over(letter)
    if not editions or do not in ("preview", "test", "send"):
        abort(400)
    checked = form.checked(editions)
    try:
        if checked is not None and do != "preview":
            with transaction():
                _ask(letter, *checked, to_oneself=do == "test", at=now())
    except Refusal as refusal:
        form.refuse(refusal)
    if checked is None or form.has_errors:
        return _page(letter, editions, form, code=422)
    if do == "send":
        flash(_("The mail is on its way. The log tells when it has left."))
        return redirect(url_for("staff.deliveries", slug=slug), 303)
    return _page(letter, editions, form, seen=act.enclosures(letter, checked[0]), tested=do == "test")


def _ask(
    letter: Letter, editions: list[Edition], addressee: str, mail: act.Covering, *, to_oneself: bool, at: datetime
) -> None:
    host, who = public_host(), member()
    if to_oneself:
        act.send_test(letter, editions, mail, to=who.email, keys=keys(), host=host, at=at)
    else:
        act.send(letter, editions, mail, addressee, noted_by=who.id, keys=keys(), host=host, at=at)
    audit("covering.tested" if to_oneself else "covering.sent", at, letter)


def _page(
    letter: Letter,
    editions: Sequence[Edition],
    form: CoveringForm,
    *,
    seen: Sequence[act.Enclosure] = (),
    tested: bool = False,
    code: int = 200,
) -> Response:
    """The form, and below it how the mail will look where something is `seen`."""
    form.editions.choices = [SelectChoice(edition.id, document_name(edition)) for edition in editions]
    page = render_template(
        "staff/covering.html",
        letter=letter,
        form=form,
        addressees=addressees_of(letter),
        language=act.language_of(editions[0]),
        seen=seen,
        tested=tested,
        sender=current_app.config["MAIL_DEFAULT_SENDER"],
    )
    return make_response(page, code)
