"""An organization signs: from the letter through form and mail to its place in the list."""

import re
import urllib.error
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from signon.database import db, now, transaction
from signon.letters import file as letter_file
from signon.letters.publishing import take_file
from signon.signatures.models import SignatureToken
from signon.signatures.tokens import fingerprint
from tests import make
from tests.journeys.acts import fill, names_on, tick_and_press
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE

REQUIRED = ("organization", "website", "representative", "role", "email")
LISTED = ["Lantern Society", "Night Owls Union", "Östra Railway Friends"]
OWLS = {
    "organization": "Night Owls Union",
    "website": "https://nightowls.org",
    "scope": "local",
    "city": "Dayton",
    "state": "OH",
    "representative": "Ada Quill",
    "role": "Director",
}


def published(site: Site, slug: str) -> None:
    """A letter with a name on it that stands before our organization's, and one after."""
    with site.inside():
        make.listed(make.letter(slug), [LISTED[0], LISTED[2]])


def count(site: Site, slug: str) -> str:
    """The public count, as anybody reads it."""
    found = re.search(r'"organizations":\s*(\d+)', site.visit(f"/letters/{slug}/count.json"))
    assert found
    return found[1]


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until `wanted` has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the tab key does not reach {wanted}")


def test_a_representative_signs_on_a_phone_by_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    published(site, "by-keyboard")
    with open_page(PHONE) as page:
        page.goto("/letters/by-keyboard")
        expect(page.get_by_role("heading", level=1)).to_have_text("Run the night train again")
        tab_to(page, page.locator("a.button[href$='/sign']"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site.url}/letters/by-keyboard/sign")
        send_it_with_one_answer(page)
        follow_the_summary(page)
        complete_it_by_keyboard(page, "ada@nightowls.org")
        expect(page).to_have_url(re.compile("/letters/by-keyboard/sign/sent"))
        mail = site.mail_to("ada@nightowls.org")
        assert "Night Owls Union" in mail.subject and mail.link.startswith(f"{site.url}/verify/")
        look_as_a_scanner(site, mail.link)
        page.goto(mail.link)
        assert count(site, "by-keyboard") == "2", "opening the link has changed something"
        agree_by_keyboard(page)
        expect(page.locator("h2").first).to_have_text("Number 2 of 3 in the list")
        expect(page.locator(".excerpt li")).to_have_text(LISTED)
        expect(page.locator("#share-url")).to_have_value(f"{site.url}/letters/by-keyboard")
        page.goto("/letters/by-keyboard")
        assert names_on(page) == LISTED
        expect(page.locator(".counts dd")).to_have_text("3")
        assert page.context.cookies() == []


def send_it_with_one_answer(page: Page) -> None:
    """Every required field that was left empty has its sentence beside it, and what was typed stays."""
    tab_to(page, page.locator("#organization"))
    page.keyboard.type("Night Owls Union")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Please correct"))
    expect(page.locator("#organization")).to_have_value("Night Owls Union")
    for name in REQUIRED[1:]:
        field = page.locator(f"#{name}")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert f"{name}-error" in (field.get_attribute("aria-describedby") or "").split()
        expect(page.locator(f"#{name}-error")).to_be_visible()
    expect(page.locator("[role=alert] a")).to_have_count(len(REQUIRED) - 1)


def follow_the_summary(page: Page) -> None:
    """The summary can be reached, and each of its lines leads to its field."""
    tab_to(page, page.locator("[role=alert] a[href='#website']"))
    page.keyboard.press("Enter")
    expect(page.locator("#website")).to_be_focused()


def complete_it_by_keyboard(page: Page, email: str) -> None:
    page.keyboard.type(OWLS["website"])
    for name in ("scope", "city", "state", "representative", "role"):
        page.keyboard.press("Tab")
        expect(page.locator(f"#{name}")).to_be_focused()
        page.keyboard.type(OWLS[name])
    page.keyboard.press("Tab")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Must a second person agree?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def look_as_a_scanner(site: Site, link: str) -> None:
    for _ in range(2):
        assert "Night Owls Union" in site.visit(link)


def agree_by_keyboard(page: Page) -> None:
    """Without the tick the button asks for it, beside the box; with it, it signs."""
    box, button = page.get_by_role("checkbox"), page.locator("main form button[type=submit]")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator("#authorized-error")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    tab_to(page, box)
    page.keyboard.press("Space")
    tab_to(page, button)
    page.keyboard.press("Enter")


def test_without_javascript_and_cookies_the_typed_code_signs(site: Site, open_page: OpenPage) -> None:
    published(site, "by-code")
    with open_page(DESKTOP, javascript=False) as page:
        cookies: list[str] = []
        page.on("response", lambda answer: cookies.extend(name for name in answer.headers if name == "set-cookie"))
        page.goto("/letters/by-code/sign")
        fill(page, {**OWLS, "email": "grace@nightowls.org"})
        code = page.locator("[name=code]")
        code.fill("ABCD-2345")
        code.press("Enter")
        expect(page.locator("#code-error")).to_be_visible()
        code.fill(site.mail_to("grace@nightowls.org").code.replace("-", " ").lower())
        code.press("Enter")
        expect(page.locator(".signature-line")).to_have_text("Night Owls Union")
        assert count(site, "by-code") == "2", "typing the code alone has changed something"
        tick_and_press(page)
        expect(page.locator(".excerpt .own")).to_have_text("Night Owls Union")
        page.locator("main a.button").click()
        expect(page.locator(".counts dd")).to_have_text("3")
        assert "Night Owls Union" in names_on(page)
        assert cookies == []


def test_a_link_that_was_cut_in_two_leads_to_the_code(site: Site, open_page: OpenPage) -> None:
    published(site, "cut-link")
    with open_page(PHONE) as page:
        page.goto("/letters/cut-link/sign")
        fill(page, {**OWLS, "email": "linus@nightowls.org"})
        mail = site.mail_to("linus@nightowls.org")
        answer = page.goto(mail.link[:-20])
        assert answer and answer.status == 404
        page.locator("[name=code]").fill(mail.code)
        page.locator("main form button[type=submit]").click()
        tick_and_press(page)
        expect(page.locator(".excerpt .own")).to_have_text("Night Owls Union")


def test_a_link_whose_time_is_over_and_one_that_never_was_say_the_same(site: Site, open_page: OpenPage) -> None:
    published(site, "old-link")
    with open_page(PHONE) as page:
        page.goto("/letters/old-link/sign")
        fill(page, {**OWLS, "email": "late@nightowls.org"})
        link = site.mail_to("late@nightowls.org").link
        a_week_later(site, link)
        with site.inside():
            never = f"{site.url}/verify/{site.app.extensions['signon.tokens'].issue('verify')}"
        pages = []
        for address in (link, never):
            answer = page.goto(address)
            assert answer and answer.status == 410
            pages.append(page.locator("main").inner_text())
        assert pages[0] == pages[1]
        assert "Night Owls" not in pages[0]
        with pytest.raises(urllib.error.HTTPError, match="410"):
            site.visit(link)
        assert count(site, "old-link") == "2"


def a_week_later(site: Site, link: str) -> None:
    """The token of `link`, as it stands in the database when its days are over."""
    with site.inside(), transaction():
        token = SignatureToken.hash == fingerprint(link.rpartition("/")[2])
        db.session.execute(update(SignatureToken).where(token).values(expires_at=now() - timedelta(seconds=1)))


@pytest.mark.parametrize("locale", ["es-US"])
def test_a_spanish_browser_gets_letter_form_mail_and_thanks_in_spanish(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        letter = make.letter("tren-nocturno")
        title, text = "Que vuelva el tren nocturno", "Pedimos que vuelva el tren nocturno.\n"
        spanish = letter_file.LetterFile(title, text, language="es", translation_of=letter.slug)
        with transaction():
            take_file(spanish, letter.slug, keys=make.keys(), at=now())
    with open_page(PHONE) as page:
        page.goto("/letters/tren-nocturno")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.get_by_role("heading", level=1)).to_have_text("Que vuelva el tren nocturno")
        page.goto("/es/letters/tren-nocturno/sign")
        fill(page, {**OWLS, "email": "rosa@nightowls.org"})
        expect(page).to_have_url(f"{site.url}/es/letters/tren-nocturno/sign/sent")
        mail = site.mail_to("rosa@nightowls.org")
        assert mail.link.startswith(f"{site.url}/es/verify/")
        assert "Que vuelva el tren nocturno" in mail.subject and "firma" in mail.text
        page.goto(mail.link)
        expect(page.locator("html")).to_have_attribute("lang", "es")
        tick_and_press(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Gracias")
        expect(page.locator("#share-url")).to_have_value(f"{site.url}/es/letters/tren-nocturno")
