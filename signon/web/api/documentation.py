"""The description of the interface, for programs and for people."""

from typing import Any

from flask import current_app, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.hooks.events import SAID
from signon.web.api.doors import MOST, USUALLY, api
from signon.web.api.openapi import READING, document, parameters_of
from signon.web.api.schemas import INDIVIDUAL_SIGNS, ORGANIZATION_SIGNS, SCHEMAS, Schema

_A_DAY = 24 * 3600  # seconds
_SHOWN = ("Count", "Letter", "Signee", "Campaign", "Demand", "Step", "Update", "Coverage")


@api.get("/openapi.json")
def openapi() -> BaseResponse:
    """The whole interface as an OpenAPI document."""
    response = jsonify(document(_base()))
    response.add_etag(weak=True)
    response.headers["Cache-Control"] = f"public, max-age={_A_DAY // 24}"
    return response.make_conditional(request)


@api.get("/")
def about() -> str:
    """The interface as people read about it."""
    return render_template(
        "public/api.html",
        base=_base(),
        operations=[(one, parameters_of(one)) for one in READING],
        asked=list({name: means for one in READING for name, means in parameters_of(one)}.items()),
        objects=[(name, _members(SCHEMAS[name])) for name in _SHOWN],
        forms=[(_("An organization"), _members(ORGANIZATION_SIGNS)), (_("A person"), _members(INDIVIDUAL_SIGNS))],
        calls=SAID,
        usually=USUALLY,
        most=MOST,
        an_hour=current_app.config["SIGNINGS_PER_PARTNER_KEY_AN_HOUR"],
    )


def _base() -> str:
    """The address before every path."""
    return f"{current_app.config['PUBLIC_URL']}{url_for('api.about').removeprefix(request.script_root).rstrip('/')}"


def _members(schema: Schema) -> list[dict[str, Any]]:
    """Each member of an object as the page says it: its name, its type, what it means, whether it is needed."""
    return [
        {
            "name": name,
            "type": _type_of(member),
            "values": [value for value in member.get("enum", []) if value],
            "means": _meaning(member),
            "needed": name in schema["required"],
        }
        for name, member in schema["properties"].items()
    ]


def _meaning(member: Schema) -> str:
    said = member.get("description", "")  # marked for translators where it is written
    return _(said) if said else ""


def _type_of(member: Schema) -> str:
    if "$ref" in member:
        return str(member["$ref"].rpartition("/")[2])
    if member["type"] == "array":
        return f"[{_type_of(member['items'])}]"
    kinds = [member["type"]] if isinstance(member["type"], str) else member["type"]
    return " | ".join(member["format"] if kind == "string" and "format" in member else kind for kind in kinds)
