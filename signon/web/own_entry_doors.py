"""What the doors of the own entry share: the emailed link is the proof, so they need no session and no other token."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.keys import KeyGone
from signon.signatures import counting
from signon.signatures.entry import Contact
from signon.signatures.models import PENDING, Signature
from signon.signatures.own_entry import full_name, may_change
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.signing import open_contact
from signon.signatures.tokens import ENTRY, BrokenToken
from signon.signatures.ways import Found, LinkEnded, follow
from signon.web.doors import keys, read_letter, tokens
from signon.web.headers import private, private_page
from signon.web.link_ends import show_how_links_end

own_entry = Blueprint("own_entry", __name__)
show_how_links_end(own_entry)


@own_entry.errorhandler(BrokenToken)
def incomplete(_error: BrokenToken) -> Response:
    """A link that is not whole, or not ours. The mails that lead here bear no code to type."""
    return private_page("signing/own_entry/incomplete.html", 404)


def entry_of(token: str) -> Found:
    """What the link leads to, whatever became of it. Changes nothing. Raises BrokenToken or LinkEnded."""
    found = follow(ENTRY, token, tokens=tokens(), at=now())
    if found.signature.state == PENDING:
        raise LinkEnded
    return found


def entry_to_change(token: str, kind: str = "") -> Found:
    """The same while there is something to change; else leads to the own entry, which says how it stands.

    With a `kind`, pages that are for the other kind of signee are not there.
    """
    found = entry_of(token)
    if kind and found.signature.kind != kind:
        abort(404)
    if not may_change(found.signature):
        abort(back(token))
    return found


def organization_to_change(token: str) -> Found:
    """`entry_to_change` for what only organizations have."""
    return entry_to_change(token, ORGANIZATION)


def contact_of(found: Found) -> Contact:
    """What is sealed of whoever signed; empty once the letter's key was destroyed, since then nothing is known."""
    try:
        return open_contact(found.letter, found.signature.contact, keys())
    except KeyGone:
        return Contact()


def name_of(signature: Signature, contact: Contact) -> str:
    """The name that the page speaks of: as it is printed, or whose it is if it is not printed at all."""
    return signature.printed_name or full_name(signature, contact)


def back(token: str, *, saved: bool = False) -> BaseResponse:
    """To the own entry, which says that something was `saved`."""
    return redirect(url_for("own_entry.entry", token=token, saved="y" if saved else None), 303)


def page(template: str, found: Found, token: str = "", code: int = 200, **context: Any) -> Response:
    """A page about this signature, kept by nobody."""
    letter, signature = found.letter, found.signature
    reading = read_letter(letter, counting.shown(letter, now()))
    about = {"reading": reading, "signature": signature, "token": token, "name": signature.printed_name}
    about |= {"is_individual": signature.kind == INDIVIDUAL, "letter": letter}
    return private(make_response(render_template(f"signing/own_entry/{template}", **about | context), code))
