"""A real browser: the machine's own Chromium, driven by Playwright (whose own download of a browser is not needed).

Playwright's `page.wait_for_function()` evaluates text as a script, which the application's content security policy
refuses: wait with `expect(locator)` instead.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Error, Page, Playwright, Request, sync_playwright

# The first draws pages and no windows around them, and takes a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # root has no sandbox; all that is opened is our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    # Nothing outside this machine can be looked up, so that a page that asks for it is seen to fail.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
HOME = {"127.0.0.1", "localhost"}

# The widths the pages are looked at in; the heights are those of common screens.
PHONE, TABLET, DESKTOP = 360, 768, 1280
HEIGHTS = {PHONE: 740, TABLET: 1024, DESKTOP: 800}
TIMEOUT_MS = 10_000

ColorScheme = Literal["light", "dark", "no-preference"]


def find_chromium() -> str | None:
    """The path of a Chromium: the environment's CHROMIUM, else one on the PATH, else None."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One running Chromium; used with `with`. Each page it opens belongs to a visitor of its own, with no past.

    While it runs, Playwright keeps an event loop in this thread: `asyncio.run()` is refused beside it.
    """

    def __init__(self, executable: str) -> None:
        """Take the path of the program; `with` starts it."""
        self._executable = executable
        self._playwright: Playwright
        self._chromium: Chromium

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        try:
            self._chromium = self._playwright.chromium.launch(executable_path=self._executable, args=FLAGS)
        except Error:
            self._playwright.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._chromium.close()
        self._playwright.stop()

    @contextmanager
    def page(
        self,
        width: int = DESKTOP,
        *,
        locale: str = "en-US",
        color_scheme: ColorScheme = "light",
        javascript: bool = True,
        base_url: str | None = None,
        **options: Any,
    ) -> Iterator[Page]:
        """Open a page for a new visitor, `width` CSS pixels wide; a phone's has touch. Closes it afterwards.

        Fails at the end when the page met trouble (see `watch`). `options` go to Playwright's new_context.
        """
        context = self._chromium.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            is_mobile=width <= PHONE,
            has_touch=width <= PHONE,
            locale=locale,
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            base_url=base_url,
            **options,
        )
        context.set_default_timeout(TIMEOUT_MS)
        try:
            page = context.new_page()
            troubles = watch(page)
            yield page
        finally:
            context.close()
        assert not troubles, "the page met trouble:\n" + "\n".join(troubles)


def watch(page: Page) -> list[str]:
    """A list that fills while the page lives: script errors, what a policy refused, requests to any other machine."""
    troubles: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # An answer of 404 or 422 is also told as an error here, and is often what the test is about.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in HOME:
            troubles.append(f"asked another machine: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    return troubles


def sideways_scroll(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window: 0 is what a reader wants."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
