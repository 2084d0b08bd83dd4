"""Rules that hold for every page in every state, whoever adds one next."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask

from signon.database import db
from tests.browser import browser
from tests.conftest import DATABASES, installed_on, used
from tests.house.pages import Page, every_page

NOT_PAGES = {  # what is no page of HTML
    "suggesting.alike", "counts.count", "health.process", "health.ready", "static_files.file",
    "campaigns.look_sheet", "found.robots", "found.sitemap",
    "documents.edition_file", "documents.short",
    "embedding.badge", "embedding.theme_sheet", "embedding.script", "oembed.answer",
    "sharing.share_png", "sharing.campaign_png", "sharing.flyer_pdf", "sharing.qr_svg", "sharing.qr_png",
    "staff.export", "staff.export_letter", "own_entry.proof", "own_entry.own_logo", "own_entry.public_logo",
    "own_entry.print_picture", "own_entry.save_updates", "staff.mailing_html", "staff.compared_page",
    "api.openapi", "api.letters", "api.letter", "api.count", "api.signees", "api.letter_demands", "api.campaigns",
    "api.campaign", "api.demands", "api.updates", "api.coverage", "api.request_signature",
    # what only acts and leads on
    "staff.end_key",
    "staff.accept_proven", "staff.ask_again", "staff.comment", "staff.control", "staff.sign_on", "staff.undo_strike",
    "staff.send_mailing", "staff.stop_mailing", "staff.remove_mailing",
    "staff.take_back", "staff.undo_bulk_strike", "staff.remove_note", "staff.remove_tag",
    "staff.logo", "staff.remove_logo", "staff.receipt", "staff.remove_delivery", "staff.decide_answer",
    "staff.move_demand", "staff.remove_step",
    "news.feed", "staff.publish_update", "staff.take_back_update", "staff.remove_update", "staff.mail_update",
    "staff.remove_clipping",
    "staff.settle_change_request", "staff.note_keeping", "staff.settle_unreached",
    "staff.remove_invitation", "staff.take_invitations",
    "staff.add_addendum", "staff.ask_for_files", "staff.edition_file", "staff.keep_draft", "staff.remove_draft",
    "staff.letterhead", "staff.press_sheet", "staff.printed_page", "staff.remove_letterhead",
    "staff.campaign_revoke", "staff.all_revoke", "staff.close_account", "staff.open_account",
    "security.wan_delete", "security.wan_register_response", "security.wan_signin_response",
    "staff.campaign_remove",
    "staff.test_hook", "staff.pause_hook", "staff.resume_hook", "staff.renew_hook", "staff.remove_hook",
    "staff.preview", "staff.preview_translation", "staff.remove_translation", "staff.confirm_translation",
    "staff.merge_organizations", "staff.undo_merge", "staff.say_two", "staff.remove_alias",
    "staff.go_on_importing", "staff.remove_partner", "staff.export_columns",
    "security.logout", "staff.accept", "security.two_factor_setup_validate", "security.two_factor_rescue",
    "security.tf_select", "security.verify",
}  # fmt: skip


# Doors whose emailed link is the proof: whoever has it may write there.
BY_LINK = ("own_entry.", "answering.")


class Elements(HTMLParser):
    """All elements of a page as (tag, attributes), and the text that stands in each kind."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag] = self.texts.get(tag, "") + data

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        """The attributes of every element with one of these tags."""
        return (attributes for tag, attributes in self.found if tag in tags)


def has_one_heading_a_title_and_a_language(page: Page, elements: Elements) -> Iterator[str]:
    if len(list(elements.all("h1"))) != 1:
        yield "needs exactly one h1"
    if not re.fullmatch(r"\s*\S.* · Signon\s*", elements.texts.get("title", ""), re.DOTALL):
        yield "needs a title that ends in · Signon"
    html = next(elements.all("html"))
    spanish = page.answer.request.path.startswith("/es") or (page.answer.request.script_root == "/es")
    if html.get("lang") != ("es" if spanish else "en") or html.get("dir") not in ("ltr", "rtl"):
        yield f"says lang={html.get('lang')!r} dir={html.get('dir')!r}"


def labels_every_field(page: Page, elements: Elements) -> Iterator[str]:
    labelled = {label.get("for") for label in elements.all("label")}
    for field in elements.all("input", "select", "textarea"):
        if field.get("type") in ("hidden", "submit") or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if field.get("id") not in labelled:
            yield f"the field {field.get('name')!r} has no label"


def ties_every_error_to_its_field(page: Page, elements: Elements) -> Iterator[str]:
    ids = {attributes.get("id") for _, attributes in elements.found}
    for field in elements.all("input", "select", "textarea"):
        for described in field.get("aria-describedby", "").split():
            if described not in ids:
                yield f"the field {field.get('name')!r} is described by {described!r}, which is not there"
        if field.get("aria-invalid") == "true" and not field.get("aria-describedby"):
            yield f"the field {field.get('name')!r} is wrong, but nothing says why"


def has_nothing_inline_and_nothing_from_elsewhere(page: Page, elements: Elements) -> Iterator[str]:
    for tag, attributes in elements.found:
        if tag == "style" or "style" in attributes or any(name.startswith("on") for name in attributes):
            yield f"<{tag}> has inline style or script"
        if tag == "script" and not attributes.get("src", "").startswith("/static/"):
            yield "a script is not one of our files"
        source = attributes.get("src", "") or (attributes.get("href", "") if tag == "link" else "")
        if source and not source.startswith(("/", "data:image/", "http://localhost/")):
            yield f"<{tag}> asks another host: {source}"


def carries_the_token_of_its_kind_in_every_form(page: Page, elements: Elements) -> Iterator[str]:
    for form in re.findall(r"<form.*?</form>", page.answer.text, re.DOTALL):
        head = form[: form.index(">")]
        if 'method="post"' not in head.lower():
            continue
        proven_by_link = 'name="authorized"' in form or 'name="sure"' in form or page.endpoint.startswith(BY_LINK)
        changes_nothing = "data-check" in head  # whether a copy is genuine, anybody may ask
        wanted = "csrf_token" if page.is_staff else "form_token"
        if f'name="{wanted}"' not in form and not proven_by_link and not changes_nothing:
            yield f"a form without {wanted}: {head}"
        if not page.is_staff and "csrf_token" in form:
            yield "a public form that needs a session"


def sends_the_strict_headers(page: Page, elements: Elements) -> Iterator[str]:
    headers = page.answer.headers
    is_framed = page.endpoint.startswith("embedding.")
    if ("X-Frame-Options" not in headers) != is_framed:
        yield "may be framed, or may not"
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
        yield f"its policy is {policy!r}"
    wanted = {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin" if is_framed else "same-origin",
    }
    for name, value in wanted.items():
        if headers.get(name) != value:
            yield f"{name} is {headers.get(name)!r}"


def sets_no_cookie_for_the_public(page: Page, elements: Elements) -> Iterator[str]:
    if not page.is_staff and page.shows != "a form without its token" and "Set-Cookie" in page.answer.headers:
        yield "sets a cookie"


def is_kept_by_nobody_where_it_is_personal(page: Page, elements: Elements) -> Iterator[str]:
    by_link = page.endpoint.startswith(("verifying.", "own_entry.", "keeping.", "inviting."))
    personal = page.is_staff or by_link or page.answer.request.method == "POST"
    if personal and page.answer.headers.get("Cache-Control") != "no-store":
        yield f"may be kept: {page.answer.headers.get('Cache-Control')!r}"


RULES: list[Callable[[Page, Elements], Iterator[str]]] = [
    has_one_heading_a_title_and_a_language,
    labels_every_field,
    ties_every_error_to_its_field,
    has_nothing_inline_and_nothing_from_elsewhere,
    carries_the_token_of_its_kind_in_every_form,
    sends_the_strict_headers,
    sets_no_cookie_for_the_public,
    is_kept_by_nobody_where_it_is_personal,
]


Walk = tuple[Flask, list[Page]]


@pytest.fixture(scope="module", params=DATABASES)
def walked(request: pytest.FixtureRequest) -> Iterator[Walk]:
    """The application, inside its context, after a walk through every page; and the pages."""
    with used(installed_on(request.param, request)) as app:
        yield app, every_page(app)


def test_every_page_keeps_the_rules_for_all_pages(walked: Walk) -> None:
    broken = []
    for page in walked[1]:
        assert page.answer.mimetype == "text/html", f"{page.endpoint} ({page.shows}): {page.answer.status}"
        meant = page.answer.status_code < 500 or "Retry-After" in page.answer.headers  # "come again", or a fault
        assert meant, f"{page.endpoint} ({page.shows}): {page.answer.status}"
        elements = Elements(page.answer.text)
        broken += [f"{page.endpoint} ({page.shows}) {fault}" for rule in RULES for fault in rule(page, elements)]
    assert not broken, "\n".join(broken)


def test_every_route_that_shows_a_page_is_among_the_pages(walked: Walk) -> None:
    app, pages = walked
    shown = {page.endpoint for page in pages}
    there = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert there - shown - NOT_PAGES == set(), "add these to tests/house/pages.py"
    assert there >= NOT_PAGES, "these are no longer there"


def test_looking_changes_nothing_on_any_page(walked: Walk) -> None:
    app, _ = walked
    before = _everything()
    visitor = browser(app)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments - {"slug", "token"}:
            path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "night-train"))
            for method in ("GET", "HEAD", "OPTIONS"):
                assert visitor.open(path, method=method).status_code < 500, f"{method} {path}"
    assert _everything() == before


def _everything() -> dict[str, list[tuple[object, ...]]]:
    db.session.rollback()
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(table.select())), key=repr)
        for table in db.metadata.sorted_tables
        if table.name != "drawing"  # what was drawn of a letter is kept, so as not to be drawn for every reader
    }


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "[::2]", "a b", ""])
def test_another_host_name_is_answered_with_a_refusal(installation: Flask, host: str) -> None:
    answer = browser(installation).get("/", headers={"Host": host})
    assert answer.status_code == 400


def test_no_answer_leads_off_our_own_pages_whatever_an_address_asks_for(walked: Walk) -> None:
    visitor = browser(walked[0])
    for trick in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "%2f%2fevil.example",
        "https:evil.example",
    ):
        for path in ("/", "/staff/", "/staff/login", "/letters/night-train", "/verify", f"/{trick}", f"/es/{trick}"):
            answer = visitor.get(path, query_string={"next": trick, "redirect": trick})
            location = answer.headers.get("Location", "/")
            assert location.startswith(("/", "http://localhost/")) and not location.startswith(("//", "/\\")), location
