"""The names of a letter for staff: those on the list, to be searched and struck, and those that were struck."""

from flask import abort, render_template, request
from flask_babel import gettext as _

from signon.letters.models import Letter
from signon.signatures import logos, reviewing
from signon.signatures.models import VERIFIED, Signature
from signon.signatures.own_entry import was_printed
from signon.signatures.signee import ORGANIZATION
from signon.staff.access import REVIEW
from signon.web.staff.doors import letter_or_404, staff
from signon.web.staff.evidence import StrikeForm
from signon.web.staff.print_form import PrintForm

PAGE = 50  # names a page


@staff.get("/letters/<slug>/signatures")
def names(slug: str) -> str:
    """The listed names, with a search that needs no accents; each leads to where it can be struck."""
    letter = letter_or_404(slug, REVIEW)
    query = request.args.get("q", "").strip()[:100]
    page = _page()
    found = reviewing.listed(letter, query, (page - 1) * PAGE, PAGE)
    return render_template("staff/names.html", letter=letter, query=query, **_shown(page, found), name_of=name_of)


@staff.get("/letters/<slug>/struck")
def struck(slug: str) -> str:
    """The struck names with their reasons, the newest first."""
    letter = letter_or_404(slug, REVIEW)
    page = _page()
    found = reviewing.struck(letter, (page - 1) * PAGE, PAGE)
    return render_template("staff/struck.html", letter=letter, **_shown(page, found), name_of=name_of)


@staff.get("/letters/<slug>/signatures/<int:signature_id>")
def name(slug: str, signature_id: int) -> str:
    """One listed name with its logo, and the form to strike it."""
    letter = letter_or_404(slug, REVIEW)
    signature = reviewing.of_letter(letter, signature_id)
    if signature is None or signature.state != VERIFIED:
        abort(404)
    return name_page(letter, signature, StrikeForm(formdata=None))


def name_page(letter: Letter, signature: Signature, form: StrikeForm, print_form: PrintForm | None = None) -> str:
    """The page of one listed name; a form may have a fault."""
    may_print = signature.kind == ORGANIZATION and not was_printed(signature)
    return render_template(
        "staff/name.html",
        letter=letter,
        form=form,
        print_form=(print_form or PrintForm.of(signature)) if may_print else None,
        was_printed=was_printed(signature),
        signature=signature,
        name=name_of(signature),
        logo=logos.sizes([signature.id]).get(signature.id),
    )


def name_of(signature: Signature) -> str:
    """What staff read where the name of `signature` is not shown to anyone."""
    return signature.printed_name or str(_("a person who is counted but not listed"))


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 100_000)


def _shown(page: int, found: reviewing.Page) -> dict[str, object]:
    if page > 1 and not found.signatures:
        abort(404)
    pages = max(-(-found.total // PAGE), 1)
    return {"signatures": found.signatures, "found": found.total, "page": page, "pages": pages}
