"""The description of the interface for programs (OpenAPI 3.1): built here, served as it is, and held against what the
doors answer by `tests/web/test_api_as_described.py`.
"""

from dataclasses import dataclass
from typing import Any

from signon.refusals import N_
from signon.web.api.called import webhooks
from signon.web.api.doors import LONGEST_SEARCH, MOST, USUALLY
from signon.web.api.schemas import SCHEMAS, Schema, page, ref

VERSION = "1.0.0"
_PARAMETERS: dict[str, dict[str, Any]] = {
    "slug": {
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "description": N_("What the address of the page ends with."),
    },
    "language": {
        "in": "query",
        "schema": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "maxLength": 35},
        "description": N_("Words in this language where they are there. Without it, as they were written."),
    },
    "limit": {
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUALLY},
        "description": N_("How many entries a page has."),
    },
    "cursor": {
        "in": "query",
        "schema": {"type": "string", "minLength": 1},
        "description": N_("Where the page begins: as it stands in “next” of the page before. Nothing to make up."),
    },
    "q": {
        "in": "query",
        "schema": {"type": "string", "maxLength": LONGEST_SEARCH},
        "description": N_("Only names that contain this; case and accents do not count."),
    },
    "campaign": {
        "in": "query",
        "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "description": N_("Only those of this campaign."),
    },
}
_PAGED = ("limit", "cursor")


@dataclass(frozen=True)
class Operation:
    """One address that is read: what it is for, what may be asked, and what it answers."""

    path: str
    name: str
    summary: str
    says: Schema
    parameters: tuple[str, ...] = ()


READING = (
    Operation(
        "/letters",
        "letters",
        N_("The published letters and petitions, the newest first"),
        page(ref("LetterInShort")),
        ("campaign", "language", *_PAGED),
    ),
    Operation("/letters/{slug}", "letter", N_("One letter or petition with its text"), ref("Letter"), ("language",)),
    Operation("/letters/{slug}/count", "count", N_("How many have signed"), ref("Count")),
    Operation(
        "/letters/{slug}/signees",
        "signees",
        N_("The names on its list, in printed order"),
        ref("Signees"),
        ("q", *_PAGED),
    ),
    Operation("/letters/{slug}/demands", "letter_demands", N_("What it asks for"), ref("Demands"), ("language",)),
    Operation("/campaigns", "campaigns", N_("The campaigns, by name"), page(ref("Campaign")), ("language", *_PAGED)),
    Operation("/campaigns/{slug}", "campaign", N_("One campaign"), ref("Campaign"), ("language",)),
    Operation(
        "/campaigns/{slug}/demands",
        "demands",
        N_("All it asks for, and what became of each demand"),
        ref("Demands"),
        ("language",),
    ),
    Operation(
        "/campaigns/{slug}/updates",
        "updates",
        N_("What it tells those who follow it, the newest first"),
        page(ref("Update")),
        ("language", *_PAGED),
    ),
    Operation(
        "/campaigns/{slug}/coverage",
        "coverage",
        N_("What the press wrote, the newest first"),
        page(ref("Coverage")),
        _PAGED,
    ),
)
SIGNING = N_("Request a signature, with a partner’s key")
_SIGNING_SAYS = N_(
    "The same as sending the form: the signature waits until the link in the email is used, and the answer is the same"
    " whatever becomes of it. A request that is repeated with the same Idempotency-Key is kept once."
)


_REFUSED = {
    "400": "Not one JSON object.",
    "401": "No key that works.",
    "403": "The key is for another campaign.",
    "404": "The letter is not there, or not public.",
    "410": "Signing is over.",
    "413": "Too much at once.",
    "415": "Not JSON.",
    "422": "Something is missing or wrong; “errors” says what.",
    "429": "Too many requests with this key; Retry-After says when to go on.",
    "503": "Nobody can sign for now.",
}


def document(server: str) -> dict[str, Any]:
    """The whole description; `server` is the address before the paths."""
    paths = {one.path: {"get": _reading(one)} for one in READING}
    paths["/letters/{slug}/signatures"] = {"post": _signing()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Signon",
            "version": VERSION,
            "summary": "Letters and petitions: what everybody may read, and signing through a partner’s program.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "schemas": SCHEMAS,
            "parameters": {name: {"name": name, **said} for name, said in _PARAMETERS.items()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A partner’s key."}},
        },
    }


def parameters_of(operation: Operation) -> list[tuple[str, str]]:
    """The names of what may be asked of `operation`, and what each is."""
    return [(name, _PARAMETERS[name]["description"]) for name in operation.parameters]


def _reading(one: Operation) -> dict[str, Any]:
    in_path = ("slug",) if "{slug}" in one.path else ()
    refused = {"400": _problem("The address asks for what nothing can be made of.")} if one.parameters else {}
    missing = in_path or "campaign" in one.parameters
    return {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in (*in_path, *one.parameters)],
        "responses": {
            "200": {
                "description": "As of now. The ETag changes only with what is said.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": one.says}},
            },
            "304": {"description": "Nothing changed since the ETag in If-None-Match."},
            **refused,
            **({"404": _problem("It is not there, or not public.")} if missing else {}),
        },
    }


def _signing() -> dict[str, Any]:
    either = {"anyOf": [ref("OrganizationSigns"), ref("IndividualSigns")]}
    return {
        "operationId": "request_signature",
        "summary": SIGNING,
        "description": _SIGNING_SAYS,
        "security": [{"key": []}],
        "parameters": [
            {"$ref": "#/components/parameters/slug"},
            {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}},
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": either}}},
        "responses": {
            "202": {
                "description": "Requested. Nothing is listed before the link in the email is used.",
                "content": {"application/json": {"schema": ref("Requested")}},
            },
            **{code: _problem(sentence) for code, sentence in _REFUSED.items()},
        },
    }


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": ref("Problem")}}}
