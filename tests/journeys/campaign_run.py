"""How a campaign goes on once its letter is public: signees, an import, changed texts, the review of what is held."""

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests import make
from tests.journeys.acts import names_on
from tests.journeys.campaign_begun import CONVENERS, GUESTS, LETTER, SLUG, STAFF, TEXT, at_heading, room, told
from tests.journeys.sites import Site
from tests.signatures.own import forms

_PLACES = "Alder Birch Cedar Dogwood Elder Fennel Gorse Hazel Iris Juniper Larch Mallow"
_KINDS = "Choir, Dockers Union, Farmers Market, Museum, Parents Circle, Rowing Club, Seed Library, Theatre"
IMPORTED = [*CONVENERS, *(f"{place} {kind}" for place in _PLACES.split() for kind in _KINDS.split(", "))][:96]
LEAVES, SILENT = "Ivory Gull Watchers", "Jetty Chess Players"
KEEP = [
    "Kelp Research Forum",
    "Lantern Repair Workshop",
    "Mussel Growers Cooperative",
    "Nettle Press",
    "Oyster Bay Nurses",
    "Puffin Rescue Centre",
]
TWIN, SPELLED, SPAM = "Hazel Theater", "Gorse Theater", "Win a Free Cruise"
HELD = [
    *(TWIN, SPELLED, SPAM, "Tugboat Crew Fund"),
    *("Quarry Street Bakers", "Reed Island Teachers", "Salt Marsh Wardens", "Tide Table Printers"),
    *("Umber Hill Gardeners", "Vesper Bell Ringers", "Willow Lane Tenants", "Yarrow Road Cyclists"),
    *("Zephyr Kite Makers", "Xylophone Teachers Guild", "Wharf Street Potters"),
]
_SECONDS = 20  # for the worker, on a machine with other work


def names_are_imported(page: Page) -> None:
    """Names gathered on paper are looked at in a table first, and keep where they come from."""
    room(page, "Import", "Import names")
    file = "organization\n" + "\n".join([*IMPORTED, "", LEAVES]) + "\n"
    page.get_by_label("Where do the names come from?").fill("Paper, at the harbour assembly")
    page.get_by_label("The file").set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": file.encode()})
    page.get_by_role("button", name="Look at the names").click()
    at_heading(page, "Paper, at the harbour assembly")
    lists = page.get_by_role("button", name="List 96 names")
    expect(lists).to_be_visible(timeout=_SECONDS * 1000)
    page.get_by_label("Which lines").select_option("already")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("table")).to_contain_text(f"Already signed: {LEAVES}")
    lists.click()
    expect(page.locator("main")).to_contain_text("Done. The file was erased", timeout=_SECONDS * 1000)


def text_is_corrected(page: Page) -> None:
    """A slip of the pen: nobody is asked, and why it changed is there for everybody."""
    _new_text(page, TEXT.replace("agian", "again"), "Correction", "A misspelled word.", "Corrected.")
    page.goto(f"{LETTER}/texts")
    expect(page.locator("main")).to_contain_text("A misspelled word.")


def text_says_something_else(page: Page) -> None:
    """Every signee is asked, and until when; names without a mailbox are settled by staff."""
    until = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    text = TEXT.replace("agian", "again").replace("Keep the fare", "Halve the fare")
    _new_text(page, text, "Material", "The members asked for a lower fare.", "Every signee is asked", until)
    room(page, "Changed texts", "Changed texts")
    _until(page, f"{STAFF}/changed-texts", "Told: 105 of 105.")
    page.get_by_text("Names without a mailbox: settle them all alike").click()
    page.get_by_role("button", name="They all keep their names").click()
    told(page, "96 names are settled.")


def _new_text(page: Page, text: str, kind: str, reason: str, said: str, until: str = "") -> None:
    room(page, "Text", "Text")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_label(f"{kind}:").check()
    page.get_by_label("Why it changes").fill(reason)
    if until:
        page.get_by_label("Signees may answer until").fill(until)
    page.get_by_role("button", name="Save as a new text").click()
    told(page, said)


def _until(page: Page, address: str, sentence: str) -> None:
    """Look at the page again and again until it says so: the worker does its part."""
    deadline = time.monotonic() + _SECONDS
    while True:
        page.goto(address)
        if page.get_by_text(sentence).count() or time.monotonic() > deadline:
            break
    expect(page.locator("main")).to_contain_text(sentence)


def mailbox_of(name: str) -> str:
    """Where an organization of that name is written to."""
    return make.home_of(name)["email"]


def signees_answer(guest: Page, site: Site) -> None:
    """One keeps its name and one takes it off, each seeing what changed; others keep it elsewhere; one says nothing."""
    guest.goto(site.link_to(mailbox_of(KEEP[0]), "/keep/"))
    at_heading(guest, "Do you keep your name under the changed text?")
    expect(guest.locator("ins", has_text="Halve").first).to_be_visible()
    guest.get_by_label("We keep our name under the changed text.").check()
    guest.get_by_role("button", name="Keep the name").click()
    at_heading(guest, "The name stays. Thank you.")
    guest.goto(site.link_to(mailbox_of(LEAVES), "/keep/"))
    guest.get_by_label("Take our name off.").check()
    guest.get_by_role("button", name="Take the name off").click()
    guest.wait_for_url("**/signature/withdrawn")
    browser = site.app.test_client()
    for address in map(mailbox_of, [*KEEP[1:], GUESTS[0]]):
        link = site.link_to(address, "/keep/").removeprefix(site.url)
        fields = next(fields for _to, fields in forms(browser.get(link)) if "text" in fields)
        assert browser.post(link, data={**fields, "authorized": "y"}).status_code == 303


def asking_ends(page: Page, guest: Page) -> None:
    """Staff end it before its day: to who said nothing happens what was announced."""
    _until(page, f"{STAFF}/changed-texts", "No answer yet")
    expect(page.locator(".figure", has_text="Withdrew")).to_contain_text("1")
    expect(page.locator(".figure", has_text="No answer yet")).to_contain_text("1")
    page.get_by_text("End the asking early").click()
    page.get_by_label("End the asking now.").check()
    page.get_by_role("button", name="End it now").click()
    told(page, "The asking ends now.")
    _until(page, f"{STAFF}/changed-texts", "Settled on")
    expect(page.locator(".figure", has_text="Did not answer")).to_contain_text("1")
    guest.goto(LETTER)
    names = names_on(guest)
    assert KEEP[0] in names and not {LEAVES, SILENT} & set(names)


def held_are_reviewed(page: Page) -> None:
    """By keyboard: one struck, undone and struck again; one is the same as another; the others are accepted."""
    room(page, "Review", "Names that wait for review")
    case, said = page.locator(".case"), page.locator("[data-said]")
    expect(case).to_have_count(len(HELD) + 1)
    for undone in (True, False):
        _press(page, SPAM, "s1")
        expect(said).to_contain_text(f"Struck: {SPAM}")
        if undone:
            page.keyboard.press("u")
            expect(said).to_contain_text(f"Held again: {SPAM}")
    _press(page, TWIN, "m")
    expect(said).to_contain_text(f"Not listed: {TWIN} stands on the list already")
    for name in [name for name in HELD if name not in (SPAM, TWIN)]:
        _press(page, name, "a")
        expect(said).to_contain_text(f"On the list: {name}")
    expect(case).to_have_count(1)
    expect(case).to_contain_text("did not say whether it keeps its name under the changed text")


def _press(page: Page, name: str, keys: str) -> None:
    one = page.locator(".case", has=page.get_by_role("heading", name=name, exact=True))
    expect(one).to_be_visible()
    one.focus()
    for key in keys:
        page.keyboard.press(key)
    expect(one).to_have_count(0)


def held_sign(site: Site) -> None:
    """Fifteen whose mailboxes are not at their websites sign by the public form and by the link in the mail."""
    site.signed(
        SLUG, *({"organization": name, "email": f"{name.replace(' ', '.').lower()}@gmail.com"} for name in HELD)
    )


def proven_sign(site: Site) -> None:
    """Eight whose mailboxes prove their websites."""
    site.signed(SLUG, *({"organization": name, "email": mailbox_of(name)} for name in (LEAVES, SILENT, *KEEP)))
