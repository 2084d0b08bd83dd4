"""Draws docs/letter.png, the picture in README.md: the sample letter as a visitor sees it. `make picture` runs this."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize

from tests.servers.browser import Browser, find_chromium
from tests.servers.web import run_command, running_app

PICTURE = Path(__file__).resolve().parent / "letter.png"
PAGE = "/letters/doors-till-nine"
SIZE: ViewportSize = {"width": 1280, "height": 860}  # CSS pixels, drawn one and a half times as fine
LARGEST = 400_000  # bytes; everybody who opens the project's page loads it


def main() -> None:
    """Make the sample campaign in a folder of its own, serve it, and keep what a browser shows."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium here: install your system's package, or name the program in CHROMIUM.")
    with tempfile.TemporaryDirectory() as folder:
        # The address that `make run` has, so that the same page always gives the same picture.
        environment = {"DATA_DIR": folder, "PUBLIC_URL": "http://127.0.0.1:8000"}
        made = run_command(environment, "demo", "--prepare-only")
        if made.returncode:
            sys.exit(made.stderr)
        with running_app(environment) as address, Browser(chromium) as browser:
            picture = look(browser, address)
    if len(picture) > LARGEST:
        sys.exit(f"The picture has {len(picture)} bytes; at most {LARGEST} are wanted.")
    PICTURE.write_bytes(picture)
    print(f"{PICTURE}: {len(picture)} bytes")


def look(browser: Browser, address: str) -> bytes:
    """The top of the letter's page as a PNG."""
    with browser.page(base_url=address, device_scale_factor=1.5, reduced_motion="reduce") as page:
        page.set_viewport_size(SIZE)
        page.goto(PAGE)
        return page.screenshot()


if __name__ == "__main__":
    main()
