"""The letters that Signon was written for, where they lie beside the project: from the files to one more signature."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from signon.signatures.names import sort_key
from tests.journeys.acts import fill, names_on, tick_and_press
from tests.journeys.conftest import OpenPage
from tests.journeys.documents import names_in_csv, out_of_order, text_of_pdf
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
PRIORITIES = "enforcement-reform-priorities"
RETALIATION = "five-things-dhs-retaliation"
PETITION = "stop-deportations-now"
ELSEWHERE = "the real letters lie beside the project only where it is developed"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ELSEWHERE)

ENTRY = {
    "organization": "Night Owls Union",
    "website": "https://nightowls.org",
    "scope": "national",
    "representative": "Ada Quill",
    "role": "Director",
}


def imported(site: Site, slug: str) -> list[str]:
    """Import the letter and, where it has one, its signee file, by command; the names in the file's order."""
    assert command(site, "letter", "import", str(REAL / f"{slug}.md"), "--publish").splitlines()[-1] == slug
    file = REAL / f"{slug}.signees.csv"
    if not file.exists():
        return []
    command(site, "signees", "import", slug, str(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["organization"] for row in csv.DictReader(lines)]


def command(site: Site, *words: str) -> str:
    """What `signon WORDS...` prints."""
    done = site.app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    return done.output


def sign(site: Site, page: Page, slug: str, entry: dict[str, str]) -> None:
    """Fill in the form of the letter that is open, follow the mailed link, tick the box, and come back."""
    page.locator("a.button[href$='sign']").click()
    fill(page, entry)
    page.goto(site.mail_to(entry["email"]).link)
    tick_and_press(page)
    expect(page.locator(".excerpt .own")).to_be_visible()
    page.goto(f"/letters/{slug}")


def exported(site: Site, slug: str, format: str, folder: Path) -> bytes:
    """The letter with its signees, by command."""
    file = folder / f"{slug}.{format}"
    command(site, "signees", "export", slug, "--format", format, "--output", str(file))
    return file.read_bytes()


@pytest.mark.parametrize(("slug", "listed", "undersigned"), [(PRIORITIES, 102, 100), (RETALIATION, 86, 86)])
def test_a_real_letter_is_listed_signed_counted_and_exported(
    site: Site, open_page: OpenPage, tmp_path: Path, slug: str, listed: int, undersigned: int
) -> None:
    names = imported(site, slug)
    assert len(names) == listed
    with open_page(DESKTOP) as page:
        page.goto(f"/letters/{slug}")
        expect(page.locator(".counts dd")).to_have_text(str(listed))
        assert names_on(page) == names
        if slug == PRIORITIES:
            expect(page.locator(".text")).to_contain_text(f"the {undersigned} undersigned organizations")
        sign(site, page, slug, {**ENTRY, "email": f"{slug}@nightowls.org"})
        expect(page.locator(".counts dd")).to_have_text(str(listed + 1))
        if slug == PRIORITIES:
            expect(page.locator(".text")).to_contain_text(f"the {undersigned + 1} undersigned organizations")
        names = sorted([*names, "Night Owls Union"], key=sort_key)
        assert names_on(page) == names
    assert names_in_csv(exported(site, slug, "csv", tmp_path)) == names
    text = text_of_pdf(exported(site, slug, "pdf", tmp_path))
    assert out_of_order(text[text.index(names[0]) :], names) == []


def test_the_real_petition_is_signed_counted_and_exported(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    assert imported(site, PETITION) == []
    with open_page(PHONE) as page:
        page.goto(f"/letters/{PETITION}")
        expect(page.locator(".to li")).to_have_count(2)
        expect(page.locator(".text ol > li")).to_have_count(6)
        expect(page.get_by_role("progressbar")).to_have_attribute("max", "10000")
        expect(page.locator(".counts dd")).to_have_text("0")
        sign(site, page, PETITION, {"name": "Rosa Lind", "email": "rosa@lind-example.org"})
        expect(page.locator(".counts dd")).to_have_text("1")
        expect(page.locator("ul.names bdi").first).to_have_text("Rosa Lind")
    text = text_of_pdf(exported(site, PETITION, "pdf", tmp_path))
    assert out_of_order(text, ["1.", "2.", "3.", "4.", "5.", "6.", "Rosa Lind"]) == []
