"""Signing through a partner's program: the same request as the form's, under the partner's key.

What people fill in to show that they are no program is not asked for; the key says who answers for them. Everything
else is as at the form: the mailbox proves itself, and the answer is the same whatever becomes of it.
"""

import json
import secrets
from typing import Any

from flask import Response, abort, current_app, jsonify, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from signon.database import now, transaction
from signon.letters.models import BOTH, Letter
from signon.outreach import partner_keys
from signon.outreach.models import PartnerKey
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.web.api.doors import api
from signon.web.doors import published_letter_or_404
from signon.web.forms import IndividualForm, OrganizationForm, SignForm
from signon.web.headers import private
from signon.web.limits import AN_HOUR, limit_program, limit_visitor
from signon.web.problems import problem
from signon.web.sign_requests import keep
from signon.web.signing import is_paused

_NOT_FOR_PROGRAMS = {"form_token", "subject", "proof"}  # by these fields people are told from programs
_LONGEST_IDEMPOTENCY_KEY = 200  # characters
_FORMS: dict[str, type[SignForm]] = {ORGANIZATION: OrganizationForm, INDIVIDUAL: IndividualForm}


@api.post("/letters/<slug>/signatures")
def request_signature(slug: str) -> Response:
    """Keep the signature as pending and the mail that proves it, as brought by the partner whose key it is."""
    at, key = now(), _key()
    letter = published_letter_or_404(slug, at)
    if letter.campaign_id != key.campaign_id:
        abort(problem(403, _("Not with this key"), _("This key is for the letters of another campaign.")))
    said = _said()
    showing = _showing(key, str(said.get("email", "")))
    if not letter.is_open(at):
        abort(problem(410, _("Signing is over"), _("This letter takes no more signatures.")))
    if is_paused(letter):
        abort(_not_now())
    with force_locale(_language(said)):
        form = _form(letter, said)
        entry = form.entry()
        if entry is None or form.errors:
            abort(_wrong({name: str(sentences[0]) for name, sentences in form.errors.items()}))
        with transaction():
            partner_keys.note_use(key, at.date())
            keep(letter, entry, showing, [], partner_keys.partner_on(letter, key, at), at)
    return _kept()


def _key() -> PartnerKey:
    """The key of whoever asks, counted. Answers 401 without one that works, 429 to one that asks too often."""
    kind, _space, typed = request.headers.get("Authorization", "").partition(" ")
    key = partner_keys.known_by(typed.strip()) if kind.lower() == "bearer" else None
    if key is None:
        limit_visitor("form", current_app.config["FORMS_PER_VISITOR_AN_HOUR"], AN_HOUR)
        refused = problem(401, _("A key is needed"), _("Please send a partner’s key: “Authorization: Bearer ...”."))
        refused.headers["WWW-Authenticate"] = 'Bearer realm="Signon"'
        abort(refused)
    limit_program("partner key", str(key.id), current_app.config["SIGNINGS_PER_PARTNER_KEY_AN_HOUR"], AN_HOUR)
    return key


def _said() -> dict[str, Any]:
    """The JSON object that was sent. Answers 415 to another format, 400 to what is none."""
    if request.mimetype != "application/json":
        abort(problem(415))
    try:
        said = json.loads(request.get_data())
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        abort(problem(400, detail=_("Please send one JSON object with the fields of the form.")))
    return said


def _showing(key: PartnerKey, mailbox: str) -> str:
    """What is kept once: every request, but for one that repeats the Idempotency-Key of another about this mailbox. A
    program that says the same key for all does not end what somebody else is about to prove.
    """
    typed = request.headers.get("Idempotency-Key", "")
    if len(typed) > _LONGEST_IDEMPOTENCY_KEY:
        abort(problem(400, detail=_("The Idempotency-Key is too long.")))
    return f"key {key.id} {typed} {mailbox.strip().lower()}" if typed else secrets.token_urlsafe(12)


def _language(said: dict[str, Any]) -> str:
    """The language in which the signee is written to, and told what is wrong."""
    spoken: tuple[str, ...] = current_app.config["LANGUAGES"]
    wanted = said.pop("language", spoken[0])
    if wanted not in spoken:
        abort(_wrong({"language": _("Please choose one of: %(languages)s.", languages=", ".join(spoken))}))
    return str(wanted)


def _form(letter: Letter, said: dict[str, Any]) -> SignForm:
    """The form with which the letter is signed, as if `said` had been typed into it. Answers 422 to other fields."""
    kinds = (
        [ORGANIZATION, INDIVIDUAL] if letter.signed_by == BOTH else [INDIVIDUAL if letter.is_petition else ORGANIZATION]
    )
    kind = said.pop("kind", kinds[0])
    if kind not in kinds:
        abort(_wrong({"kind": _("Please choose one of: %(kinds)s.", kinds=", ".join(kinds))}))
    form_class = _FORMS[kind]
    known = {field.name for field in form_class()} - _NOT_FOR_PROGRAMS
    faults = {name: _("There is no such field.") for name in said if name not in known}
    faults |= {
        name: _("Please write text.") for name, value in said.items() if name in known and not _fits(name, value)
    }
    if faults:
        abort(_wrong(faults))
    typed = {name: "y" if value is True else value for name, value in said.items() if value is not False}
    return form_class(MultiDict(typed))


def _fits(name: str, value: object) -> bool:
    """Whether `value` could have been typed into the field: text, or yes and no; and half of a character is neither."""
    if name == "wants_updates":
        return isinstance(value, bool)
    return isinstance(value, str) and not any("\ud800" <= mark <= "\udfff" for mark in value)


def _wrong(faults: dict[str, str]) -> Response:
    errors = [{"field": name, "detail": sentence} for name, sentence in faults.items()]
    return problem(422, _("Please check the following"), " ".join(faults.values()), errors=errors)


def _not_now() -> Response:
    refused = problem(503, detail=_("Nobody can sign this letter for now. Please try again in a few minutes."))
    refused.headers["Retry-After"] = "600"
    return refused


def _kept() -> Response:
    """The same answer whatever becomes of the request, whoever it is about."""
    detail = _("If this can be signed, an email with a link is on its way. Nothing is listed before the link is used.")
    answer = private(jsonify(status="requested", detail=detail))
    answer.status_code = 202
    allowed = current_app.config["SIGNINGS_PER_PARTNER_KEY_AN_HOUR"]
    answer.headers["RateLimit-Policy"] = f'"key";q={allowed};w={int(AN_HOUR.total_seconds())}'
    return answer
