"""A signer whose browser speaks Spanish: petition, form, mail and thanks, and later an update, in her language."""

import re

import pytest
from playwright.sync_api import Page, expect

from signon.database import db, now, transaction
from signon.letters import file as letter_file
from signon.letters.models import Letter
from signon.letters.publishing import take_file
from signon.mail import mailings
from signon.outreach.models import UPDATE
from tests import make
from tests.journeys.acts import names_on, sign_in, tick_and_press
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP
from tests.staff.people import Person, person

SLUG, TITLE = "sunday-train", "Trenes los domingos"
PETITION = f"/letters/{SLUG}"
ROSA = {"name": "Rosa Peña Ñíguez", "email": "rosa@ninguez.example", "postal_code": "45402"}
NEWS = (
    ("The minister has answered", "The trains run from May on."),
    ("La ministra respondió", "Habrá trenes desde mayo."),
)


@pytest.fixture
def locale() -> str:
    """As a telephone from Mexico says it; the house speaks "es"."""
    return "es-MX"


def petition_in_two_languages(site: Site) -> Person:
    """A petition whose English text counts, with its translation and two names; somebody on its staff."""
    with site.inside():
        petition = make.petition()
        text = "Pedimos **trenes los domingos**.\n"
        spanish = letter_file.LetterFile(TITLE, text, language="es", translation_of=petition.slug)
        with transaction():
            take_file(spanish, petition.slug, keys=make.keys(), at=now())
        make.listed(petition, ["Hanna Feld", "Tomás Ura"])
        return person()


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_a_signer_is_served_in_spanish_from_the_first_page_to_the_last_mail(site: Site, open_page: OpenPage) -> None:
    someone = petition_in_two_languages(site)
    with open_page(DESKTOP) as page, open_page(DESKTOP, locale="en-US") as staff:
        reads_a_translation(page)
        signs_beside_the_text(page)
        verifies(page, site)
        staff_write_and_mail(staff, site, someone)
        reads_it_and_leaves(page, site)
        assert page.context.cookies() == []


def is_spanish(page: Page, heading: str) -> None:
    """The page is in Spanish, and has this heading."""
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def reads_a_translation(page: Page) -> None:
    """An address without a language answers in the browser's; which text counts is said, and who signed is the same."""
    page.goto(PETITION)
    is_spanish(page, TITLE)
    expect(page.locator(".text strong")).to_have_text("trenes los domingos")
    notice = page.locator(".notice", has_text="Esto es una traducción.")
    expect(notice).to_contain_text("El texto que vale está en inglés.")
    names, count = names_on(page), page.locator(".tally dd").inner_text()
    notice.get_by_role("link").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trains on Sundays")
    expect(page.locator(".notice", has_text="translation")).to_have_count(0)
    assert (names_on(page), page.locator(".tally dd").inner_text()) == (names, count) == (names, "2")
    page.get_by_role("link", name="Español").first.click()
    is_spanish(page, TITLE)


def signs_beside_the_text(page: Page) -> None:
    """A mailbox that is none is refused with everything kept; corrected, it is sent."""
    page.goto(PETITION)
    page.locator("#sign summary").click()
    page.get_by_label("Su nombre", exact=True).fill(ROSA["name"])
    page.get_by_label("Correo electrónico", exact=True).fill("rosa")
    page.locator("[name=postal_code]").fill(ROSA["postal_code"])
    page.locator("[name=comment]").fill("Trabajo los domingos.")
    page.get_by_label("Avísenme por correo cuando haya novedades").check()
    page.get_by_role("button", name="Recibir el enlace").click()
    expect(page.get_by_role("alert")).to_contain_text("Por favor, revise lo siguiente")
    expect(page.locator("#email-error")).to_contain_text("Escriba una sola dirección de correo")
    typed = {"name": ROSA["name"], "email": "rosa", "postal_code": "45402", "comment": "Trabajo los domingos."}
    for name, value in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("[name=wants_updates]")).to_be_checked()
    page.get_by_label("Correo electrónico", exact=True).fill(ROSA["email"])
    page.get_by_role("button", name="Recibir el enlace").click()
    is_spanish(page, "Revise su correo")


def verifies(page: Page, site: Site) -> None:
    """The mail is in Spanish, and so is all that its link leads to; then her name is in the list."""
    mail = site.mail_to(ROSA["email"])
    assert TITLE in mail.subject and "firma" in mail.subject and mail.link.startswith(f"{site.url}/es/verify/")
    assert "Sunday" not in mail.text and "Nothing" not in mail.text
    page.goto(mail.link)
    is_spanish(page, "Presione una vez más para firmar")
    tick_and_press(page)
    is_spanish(page, "Firma registrada. Gracias.")
    expect(page.locator(".excerpt .own")).to_have_text(ROSA["name"])
    page.get_by_role("link", name="Volver a la petición").click()
    is_spanish(page, TITLE)
    expect(page.locator(".tally dd")).to_have_text("3")
    assert names_on(page) == ["Hanna Feld", ROSA["name"], "Tomás Ura"]


def staff_write_and_mail(page: Page, site: Site, someone: Person) -> None:
    """Staff write an update in both languages, publish it, look at the mail in both, and send it."""
    sign_in(page, site, someone)
    with site.inside():
        campaign_id = db.session.query(Letter).one().campaign_id
    page.goto(f"/staff/campaigns/{campaign_id}/updates")
    page.get_by_role("link", name="Write an update").click()
    for number, (title, text) in enumerate(NEWS):
        page.locator(f"[name=title_{number}]").fill(title)
        page.locator(f"[name=text_{number}]").fill(text)
    page.get_by_label("What it is about").select_option(label="Trains on Sundays")
    page.get_by_role("button", name="Save and look at it").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("checkbox", name="Trains on Sundays")).to_be_checked()
    page.get_by_role("button", name="Write the drafts").click()
    for language, said in (("en", "Read more"), ("es", "Habrá trenes desde mayo."), ("es", "porque pidió novedades")):
        expect(page.locator(f".mail-note[lang={language}]")).to_contain_text(said)
    page.get_by_role("button", name="Send it to 1 recipient").click()
    expect(page.locator("main")).to_contain_text("1 email went out.", timeout=20_000)


def reads_it_and_leaves(page: Page, site: Site) -> None:
    """The update comes in Spanish and leads to its page; one press ends all such mail, and the signature stays."""
    message = site.message_to(ROSA["email"], "/updates/")
    assert message["Subject"] == "La ministra respondió"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(site.link_to(ROSA["email"], "/es/campaigns/night-line/updates/"))
    is_spanish(page, "La ministra respondió")
    page.goto(site.link_to(ROSA["email"], "/es/unsubscribe/"))
    is_spanish(page, "¿Dejar de recibir estos correos?")
    page.get_by_role("button", name="Dejar de recibir estos correos").click()
    is_spanish(page, "Ya no recibirá estos correos")
    page.goto(PETITION)
    expect(page.locator("ul.names")).to_contain_text(ROSA["name"])
    expect(page.get_by_role("link", name=re.compile("La ministra respondió"))).to_be_visible()
    with site.inside():
        reach = mailings.reach(db.session.query(Letter).one(), UPDATE, make.keys(), now())
        assert (reach.total, reach.gets_it) == (1, 0)
