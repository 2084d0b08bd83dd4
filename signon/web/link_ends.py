"""Where an emailed link leads that is cut, over, or too late: the same pages for links of every kind."""

from flask import Blueprint, Response

from signon.signatures.tokens import BrokenToken
from signon.signatures.verifying import SigningOver
from signon.signatures.ways import LinkEnded
from signon.web.forms import CodeForm
from signon.web.headers import private_page
from signon.web.signing import closed


def show_how_links_end(doors: Blueprint) -> None:
    """Let `doors` answer links that no longer lead anywhere."""
    doors.register_error_handler(BrokenToken, _incomplete)
    doors.register_error_handler(LinkEnded, _ended)
    doors.register_error_handler(SigningOver, _over)


def _incomplete(_error: BrokenToken) -> Response:
    """A link that is not whole, or not ours."""
    return private_page("signing/incomplete.html", 404, form=CodeForm.shown("code"))


def _ended(_error: LinkEnded) -> Response:
    """A link whose time is over, or that never was: which, nobody is told."""
    return private_page("signing/expired.html", 410)


def _over(error: SigningOver) -> Response:
    """The deadline and its grace are over."""
    return closed(error.letter)
