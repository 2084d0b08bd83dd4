"""Taking the list away: documents as they are, tables with the columns one chooses, and contacts with a reason."""

from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice

from signon.database import now, transaction
from signon.documents import TABLE_FORMATS, Document, Table, export_table
from signon.documents.columns import BY_SCOPE, BY_STATE, ORDERS, PRINTED, offered
from signon.keys import KeyGone
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.contacts import contacts_of
from signon.signatures.names import plain_text
from signon.staff.access import CONTACTS, may
from signon.web.doors import keys, read_letter
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.wording.readings import read_signee_list

LONGEST_REASON = 300  # characters
_PLACE = "place_"  # the fields that say where a column stands

COLUMN_NAMES = {
    "kind": _l("Organization or individual"),
    "organization": _l("Organization"),
    "name": _l("Name"),
    "website": _l("Website"),
    "scope": _l("Scope"),
    "city": _l("City"),
    "state": _l("State"),
    "country": _l("Country"),
    "sort_key": _l("Sort key"),
    "affiliation": _l("Affiliation"),
    "representative": _l("Representative"),
    "role": _l("Role"),
    "convener": _l("Convener"),
    "email": _l("Email"),
    "postal_code": _l("Postal code"),
}
_FORMATS = [SelectChoice(format, format.upper()) for format in TABLE_FORMATS]
_ORDERS = [
    SelectChoice(PRINTED, _l("As printed")),
    SelectChoice(BY_STATE, _l("By state, then as printed")),
    SelectChoice(BY_SCOPE, _l("National first, then state, then local")),
]


_CHOSEN = {"required": True}  # one always is


class TableForm(FlaskForm):
    """Which file, and in which order its rows stand. The columns are fields of their own, one for each place."""

    class Meta:
        """Looking needs no token."""

        csrf = False

    format = SelectField(_l("File"), choices=_FORMATS, default="xlsx", render_kw=_CHOSEN)
    order = SelectField(_l("Order of the rows"), choices=_ORDERS, default=PRINTED, render_kw=_CHOSEN)


class ContactsForm(FlaskForm):
    """The same, and why contacts are taken away."""

    format = SelectField(_l("File"), choices=_FORMATS, default="xlsx", id="contacts-format", render_kw=_CHOSEN)
    order = SelectField(
        _l("Order of the rows"), choices=_ORDERS, default=PRINTED, id="contacts-order", render_kw=_CHOSEN
    )
    reason = StringField(
        _l("Why are the contacts needed?"),
        description=_l("It is kept with your name, for good. “To invite the signees to the hearing on March 3.”"),
        render_kw={"required": True, "maxlength": LONGEST_REASON, "autocomplete": "off"},
    )


@staff.get("/letters/<slug>/exports")
def exports(slug: str) -> Response:
    """The files there are, and the forms for tables."""
    return _page(letter_or_404(slug), ContactsForm(formdata=None))


@staff.get("/letters/<slug>/exports/table")
def export_columns(slug: str) -> BaseResponse:
    """The list as a table with the columns that were chosen; nothing personal is among them."""
    letter, form = letter_or_404(slug), TableForm(request.args)
    if form.format.data not in TABLE_FORMATS or form.order.data not in ORDERS:
        abort(404)
    columns = _chosen(letter, request.args, contacts=False)
    return _sent(export_table(form.format.data, _list(letter), Table(columns, form.order.data)))


@staff.post("/letters/<slug>/exports/contacts")
def export_contacts(slug: str) -> BaseResponse:
    """The list with its contacts, for a reason that is kept."""
    letter, form = letter_or_404(slug), ContactsForm(request.form)
    if form.format.data not in TABLE_FORMATS or form.order.data not in ORDERS:
        abort(400)
    try:
        reason = _reason(form.reason.data or "")
        contacts = contacts_of(letter, keys())
    except Refusal as refusal:
        form.reason.errors = [_(refusal.sentence, **refusal.values)]
        return _page(letter, form, 422)
    except KeyGone:
        form.reason.errors = [_("The contacts of this letter were erased. Nobody can read them any more.")]
        return _page(letter, form, 422)
    columns = _chosen(letter, request.form, contacts=True)
    document = export_table(form.format.data, _list(letter), Table(columns, form.order.data, contacts))
    with transaction():
        audit("contacts.exported", now(), letter, reason=reason, number=len(contacts), columns=", ".join(columns))
    return _sent(document)


def _reason(typed: str) -> str:
    reason = plain_text(typed, "reason", LONGEST_REASON)
    if not reason:
        raise Refusal(N_("Please write why the contacts are needed. It is kept with your name."), "reason")
    return reason


def _chosen(letter: Letter, sent: Any, *, contacts: bool) -> tuple[str, ...]:
    """The columns with a number, by their numbers; those with the same number as they are offered. The usual ones for a
    table without contacts where none has one.
    """
    columns = offered(letter.signed_by, contacts=contacts)
    places = {column: sent.get(f"{_PLACE}{column}", "", type=str).strip() for column in columns}
    numbered = [column for column in columns if places[column].isascii() and places[column].isdigit()]
    found = tuple(sorted(numbered, key=lambda column: int(places[column][:4])))
    return found or (columns if contacts else ())


def _list(letter: Letter) -> Any:
    return read_signee_list(letter, current_texts(letter)[0].language, now())


def _sent(document: Document) -> Response:
    response = make_response(document.data)
    response.headers["Content-Type"] = document.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    return response


def _page(letter: Letter, form: ContactsForm, code: int = 200) -> Response:
    at = now()
    count = counting.read(letter, at)
    may_have_contacts = may(member(), CONTACTS, letter.campaign_id)
    page = render_template(
        "staff/exports.html",
        letter=letter,
        count=count,
        reading=read_letter(letter, count),
        form=TableForm(formdata=None),
        contacts_form=form if may_have_contacts else None,
        columns=offered(letter.signed_by, contacts=False),
        contact_columns=offered(letter.signed_by, contacts=True),
        names=COLUMN_NAMES,
        sent=request.form,
    )
    return make_response(page, code)
