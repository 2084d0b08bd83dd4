"""What a stranger may send, looked at before it is read: how often, how much, and in which form."""

from flask import Flask, abort, current_app, request, session

from signon.web.limits import AN_HOUR, limit_visitor

MOST_BYTES = 64 * 1024  # of a form; the longest field that a person may fill in has 500 characters
MOST_FIELDS = 200
_LARGER = {"own_entry.put_logo": 1_200_000}  # bytes, by endpoint: the picture that an organization puts beside its name
_STAFF_LARGER = {  # of those who are signed in
    "staff.note_delivery": 9_000_000,  # the photograph of a receipt
    "staff.bring": 10_600_000,  # a signee file with the form around it: see signee_file.LARGEST
    "staff.preview_invitations": 1_500_000,  # a file of organizations to be invited
    "staff.take_invitations": 1_500_000,  # the same once more, agreed to
}
MOST_STREAMED = 64 * 1024 * 1024  # bytes of a file that is hashed piece by piece while it comes in, and never kept
_STREAMED = {"checking.check_file"}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_FROM_PROGRAMS = {"api.request_signature"}  # sends JSON, and is known by its key: the door counts for itself


def set_up_reception(app: Flask) -> None:
    """Look at every form that strangers send before anything else does; the staff's own forms are not meant."""
    app.before_request(_receive)


def _receive() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.blueprint == "staff":
        if request.endpoint in _STAFF_LARGER and "_user_id" in session:
            request.max_content_length = request.max_form_memory_size = _STAFF_LARGER[request.endpoint]
        return
    # Whoever holds an emailed link has been counted when it was asked for.
    elsewhere = request.blueprint == "security" or request.endpoint in _FROM_PROGRAMS
    if request.endpoint and not elsewhere and "token" not in (request.view_args or {}):
        limit_visitor("form", current_app.config["FORMS_PER_VISITOR_AN_HOUR"], AN_HOUR)
    if request.endpoint in _STREAMED:
        _limit_the_stream()
    else:
        _limit_the_body(_LARGER.get(request.endpoint or "", MOST_BYTES))


def _limit_the_stream() -> None:
    """Answer 413 to more than MOST_STREAMED bytes, 400 to what carries no file; read nothing of it yet."""
    request.max_content_length = MOST_STREAMED
    if (request.content_length or 0) > MOST_STREAMED:
        abort(413)
    if request.mimetype != "multipart/form-data":
        abort(400)
    _refuse_odd_types()


def _limit_the_body(most: int) -> None:
    """Answer 413 to more than `most` bytes or MOST_FIELDS fields, 400 to what is no plain form."""
    # One byte more may come, to be seen: a body sent in pieces, without its length, is otherwise cut off in silence.
    request.max_content_length, request.max_form_memory_size, request.max_form_parts = most + 1, most, MOST_FIELDS
    if (request.content_length or 0) > most or (request.content_length is None and len(request.get_data()) > most):
        abort(413)
    _refuse_odd_types()
    if sum(map(len, request.form.listvalues())) > MOST_FIELDS:
        abort(413)


def _refuse_odd_types() -> None:
    """Answer 400 to what is no plain form."""
    if request.headers.get("Content-Encoding", "identity") != "identity":  # what is small may not unpack to much
        abort(400)
    if request.endpoint in _FROM_PROGRAMS:
        return  # the door says what it takes
    if request.mimetype not in _FORMS and (request.mimetype or request.content_length):
        abort(400)
