"""What the public reads."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from signon.database import now, transaction
from signon.signatures import comments
from tests import make

BODY = """First *paragraph* with a [link](https://example.org/x) and a [dead one](#).

## A heading

- one

- two

1. first
2. second

<script>alert(1)</script> & <b>bold</b> [bad](javascript:alert(1)) ![x](https://evil.example/x.png)
"""


def names_on(text: str) -> list[str]:
    """The names of the signees on a page, in their order."""
    return re.findall(r"<bdi>([^<]+)</bdi>", text)


def test_a_letter_is_drawn_with_its_marks_and_without_what_could_harm(client: FlaskClient) -> None:
    make.letter(body=BODY)
    page = client.get("/letters/night-train").text
    text = page[page.index('<div class="text"') :]
    for wanted in (
        "<em>paragraph</em>",
        'href="https://example.org/x"',
        "<h2>A heading</h2>",
        "<ol>",
        "<ul>",
        "dead one",
    ):
        assert wanted in text
    for unwanted in ("<script>alert", "<b>bold", "javascript:", "<img", 'href="#"'):
        assert unwanted not in text.replace("[bad](javascript:", "")


def test_names_stand_in_their_printed_order_however_they_came(client: FlaskClient) -> None:
    make.listed(make.letter(), ["Zinnia", "élan", "The Owls", "Alder & <b>Sons</b>"])
    page = client.get("/letters/night-train/signees").text
    assert names_on(page) == ["Alder &amp; &lt;b&gt;Sons&lt;/b&gt;", "élan", "The Owls", "Zinnia"]


@pytest.mark.parametrize("query", ["elan", "ÉLAN", "Élan", "lan"])
def test_a_name_is_found_without_its_accents_and_capitals(client: FlaskClient, query: str) -> None:
    make.listed(make.letter(), ["Zinnia", "Élan Vital"])
    page = client.get("/letters/night-train/signees", query_string={"q": query}).text
    assert names_on(page) == ["Élan Vital"]


@pytest.mark.parametrize("query", ["%", "_", "\\", "' OR 1=1 --", "x" * 5000])
def test_what_means_something_to_a_database_finds_nothing_and_breaks_nothing(client: FlaskClient, query: str) -> None:
    make.listed(make.letter(), ["Zinnia", "Elan"])
    answer = client.get("/letters/night-train/signees", query_string={"q": query})
    assert answer.status_code == 200
    assert names_on(answer.text) == []


def test_two_hundred_names_a_page_and_no_page_past_the_last(client: FlaskClient) -> None:
    make.listed(make.letter(), [f"Union {number:03}" for number in range(450)])
    pages = [names_on(client.get(f"/letters/night-train/signees?page={page}").text) for page in (1, 2, 3)]
    assert [len(names) for names in pages] == [200, 200, 50]
    assert pages[2][-1] == "Union 449"
    assert client.get("/letters/night-train/signees?page=4").status_code == 404
    assert client.get("/letters/night-train/signees?page=abc").status_code == 200
    assert "330" in client.get("/letters/night-train").text


def test_who_is_counted_but_not_listed_makes_no_empty_page_and_no_names_more(client: FlaskClient) -> None:
    make.listed(make.petition(), [f"Person {number:03}" for number in range(200)])
    make.verified(client, "sunday-train", shown_as="unlisted")
    assert client.get("/letters/sunday-train/count.json").json["individuals"] == 201  # type: ignore[index]
    assert "200 names" in client.get("/letters/sunday-train/signees").text
    assert client.get("/letters/sunday-train/signees?page=2").status_code == 404
    assert "And 80 more names" in client.get("/letters/sunday-train").text


def test_on_a_letter_of_both_the_anonymous_stand_among_the_people_and_comments_below_all_names(
    client: FlaskClient,
) -> None:
    letter = make.letter("both-train", signed_by="both")
    make.listed(letter, ["Night Owls Union"])
    form = client.get("/letters/both-train/sign?as=individual")
    entry = {**make.INDIVIDUAL, "shown_as": "anonymous", "comment": "I work at night.", "as": "individual"}
    client.post("/letters/both-train/sign", data={**entry, "form_token": make.form_token(form)})
    client.post(make.newest_mail().link, data={"authorized": "y"})
    with transaction():
        comments.show(letter, make.signatures()[-1], make.keys(), now())
    page = client.get("/letters/both-train").text
    parts = [
        "Organizations</h3>",
        "Night Owls Union",
        "People</h3>",
        "1 person signed anonymously.",
        "I work at night.",
    ]
    assert [part for _, part in sorted((page.index(part), part) for part in parts)] == parts


def test_a_page_stays_in_the_language_of_its_address(client: FlaskClient) -> None:
    make.letter()
    spanish = client.get("/es/letters/night-train").text
    assert '<html lang="es"' in spanish
    links = re.findall(r'<a [^>]*href="(/[^"]*)"', spanish)
    others = [link for link in links if not link.startswith("/es/")]
    assert [link for link in others if not link.startswith("/en/")] == []


def test_search_engines_are_told_one_full_address_of_each_text(client: FlaskClient) -> None:
    make.letter()
    make.letter("fr", published=False, language="fr", translation_of="night-train")
    page = "http://localhost/letters/night-train"
    for path, canonical in (("", page), ("?from=owls", page), ("?text=fr", f"{page}?text=fr")):
        head = client.get(f"/letters/night-train{path}").text.partition("</head>")[0]
        assert re.findall(r'rel="canonical" href="([^"]+)"', head) == [canonical]
        assert f'hreflang="es" href="{page.replace("/letters", "/es/letters")}"' in head
        assert f'hreflang="fr" href="{page}?text=fr"' in head
    form = client.get("/es/letters/night-train/sign").text
    assert f'rel="canonical" href="{page.replace("/letters", "/es/letters")}"' in form


def test_without_a_language_in_the_address_the_browser_chooses(client: FlaskClient) -> None:
    make.letter()
    answer = client.get("/letters/night-train", headers={"Accept-Language": "es-MX,es;q=0.9"})
    assert '<html lang="es"' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]
    assert '<html lang="en"' in client.get("/en/letters/night-train", headers={"Accept-Language": "es"}).text


@pytest.mark.parametrize("path", ["/es/es/letters/night-train", "/xx/letters/night-train", "/esx/letters/night-train"])
def test_a_language_stands_once_and_at_the_front(client: FlaskClient, path: str) -> None:
    make.letter()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/letters/night%00train", "/letters/night-train/signees?q=%00", "/verify/%00", "/%00"]
)
def test_a_nul_in_an_address_is_a_request_that_cannot_be_read(client: FlaskClient, path: str) -> None:
    make.letter()
    assert client.get(path).status_code == 400
    assert client.post("/verify", data={"code": "2222-2222", "letter": "night\0train"}).status_code in (400, 422)


def test_the_pdf_opens_in_the_browser_under_the_letters_name(client: FlaskClient) -> None:
    make.listed(make.letter(), ["Zinnia"])
    answer = client.get("/letters/night-train/letter.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="night-train.pdf"'
    assert answer.data.startswith(b"%PDF-")


def test_static_files_are_compressed_for_whoever_can_read_that(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/[^"]+\.css)"', client.get("/").text)
    assert address
    small = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    with client.get(address[1]) as plain:
        assert "Content-Encoding" not in plain.headers and small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data and len(small.data) < len(plain.data) / 2
    assert plain.mimetype == small.mimetype == "text/css"
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in small.headers["Vary"]
    assert small.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_static_files_are_kept_for_a_year_under_an_address_that_changes_with_them(client: FlaskClient) -> None:
    page = client.get("/es/").text
    address = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert address
    with client.get(address[1]) as file:
        assert file.status_code == 200
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(re.sub(r"/static/[^/]+/", "/static/000000000000/", address[1])).status_code == 404
    assert client.get("/static/../config.py").status_code == 404


def test_the_process_and_its_readiness_can_be_watched(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"ok": True}
    make.letter()
    make.send_form(client)
    ready = client.get("/readyz").json
    assert ready is not None
    assert ready["mail_waiting"] == 1
