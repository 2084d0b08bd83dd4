"""What webhooks are told, as `webhooks` of OpenAPI describe it: the members that `hooks/facts.py` fills. Real calls are
held against it by `tests/hooks/test_telling.py`.
"""

from typing import Any

from signon.campaigns.models import STATUSES, UPDATES
from signon.hooks import events
from signon.web.api.schemas import LETTER_IN_SHORT, UPDATE, Schema, ref

_WORDS: Schema = {"type": "object", "description": "By language.", "additionalProperties": True}
_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}


def _all(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members)}


def _some(schema: Schema, *names: str) -> dict[str, Schema]:
    """These members of an object that the interface answers with."""
    return {name: schema["properties"][name] for name in names}


_PAGE = LETTER_IN_SHORT["properties"]["browser_url"]
_LETTER = _all(
    **_some(LETTER_IN_SHORT, "slug", "kind", "signed_by", "campaign", "title", "language", "state", "deadline"),
    browser_url=_PAGE,
)
_STATUS: Schema = {"type": "string", "enum": list(STATUSES)}
_CAMPAIGN = _all(slug=_TEXT, name=_TEXT, browser_url=_PAGE)
_STEP = _all(on=_DAY, status=_STATUS, words=_WORDS, url=_TEXT)
_DUE: Schema = {**_DAY, "type": ["string", "null"]}
_DEMAND = _all(number={"type": "integer"}, words=_WORDS, status=_STATUS, due_on=_DUE, step=_STEP)
_UPDATE = _all(
    **_some(UPDATE, "id", "published_on", "letter", "browser_url"),
    kind={"type": "string", "enum": list(UPDATES)},
    words=_WORDS,
)
_COUNTED = _all(letter=_LETTER, count=ref("Count"))

# What each event's call says in `data`.
CALLS: dict[str, Schema] = {
    events.LETTER_PUBLISHED: _COUNTED,
    events.LETTER_CLOSED: _COUNTED,
    events.LETTER_DELIVERED: _COUNTED,
    events.COUNT_CHANGED: _COUNTED,
    events.SIGNEE_LISTED: _all(letter=_LETTER, signee=ref("Signee")),
    events.SIGNEE_LEFT: _all(letter=_LETTER, signee=_all(id=_TEXT)),
    events.DEMAND_CHANGED: _all(campaign=_CAMPAIGN, demand=_DEMAND),
    events.UPDATE_PUBLISHED: _all(campaign=_CAMPAIGN, update=_UPDATE),
}
_HEADERS = {
    "webhook-id": "The same in every try, and for every webhook that hears of one event.",
    "webhook-timestamp": "When this try was made, in seconds since 1970.",
    "webhook-signature": "“v1,” and HMAC-SHA256 of “id.timestamp.body” under the webhook’s secret, as base64.",
}


def webhooks() -> dict[str, Any]:
    """OpenAPI's `webhooks`: one call for each event."""
    return {event: {"post": _call(event, data)} for event, data in CALLS.items()}


def _call(event: str, data: Schema) -> dict[str, Any]:
    body = _all(type={"const": event}, timestamp={"type": "string", "format": "date-time"}, data=data)
    named = [
        {"name": name, "in": "header", "required": True, "schema": _TEXT, "description": said}
        for name, said in _HEADERS.items()
    ]
    return {
        "operationId": f"hears_{event.replace('.', '_')}",
        "summary": events.SAID[event],
        "parameters": named,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {"description": "Heard. Anything else is tried again, for three days."},
            "410": {"description": "Wants to hear no more."},
        },
    }
