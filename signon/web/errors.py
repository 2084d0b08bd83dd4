"""What went wrong, said calmly: every error is a page of the house and tells nothing of its inside."""

import logging

from flask import Flask, Response, abort, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError

from signon.keys import KeyGone
from signon.web.headers import private
from signon.web.problems import asks_a_program, fault

log = logging.getLogger(__name__)


def set_up_errors(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(KeyGone, _erased)
    app.register_error_handler(DataError, _unreadable)
    app.before_request(_refuse_nul)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(SecurityError, _another_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def _page(code: int, heading: str, sentence: str) -> Response:
    if asks_a_program():
        return fault(code, heading, sentence)
    page = render_template("errors/error.html", code=code, heading=heading, sentence=sentence)
    return private(make_response(page, code))


def _refuse_nul() -> None:
    """No address of ours has a NUL, and PostgreSQL takes none."""
    if "\0" in request.path or "\0" in "".join(request.args.values()):
        abort(400)


def _erased(_error: KeyGone) -> Response:
    """The letter's key was destroyed: what it sealed is gone, and nothing new can be sealed."""
    return _page(410, _("This has been erased"), _("The campaign has ended, and with it what was kept for it."))


def _unreadable(_error: DataError) -> Response:
    """Something was sent that the database cannot even compare with what it holds."""
    return http_error(BadRequest())


def _another_host(_error: SecurityError) -> Response:
    """A host name that is not ours: no page, since no link on it could be right."""
    response = make_response("400: this host name is not served here\n", 400)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return private(response)


def http_error(error: HTTPException) -> Response:
    """The page for `error`, which tells nothing of our inside."""
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    heading, sentence = _words().get(error.code or 500, _words()[400])
    response = _page(error.code or 500, heading, sentence)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("This request could not be read"), _("Please go back and try again.")),
        403: (_("This page is not open to you"), _("If you should have access, ask the owner of the campaign.")),
        404: (
            _("This page is not here"),
            _("A mail program may have cut the address, or what was here is not published or not yours to see."),
        ),
        405: (_("This page cannot be used that way"), _("Please go back and use the button on the page.")),
        413: (_("That is too much at once"), _("Please shorten what you typed and try again.")),
        429: (
            _("One moment, please"),
            _("There were too many tries. Please wait a while and try again; going back shows what you typed."),
        ),
    }


def _form_too_old(_error: CSRFError) -> Response:
    return _page(400, _("This form was open too long"), _("Please go back, reload the page and send it again."))


def _database_away(error: OperationalError) -> Response:
    log.error("the database did not answer: %s", type(error.orig).__name__)
    response = _page(503, _("We could not save this"), _("Nothing was kept. Please try again in a few minutes."))
    response.headers["Retry-After"] = "60"
    return response


def _unexpected(error: Exception) -> Response:
    # The type and place only: a message could carry what somebody typed.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("unexpected %s at %s", type(error).__name__, where)
    return _page(500, _("Something went wrong on our side"), _("Please try again in a few minutes."))
