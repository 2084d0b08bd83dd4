"""The names of a letter for staff: those on the list, to be searched and struck, and those that were struck."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.signatures import finding, import_jobs, logos, notes, reviewing
from signon.signatures.entry import SCOPES
from signon.signatures.finding import Wanted
from signon.signatures.models import FROM_DELEGATION, FROM_FORM, FROM_IMPORT, FROM_MEMORY, VERIFIED, Signature
from signon.signatures.own_entry import was_printed
from signon.signatures.signee import ORGANIZATION
from signon.web.doors import keys
from signon.web.staff.case_forms import CaseForm, Fault
from signon.web.staff.doors import letter_or_404, staff
from signon.web.staff.print_form import PrintForm

PAGE = 50  # names a page
# How a signature came about, in words.
ORIGINS = (
    (FROM_FORM, _l("By the form")),
    (FROM_IMPORT, _l("Imported by staff")),
    (FROM_MEMORY, _l("Asked about the next letter")),
    (FROM_DELEGATION, _l("By standing delegation")),
)


@staff.get("/letters/<slug>/signatures")
def names(slug: str) -> str:
    """The listed names, with a search that needs no accents, and filters; each leads to where it can be struck."""
    letter = letter_or_404(slug)
    wanted, page = _wanted(), _page()
    found = finding.listed(letter, wanted, (page - 1) * PAGE, PAGE)
    shown = _shown(page, found)
    return render_template(
        "staff/names.html",
        letter=letter,
        wanted=wanted,
        query=wanted.search,
        name_of=name_of,
        states=[(state, state) for state in finding.home_states(letter)],
        tags=[(tag, tag) for tag in notes.tags_in_use(letter, VERIFIED)],
        tags_on=notes.tags_on(letter, [one.id for one in found.signatures]),
        scopes=SCOPES,
        origins=ORIGINS,
        **shown,
    )


@staff.get("/letters/<slug>/struck")
def struck(slug: str) -> str:
    """The struck names with their reasons, the newest first, with a search that needs no accents."""
    letter = letter_or_404(slug)
    page, query = _page(), request.args.get("q", "").strip()[:100]
    found = finding.struck(letter, query, (page - 1) * PAGE, PAGE)
    return render_template("staff/struck.html", letter=letter, query=query, **_shown(page, found), name_of=name_of)


@staff.get("/letters/<slug>/signatures/<int:signature_id>")
def name(slug: str, signature_id: int) -> str:
    """One listed name with its logo, what staff noted about it, and the form to strike it."""
    letter = letter_or_404(slug)
    signature = reviewing.of_letter(letter, signature_id)
    if signature is None or signature.state != VERIFIED:
        abort(404)
    return name_page(letter, signature)


def name_page(
    letter: Letter, signature: Signature, fault: Fault | None = None, print_form: PrintForm | None = None
) -> str:
    """The page of one listed name; a form may have a fault."""
    may_print = signature.kind == ORGANIZATION and not was_printed(signature)
    return render_template(
        "staff/name.html",
        letter=letter,
        form=CaseForm.about(signature.id, fault),
        print_form=(print_form or PrintForm.of(signature)) if may_print else None,
        was_printed=was_printed(signature),
        signature=signature,
        name=name_of(signature),
        logo=logos.sizes([signature.id]).get(signature.id),
        brought=import_jobs.brought_by(signature),
        place={},
        **_noted(letter, signature),
    )


def name_of(signature: Signature) -> str:
    """What staff read where the name of `signature` is not shown to anyone."""
    return signature.printed_name or str(_("a person who is counted but not listed"))


def _noted(letter: Letter, signature: Signature) -> dict[str, Any]:
    try:
        written = notes.notes_about(letter, [signature.id], keys()).get(signature.id, [])
    except KeyGone:
        written = []  # erased with the letter's key
    return {"notes": written, "tags": notes.tags_on(letter, [signature.id]).get(signature.id, [])}


def _wanted() -> Wanted:
    """What the address looks for; what no filter offers is not looked for."""
    said = {
        name: request.args.get(name, "").strip()[:100] for name in ("q", "scope", "state", "convener", "tag", "from")
    }
    return Wanted(
        search=said["q"],
        scope=said["scope"] if said["scope"] in SCOPES else "",
        state=said["state"],
        convener=said["convener"] if said["convener"] in ("yes", "no") else "",
        tag=said["tag"],
        origin=said["from"] if said["from"] in dict(ORIGINS) else "",
    )


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 100_000)


def _shown(page: int, found: finding.Page) -> dict[str, object]:
    if page > 1 and not found.signatures:
        abort(404)
    pages = max(-(-found.total // PAGE), 1)
    return {"signatures": found.signatures, "found": found.total, "page": page, "pages": pages}
