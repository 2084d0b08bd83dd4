"""The delivery log of a letter: what was handed over to whom, with its receipts; the forms for it and for answers."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields import SelectChoice

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail.covering import Fate, fates, take_back, written_to
from signon.refusals import Refusal
from signon.signatures import deliveries as act
from signon.signatures.edition_models import Delivery, Edition
from signon.web.doors import keys
from signon.web.staff.delivery_forms import AnswerForm, DeliveryForm, addressees_of, document_name
from signon.web.staff.doors import audit, letter_or_404, member, staff


@dataclass(frozen=True)
class Line:
    """One line of the log: what was handed over, `at` which moment. `fate` is None, and `written_to` "", where no mail
    was sent from here.
    """

    delivery: Delivery
    document: str
    at: datetime
    fate: Fate | None
    written_to: str


@staff.get("/letters/<slug>/deliveries")
def deliveries(slug: str) -> Response:
    """The log, the form for one more line of it, and the answers."""
    return deliveries_page(letter_or_404(slug), now())


@staff.post("/letters/<slug>/deliveries")
def note_delivery(slug: str) -> BaseResponse:
    """Something was handed over: note it, with its receipt."""
    letter, form, file = letter_or_404(slug), DeliveryForm(request.form), request.files.get("receipt")
    edition = next((one for one in act.handed_over(letter) if one.id == form.edition.data), None)
    if edition is None:
        abort(400)
    checked = form.checked(letter.deadline_zone, file)  # a picture is drawn before the transaction begins
    try:
        if checked is not None:
            with transaction():
                at = now()
                row = act.note_delivery(edition, **checked, noted_by=member().id, now=at)
                audit("delivery.noted", at, letter, way=row.way)
    except Refusal as refusal:
        form.refuse(refusal)
    if not form.has_errors:
        flash(_("The delivery is noted."))
        return redirect(url_for("staff.deliveries", slug=slug), 303)
    if file is not None and file.filename and not form.receipt.errors:
        form.receipt.errors = [_("Please choose the file again: browsers do not keep it.")]
    return deliveries_page(letter, now(), 422, form=form)


@staff.post("/letters/<slug>/deliveries/<int:delivery_id>/remove")
def remove_delivery(slug: str, delivery_id: int) -> BaseResponse:
    """A line was noted by mistake, or its mail is not to leave."""
    letter = letter_or_404(slug)
    try:
        with transaction():
            take_back(_delivery_or_404(letter, delivery_id))
            audit("delivery.removed", now(), letter)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    else:
        flash(_("The delivery is out of the log."))
    return redirect(url_for("staff.deliveries", slug=slug), 303)


@staff.get("/letters/<slug>/deliveries/<int:delivery_id>/receipt")
def receipt(slug: str, delivery_id: int) -> Response:
    """The receipt as a file to keep: never shown in a page, for it is not ours."""
    delivery = _delivery_or_404(letter_or_404(slug), delivery_id)
    if delivery.receipt is None:
        abort(404)
    file = BytesIO(delivery.receipt)
    answer = send_file(file, delivery.receipt_type, as_attachment=True, download_name=delivery.receipt_name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer


def deliveries_page(
    letter: Letter, at: datetime, code: int = 200, *, form: DeliveryForm | None = None, answer: AnswerForm | None = None
) -> Response:
    """The page; of a form that was sent with a fault it keeps what was typed."""
    editions, to = act.handed_over(letter), addressees_of(letter)
    if form is None:
        here = at.astimezone(ZoneInfo(letter.deadline_zone))
        typed = {"addressee": next(iter(to), ""), "day": here.date().isoformat(), "clock": f"{here:%H:%M}"}
        form = DeliveryForm(data=typed)
    form.edition.choices = [SelectChoice(edition.id, document_name(edition)) for edition in editions]
    context: dict[str, Any] = {"editions": editions, "addressees": to, "lines": _log(letter, editions), "form": form}
    page = render_template(
        "staff/deliveries.html",
        letter=letter,
        answers=act.answers_of(letter),
        answer_form=answer or AnswerForm(data={"addressee": next(iter(to), "")}),
        **context,
    )
    return make_response(page, code)


def _log(letter: Letter, editions: list[Edition]) -> list[Line]:
    names = {edition.id: document_name(edition) for edition in editions}
    rows = act.deliveries_of(letter)
    found = fates(rows)
    lines = []
    for row in rows:
        fate = found.get(row.mail_id or 0)
        at = fate.at if fate and fate.at else row.delivered_at
        lines.append(Line(row, names[row.edition_id], at, fate, written_to(letter, row, keys())))
    return lines


def _delivery_or_404(letter: Letter, delivery_id: int) -> Delivery:
    delivery = act.delivery_of(letter, delivery_id)
    if delivery is None:
        abort(404)
    return delivery
