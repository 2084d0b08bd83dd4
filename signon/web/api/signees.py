"""Who signed, for programs: the names that everybody may read, a page at a time, in printed order."""

from typing import Any

from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.signatures import counting, roll
from signon.signatures.searching import Search
from signon.signatures.signee import Signee
from signon.signatures.signee_ids import SigneeIds
from signon.web.api.doors import answer, api, page_of, wanted_limit, wanted_place, wanted_search
from signon.web.counts import as_of
from signon.web.doors import keys, published_letter_or_404


@api.get("/letters/<slug>/signees")
def signees(slug: str) -> BaseResponse:
    """The names on the list of a letter or petition. People who signed anonymously are a number and no names."""
    at, limit, search, place = now(), wanted_limit(), Search(wanted_search()), wanted_place(str, str, int)
    letter = published_letter_or_404(slug, at)
    count = counting.shown(letter, at)
    names, last = roll.signees_after(letter, roll.Spot(*place) if place else None, search, limit)
    ids = SigneeIds.under(keys())
    page = page_of(
        [_said(signee, ids) for signee in names],
        [last.kind, last.sort_key, last.signature_id] if last else None,
        total=roll.found(letter, search, shown=True) if search.words else count.listed,
        anonymous=count.anonymous,
        as_of=as_of(letter, at),
    )
    return answer(page, letter)


def _said(signee: Signee, ids: SigneeIds) -> dict[str, Any]:
    """Each fact under the name that OSDI has for it; what nobody gave is empty."""
    return {
        "id": ids.id_of(signee.signature_id, signee.name),
        "kind": signee.kind,
        "name": signee.name,
        "site_url": signee.website,
        "scope": signee.scope,
        "locality": signee.city,
        "region": signee.home_state,
        "country": signee.country,
        "convener": signee.convener,
        "representative": signee.representative,
        "role": signee.role,
        "affiliation": signee.affiliation,
    }
