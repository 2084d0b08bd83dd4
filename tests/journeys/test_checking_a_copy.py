"""Somebody has a copy of what was handed over and wants to know whether it is genuine."""

from pathlib import Path

from playwright.sync_api import Page, expect

from signon.press import Press
from signon.press.worker import draw_at_once
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import PHONE

DROP = """([target, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "letter.pdf", { type: "application/pdf" }));
    for (const kind of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


def copy_of(site: Site, slug: str, folder: Path) -> Path:
    """The PDF that was handed over of a letter, as a file on somebody's machine."""
    with site.inside():
        letter = make.letter(slug)
        make.listed(letter, ["Lantern Society", "Zinnia Circle"])
        edition = make.delivered(letter)
        draw_at_once(edition, Press.of(site.app.config))
    with site.inside():
        path = f"/editions/{edition.code}/letter.pdf"
        copy = folder / "letter.pdf"
        copy.write_bytes(site.app.test_client().get(path).data)
    return copy


def sent_requests(page: Page) -> list[str]:
    """A list that fills with the methods and addresses of all requests that `page` sends."""
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    return sent


def test_a_copy_is_chosen_and_found_genuine_without_being_sent_and_a_changed_one_is_dropped_and_found_out(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    copy = copy_of(site, "checked", tmp_path)
    with open_page(PHONE) as page:
        sent = sent_requests(page)
        page.goto("/check")
        page.get_by_label("The file to check").set_input_files(copy)
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("This copy is genuine")
        assert not any(one.startswith("POST") for one in sent)
        page.evaluate(DROP, [page.locator("form").element_handle(), list(copy.read_bytes() + b" ")])
        expect(page.get_by_role("heading", level=1)).to_have_text("This file is not one of ours")
