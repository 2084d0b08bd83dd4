"""Staff say which sites may show a campaign's forms, and give partners what they copy."""

import html
import re

from signon.campaigns.campaigns import named
from signon.database import db, now, transaction
from signon.outreach.partners import add
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, send


def room() -> str:
    campaign = named("Night Line")
    assert campaign
    return f"/staff/campaigns/{campaign.id}/embedding"


def sites() -> list[str] | None:
    db.session.rollback()
    campaign = named("Night Line")
    assert campaign
    return campaign.embed_sites


def test_staff_say_which_sites_may_show_the_forms(owner: Browser) -> None:
    make.letter()
    for typed, meant in (
        (
            {"who": "some", "sites": "www.lamp.example/page\nhttps://owls.example:8443"},
            ["https://www.lamp.example", "https://owls.example:8443"],
        ),
        ({"who": "none", "sites": "lamp.example"}, []),
        ({"who": "all"}, None),
    ):
        assert send(owner, room(), **typed).status_code == 303
        assert sites() == meant
    assert send(owner, room(), who="all").status_code == 303
    acts = [row.act for row in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts.count("campaign.embedding_set") == 3, "what changes nothing is no act"


def test_what_is_no_site_or_was_changed_meanwhile_is_not_saved(owner: Browser) -> None:
    make.letter()
    for typed in ({"who": "some", "sites": "not a site;"}, {"who": "some", "sites": ""}, {"who": ""}):
        assert send(owner, room(), **typed).status_code == 422
    stale = send(owner, room(), who="none", seen="https://lamp.example")
    assert stale.status_code == 422 and "changed this meanwhile" in stale.text
    assert sites() is None


def snippet(page: str, name: str) -> str:
    found = re.search(rf'<textarea id="snippet-{name}"[^>]*>([^<]*)</textarea>', page)
    assert found, f"there is no {name} to copy"
    return html.unescape(found[1])


def test_partners_get_snippets_with_their_code_language_and_colors(owner: Browser) -> None:
    letter = make.letter(title='A "night" train [now]')
    with transaction():
        add(letter, "Lamp Guild", "lamp", now())
    page = owner.get(f"{room()}?letter=night-train&partner=lamp&language=es&paper=%23222&accent=red").text
    frame = snippet(page, "form")
    assert 'src="http://localhost/es/embed/night-train?from=lamp&amp;paper=222222"' in frame
    assert 'title="A &#34;night&#34; train [now]"' in frame and "<script" not in frame
    assert snippet(page, "script").endswith('<script async src="http://localhost/embed/embed.js"></script>')
    assert "/es/embed/night-train/count?" in snippet(page, "count")
    assert 'href="http://localhost/es/letters/night-train?from=lamp"' in snippet(page, "badge")
    assert snippet(page, "markdown").startswith('[![A "night" train \\[now\\]](http://localhost/es/embed/')
    owner.post(room(), data={})
    send(owner, room(), who="none")
    page = owner.get(room()).text
    assert "snippet-form" not in page and "snippet-badge" in page
