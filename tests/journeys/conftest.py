"""Fixtures of the browser journeys: one Chromium for all, a new visitor for each test, the real thing on each database.

Where there is no Chromium the journeys are skipped, and the end of the run says so in capitals; under CI they fail.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Page

from tests.journeys.sites import Site, Sites, running_site
from tests.loud_skips import skip_loudly
from tests.servers.browser import DESKTOP, PHONE, Browser
from tests.servers.postgres import PostgresServer

OpenPage = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def sites(postgres: PostgresServer | None) -> Iterator[Sites]:
    """What runs stays up for all tests of this process: starting it costs more than most journeys."""
    with ExitStack() as stack:
        yield Sites(stack)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest,
    sites: Sites,
    postgres: PostgresServer | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """The real thing on each database, empty; see `tests.journeys.sites`."""
    kind: str = request.param
    if kind == "postgresql" and postgres is None:
        skip_loudly("PostgreSQL tests", "no PostgreSQL here: set TEST_DATABASE_URL, or install your system's package")

    def start() -> AbstractContextManager[Site]:
        folder = tmp_path_factory.mktemp(kind)
        server = postgres if kind == "postgresql" else None
        return running_site(server.create_database("journeys") if server else f"sqlite:///{folder}/signon.db", folder)

    found = sites.called(kind, start)
    found.clear()
    return found


@pytest.fixture
def locale() -> str:
    """The visitor's language, as their browser names it; a test or module may say another."""
    return "en-US"


@pytest.fixture
def open_page(chromium: Browser, locale: str, site: Site) -> OpenPage:
    """`with open_page(width, **options) as page:` for a test with several visitors of `site`, all in `locale`."""

    def opened(width: int = DESKTOP, **options: object) -> AbstractContextManager[Page]:
        return chromium.page(width, **{"locale": locale, "base_url": site.url, **options})  # type: ignore[arg-type]

    return opened


@pytest.fixture
def desktop(open_page: OpenPage) -> Iterator[Page]:
    """A visitor at a desk, 1280 px wide. Fails in the end on script errors, policy breaches and requests elsewhere."""
    with open_page(DESKTOP) as page:
        yield page


@pytest.fixture
def phone(open_page: OpenPage) -> Iterator[Page]:
    """A visitor with a phone, 360 px wide, with touch. Fails in the end as `desktop` does."""
    with open_page(PHONE) as page:
        yield page
