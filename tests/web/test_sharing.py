"""Passing a letter on: addresses that tell nothing of the reader, pictures and codes that show the letter as it is."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from signon.database import db, now, transaction
from signon.outreach import partners
from signon.press.worker import draw_due
from signon.signatures.drawing_models import Drawing
from signon.web.share_links import mastodon_server, share_links
from signon.wording.share_words import locale_name, paper_of
from tests import make
from tests.browser import Browser
from tests.press.documents import drawings, press, text_of

PICTURE, FLYER = "/letters/night-train/share.png", "/letters/night-train/flyer.pdf"
TITLE, ADDRESS = "Buses & trains: 100% “on time”?", "https://letters.example/es/letters/night-train"


def head_of(html: str) -> dict[str, str]:
    """What the page says of itself to other sites."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    return {name: unescape(said) for name, said in found}


def test_every_way_carries_title_and_address_and_nothing_else() -> None:
    links = {link.name: link.href for link in share_links(TITLE, ADDRESS, all_of_them=True)}
    assert list(links) == ["Email", "WhatsApp", "Facebook", "Bluesky", "Telegram", "X", "Text message"]
    for name, href in links.items():
        said = {key: values[0] for key, values in parse_qs(urlsplit(href).query).items()}
        assert set(said) <= {"subject", "body", "text", "u", "url"}, name
        assert ADDRESS in " ".join(said.values()), name
        assert name == "Facebook" or TITLE in " ".join(said.values()), name
        assert not re.search("utm|fbclid|ref=|from=|via=", unquote(href).replace(ADDRESS, "")), name
    assert [link.name for link in share_links(TITLE, ADDRESS)] == ["Email", "WhatsApp", "Facebook"]


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("mastodon.social", "mastodon.social"),
        (" HTTPS://Social.Example/@me ", "social.example"),
        ("@me@social.example", "social.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        *((wrong, "") for wrong in ("", "mastodon", "a b.example", "127.0.0.1", "https://[::1", "x" * 70 + ".org")),
        *((wrong, "") for wrong in ("social.example\n", 'x".example', "-a.example", "javascript:alert(1)//a.b"))
    ],
)  # fmt: skip
def test_a_mastodon_server_is_a_name_on_the_net(typed: str, server: str) -> None:
    assert mastodon_server(typed) == (server or ("social.example" if typed == "social.example\n" else ""))


def test_readers_print_on_the_paper_of_their_land() -> None:
    papers = {code: paper_of(code) for code in ("en", "es", "es-MX", "en-GB", "ht", "zh-Hant", "ar", "fr", "es-ES")}
    assert [code for code, paper in papers.items() if paper == "letter"] == ["en", "es", "es-MX"]
    assert [locale_name(code) for code in ("en", "es", "zh", "pt-BR")] == ["en_US", "es_US", "zh_CN", "pt_BR"]


def test_a_letters_page_says_to_other_sites_what_it_is(client: FlaskClient) -> None:
    body = "Dear all:\n\nThe night train ran for eighty years, and everybody in the valley knew its whistle. Then not."
    make.listed(make.letter(body=body), ["Alder Union", "Birch Society"])
    page = client.get("/es/letters/night-train")
    said = head_of(page.text)
    assert said["og:title"] == "Run the night train again"
    assert said["og:description"] == said["description"] == body.partition("\n\n")[2]
    assert (said["og:type"], said["og:site_name"], said["og:locale"]) == ("article", "Night Line", "en_US")
    assert said["og:url"] == "http://localhost/es/letters/night-train"
    assert said["og:image"] == "http://localhost/es/letters/night-train/share.png?n=2"
    assert said["og:image:alt"] == "Run the night train again. 2 organizations have signed."
    assert said["twitter:card"] == "summary_large_image"
    picture = client.get(urlsplit(said["og:image"]).path)
    size = Image.open(BytesIO(picture.data)).size
    assert (str(size[0]), str(size[1])) == (said["og:image:width"], said["og:image:height"])
    campaign = head_of(client.get("/campaigns/night-line").text)
    assert campaign["og:image"] == "http://localhost/campaigns/night-line/share.png?n=1"
    assert client.get("/campaigns/night-line/share.png").mimetype == "image/png"


def test_a_picture_is_drawn_once_for_each_count_and_handed_out_for_a_minute(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Union"])
    first = client.get(PICTURE)
    assert (first.status_code, first.mimetype, first.headers["Cache-Control"]) == (
        200,
        "image/png",
        "public, max-age=60",
    )
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin" and len(first.data) < 300_000
    assert [(row.name, row.data) for row in drawings()] == [("share en", first.data)]
    again = client.get(PICTURE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make.listed(letter, ["Birch Society"])
    assert client.get(PICTURE).data == first.data, "a busy letter is drawn once a minute"
    with transaction():
        db.session.execute(update(Drawing).values(drawn_at=now() - timedelta(minutes=2)))
    changed = client.get(PICTURE, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.data != first.data
    assert [row.data for row in drawings()] == [changed.data]


def test_a_flyer_says_what_is_asked_and_how_to_get_there_in_the_language_of_its_text(client: FlaskClient) -> None:
    petition = make.petition(addressees=({"name": "Ada Quill", "title": "Minister"},), legal_footer="Paid for by us.")
    make.listed(petition, ["Rosa Lind"])
    pdf = client.get("/letters/sunday-train/flyer.pdf")
    text = " ".join(text_of(pdf.data).split())
    for words in ("Petition · Night Line", "Trains on Sundays", "To: Ada Quill, Minister", "1 person has signed",
                  "Scan to read and sign", "localhost/letters/sunday-train", "Paid for by us."):  # fmt: skip
        assert words in text
    assert (pdf.mimetype, pdf.headers["Content-Disposition"]) == (
        "application/pdf", 'inline; filename="sunday-train-flyer-en.pdf"')  # fmt: skip
    a4 = client.get("/letters/sunday-train/flyer.pdf?paper=a4")
    document = pypdfium2.PdfDocument(a4.data)
    assert round(document[0].get_height()) == 842
    document.close()
    assert client.get("/letters/sunday-train/flyer.pdf?paper=a0").status_code == 404
    with transaction():
        petition.deadline_at = now() - timedelta(hours=1)
    closed = text_of(client.get("/letters/sunday-train/flyer.pdf").data)
    assert "Scan to read it and see who signed" in " ".join(closed.split())


def test_a_letter_in_a_language_that_our_pages_do_not_speak_is_shared_as_any_other(client: FlaskClient) -> None:
    make.letter(
        language="ar",
        title="أعيدوا قطار الليل",
        body="نطلب من الوزيرة أن تعيد قطار الليل إلى الوادي. لقد سار القطار ثمانين عاما.",
    )
    said = head_of(client.get("/es/letters/night-train").text)
    assert (said["og:locale"], said["og:title"]) == ("ar_EG", "أعيدوا قطار الليل")
    assert client.get(urlsplit(said["og:image"]).path).mimetype == "image/png"
    pdf = client.get(urlsplit(said["og:image"]).path.replace("share.png", "flyer.pdf"))
    assert 'filename="night-train-flyer-ar.pdf"' in pdf.headers["Content-Disposition"]
    assert "localhost/letters/night-train" in text_of(pdf.data), "our pages have no address in Arabic"


def test_what_nobody_may_read_is_not_shared(client: FlaskClient) -> None:
    make.letter(published=False)
    for path in ("share", "share.png", "flyer.pdf", "qr.svg", "qr.png"):
        assert client.get(f"/letters/night-train/{path}").status_code == 404


def test_in_safe_mode_the_picture_shows_the_number_of_the_last_batch_and_is_kept_out_of_search(
    client: FlaskClient,
) -> None:
    make.letter(safe_mode=True)
    make.verified(client)
    page, picture = client.get("/letters/night-train"), client.get(PICTURE)
    assert head_of(page.text)["og:image"].endswith("?n=0")
    assert "signed" not in head_of(page.text)["og:image:alt"].replace("first to sign", "")
    assert picture.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_drawing_that_was_left_behind_is_drawn_by_the_worker(client: FlaskClient) -> None:
    make.letter()
    client.get(PICTURE)
    client.get(FLYER)
    with transaction():
        db.session.execute(update(Drawing).values(stamp="", data=None, drawn_at=None, wanted="x-y"))
    assert draw_due(press(client.application)) == 2
    assert {row.name: (row.data or b"")[1:4] for row in drawings()} == {"share en": b"PNG", "flyer en letter": b"PDF"}


def test_codes_lead_to_the_letter_and_a_partners_own_to_the_partners_link(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        partners.add(letter, "Night Owls", "owls", now())
    plain, png = client.get("/es/letters/night-train/qr.svg"), client.get("/letters/night-train/qr.png")
    assert (plain.mimetype, png.mimetype) == ("image/svg+xml", "image/png")
    assert min(Image.open(BytesIO(png.data)).size) >= 500
    assert plain.data != client.get("/letters/night-train/qr.svg").data, "another language, another address"
    theirs = client.get("/es/letters/night-train/qr.svg?from=owls")
    assert theirs.data != plain.data
    assert client.get("/es/letters/night-train/qr.svg?from=nobody").data == plain.data


def test_the_page_for_sharing_passes_on_no_partner_but_the_one_whose_page_it_is(client: Browser) -> None:
    letter = make.letter()
    with transaction():
        partners.add(letter, "Night Owls", "owls", now())
    page = client.get("/letters/night-train?from=owls").text
    assert '"/letters/night-train/share"' in page and "text=Run" in page
    assert "from%3D" not in page and "share?from" not in page
    theirs = client.get("/letters/night-train/share?from=owls").text
    assert "Night Owls" in theirs and "night-train%3Ffrom%3Dowls" in theirs and "qr.svg?from=owls" in theirs
    strangers = client.get("/letters/night-train/share?from=nobody").text.partition("<main")[2]
    assert "nobody" not in strangers and "qr.svg?" not in strangers


def test_a_post_on_mastodon_waits_on_the_readers_own_server(client: Browser) -> None:
    make.letter()
    page = client.get("/letters/night-train/share?server=@me@social.example").text
    assert 'href="https://social.example/share?text=Run%20the%20night%20train%20again%20http%3A%2F%2Flocalhost' in page
    wrong = client.get("/letters/night-train/share?server=<b>").text
    assert "Please write the name of a server" in wrong and 'value="&lt;b&gt;"' in wrong and "https://&lt;" not in wrong
