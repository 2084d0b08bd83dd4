"""The pages of the register of organizations, in each of their states."""

import html
from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests import make
from tests.browser import Browser
from tests.outreach.registers import compare_all
from tests.signatures.word import organization
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
LIST = "/staff/organizations"


def register_pages(owner: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to."""
    first, second = make.letter("register-train"), make.letter("later-register-train")
    names = ["Heron Watchers", "Heron Watchers Action Fund", "Watchers of Herons", "Tern & Co. <Guild>"]
    make.listed(first, names)
    make.listed(second, names[:2])
    compare_all()
    yield "staff.organizations", "all", owner.get(LIST)
    for query in ("q=heron", "q=nobody&scope=none", "alike=yes", "scope=local"):
        yield "staff.organizations", query, owner.get(f"{LIST}?{query}")
    herons, fund, others, guild = (organization(name) for name in names)
    page = f"{LIST}/{herons}"
    yield "staff.organization", "with likely duplicates", owner.get(page)
    yield from _changed(owner, page)
    yield "staff.merge", "which one", owner.get(f"{page}/merge")
    yield "staff.merge", "found", owner.get(f"{page}/merge?q=tern")
    yield "staff.merge", "not found", owner.get(f"{page}/merge?q=nobody")
    yield "staff.merge", "what would happen", owner.get(f"{page}/merge?other={fund}")
    send(owner, page, f"{page}/affiliates", other=str(fund), do="say")
    yield "staff.merge", "they are two", owner.get(f"{page}/merge?other={fund}")
    shown = f"{page}/merge?other={others}&keep={herons}"
    preview = owner.get(shown).text
    seen = html.unescape(preview.split('name="seen" value="')[1].split('"')[0])
    send(owner, shown, f"{page}/merge", other=str(others), seen=seen)
    yield "staff.organization", "after a merge", owner.get(page)
    yield "staff.organization", "nothing is like it", owner.get(f"{LIST}/{guild}")


def _changed(owner: Browser, page: str) -> Iterator[Shown]:
    """What is wrong with what was typed, and one change that is kept."""
    typed = {"name": "", "website": "nowhere"}
    yield "staff.change_organization", "without a name", send(owner, page, page, **typed)
    typed = {"name": "Watchers of Herons", "website": ""}
    yield "staff.change_organization", "another's name", send(owner, page, page, **typed)
    typed = {"name": "Heron Watchers", "acronym": "HW", "other_name": "Guardas de Garzas", "city": "Dayton"}
    send(owner, page, page, **typed, website="https://herons.example", legal_status="labor union")
    late = send(owner, page, page, name="Heron Watch", seen="2020-01-01T00:00:00+00:00")
    yield "staff.change_organization", "changed while somebody looked", late
    yield "staff.add_alias", "no name", send(owner, page, f"{page}/aliases", alias="")
