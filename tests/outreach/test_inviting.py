"""Who is invited, who is reminded, and who is left alone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.letters.publishing import publish
from signon.organizations.register import learn_alias
from signon.outreach import invitations, inviting
from signon.outreach.guest_file import GuestFile, read_guests
from signon.outreach.models import Invitation, InvitationLink
from signon.refusals import Refusal
from tests import make
from tests.outreach.guests import add, circulating, guest, invitation_of, link_for, states
from tests.signatures.word import MOTHS, OWLS, ask, first_letter, organization, wants_the_next


def to_remind(letter: Letter, days: float) -> set[str]:
    """Whom a reminder would go to, so many days from now."""
    db.session.rollback()
    query = inviting.to_remind(letter, now() + timedelta(days=days))
    return {one.name for one in db.session.scalars(query)}


def test_one_mailbox_is_invited_once_however_it_is_spelled(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, ["Listed Guild"])
    with transaction():
        learn_alias(organization("Listed Guild"), "The Guild of the Listed", now())
    guests = [
        guest("Night Owls Union", email="Ada@gmail.com"),
        guest("Owls of the Night", email="a.d.a+letters@googlemail.com"),
        guest("The Guild of the Listed"),
        guest("LISTED GUILD"),
        guest("Another Name", organization("Listed Guild")),
        guest("Birch Circle"),
    ]
    assert add(letter, guests) == {"new": 2, "twice": 1, "listed": 3}
    assert add(letter, guests) == {"invited": 3, "listed": 3}
    assert states(letter) == {"Night Owls Union": "added", "Birch Circle": "added"}
    assert add(make.letter("other-train"), guests[:1]) == {"new": 1}


def test_the_mailbox_is_only_ever_sealed(app: Flask) -> None:
    letter = make.letter()
    add(letter, [guest()])
    row = invitation_of(letter)
    assert b"ada" not in row.contact and "ada" not in row.address_hash
    contact = inviting.contact_of(letter, row, make.keys())
    assert (contact.email, contact.representative) == ("ada@nightowlsunion.org", "Ada Quill")


def test_reminders_go_to_the_silent_two_days_apart_and_three_times_at_most(app: Flask) -> None:
    letter = circulating()
    for name in ("Silent Guild", "Willing Guild", "Saying No Guild"):
        link_for(letter, guest(name))
    add(letter, [guest("Unwritten Guild")])
    with transaction():
        invitation_of(letter, "Saying No Guild").state = "declined"
    assert {one.name for one in db.session.scalars(inviting.to_invite(letter))} == {"Unwritten Guild"}
    assert to_remind(letter, 1.9) == set()
    assert to_remind(letter, 2.1) == {"Silent Guild", "Willing Guild"}
    make.listed(letter, ["WILLING GUILD"])  # by another way
    assert to_remind(letter, 2.1) == {"Silent Guild"}
    for _ in range(3):
        with transaction():
            inviting.note_mailed([invitation_of(letter, "Silent Guild").id], now())
    assert to_remind(letter, 30) == set()


def test_whoever_signed_by_the_form_is_not_asked_any_more(client: FlaskClient) -> None:
    letter = make.letter()
    add(letter, [guest("Night Owls Union", email="ada@nightowls.org"), guest("Held Union", email="held@gmail.com")])
    make.verified(client, organization="The Owls", website="https://nightowls.org", email="ada@nightowls.org")
    make.verified(client, organization="Another Spelling", email="held@gmail.com")
    db.session.rollback()
    assert db.session.scalars(inviting.to_invite(letter)).all() == []
    assert invitations.numbers(letter) == {"added": 0, "invited": 0, "signed": 2, "declined": 0}


def test_whoever_signed_and_took_the_name_off_has_declined(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    client.post(link, data={**make.ORGANIZATION, "authorized": "y"})
    client.post(f"/signature/{make.newest_mail('signed').token}/withdraw", data={"sure": "y"})
    assert make.signatures() == [] and invitation_of(letter).signature_id is None
    assert invitations.numbers(letter)["declined"] == 1 and to_remind(letter, 9) == set()
    with transaction(), pytest.raises(Refusal, match="has answered"):
        inviting.remove(invitation_of(letter))


def test_an_invitation_that_is_taken_back_takes_its_links_along(client: FlaskClient) -> None:
    letter = circulating()
    link = link_for(letter)
    with transaction():
        inviting.remove(invitation_of(letter))
    assert (db.session.query(Invitation).count(), db.session.query(InvitationLink).count()) == (0, 0)
    assert client.get(link).status_code == 410


def test_a_petition_is_signed_by_people_so_no_organization_is_invited(app: Flask) -> None:
    petition = make.petition()
    with pytest.raises(Refusal, match="Only people sign this petition"):
        add(petition, [guest()])


def test_the_register_offers_who_signed_with_these_campaigns_and_tells_whose_mailbox_is_known(app: Flask) -> None:
    first = first_letter(OWLS, MOTHS, "Élan Vital")
    wants_the_next(first, OWLS)
    make.listed(make.letter("foreign-train", campaign="Another Line"), ["Foreign Guild"])
    letter = make.letter()
    make.listed(letter, [MOTHS])
    campaign = [letter.campaign_id]

    def found(search: str = "") -> dict[str, tuple[str, bool]]:
        rows = invitations.candidates(letter, campaign, search, keys=make.keys(), offset=0, limit=50)
        return {row.organization.name: (row.contact.email if row.contact else "", row.is_listed) for row in rows}

    assert found() == {OWLS: ("night@gmail.com", False), MOTHS: ("", True), "Élan Vital": ("", False)}
    assert set(found("elan")) == {"Élan Vital"} and set(found("%")) == set()
    known = invitations.chosen(letter, campaign, [organization(OWLS), organization("Foreign Guild")], keys=make.keys())
    assert [one.organization.name for one in known] == [OWLS]
    assert known[0].contact is not None
    add(letter, [invitations.as_guest(known[0], known[0].contact)])
    assert set(found()) == {MOTHS, "Élan Vital"}
    assert invitation_of(letter, OWLS).organization_id == organization(OWLS)


def test_words_left_with_a_campaign_wait_until_everybody_may_read_the_letter(app: Flask) -> None:
    wants_the_next(first_letter(OWLS), OWLS)
    letter = circulating("next-train")
    with pytest.raises(Refusal, match="cannot sign this letter now"):
        ask("next-train")
    with transaction():
        publish(letter, now())
    assert len(ask("next-train")) == 1


def read(data: str | bytes, **front: object) -> GuestFile:
    """The file in `data` as one of guests of a letter that was not kept."""
    letter = Letter(slug="night-train", signed_by=front.get("signed_by", "organizations"))
    return read_guests(data.encode() if isinstance(data, str) else data, letter)


def test_a_file_from_excel_is_understood() -> None:
    file = read("\ufeffOrganization;Email;Representative;Language\r\nOwls, Inc.;ada@owls.org;Ada;es\r\n;;;\r\n")
    ((line, one),) = file.guests
    assert (line, one.entry.printed_name, one.entry.language) == (2, "Owls, Inc.", "es")
    assert (one.entry.contact.email, one.entry.contact.representative) == ("ada@owls.org", "Ada")


def test_each_bad_line_is_told_and_the_good_ones_are_kept() -> None:
    head = "organization,email,website,scope\n"
    file = read(
        f"{head}Owls,ada@owls.org,,\n,ben@owls.org,,\nMoths,,,\nBats,not an address,,\nCats,cleo@cats.org,ftp:x,\n"
        "Dogs,dan@dogs.org,,everywhere\n'=SUM(A1),eve@sum.org,,\n"
    )
    assert [(line, one.entry.printed_name) for line, one in file.guests] == [(2, "Owls"), (8, "=SUM(A1)")]
    assert [(bad.number, bad.refusal.field) for bad in file.bad] == [
        (3, "organization"),
        (4, "email"),
        (5, "email"),
        (6, "website"),
        (7, "scope"),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "the file is empty"),
        ("organization,email\n", "no names below it"),
        ("name,email\nRosa,rosa@lind.example\n", "Only organizations can be invited"),
        ("organization,email,telephone\nOwls,a@owls.org,1\n", "is not a column"),
        ("organization,email\nOwls,a@owls.org,more\n", "Line 2: there are 3 cells"),
        ('organization,email\n"Owls,a@owls.org\n', "this is not CSV"),
        ("organization,email\nOwls\x00,a@owls.org\n", "control character"),
        ("organization,email\nÉlan,a@owls.org\n".encode("latin-1"), "not UTF-8"),
        ("organization,email\n" + "Owls,a@owls.org\n" * 5001, "more than 5000 lines"),
        ("organization,email\n" + "x" * 1024 * 1024, "larger than 1 MB"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "bytes",
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(data: str | bytes, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read(data, signed_by="both")
