"""The front page, a campaign's own page and color, and what search engines find."""

import re
from datetime import timedelta
from xml.etree import ElementTree

from flask.testing import FlaskClient

from signon.campaigns.campaigns import named
from signon.campaigns.models import Campaign
from signon.database import now, transaction
from tests import make
from tests.campaigned import fill_campaign

PAGE = "/campaigns/night-line"
ABOUT = {
    "en": "We ask that the night trains of the lake country run again, every night, all year.\n\n*Since 1998.*",
    "es": "Pedimos que los trenes nocturnos de la región de los lagos vuelvan a circular todas las noches.",
}
JOINING = {
    "joining": {"en": "Every group that runs at night may join."},
    "join_url": "https://nightline.example/join",
    "legal_footer": "Paid for by the <Night> Line",
}


def night_line(**about: object) -> Campaign:
    """The campaign of the letters that tests make, which says so much `about` itself."""
    found = named("Night Line")
    assert found is not None
    with transaction():
        for name, said in about.items():
            setattr(found, name, said)
    return found


def test_a_campaign_shows_what_it_is_for_its_letters_demands_news_and_how_to_join(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Union", "Zinnia Circle"])
    make.listed(make.petition(), ["Rosa Lind"])
    fill_campaign(letter)
    night_line(about=ABOUT, **JOINING)
    page = client.get(PAGE).text
    for shown in (
        "<h1><bdi>Night Line</bdi></h1>",
        "<em>Since 1998.</em>",
        'name="description" content="We ask that the night trains of the lake country run again',
        'href="/letters/night-train"',
        "Run the train every night",
        "The Lamp",
        'href="/campaigns/night-line/updates.atom"',
        'href="https://nightline.example/join"',
        "Paid for by the &lt;Night&gt; Line",
        '<link rel="canonical" href="http://localhost/campaigns/night-line">',
        '<link rel="alternate" hreflang="es" href="http://localhost/es/campaigns/night-line">',
    ):
        assert shown in page, shown
    live = re.findall(r'data-count-url="/letters/([a-z-]+)/count.json" data-count-field="(.+?)"[^>]*>(.)<', page)
    assert sorted(live) == [("night-train", "organizations", "2"), ("sunday-train", "individuals", "1")]
    spanish = client.get(f"/es{PAGE}").text
    assert 'lang="es" dir="auto"><p>Pedimos que' in spanish
    assert 'lang="en" dir="auto"><p>Every group' in spanish
    front = client.get("/es/").text
    assert 'href="/es/campaigns/night-line"' in front and "Pedimos que los trenes" in front


def test_nobody_learns_of_a_campaign_before_its_first_letter_is_published(client: FlaskClient) -> None:
    make.letter(published=False)
    for path in (PAGE, f"/es{PAGE}", "/campaigns/never-was"):
        assert client.get(path).status_code == 404
    make.letter("embargoed-train", at=now() + timedelta(days=1))
    assert client.get(PAGE).status_code == 404
    assert "Night Line" not in client.get("/").text


def test_a_campaign_has_its_color_on_its_page_and_on_those_of_its_letters(client: FlaskClient) -> None:
    make.letter()
    assert "/look/" not in client.get(PAGE).text
    night_line(accent="#ffcc00")
    for path in (PAGE, "/letters/night-train", "/letters/night-train/sign"):
        assert 'href="/look/ffcc00.css"' in client.get(path).text, path
    assert "/look/" not in client.get("/").text, "the front page belongs to all campaigns"
    sheet = client.get("/look/ffcc00.css")
    assert sheet.mimetype == "text/css" and "immutable" in sheet.headers["Cache-Control"]
    assert re.findall("--accent: (#[0-9a-f]{6});", sheet.text) == ["#7a6200", "#ffcc00"]
    for wrong in ("/look/red.css", "/look/FFCC00.css", "/look/ffcc001.css", "/look/ffcc0%7D.css"):
        assert client.get(wrong).status_code == 404


def test_search_engines_are_told_of_what_is_public_and_never_of_letters_in_safe_mode(client: FlaskClient) -> None:
    make.letter()
    make.letter("hidden-train", safe_mode=True, campaign="Quiet Line")
    make.letter("draft-train", published=False, campaign="Draft Line")
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    found = [element.text for element in ElementTree.fromstring(answer.data).iter() if element.tag.endswith("}loc")]
    pages = ("", "campaigns/night-line", "letters/night-train")
    paths = [f"{language}{page}" for page in pages for language in ("", "es/")]
    assert found == [f"http://localhost/{path}" for path in paths]
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert robots.text.endswith("\nSitemap: http://localhost/sitemap.xml\n")
    assert "Disallow: /staff/" in robots.text and "Disallow: /es/staff/" in robots.text
    quiet = client.get("/campaigns/quiet-line")
    assert quiet.headers["X-Robots-Tag"] == "noindex, nofollow" and "canonical" not in quiet.text
    assert "X-Robots-Tag" not in client.get(PAGE).headers
    assert 'href="/letters/hidden-train" lang="en" dir="auto" rel="nofollow"' in client.get("/").text
