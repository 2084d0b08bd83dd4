"""What partners show on their own sites, without a browser: who may, what it says, and that it is the same request."""

import json
import re
from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.outreach.partners import add
from tests import make
from tests.web.conftest import Setting
from tests.web.test_limits import from_address

FORM = "/embed/night-train"


def ancestors(client: FlaskClient, path: str) -> str:
    """Who may frame what is at `path`, as its policy says it."""
    found = re.search(r"frame-ancestors ([^;]*)", client.get(path).headers["Content-Security-Policy"])
    assert found
    return found[1]


def allow(letter: Letter, sites: list[str] | None) -> None:
    with transaction():
        letter.campaign.embed_sites = sites


def test_a_campaign_says_which_sites_may_frame_its_forms_and_nothing_else_can_be_framed(client: FlaskClient) -> None:
    letter = make.letter()
    for path in (FORM, f"{FORM}/sent", f"{FORM}/count", "/es/embed/night-train"):
        assert ancestors(client, path) == "*"
        headers = client.get(path).headers
        assert "X-Frame-Options" not in headers and headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    allow(letter, ["https://a.example", "https://*.b.example"])
    assert ancestors(client, FORM) == "https://a.example https://*.b.example"
    allow(letter, [])
    assert ancestors(client, FORM) == "'none'"
    allow(letter, None)
    for path in ("/letters/night-train", "/letters/night-train/sign", "/embed/no-such-letter", "/verify"):
        assert ancestors(client, path) == "'none'"
        assert client.get(path).headers["X-Frame-Options"] == "DENY"


def test_a_form_sent_from_a_frame_is_the_same_request_as_one_from_the_letters_page(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        partner = add(letter, "Lamp Guild", "lamp", now())
    address = f"{FORM}?from=lamp&paper=222&accent=%23fc0&evil=1"
    page = client.get(address)
    answer = client.post(address, data={**make.ORGANIZATION, "form_token": make.form_token(page)})
    assert answer.status_code == 303
    assert answer.location == f"{FORM}/sent?from=lamp&accent=ffcc00&paper=222222"
    assert "Check your inbox" in client.get(answer.location).text
    client.post(make.newest_mail().link, data={"authorized": "y"})
    (signature,) = make.signatures("verified")
    assert signature.printed_name == "Night Owls Union" and signature.partner_id == partner.id
    assert "Set-Cookie" not in page.headers and "Set-Cookie" not in answer.headers
    again = client.post(address, data={**make.ORGANIZATION, "form_token": make.form_token(client.get(address))})
    assert again.location == answer.location, "the answer tells who signed"


def test_a_wrong_form_comes_back_in_the_frame_with_all_that_was_typed(client: FlaskClient) -> None:
    make.letter("both-train", signed_by="both")
    page = client.get("/embed/both-train?as=individual")
    typed = {"name": "Rosa Lind", "email": "nobody", "form_token": make.form_token(page)}
    answer = client.post("/embed/both-train?as=individual", data=typed)
    assert answer.status_code == 422 and ancestors(client, "/embed/both-train") == "*"
    assert 'value="Rosa Lind"' in answer.text and 'aria-invalid="true"' in answer.text
    assert "Sign for the organization" in answer.text


def test_a_frame_says_too_that_there_were_too_many_tries(app: Flask, settings: Setting) -> None:
    settings(FORMS_PER_VISITOR_AN_HOUR=1)
    allow(make.letter(), ["https://a.example"])
    visitor = from_address(app, "192.0.2.1")
    assert [visitor.post(FORM, data=make.ORGANIZATION).status_code for _ in range(2)] == [422, 429]
    answer = visitor.post(FORM, data=make.ORGANIZATION)
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors https://a.example")
    assert "X-Frame-Options" not in answer.headers and "Please wait a while" in answer.text
    assert visitor.post("/embed/no-such-letter").headers["X-Frame-Options"] == "DENY"


def test_a_frame_says_when_signing_is_over_or_paused_and_takes_no_form(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        letter.paused_at = now()
    assert "Signing is paused" in client.get(FORM).text
    assert client.post(FORM, data=make.ORGANIZATION).status_code == 503
    with transaction():
        letter.paused_at, letter.deadline_at = None, now() - timedelta(days=3)
    assert "Signing has ended" in client.get(FORM).text
    assert client.post(FORM, data=make.ORGANIZATION).status_code == 410
    assert not make.signatures()


def test_the_badge_is_a_picture_of_the_count_in_the_language_of_its_address(client: FlaskClient) -> None:
    make.listed(make.letter(title="Trains & <ferries> " + "for everybody " * 9), ["Alder Union", "Birch Union"])
    answer = client.get(f"{FORM}/badge.svg?accent=0b3d91")
    assert answer.mimetype == "image/svg+xml" and "#0b3d91" in answer.text
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    picture = ElementTree.fromstring(answer.text)
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "2 organizations have signed"
    assert texts[1] and texts[1].startswith("Trains & <ferries> for") and texts[1].endswith("…") and len(texts[1]) < 50
    assert not re.search(r"<(script|style|foreignObject)|style=|href=", answer.text)
    assert client.get(f"{FORM}/badge.svg", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    same = client.get(f"{FORM}/badge.svg?accent=0b3d91", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304
    assert 'lang="es"' in client.get("/es/embed/night-train/badge.svg").text


def test_in_safe_mode_a_frame_and_a_badge_tell_the_last_batch_only(client: FlaskClient) -> None:
    make.letter(safe_mode=True)
    make.verified(client)
    assert make.signatures("verified")
    assert "0 organizations have signed" in client.get(f"{FORM}/badge.svg").text
    assert ">0</span>" in client.get(f"{FORM}/count").text
    assert client.get(f"{FORM}/badge.svg").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_theme_is_a_sheet_of_colors_and_of_nothing_that_was_typed(client: FlaskClient) -> None:
    sheet = client.get("/embed/theme.css?paper=111&accent=;}*{x:y&ink=red")
    assert sheet.mimetype == "text/css" and "--paper: #111111;" in sheet.text and "x:y" not in sheet.text
    assert re.fullmatch(r":root \{\n(  [a-z-]+: [#a-z0-9]+;\n)+\}", sheet.text.strip())


def test_the_script_for_partners_has_an_address_that_lasts(client: FlaskClient) -> None:
    answer = client.get("/embed/embed.js")
    assert answer.mimetype == "text/javascript" and "postMessage" in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def oembed(client: FlaskClient, address: str, **more: str) -> dict[str, object]:
    answer = client.get("/oembed", query_string={"url": address, **more})
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    facts: dict[str, object] = json.loads(answer.text)
    return facts


def test_oembed_gives_the_form_for_a_letters_address_and_no_more_room_than_there_is(client: FlaskClient) -> None:
    letter = make.letter(title='Trains "at" <night>')
    facts = oembed(client, "http://localhost/es/letters/night-train?from=lamp", maxwidth="400")
    assert facts["version"] == "1.0" and facts["type"] == "rich" and facts["title"] == 'Trains "at" <night>'
    assert facts["width"] == 400 and 'width="400"' in str(facts["html"])
    assert 'src="http://localhost/es/embed/night-train?from=lamp"' in str(facts["html"])
    assert 'title="Trains &#34;at&#34; &lt;night&gt;"' in str(facts["html"])
    xml = client.get("/oembed", query_string={"url": "http://localhost/letters/night-train", "format": "xml"})
    root = ElementTree.fromstring(xml.data)
    assert xml.mimetype == "text/xml" and root.tag == "oembed" and root.findtext("title") == 'Trains "at" <night>'
    assert "frame" not in oembed(client, "http://localhost/letters/night-train", maxwidth="100")
    allow(letter, [])
    assert oembed(client, "http://localhost/letters/night-train")["type"] == "link"


def test_the_letters_page_leads_to_its_oembed(client: FlaskClient) -> None:
    make.letter()
    links = re.findall(
        r'<link rel="alternate" type="([^"]+oembed)" href="([^"]+)"', client.get("/letters/night-train").text
    )
    assert [kind for kind, _ in links] == ["application/json+oembed", "text/xml+oembed"]
    for _, address in links:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "http://[",
        "http://evil.example/letters/night-train",
        "http://localhost/letters/",
        "/letters/night-train",
        "http://localhost/letters/night-train/sign",
        "http://localhost/letters/draft-train",
        "javascript:x",
    ],
)
def test_oembed_knows_nothing_but_published_letters(client: FlaskClient, address: str) -> None:
    make.letter()
    make.letter("draft-train", published=False)
    assert client.get(f"/oembed?url={quote(address, safe='')}").status_code == 404


def test_oembed_refuses_a_format_that_it_does_not_have(client: FlaskClient) -> None:
    make.letter()
    assert client.get("/oembed?url=http://localhost/letters/night-train&format=yaml").status_code == 501
