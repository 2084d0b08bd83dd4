"""Staff see what changed since a draft or between two editions, name by name and page by page."""

import io

from PIL import Image

from signon.database import db, now, transaction
from signon.press.worker import draw_due
from signon.signatures import reviewing
from signon.web.doors import press
from tests import make
from tests.signatures.own import correct, signed
from tests.staff.people import Browser, hidden, send

LETTER = "/staff/letters/night-train"
COMPARE = f"{LETTER}/compare"


def _draft(owner: Browser) -> str:
    assert send(owner, f"{LETTER}/editions", to=f"{LETTER}/drafts").status_code == 303
    with owner.application.app_context():
        draw_due(press())
    db.session.rollback()
    return str(db.session.execute(db.text("SELECT code FROM edition ORDER BY id DESC")).scalar())


def test_where_nothing_is_kept_the_page_says_what_to_do(owner: Browser) -> None:
    make.letter()
    page = owner.get(COMPARE).text
    assert "There is nothing to compare with yet" in page
    assert f'href="{LETTER}/editions"' in page


def test_since_a_draft_each_change_is_told_by_name(owner: Browser, stranger: Browser) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    link = signed(stranger)
    _draft(owner)
    assert "Nothing changed: both print the same." in owner.get(COMPARE).text
    assert correct(stranger, link, city="Akron").status_code == 303
    make.listed(letter, ["Iris <League>"])
    with transaction():
        gone = next(row for row in make.signatures() if row.printed_name == "Zinnia Circle")
        reviewing.strike(letter, gone, "closed", now(), keys=make.keys())
    page = owner.get(COMPARE).text
    for said in ("Added", "Iris &lt;League&gt;", "No longer there", "Zinnia Circle"):
        assert said in page, said
    assert "<del><bdi>Night Owls Union</bdi>" in page
    assert '<ins><bdi>Night Owls Union</bdi> <span class="quiet" dir="auto">Akron' in page


def test_the_pages_of_both_are_pictures_and_a_page_that_is_not_there_is_none(owner: Browser) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers"])
    code = _draft(owner)
    make.listed(letter, ["Zinnia Circle"])
    for side, which in (("from", code), ("to", "now")):
        other = "now" if side == "from" else code
        path = f"{COMPARE}/{which}/1.png?with={other}&side={side}"
        assert path.replace("&", "&amp;") in owner.get(COMPARE).text
        assert Image.open(io.BytesIO(owner.get(path).data)).format == "PNG"
    for wrong in (f"{code}/99.png", f"{code}/0.png", "nobody/1.png", f"{code}/1.png?with=nobody"):
        assert owner.get(f"{COMPARE}/{wrong}").status_code == 404, wrong


def test_change_requests_wait_for_staff_until_they_are_done(owner: Browser, stranger: Browser) -> None:
    make.letter()
    requests = f"{LETTER}/change-requests"
    assert "No change was asked for" in owner.get(requests).text
    link = signed(stranger)
    stranger.post(f"{link}/print", data={"words": "O before N, <please>"})
    page = owner.get(requests).text
    assert "O before N, &lt;please&gt;" in page
    (row,) = make.signatures("verified")
    seen = hidden(owner.get(requests), f"{requests}/{row.id}")
    stranger.post(f"{link}/print", data={"words": "No, N before O"})
    owner.post(f"{requests}/{row.id}", data=seen)
    page = owner.get(requests).text
    assert "changed while you looked" in page and "No, N before O" in page
    assert send(owner, requests, to=f"{requests}/{row.id}").location == requests
    assert "No change was asked for" in owner.get(requests).text
