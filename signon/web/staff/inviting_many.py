"""Inviting many at once: organizations of the register, and those in a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.outreach import guest_file
from signon.outreach import invitations as reading
from signon.outreach import inviting as act
from signon.outreach.guest_file import GuestFile
from signon.refusals import Refusal
from signon.signatures.addresses import masked
from signon.staff.access import EDIT, campaigns_of
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.invitation_forms import OUTCOMES, InvitationFileForm, KnownForm
from signon.web.staff.invitations import PAGE, page_number
from signon.wording.numbers import number

_SHOWN = 200  # lines of each kind in a preview


@dataclass(frozen=True)
class PreviewLine:
    """A line of a file, and what becomes of it."""

    number: int
    name: str
    says: str


@staff.get("/letters/<slug>/invitations/register")
def invite_known(slug: str) -> Response:
    """Organizations that stand on a list of the campaigns in which this person edits, to be ticked."""
    return _known_page(letter_or_404(slug), KnownForm())


@staff.post("/letters/<slug>/invitations/register")
def add_known(slug: str) -> BaseResponse:
    """Some were ticked: they are to be invited; where a mailbox is missing, none is."""
    letter = letter_or_404(slug)
    typed = {name: value for name, value in request.form.items() if name.startswith("email_")}
    form = KnownForm(typed, request.form.getlist("organization"))
    found = reading.chosen(letter, _campaigns(), form.ids, keys=keys())
    guests = form.guests([one for one in found if not one.is_listed])
    if form.errors:
        return _known_page(letter, form, 422)
    if not guests:
        flash(_("Nobody was ticked."), "error")
    else:
        _add(letter, guests)
    query, page = request.args.get("q") or None, request.args.get("page")
    return redirect(url_for("staff.invite_known", slug=slug, q=query, page=page), 303)


@staff.get("/letters/<slug>/invitations/file")
def invite_file(slug: str) -> Response:
    """The form for a file, with what it must look like."""
    return _file_page(letter_or_404(slug), InvitationFileForm())


@staff.post("/letters/<slug>/invitations/file")
def preview_invitations(slug: str) -> Response:
    """A file was sent: what would become of each of its lines. Nothing is kept."""
    letter, form, file = letter_or_404(slug), InvitationFileForm(), request.files.get("file")
    data = file.stream.read(guest_file.LARGEST + 1) if file else b""
    try:
        return _preview_page(letter, guest_file.read_guests(data, letter), data.decode("utf-8-sig"))
    except Refusal as refusal:
        form.refuse(Refusal(refusal.sentence, "file", **refusal.values))
        return _file_page(letter, form, 422)


@staff.post("/letters/<slug>/invitations/take")
def take_invitations(slug: str) -> BaseResponse:
    """The preview was agreed to: those who would be invited are."""
    letter = letter_or_404(slug)
    try:
        file = guest_file.read_guests(request.form.get("text", "").encode(), letter)
        _add(letter, [guest for _line, guest in file.guests])
    except Refusal as refusal:
        form = InvitationFileForm()
        form.refuse(Refusal(refusal.sentence, "file", **refusal.values))
        return _file_page(letter, form, 422)
    return redirect(url_for("staff.invitations", slug=slug), 303)


def _add(letter: Letter, guests: list[act.Guest]) -> None:
    with transaction():
        at = now()
        numbers = act.add(letter, guests, keys=keys(), at=at)
        if added := numbers.get(act.NEW, 0):
            audit("invitations.added", at, letter, number=added)
    flash(_told(numbers))


def _told(numbers: Mapping[str, int]) -> str:
    added = numbers.get(act.NEW, 0)
    said: str = ngettext("%(shown)s organization added.", "%(shown)s organizations added.", added, shown=number(added))
    others = [f"{number(count)} {OUTCOMES[outcome]}" for outcome, count in numbers.items() if outcome != act.NEW]
    if others:
        said = " ".join((said, _("Not added: %(others)s.", others="; ".join(others))))
    return " ".join((said, _("Nothing was mailed yet.")))


def _campaigns() -> list[int]:
    return [campaign.id for campaign in campaigns_of(member(), EDIT)]


def _known_page(letter: Letter, form: KnownForm, code: int = 200) -> Response:
    query, page = request.args.get("q", "").strip()[:100], page_number()
    found = reading.number_of_candidates(letter, _campaigns(), query)
    pages = max(-(-found // PAGE), 1)
    page = min(page, pages)  # whoever was added is not here any more
    candidates = reading.candidates(letter, _campaigns(), query, keys=keys(), offset=(page - 1) * PAGE, limit=PAGE)
    return make_response(
        render_template(
            "staff/invite_known.html",
            letter=letter,
            form=form,
            candidates=candidates,
            found=found,
            query=query,
            page=page,
            pages=pages,
            masked=masked,
        ),
        code,
    )


def _file_page(letter: Letter, form: InvitationFileForm, code: int = 200) -> Response:
    return make_response(render_template("staff/invite_file.html", letter=letter, form=form), code)


def _preview_page(letter: Letter, file: GuestFile, text: str) -> Response:
    outcomes = act.sort_out(letter, [guest for _line, guest in file.guests], keys=keys())
    left = [PreviewLine(bad.number, bad.name, _(bad.refusal.sentence, **bad.refusal.values)) for bad in file.bad]
    taken = []
    for (line, guest), outcome in zip(file.guests, outcomes, strict=True):
        name = guest.entry.printed_name
        if outcome == act.NEW:
            taken.append(PreviewLine(line, name, guest.entry.contact.email))
        else:
            left.append(PreviewLine(line, name, str(OUTCOMES[outcome])))
    page = render_template(
        "staff/invite_preview.html",
        letter=letter,
        text=text,
        taken=taken[:_SHOWN],
        left=sorted(left, key=lambda line: line.number)[:_SHOWN],
        taken_number=len(taken),
        left_number=len(left),
    )
    return make_response(page)
