"""The review queue: the held names of a letter with their evidence, searched, filtered, and decided one by one.

Every act is a form. A script (review.js) sends the same forms and asks for JSON: what was done, in a sentence, and the
case drawn anew where it stays. Without it the answer leads back to the same place in the queue.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.letters.models import Letter
from signon.signatures import finding, notes, reviewing
from signon.signatures.finding import ANSWERED, ASKED, Sought
from signon.signatures.judging import SURGE
from signon.signatures.models import HELD, STRUCK, VERIFIED, Signature
from signon.signatures.own_entry import was_printed
from signon.web.staff.case_forms import QUICK_REASONS, Fault
from signon.web.staff.doors import letter_or_404, staff
from signon.web.staff.evidence import HeldRow, held_rows
from signon.web.staff.names import name_of

PAGE = 50  # held names a page
_LONGEST = 300  # characters of what is looked for


@dataclass(frozen=True)
class Place:
    """Where in the queue somebody is: what they look for, and on which page. It stands in every address of it."""

    sought: Sought
    page: int = 1

    @classmethod
    def here(cls) -> Self:
        """The place that the address of this request names."""
        said = {name: request.args.get(name, "").strip()[:_LONGEST] for name in ("q", "reason", "tag", "asked")}
        asked = said["asked"] if said["asked"] in (ASKED, ANSWERED) else ""
        page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
        return cls(Sought(said["q"], said["reason"], said["tag"], asked), page)

    @property
    def address(self) -> dict[str, Any]:
        """The place as `url_for` takes it; nothing for the whole queue's first page."""
        sought = self.sought
        said = {"q": sought.search, "reason": sought.reason, "tag": sought.tag, "asked": sought.asked}
        paged = {"page": self.page} if self.page > 1 else {}
        return {**{name: value for name, value in said.items() if value}, **paged}


@staff.get("/letters/<slug>/review")
def review(slug: str) -> Response:
    """The names that wait, the oldest first."""
    return queue_page(letter_or_404(slug), now())


def queue_page(letter: Letter, at: datetime, fault: Fault | None = None) -> Response:
    """The page of the queue; with `fault`, something was wrongly typed about one of its names."""
    place, waiting = Place.here(), finding.waiting(letter)
    found = finding.held(letter, place.sought, (place.page - 1) * PAGE, PAGE)
    pages = max(-(-found.total // PAGE), 1)
    if place.page > pages:  # the last names of it were just decided
        place = Place(place.sought, pages)
        found = finding.held(letter, place.sought, (pages - 1) * PAGE, PAGE)
    page = render_template(
        "staff/review.html",
        letter=letter,
        rows=held_rows(letter, _with_fault(letter, found.signatures, fault), at, fault),
        found=found.total,
        pages=pages,
        place=place.address,
        sought=place.sought,
        page=place.page,
        waiting=waiting,
        tags=notes.tags_in_use(letter, HELD),
        quick_reasons=QUICK_REASONS,
        fault=fault,
        done=_just_done(letter),
        struck=reviewing.figures(letter).get(STRUCK, 0),
        held_by_surge=waiting.by_reason.get(SURGE, 0),
    )
    return make_response(page, 422 if fault else 200)


def decided(letter: Letter, signature: Signature, said: str) -> BaseResponse:
    """The name leaves the queue; `said` is what became of it, and the page offers to undo it."""
    if is_script():
        return jsonify(said=said, gone=True, undo=_undoing(letter, signature))
    flash(said)
    return to_queue(letter.slug, _next_case(), done=signature.id)


def kept(letter: Letter, signature: Signature, said: str) -> BaseResponse:
    """The name stays in the queue, or is in it again."""
    if is_script():
        return jsonify(said=said, gone=False, case=_case(letter, signature))
    flash(said)
    return to_queue(letter.slug, f"case-{signature.id}")


def not_done(letter: Letter, signature: Signature, said: str, code: int) -> BaseResponse:
    """Nothing was done, for the reason that is `said`. A script gets the name as it is now, while it is held."""
    if is_script():
        still = signature.state == HELD
        return make_response(jsonify(said=said, gone=not still, case=_case(letter, signature) if still else ""), code)
    flash(said, "error")
    return to_queue(letter.slug, f"case-{signature.id}")


def faulty(letter: Letter, fault: Fault) -> BaseResponse:
    """Something that was typed is refused; it stays in its field, with the reason."""
    if is_script():
        return make_response(jsonify(said=fault.sentence, gone=False), 422)
    return queue_page(letter, now(), fault)


def is_script() -> bool:
    """Whether review.js asks, which puts the answer into the page by itself."""
    return request.accept_mimetypes.best == "application/json"


def to_queue(slug: str, anchor: str = "queue", **more: object) -> BaseResponse:
    """Back to the same place in the queue."""
    address: dict[str, Any] = {**Place.here().address, **more}
    return redirect(url_for("staff.review", slug=slug, **address, _anchor=anchor), 303)


def _next_case() -> str:
    following = request.form.get("next", 0, type=int)
    return f"case-{following}" if following > 0 else "queue"


def _with_fault(letter: Letter, found: list[Signature], fault: Fault | None) -> list[Signature]:
    """The names of the page, and the one with a fault if it is not among them."""
    if fault is None or fault.signature_id in [one.id for one in found]:
        return found
    faulty_one = reviewing.of_letter(letter, fault.signature_id)
    return [faulty_one, *found] if faulty_one is not None and faulty_one.state == HELD else found


def _just_done(letter: Letter) -> dict[str, str] | None:
    """How the last act is undone, as long as it can be."""
    number = request.args.get("done", 0, type=int)
    signature = reviewing.of_letter(letter, number) if number > 0 else None
    return _undoing(letter, signature) if signature is not None else None


def _undoing(letter: Letter, signature: Signature) -> dict[str, str] | None:
    """Where a form goes that undoes what was just decided, what it sends as `seen`, and whom it is about."""
    doors = {STRUCK: "staff.undo_strike", VERIFIED: "staff.take_back"}
    if signature.state not in doors or (signature.state == VERIFIED and was_printed(signature)):
        return None
    address = url_for(doors[signature.state], slug=letter.slug, signature_id=signature.id, **Place.here().address)
    return {"to": address, "seen": signature.changed_at.isoformat(), "name": name_of(signature)}


def _case(letter: Letter, signature: Signature) -> str:
    """One case as HTML, for the script."""
    rows: list[HeldRow] = held_rows(letter, [signature], now())
    about = {"letter": letter, "place": Place.here().address, "quick_reasons": QUICK_REASONS}
    return render_template("staff/case.html", row=rows[0], **about) if rows else ""
