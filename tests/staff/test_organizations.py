"""Staff look through the register, settle what is known of an organization, and merge two, within their reach."""

import html
import re

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.organizations.models import Affiliates, Alias, Merge, Organization
from signon.organizations.register import known_or_entered
from signon.signatures.entry import organization_entry
from signon.staff.audit_models import AuditEntry
from signon.staff.models import EDITOR, REVIEWER, VIEWER
from tests import make
from tests.crowds import assert_counters_agree
from tests.outreach.registers import compare_all
from tests.signatures.word import organization
from tests.staff.people import Browser, browser, person, send, sign_in
from tests.statements import listed, said_by

LIST = "/staff/organizations"
OWLS, GUILD = "Night Owls Union", "Ünited Owl Guild"


def page_of(name: str) -> str:
    """The address of the page of the organization that is called so."""
    return f"{LIST}/{organization(name)}"


def somebody(app: Flask, role: str, campaign: str = "Night Line") -> Browser:
    """A browser in which somebody with this role in one campaign is signed in."""
    made = browser(app)
    sign_in(made, person(f"{role}@{campaign.split()[0].lower()}.org", role, campaign))
    return made


def acts() -> list[tuple[str, int]]:
    """What the audit says was done, and in which chain."""
    db.session.rollback()
    return [(row.act, row.chain) for row in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def row_of(name: str) -> Organization:
    """The organization that is called so, read anew."""
    return db.session.get_one(Organization, organization(name), populate_existing=True)


def stamp(preview: str) -> str:
    """What a preview of a merge sends along: as of when it holds."""
    found = re.search(r'name="seen" value="([^"]+)"', preview)
    assert found
    return html.unescape(found[1])


def test_an_organization_is_found_by_all_that_it_is_called_without_accents(owner: Browser) -> None:
    make.listed(make.letter(), [OWLS, GUILD])
    page = page_of(GUILD)
    send(owner, page, page, name=GUILD, acronym="UOG", other_name="Gremio de Búhos", website="https://owlguild.org")
    send(owner, page, f"{page}/aliases", alias="Dayton Owlery")
    for query in ("united owl", "uog", "gremio de buhos", "owlguild.org", "owlery"):
        found = owner.get(f"{LIST}?q={query}").text
        assert GUILD in found and OWLS not in found, query
    assert "No organization is like this." in owner.get(f"{LIST}?q=%25").text


def test_the_list_asks_the_same_for_few_as_for_many_and_has_pages(owner: Browser) -> None:
    make.listed(make.letter(), [f"Union of Line {number:03}" for number in range(3)])
    owner.get(LIST)
    few = said_by(lambda: owner.get(LIST))
    make.listed(make.letter("other-train"), [f"Union of Line {number:03}" for number in range(51)])
    many = said_by(lambda: owner.get(LIST))
    assert len(many) == len(few), listed(many)
    first, second = owner.get(LIST).text, owner.get(f"{LIST}?page=2").text
    assert "Union of Line 049" in first and "Union of Line 050" not in first and "Page 2 of 2" in second
    assert owner.get(f"{LIST}?page=3").status_code == 404


def test_those_that_look_like_another_are_found_out_in_the_background(owner: Browser) -> None:
    make.listed(make.letter(), ["Heron Watchers", "Heron Watchers Action Fund", "Tern Guild"])
    page = f"{LIST}?alike=yes"
    assert "3 organizations are still to be compared" in owner.get(page).text
    assert compare_all() == 3
    assert compare_all() == 0
    found = owner.get(page).text
    assert "2 organizations" in found and "Tern Guild" not in found
    one, other = organization("Heron Watchers"), organization("Heron Watchers Action Fund")
    here = page_of("Heron Watchers")
    send(owner, here, f"{here}/affiliates", other=str(other), do="say")
    compare_all()
    assert "Heron" not in owner.get(page).text
    again = owner.get(here).text
    assert 'id="alike"' not in again and "Take this back" in again
    send(owner, here, f"{here}/affiliates", other=str(other), do="take_back")
    assert 'id="alike"' in owner.get(here).text
    assert db.session.query(Affiliates).count() == 0
    assert acts() == [("organization.two", row_chain()), ("organization.maybe_one", row_chain())]
    assert one != other


def row_chain() -> int:
    """The chain of the only campaign there is."""
    [chain] = {chain for _, chain in acts()}
    assert chain
    return chain


def test_a_new_name_keeps_the_old_one_as_another_and_lists_stay_as_they_are(owner: Browser) -> None:
    make.listed(make.letter(), [OWLS])
    page = page_of(OWLS)
    answer = send(owner, page, page, name="Owls of the Night", website="https://nightowls.org", scope="local")
    assert (answer.status_code, answer.location) == (303, page)
    assert organization(OWLS) == organization("owls of the night")
    row = row_of(OWLS)
    assert (row.name, row.domain, row.scope, row.sort_key) == (
        "Owls of the Night",
        "nightowls.org",
        "local",
        "owls of the night",
    )
    assert "Owls of the Night" not in owner.get("/letters/night-train").text
    [entry] = db.session.query(AuditEntry).all()
    assert (entry.act, entry.facts, entry.organization_id) == (
        "organization.changed",
        {"fields": "name, website, scope"},
        row.id,
    )
    [alias] = db.session.query(Alias).all()
    send(owner, page, f"{page}/aliases/{alias.id}/remove")
    db.session.rollback()
    assert db.session.query(Alias).count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": OWLS, "website": "no where"}, "website"),
        ({"name": OWLS, "scope": "x"}, "scope"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    owner: Browser, typed: dict[str, str], field: str
) -> None:
    make.listed(make.letter(), [OWLS])
    page = page_of(OWLS)
    answer = send(owner, page, page, **{**typed, "city": "Dayton & <co>"})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert "Dayton &amp; &lt;co&gt;" in answer.text
    assert acts() == []


def test_anothers_name_is_not_taken_but_leads_to_a_merge(owner: Browser) -> None:
    make.listed(make.letter(), [OWLS, GUILD])
    page, other = page_of(OWLS), organization(GUILD)
    for answer in (
        send(owner, page, page, name=OWLS, other_name="UNITED OWL GUILD"),
        send(owner, page, f"{page}/aliases", alias="united owl guild"),
    ):
        assert answer.status_code == 422
        assert "Another organization in the register bears this name." in answer.text
        assert f"{page}/merge?other={other}" in answer.text


def test_of_two_who_change_one_at_once_the_second_is_told_and_keeps_what_they_typed(owner: Browser) -> None:
    make.listed(make.letter(), [OWLS])
    page = page_of(OWLS)
    send(owner, page, page, name=OWLS, city="Dayton")
    answer = send(owner, page, page, name=OWLS, city="Akron", seen="")
    assert answer.status_code == 409
    assert 'value="Akron"' in answer.text and "Dayton" in answer.text
    assert row_of(OWLS).city == "Dayton"


def test_a_merge_does_what_was_shown_and_is_undone_with_one_press(owner: Browser) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    page, other = page_of(OWLS), organization(GUILD)
    shown = f"{page}/merge?other={other}"
    preview = owner.get(shown).text
    assert "1 letter lists both" in preview and "struck as a duplicate" in preview
    answer = send(owner, shown, f"{page}/merge", other=str(other), seen=stamp(preview))
    assert (answer.status_code, answer.location) == (303, page)
    assert owner.get(f"{LIST}/{other}").location == page
    assert "1 organization<" in owner.get(LIST).text
    assert [act for act, _ in acts()] == ["organization.merged", "name.merged"]
    [row] = db.session.query(Merge).all()
    assert row.merged_by is not None
    send(owner, page, f"{page}/merges/{row.id}/undo")
    assert "they are two organizations again" in owner.get(page).text
    assert [one.state for one in make.signatures()] == ["verified", "verified"]
    assert "2 organizations" in owner.get(LIST).text
    send(owner, page, f"{page}/merges/{row.id}/undo")
    assert_counters_agree()


def test_what_changed_since_it_was_shown_is_shown_again(owner: Browser) -> None:
    make.listed(make.letter(), [OWLS, GUILD])
    page, other = page_of(OWLS), organization(GUILD)
    old = stamp(owner.get(f"{page}/merge?other={other}").text)
    make.listed(make.letter("other-train"), [GUILD])
    answer = send(owner, page, f"{page}/merge", other=str(other), seen=old)
    assert "Something changed while you looked" in owner.get(answer.location).text
    assert db.session.query(Merge).count() == 0


def test_nobody_sees_an_organization_of_another_campaign(app: Flask) -> None:
    make.listed(make.letter(), [OWLS])
    make.listed(make.letter("harbour", campaign="Harbour"), [GUILD])
    with transaction():
        known_or_entered(organization_entry({"organization": "Nowhere Guild"}, needs_contact=False), now())
    mine = somebody(app, EDITOR)
    page = mine.get(LIST).text
    assert OWLS in page and GUILD not in page and "Nowhere Guild" not in page
    theirs, here = page_of(GUILD), page_of(OWLS)
    assert mine.get(theirs).status_code == mine.get(f"{LIST}/{2**70}").status_code == 404
    assert mine.get(f"{here}/merge?other={organization(GUILD)}").status_code == 404
    assert "Ünited" not in mine.get(f"{here}/merge?q=united").text
    other = {"other": str(organization(GUILD))}
    for address, typed in {
        theirs: {"name": "x"},
        f"{theirs}/aliases": {"alias": "x"},
        f"{here}/merge": other,
        f"{here}/affiliates": other,
    }.items():
        assert send(mine, here, address, **typed).status_code == 404, address


def test_who_may_not_edit_in_every_campaign_of_an_organization_looks_and_changes_nothing(app: Flask) -> None:
    make.listed(make.letter(), [OWLS, GUILD])
    make.listed(make.letter("harbour", campaign="Harbour"), [GUILD])
    mine = somebody(app, EDITOR)
    page, own = page_of(GUILD), page_of(OWLS)
    shown = mine.get(page)
    assert "And on 1 list of another campaign." in shown.text and "Save" not in shown.text
    assert send(mine, own, page, name="x").status_code == 404
    preview = mine.get(f"{own}/merge?other={organization(GUILD)}").text
    assert "where you may not edit" in preview and "Merge them" not in preview
    assert send(mine, own, f"{own}/merge", other=str(organization(GUILD))).status_code == 422
    assert acts() == [] and row_of(GUILD).name == GUILD


@pytest.mark.parametrize("role", [VIEWER, REVIEWER])
def test_who_may_not_edit_finds_no_way_to_change_anything(app: Flask, role: str) -> None:
    make.listed(make.letter(), [OWLS, GUILD])
    mine, page = somebody(app, role), page_of(OWLS)
    assert "Save" not in mine.get(page).text
    assert mine.get(f"{page}/merge").status_code == 404
    for address in (page, f"{page}/aliases", f"{page}/merge", f"{page}/affiliates"):
        assert send(mine, "/staff/account", address, name="x").status_code == 404, address
