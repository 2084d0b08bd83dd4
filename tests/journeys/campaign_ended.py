"""How a campaign ends: the register put right, the list taken away, the letter handed over, and what staff did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import names_on
from tests.journeys.campaign_begun import CONVENERS, LETTER, OWNER, REVIEWER, SLUG, STAFF, at_heading, room, told
from tests.journeys.campaign_run import HELD, LEAVES, SILENT, SPAM, SPELLED, TWIN
from tests.journeys.documents import names_in_csv, out_of_order, text_of_pdf

STAYS = "Gorse Theatre"
GONE = {LEAVES, SILENT, SPAM, TWIN, SPELLED}
LISTED = 1 + 8 + 96 + len(HELD) - len(GONE)  # invited, by the form, imported, held before
_SLOW = 20_000  # ms, for what the worker draws


def spellings_are_merged(page: Page) -> None:
    """Two spellings are seen to be one organization: the letter lists it once."""
    page.get_by_role("link", name="Organizations", exact=True).click()
    page.get_by_label("Find an organization").fill("gorse theat")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("table")).to_contain_text("2 organizations")
    page.get_by_role("rowheader").get_by_role("link", name=STAYS, exact=True).click()
    at_heading(page, STAYS)
    page.get_by_role("link", name="Merge it with another organization").click()
    page.get_by_label("Find an organization").fill("Gorse")
    page.get_by_role("button", name="Search").click()
    page.locator(".places li", has_text=SPELLED).get_by_role("link").click()
    page.get_by_label(STAYS).check()
    page.get_by_role("button", name="Show what happens").click()
    expect(page.get_by_role("heading", name="1 letter lists both")).to_be_visible()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("region", name="Other names")).to_contain_text(SPELLED)


def name_is_noted(page: Page) -> None:
    """What a colleague should know stands beside the name, and a tag to find it by."""
    room(page, "Names", "Listed names")
    page.get_by_label("Find a name").fill("quarry")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Open Quarry Street Bakers").click()
    page.get_by_role("textbox", name="Note").fill("They want to speak at the hearing.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#noted")).to_contain_text("They want to speak at the hearing.")
    page.get_by_role("textbox", name="Tag").fill("call-back")
    page.get_by_role("button", name="Add the tag").click()
    expect(page.locator("#noted .tags")).to_contain_text("call-back")


def figures_are_seen(page: Page) -> None:
    """The curve and its numbers."""
    room(page, "Figures", "Figures")
    expect(page.get_by_role("img", name="Signatures by day: requested and verified")).to_be_visible()
    undersigned = page.locator(".figure", has_text="Undersigned")
    expect(undersigned).to_contain_text(str(LISTED - len(CONVENERS)))


def signing_ends(page: Page, guest: Page) -> None:
    """A deadline is set, and the letter closed before it; the public reads both."""
    room(page, "Life", "Life of the letter")
    day = datetime.now(UTC) + timedelta(days=9)
    page.get_by_label("Signing ends on").fill(day.strftime("%Y-%m-%dT12:00"))
    page.get_by_role("button", name="Save the dates").click()
    told(page, "The dates are saved.")
    guest.goto(LETTER)
    expect(guest.locator("main")).to_contain_text(f"{day:%B} {day.day}, {day.year}")
    page.get_by_role("button", name="Close now").click()
    told(page, "Signing has ended.")
    guest.reload()
    expect(guest.locator("main")).to_contain_text("Signing ended on")


def list_is_taken_away(page: Page, guest: Page) -> None:
    """Every file has the names of the public page, in its order; contacts only with a reason."""
    guest.goto(LETTER)
    names = names_on(guest)
    assert len(names) == LISTED and not GONE & set(names)
    room(page, "Export", "Export")
    documents = page.get_by_role("region", name="The letter with its signees")
    kinds = ("PDF", "DOCX", "XLSX", "CSV", "JSON")
    files = {kind: _downloaded(page, documents.get_by_role("link", name=kind)) for kind in kinds}
    assert names_in_csv(files["CSV"]) == names
    text = text_of_pdf(files["PDF"])
    assert out_of_order(text, names) == [] and not [name for name in GONE if name in text]
    assert f"We, the {LISTED - len(CONVENERS)} undersigned" in " ".join(text.split())
    assert files["DOCX"][:2] == files["XLSX"][:2] == b"PK" and names[-1] in files["JSON"].decode()
    contacts = page.get_by_role("region", name="With contacts")
    contacts.get_by_role("button", name="Download with contacts").click()
    expect(page.locator("#reason-error")).to_be_visible()
    contacts.get_by_label("Why are the contacts needed?").fill("To invite the signees to the hearing.")
    contacts.get_by_label("File").select_option("csv")
    data = _downloaded(page, contacts.get_by_role("button", name="Download with contacts"))
    assert "quarry.street.bakers@gmail.com" in data.decode("utf-8-sig")


def letter_is_handed_over(page: Page, guest: Page) -> None:
    """What is handed over is frozen, and everybody can load it."""
    names = names_on(guest)
    room(page, "Editions", "Editions")
    page.get_by_role("link", name="Deliver the letter").first.click()
    at_heading(page, "Deliver the letter")
    expect(page.locator("main")).to_contain_text("1 name is held for review and is not printed.")
    page.get_by_role("button", name="Deliver now").click()
    expect(page.locator("#sure-error")).to_be_visible()
    page.locator("#sure").check()
    page.get_by_role("button", name="Deliver now").click()
    at_heading(page, "Editions")
    guest.goto(LETTER)
    assert names_on(guest) == names
    pdf = page.locator(f"a[href*='/staff/letters/{SLUG}/editions/'][href$='/pdf']")
    assert out_of_order(text_of_pdf(_downloaded(page, pdf)), names) == []


def everything_is_on_record(page: Page) -> None:
    """Who did what, in words."""
    room(page, "Who did what", "Who did what")
    lines = page.get_by_role("table")
    for who, what in (
        (OWNER, "delivered"),
        (OWNER, "contacts"),
        (REVIEWER, "struck"),
    ):
        expect(lines.locator("tr", has_text=who).filter(has_text=what).first).to_be_visible()
    page.goto(STAFF)
    expect(page.locator(".badge-delivered")).to_be_visible()


def _downloaded(page: Page, press: Locator) -> bytes:
    with page.expect_download(timeout=_SLOW) as download:
        press.click()
    return Path(download.value.path()).read_bytes()
