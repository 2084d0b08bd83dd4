"""An invited organization: it reads the letter by its personal link, ticks one box and has signed, or says no."""

import html
import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.letters.publishing import publish
from signon.mail.models import OutboxMail
from signon.organizations.models import Remembrance
from signon.organizations.register import learn_website
from signon.outreach import inviting
from signon.outreach.models import Invitation, InvitationLink, OptOut
from signon.signatures.models import HELD, STRUCK, VERIFIED
from tests import make
from tests.crowds import at_once
from tests.outreach.guests import add, circulating, guest, invitation_of, link_for, states
from tests.signatures.changed import change_for_good, shown
from tests.signatures.word import MOTHS, OWLS, first_letter, organization, wants_the_next

ENTRY = {name: value for name, value in make.ORGANIZATION.items() if name != "email"} | make.home_of("Night Owls Union")
TICKED = {**ENTRY, "authorized": "y"}


def test_only_the_invited_read_a_letter_that_circulates(client: FlaskClient) -> None:
    link = link_for(circulating(body="A secret about {{ undersigned }} trains.\n"))
    page = client.get(link)
    assert page.status_code == 200 and "A secret about" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow" and 'content="noindex, nofollow"' in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and "Set-Cookie" not in page.headers
    assert "/letters/night-train" not in page.text
    closed = ("", "/sign", "/sign/sent", "/count.json", "/signees", "/signees.csv", "/letter.pdf", "/alike?name=night")
    for path in (f"/letters/night-train{rest}" for rest in closed):
        assert client.get(path).status_code == 404, path
    assert client.post("/letters/night-train/sign", data=TICKED).status_code == 404
    assert "night" not in client.get("/").text.lower().replace("night line", "")


def test_opening_the_link_changes_nothing_and_is_not_noted(client: FlaskClient) -> None:
    link = link_for(circulating())
    before = _invitations()
    for method in ("GET", "HEAD", "OPTIONS"):
        assert client.open(link, method=method).status_code == 200
        assert client.open(f"{link}/no", method=method).status_code == 200
    assert _invitations() == before and make.signatures() == []


def _invitations() -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(Invitation.__table__.select())]


def test_one_tick_signs_and_the_own_entry_is_mailed(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    page = client.get(link)
    assert 'value="Night Owls Union"' in page.text and 'value="Ada Quill"' in page.text
    answer = client.post(link, data=TICKED)
    assert (answer.status_code, answer.location) == (303, link)
    (signature,) = make.signatures()
    assert (signature.state, signature.origin, signature.printed_name) == (VERIFIED, "invited", "Night Owls Union")
    assert signature.attestation == "I am authorized to sign for this organization, and it signs this letter."
    assert invitation_of(letter).signature_id == signature.id and states(letter) == {"Night Owls Union": "signed"}
    signed = client.get(link).text
    assert "Signed. Thank you." in signed and "a…@nightowlsunion.org" in signed and "ada@" not in signed
    mailed = make.newest_mail("signed")
    assert mailed.to == "ada@nightowlsunion.org"
    assert "Read the letter" not in client.get(f"/signature/{mailed.token}").text
    assert db.session.query(OutboxMail).filter_by(kind="verification").count() == 0


def test_without_the_tick_nothing_is_signed_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    link = link_for(circulating())
    answer = client.post(link, data={**ENTRY, "city": "Toledo", "website": "not a website"})
    assert answer.status_code == 422 and 'value="Toledo"' in answer.text
    assert "Please tick the box" in answer.text and "such as https://organization.org" in answer.text
    assert make.signatures() == []


def test_a_link_pressed_by_six_at_once_is_one_signature(app: Flask) -> None:
    link = link_for(circulating())
    presses = [partial(app.test_client().post, link, data={**TICKED, "city": f"Dayton {n}"}) for n in range(6)]
    assert {answer.status_code for answer in at_once(presses)} == {303}
    assert [row.state for row in make.signatures()] == [VERIFIED]
    assert db.session.query(OutboxMail).filter_by(kind="signed").count() == 1


Changed = dict[str, str]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ({"organization": "Zinnia Circle", "website": "https://zinniacircle.org"}, HELD),  # another's name and website
        ({"organization": "Zinnia Circle", "website": "https://nightowlsunion.org"}, HELD),  # with one's own website
        ({"website": "https://elsewhere.example"}, HELD),
        ({"organization": "Zinnia Circl", "website": "https://nightowlsunion.org"}, HELD),  # looks like another's
        ({}, VERIFIED),
    ],
)
def test_what_an_invited_mailbox_signs_is_judged_as_everything_is(
    client: FlaskClient, typed: Changed, state: str
) -> None:
    make.verified(client, make.letter("first-train").slug, organization="Zinnia Circle")
    link = link_for(circulating())
    client.post(link, data={**TICKED, **typed})
    assert make.signatures()[-1].state == state


def test_a_mailbox_that_its_organization_left_with_the_campaign_is_believed(client: FlaskClient) -> None:
    """As with the link about the next letter: the organization left it there itself, and stands on a list."""
    wants_the_next(first_letter(OWLS, MOTHS), OWLS)
    entry = {**TICKED, "website": "https://nightowls.org"}
    client.post(link_for(circulating(), guest(OWLS, organization(OWLS), email="night@gmail.com")), data=entry)
    assert make.signatures()[-1].state == VERIFIED
    stranger = guest(OWLS, organization(OWLS), email="mallory@gmail.com")
    client.post(link_for(circulating("other-train"), stranger), data=entry)
    assert make.signatures()[-1].state == HELD
    liar = guest(OWLS, organization(OWLS), email="night@gmail.com")
    moths = {**entry, "organization": MOTHS}
    client.post(link_for(circulating("third-train"), liar), data=moths)
    assert make.signatures()[-1].state == HELD
    with transaction():
        learn_website(organization(OWLS), "https://nightowls.org", now())
    for host, state in (("evil.example", HELD), ("www.nightowls.org", VERIFIED)):
        again = circulating(host.replace(".", "-"))
        link = link_for(again, guest(OWLS, organization(OWLS), email="night@gmail.com"))
        client.post(link, data={**entry, "website": f"https://{host}"})
        assert make.signatures()[-1].state == state, host


def test_a_second_approver_can_be_named(client: FlaskClient) -> None:
    link = link_for(circulating())
    client.post(link, data={**TICKED, "approver_email": "eve@nightowlsunion.org"})
    assert make.signatures()[0].state == HELD and "Your part is done" in client.get(link).text
    way = f"/approve/{make.newest_mail('approval').token}"
    page = client.get(way).text
    assert "only those who were invited can read it" in page and "/letters/night-train" not in page
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert seen is not None
    client.post(way, data={"authorized": "y", "seen": html.unescape(seen[1])})
    assert make.signatures()[0].state == VERIFIED


def test_who_is_on_the_list_already_is_told_so_and_counted_once(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    with transaction():
        publish(letter, now())
    make.verified(client, organization="Night Owls Union")
    assert "This text is public" in client.get(link).text
    client.post(link, data=TICKED)
    assert [row.state for row in make.signatures()] == [VERIFIED, STRUCK]
    assert "Nothing was counted twice" in client.get(link).text


def test_no_is_said_with_a_box_that_nobody_ticked_beforehand(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    page = client.get(f"{link}/no")
    assert "checked" not in page.text
    assert client.post(f"{link}/no").status_code == 422 and states(letter) == {"Night Owls Union": "invited"}
    answer = client.post(f"{link}/no", data={"sure": "y"}, follow_redirects=True)
    assert "No reminder of this letter goes to you." in answer.text
    assert states(letter) == {"Night Owls Union": "declined"} and db.session.query(OptOut).count() == 0
    assert "You can still change your mind" in client.get(link).text
    client.post(link, data=TICKED)
    assert states(letter) == {"Night Owls Union": "signed"}
    client.post(f"{link}/no", data={"sure": "y"})
    assert states(letter) == {"Night Owls Union": "signed"} and len(make.signatures(VERIFIED)) == 1


def test_who_wants_no_more_mail_is_out_of_the_campaign_with_all_it_had_left(client: FlaskClient) -> None:
    wants_the_next(first_letter(OWLS), OWLS)
    letter = circulating()
    invited = guest(OWLS, organization(OWLS), email="Night+letters@gmail.com")
    answer = client.post(f"{link_for(letter, invited)}/no", data={"stop": "y"}, follow_redirects=True)
    assert "Nothing more of “Night Line” goes to this address." in answer.text
    assert states(letter) == {OWLS: "declined"}
    assert (db.session.query(OptOut).count(), db.session.query(Remembrance).count()) == (1, 0)
    assert add(circulating("other-train"), [guest("Another Name", email="night@gmail.com")]) == {"left": 1}


def test_the_page_follows_the_letter_through_its_life(client: FlaskClient) -> None:
    letter = make.letter(published=False, body="A secret about {{ undersigned }} trains.\n")
    link = link_for(letter)
    draft = client.get(link)
    assert draft.status_code == 200 and "Not open yet" in draft.text and "secret" not in draft.text
    assert client.post(link, data=TICKED).status_code == 303 and make.signatures() == []
    _set(letter, circulates_at=now(), published_at=now() + timedelta(days=1))  # under embargo
    assert "A secret" in client.get(link).text and client.get("/letters/night-train").status_code == 404
    _set(letter, paused_at=now())
    assert "No signatures are taken just now" in client.get(link).text
    assert client.post(link, data=TICKED).status_code == 303 and make.signatures() == []
    _set(letter, paused_at=None, deadline_at=now() - timedelta(hours=1))
    closed = client.get(link)
    assert "Signing ended on" in closed.text and "<form" not in closed.text
    assert client.post(link, data=TICKED).status_code == 303 and make.signatures() == []
    with transaction():
        db.session.query(InvitationLink).update({"expires_at": now()})
    assert client.get(link).status_code == 410
    assert client.get(link[:-3]).status_code == 404


def test_after_the_key_is_destroyed_the_link_is_over(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    make.keys().destroy(letter.key_name)
    assert client.get(link).status_code == 410


def test_links_are_purged_when_they_are_over_and_outlive_a_deadline_that_is_put_off(app: Flask) -> None:
    letter = circulating(deadline="2030-01-01 12:00")
    link_for(letter)
    at = now()
    assert inviting.link_ends(letter, at) == letter.deadline_at + timedelta(hours=24)  # type: ignore[operator]
    letter.deadline_at = at + timedelta(days=1)
    assert inviting.link_ends(letter, at) == at + timedelta(days=90)
    with transaction():
        inviting.purge(at)
        assert db.session.query(InvitationLink).count() == 1
        inviting.purge(make.moment("2030-01-02 12:00"))
        assert db.session.query(InvitationLink).count() == 0


def test_in_safe_mode_the_page_counts_and_names_nobody(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    make.listed(letter, ["Harebell Guild"])
    assert "Harebell Guild" in client.get(link).text
    _set(letter, safe_mode=True)
    page = client.get(link).text
    assert "Harebell Guild" not in page and "The names are not shown here." in page


def test_an_odd_name_on_an_invitation_is_text(client: FlaskClient) -> None:
    one = guest("R&D <b>Coalition</b>", email="ada@rd.example", website="https://rd.example")
    link = link_for(circulating(campaign="<b>Night</b> & Line"), one)
    for path in (link, f"{link}/no", f"{link}/noted?stopped=y"):
        page = client.get(path).text
        assert "<b>" not in page and "&lt;b&gt;Night&lt;/b&gt; &amp; Line" in page
        assert "R&amp;D &lt;b&gt;Coalition" in page or "noted" in path


def test_whoever_had_another_text_before_them_signs_nothing_and_is_shown_the_new_one(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    before = {**TICKED, "text": shown(client, link), "city": "Toledo"}
    change_for_good(letter)
    unticked = client.post(link, data={**before, "authorized": ""})
    assert unticked.status_code == 422 and f'value="{before["text"]}"' in unticked.text, "they still had the old text"
    answer = client.post(link, data=before)
    assert (answer.status_code, make.signatures()) == (409, [])
    assert "nothing was done" in answer.text and "every night" in answer.text and 'value="Toledo"' in answer.text
    assert client.post(link, data={**before, "text": shown(client, link)}).status_code == 303
    assert [row.state for row in make.signatures()] == [VERIFIED]


def test_nobody_becomes_one_of_the_leads_because_its_name_looks_alike(client: FlaskClient) -> None:
    wants_the_next(first_letter(OWLS), OWLS)
    lead = f"{OWLS} International"
    link = link_for(circulating(conveners=(lead,)), guest(OWLS, organization(OWLS), email="night@gmail.com"))
    client.post(link, data={**TICKED, "organization": lead, "website": "https://nightowls.org"})
    assert make.signatures()[-1].state == HELD


def _set(letter: Letter, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(letter, name, value)
