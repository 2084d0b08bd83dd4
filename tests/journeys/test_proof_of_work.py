"""A browser with scripts proves its work while the form is filled in, and nobody notices."""

from playwright.sync_api import Page, expect

from signon.database import db
from signon.signatures.models import Signature, SpentProof
from tests import make
from tests.journeys.acts import fill
from tests.journeys.sites import Site

OWLS = {**make.ORGANIZATION, "website": "https://proven.example", "email": "ada@proven.example"}


def letter(site: Site, slug: str) -> None:
    with site.inside():
        make.letter(slug)


def begin_to_type(page: Page, slug: str, answered: str) -> None:
    """Open the form and type a name, until the worker has been heard of `answered`."""
    page.goto(f"/letters/{slug}/sign")
    page.locator("#organization").fill("Proven Owls")
    expect(page.locator("#proof")).to_have_attribute("data-state", answered)


def spent(site: Site) -> int:
    with site.inside():
        return db.session.query(SpentProof).count()


def newest(site: Site) -> Signature:
    with site.inside():
        found = db.session.query(Signature).order_by(Signature.id.desc()).first()
        assert found is not None
        return found


def test_a_browser_solves_the_sum_while_the_form_is_filled_in_and_it_is_used_once(site: Site, phone: Page) -> None:
    letter(site, "proof-train")
    before = spent(site)
    begin_to_type(phone, "proof-train", "solved")
    fill(phone, OWLS)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("inbox")
    assert (spent(site) - before, newest(site).suspicion) == (1, "")


def test_who_goes_back_and_corrects_what_was_sent_is_not_taken_for_a_program(site: Site, desktop: Page) -> None:
    letter(site, "back-train")
    begin_to_type(desktop, "back-train", "solved")
    fill(desktop, OWLS)
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("inbox")
    desktop.go_back()
    expect(desktop.locator("#organization")).to_be_visible()
    fill(desktop, {**OWLS, "email": "grace@proven.example"})
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("inbox")
    assert newest(site).suspicion == ""


def test_who_presses_before_it_is_solved_does_not_wait_for_it(site: Site, desktop: Page) -> None:
    letter(site, "hasty-train")
    before = spent(site)
    desktop.route("**/proof-worker.js", lambda route: route.abort())
    begin_to_type(desktop, "hasty-train", "unsolved")
    fill(desktop, OWLS)
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("inbox")
    assert (spent(site) - before, newest(site).suspicion) == (0, "")
