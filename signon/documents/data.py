"""The signee list as JSON, for other programs. Public facts only: there is no contact data in a SigneeList to leak."""

import json
from typing import Any

from signon.documents.columns import Table, rows, usual
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList

# Inside a <script> element a JSON text must not close it, nor break a line where old JavaScript ends one.
_EMBEDDED = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def json_bytes(signee_list: SigneeList) -> bytes:
    """The letter, its counts and its signees in printed order, as UTF-8 JSON indented by two.

    `{"letter": {...}, "counts": {...}, "as_of": "2026-11-21T17:00:00Z", "signees": [{"name": ..., ...}]}`. People
    who signed anonymously are no signees here but a number among the counts. It may be pasted into a page as it is. A
    lone surrogate, which UTF-8 cannot write, becomes a question mark.
    """
    content = {
        "letter": _letter(signee_list),
        "counts": {
            "organizations": signee_list.organizations,
            "individuals": signee_list.individuals,
            "undersigned": signee_list.undersigned,
            "anonymous": signee_list.anonymous,
        },
        "as_of": signee_list.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signees": [_signee(signee) for signee in signee_list.signees],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2).translate(_EMBEDDED)
    return (text + "\n").encode("utf-8", "replace")


def table_json(signee_list: SigneeList, table: Table) -> bytes:
    """`{"letter": {...}, "as_of": ..., "signees": [{column: cell, ...}]}` with the columns and the order of `table`."""
    columns = table.columns or usual(signee_list)
    content = {
        "letter": _letter(signee_list),
        "as_of": signee_list.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signees": [dict(zip(columns, row, strict=True)) for row in rows(signee_list, table)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2).translate(_EMBEDDED) + "\n").encode("utf-8", "replace")


def _letter(signee_list: SigneeList) -> dict[str, Any]:
    letter = signee_list.letter
    return {
        "slug": letter.slug,
        "title": letter.title,
        "campaign": letter.campaign,
        "signed_by": letter.signed_by,
        "language": letter.language,
        "version": letter.version,
        "authoritative": letter.authoritative,
        "date": letter.date.isoformat() if letter.date else None,
        "addressees": [{"name": a.name, "title": a.title, "address": list(a.address)} for a in letter.addressees],
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": letter.body,
        "closing": letter.closing,
        "legal_footer": letter.legal_footer,
    }


def _signee(signee: Signee) -> dict[str, Any]:
    if signee.kind == INDIVIDUAL:
        return {
            "name": signee.name,
            "kind": signee.kind,
            "city": signee.city,
            "state": signee.home_state,
            "country": signee.country,
            "affiliation": signee.affiliation,
        }
    return {
        "name": signee.name,
        "kind": signee.kind,
        "website": signee.website,
        "scope": signee.scope,
        "city": signee.city,
        "state": signee.home_state,
        "sort_key": signee.own_sort_key,
        "convener": signee.convener,
        **_shown(signee),
    }


def _shown(signee: Signee) -> dict[str, str]:
    """Who signed for the organization, where they chose to be shown."""
    facts = {"representative": signee.representative, "role": signee.role}
    return facts if any(facts.values()) else {}
