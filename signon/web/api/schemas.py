"""What the interface for programs answers and takes, as JSON Schema. What a member means is said where its name does
not; the page for people translates it.
"""

from typing import Any

from signon.campaigns.models import STATUSES, UPDATES
from signon.refusals import N_
from signon.signatures.entry import SCOPES
from signon.signatures.models import SHOWN_AS

Schema = dict[str, Any]


def _text(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": description} if description else {}), **more}


def _one_of(values: tuple[str, ...], description: str = "") -> Schema:
    return _text(description, enum=list(values))


def _number(description: str = "") -> Schema:
    return {"type": "integer", "minimum": 0, **({"description": description} if description else {})}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _list(of: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": of, **({"description": description} if description else {})}


def _all(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members)}


def ref(name: str) -> Schema:
    """What stands under `name` in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def page(of: Schema, **more: Schema) -> Schema:
    """One page of a list."""
    after = _or_null(_text(N_("The address of the next page; null on the last one."), format="uri"))
    return _all(items=_list(of), next=after, **more)


_YES_OR_NO = {"type": "boolean"}
_DAY = _text(format="date")
_LANGUAGE = _text(N_("The language of these words, such as “es”."))
_ADDRESS = _text(format="uri")
_EMAIL = _text(format="email", maxLength=254)
_AS_OF = _text(N_("When this was so."), format="date-time")

COUNT = _all(
    organizations=_number(),
    individuals=_number(),
    undersigned=_number(N_("The number that the text speaks of: without conveners, and fixed once it was delivered.")),
    total_signatures=_number(N_("Organizations and individuals.")),
    goal=_or_null(_number()),
    as_of=_AS_OF,
)
_IN_SHORT = {
    "slug": _text(N_("What the addresses of this letter or petition end with.")),
    "kind": _one_of(("letter", "petition"), N_("A petition is signed by individuals only.")),
    "signed_by": _one_of(("organizations", "individuals", "both")),
    "campaign": _all(slug=_text(), name=_text()),
    "title": _text(),
    "language": _LANGUAGE,
    "languages": _list(_text(), N_("The languages it can be read in; the text in the first one counts.")),
    "state": _one_of(("open", "closed", "delivered")),
    "published_on": _DAY,
    "deadline": _or_null(_text(N_("When signing ends or ended."), format="date-time")),
    "delivered_on": _or_null(_DAY),
    "count": ref("Count"),
    "browser_url": {**_ADDRESS, "description": N_("The page for people.")},
    "embed_url": {**_ADDRESS, "description": N_("The form for a frame on another site.")},
    "featured_image_url": {**_ADDRESS, "description": N_("The picture for sharing it.")},
    "url": _ADDRESS,
}
LETTER_IN_SHORT = _all(**_IN_SHORT)
LETTER = _all(
    **_IN_SHORT,
    version=_number(N_("Counts the texts that were published, from 1.")),
    authoritative={**_YES_OR_NO, "description": N_("False for a translation.")},
    date=_or_null({**_DAY, "description": N_("The date on the letter.")}),
    target=_list(_all(name=_text(), title=_text(), address=_list(_text())), N_("Whom it is addressed to.")),
    subject=_text(),
    salutation=_text(),
    petition_text=_text(N_("The text, as Markdown; of a letter too.")),
    petition_html=_text(N_("The same as safe HTML.")),
    closing=_text(),
    conveners=_list(_text(), N_("The organizations that lead it, by name.")),
    legal_footer=_text(),
)
SIGNEE = _all(
    id=_text(N_("Random; the same as long as the name stands there. Says nothing about when somebody signed.")),
    kind=_one_of(("organization", "individual")),
    name=_text(N_("As it is printed, character by character.")),
    site_url=_text(),
    scope=_one_of(("", *SCOPES), N_("Where an organization works.")),
    locality=_text(N_("The city.")),
    region=_text(N_("The state.")),
    country=_text(),
    convener=_YES_OR_NO,
    representative=_text(N_("Who signed for the organization, if they want to be shown.")),
    role=_text(),
    affiliation=_text(N_("Where a person belongs, given for identification only.")),
)
SIGNEES = page(
    ref("Signee"),
    total=_number(N_("How many names the whole list has, or how many were found.")),
    anonymous=_number(N_("How many more people signed without a name.")),
    as_of=_AS_OF,
)
CAMPAIGN = _all(
    slug=_text(),
    name=_text(),
    language=_LANGUAGE,
    languages=_list(_text()),
    about=_text(N_("What it is for, as Markdown.")),
    joining=_text(N_("How one joins, as Markdown.")),
    join_url=_text(),
    legal_footer=_text(),
    browser_url=_ADDRESS,
    url=_ADDRESS,
)
_STATUS = _one_of(STATUSES)
STEP = _all(on=_DAY, status=_STATUS, language=_LANGUAGE, words=_text(N_("What shows it.")), url=_text(N_("Where.")))
DEMAND = _all(
    number=_number(),
    language=_LANGUAGE,
    title=_text(),
    text=_text(),
    status=_STATUS,
    due_on=_or_null({**_DAY, "description": N_("The last day on which it is met in time.")}),
    is_late=_YES_OR_NO,
    steps=_list(ref("Step"), N_("What became of it, the newest first.")),
)
CLOCK = {
    **_all(day=_number(), of=_number(), begins_on=_DAY, ends_on=_DAY, has_begun=_YES_OR_NO, is_over=_YES_OR_NO),
    "type": ["object", "null"],
    "description": N_("The campaign’s time, if it counts days: day 63 of 100."),
}
DEMANDS = _all(items=_list(ref("Demand")), met=_number(), total=_number(), clock=CLOCK)
UPDATE = _all(
    id=_number(),
    kind=_one_of(
        UPDATES, N_("Written by people, or told by itself: a demand moved, the press wrote, it was delivered.")
    ),
    language=_LANGUAGE,
    title=_text(),
    text=_text(N_("Markdown; may be empty.")),
    published_on=_DAY,
    letter=_or_null(_text(N_("The slug of the letter or petition it is about."))),
    demand=_or_null(_number(N_("The number of the demand that moved."))),
    status=_one_of(("", *STATUSES), N_("What became of that demand.")),
    source_url=_text(N_("Where one sees it, elsewhere.")),
    browser_url=_ADDRESS,
)
COVERAGE = _all(
    outlet=_text(),
    headline=_text(),
    url=_text(),
    published_on=_DAY,
    language=_LANGUAGE,
    quote=_text(),
    quoted=_text(N_("Whose words the quote is.")),
    letter=_or_null(_text(N_("The slug of the letter or petition it is about."))),
)
PROBLEM = {
    **_all(type=_text(), title=_text(), status=_number(), detail=_text(N_("What to do about it."))),
    "description": N_("What went wrong (RFC 9457)."),
}
PROBLEM["properties"]["errors"] = _list(_all(field=_text(), detail=_text()), N_("What is wrong with which field."))
REQUESTED = _all(status=_one_of(("requested",)), detail=_text())
_BOTH_SIGN = {
    "email": {**_EMAIL, "description": N_("Gets the link that proves the signature. Never published.")},
    "language": _text(N_("The language of the mail, if these pages speak it.")),
    "wants_updates": {**_YES_OR_NO, "description": N_("They ask to hear by email what comes of this.")},
}


def _form(needed: tuple[str, ...], kind: str, **fields: Schema) -> Schema:
    """What is sent to sign: the fields of the form, and no others."""
    properties = {
        **fields,
        **_BOTH_SIGN,
        "kind": {**_one_of((kind,), N_("Needed only where both may sign.")), "default": kind},
    }
    return {"type": "object", "properties": properties, "required": [*needed, "email"], "additionalProperties": False}


ORGANIZATION_SIGNS = _form(
    ("organization", "website", "representative", "role"),
    "organization",
    organization=_text(N_("As it should appear in the list."), minLength=1),
    website=_text(N_("The organization’s own: a mailbox at its domain proves it."), minLength=1),
    representative=_text(minLength=1, maxLength=100),
    role=_text(minLength=1, maxLength=100),
    city=_text(maxLength=200),
    state=_text(maxLength=200),
    scope=_one_of(("", *SCOPES)),
    approver_email=_text(N_("A second person who must agree.")),
)
INDIVIDUAL_SIGNS = _form(
    ("name",),
    "individual",
    name=_text(minLength=1),
    postal_code=_text(N_("Never published."), maxLength=20),
    country=_text(maxLength=80),
    shown_as=_one_of(SHOWN_AS, N_("How the name appears on the list.")),
    affiliation=_text(N_("For identification only."), maxLength=150),
    comment=_text(N_("Shown once staff have read it."), maxLength=500),
)

SCHEMAS: dict[str, Schema] = {
    "Count": COUNT,
    "LetterInShort": LETTER_IN_SHORT,
    "Letter": LETTER,
    "Signee": SIGNEE,
    "Signees": SIGNEES,
    "Campaign": CAMPAIGN,
    "Step": STEP,
    "Demand": DEMAND,
    "Demands": DEMANDS,
    "Update": UPDATE,
    "Coverage": COVERAGE,
    "Problem": PROBLEM,
    "Requested": REQUESTED,
    "OrganizationSigns": ORGANIZATION_SIGNS,
    "IndividualSigns": INDIVIDUAL_SIGNS,
}
