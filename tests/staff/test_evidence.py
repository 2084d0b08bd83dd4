"""A held name is shown beside what the register knows, so that staff can say which organization it is."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail.models import OutboxMail
from signon.mail.outbox import LISTED, SIGNED, unseal
from signon.organizations.models import Alias, Organization
from signon.organizations.remembering import contact_of, remember
from signon.signatures.entry import Contact
from signon.signatures.models import Signature
from tests import make
from tests.crowds import assert_counters_agree
from tests.signatures.word import MOTHS, OWLS, first_letter, organization, wants_the_next
from tests.staff.people import Browser, send

PAGE = "/staff/letters/night-train"
QUEUE = f"{PAGE}/review"
LIKE_MOTHS = "Moth Watcher League"


@pytest.fixture
def looks_like(stranger: Browser) -> Signature:
    """A held signature whose name looks like that of an organization on another letter."""
    first_letter()
    make.letter()
    make.verified(stranger, organization=LIKE_MOTHS, website="https://moths.example.org", email="m@moths.example.org")
    [signature] = make.signatures("held")
    assert signature.like_organization_id == organization(MOTHS)
    return signature


def accept(owner: Browser, signature: Signature, same_as: str = "") -> str:
    """Press one of the buttons; the page afterwards."""
    send(owner, QUEUE, to=f"{PAGE}/signatures/{signature.id}/accept", same_as=same_as)
    return owner.get(QUEUE).text


def change(**values: object) -> None:
    """Change what the held signature says."""
    with transaction():
        db.session.execute(update(Signature).where(Signature.state == "held").values(**values))


def held() -> Signature:
    """The one held signature, read anew."""
    [found] = make.signatures("held")
    return found


def mails(kind: str) -> list[str]:
    """To whom mails of this kind go."""
    db.session.rollback()
    return [unseal(row, make.keys())["to"] for row in db.session.query(OutboxMail).filter_by(kind=kind)]


def test_the_organization_it_looks_like_stands_beside_it(owner: Browser, looks_like: Signature) -> None:
    page = owner.get(QUEUE).text
    assert "Looks like <bdi>Moth Watchers League</bdi>" in page
    assert 'href="/letters/first-train"' in page and "Not listed" in page
    assert "Accept: it is the same organization" in page and "Accept: it is another organization" in page


def test_the_same_organization_is_listed_as_that_one_and_its_spelling_is_learned(
    owner: Browser, stranger: Browser, looks_like: Signature
) -> None:
    page = accept(owner, looks_like, str(looks_like.like_organization_id))
    assert f"On the list: {LIKE_MOTHS}" in page
    [signature] = make.signatures("verified")[-1:]
    assert (signature.printed_name, signature.organization_id) == (LIKE_MOTHS, organization(MOTHS))
    assert db.session.query(Alias.name).scalar() == LIKE_MOTHS
    make.verified(stranger, organization=LIKE_MOTHS.upper(), email="else@moths.example.org")
    assert make.signatures()[-1].state == "struck", "the same organization is not listed twice"
    assert_counters_agree()


def test_another_organization_is_listed_as_a_new_one(owner: Browser, looks_like: Signature) -> None:
    accept(owner, looks_like)
    [signature] = make.signatures("verified")[-1:]
    assert signature.printed_name == LIKE_MOTHS
    assert signature.organization_id == organization(LIKE_MOTHS) != organization(MOTHS)
    assert db.session.query(Alias).count() == 0


def test_the_same_organization_that_is_on_the_list_already_is_struck_as_a_duplicate(
    owner: Browser, looks_like: Signature
) -> None:
    letter = with_slug("night-train")
    assert letter is not None
    make.listed(letter, [MOTHS])
    assert "The same organization: strike as a duplicate" in owner.get(QUEUE).text
    page = accept(owner, looks_like, str(looks_like.like_organization_id))
    assert f"Not listed: {LIKE_MOTHS} stands on the list already." in page
    assert [row.reason for row in make.signatures("struck")] == ["already on the list"]
    assert_counters_agree()


@pytest.mark.parametrize("same_as", ["own", "0", "-1", "99999999999999999999999"])
def test_an_organization_that_was_not_shown_cannot_be_chosen(
    owner: Browser, looks_like: Signature, same_as: str
) -> None:
    page = accept(owner, looks_like, str(organization(OWLS)) if same_as == "own" else same_as)
    assert "Please choose one of the organizations that are shown." in page
    assert make.signatures("held")


def test_a_known_name_can_only_be_accepted_as_the_organization_that_bears_it(owner: Browser, stranger: Browser) -> None:
    first_letter()
    make.letter()
    make.verified(stranger, organization=OWLS, email="owls@gmail.com")
    page = owner.get(QUEUE).text
    assert "Bears the name of <bdi>Night Owls Union</bdi>" in page
    assert "it is another organization" not in page and "The register knows one organization by this name" in page
    accept(owner, held(), str(organization(OWLS)))
    assert make.signatures("verified")[-1].organization_id == organization(OWLS)


def test_what_the_representative_says_it_is_stands_beside_it(owner: Browser, looks_like: Signature) -> None:
    change(claimed_organization_id=organization(OWLS))
    page = owner.get(QUEUE).text
    assert "Says that it is <bdi>Night Owls Union</bdi>" in page and "Looks like <bdi>Moth Watchers" in page
    assert page.count("Accept: it is the same organization") == 2
    accept(owner, held(), str(organization(OWLS)))
    assert make.signatures("verified")[-1].organization_id == organization(OWLS)


def test_what_was_odd_about_a_request_is_said_in_sentences(owner: Browser, looks_like: Signature) -> None:
    change(suspicion="it was sent very fast\nsomething <b>else</b>", reason="something about the request was odd")
    page = owner.get(QUEUE).text
    assert "<li>it was sent very fast</li>" in page and "something &lt;b&gt;else&lt;/b&gt;" in page


def test_what_was_agreed_to_and_when_is_kept_beside_the_name(owner: Browser, looks_like: Signature) -> None:
    assert looks_like.attestation
    page = owner.get(QUEUE).text
    assert "What was agreed to, and when" in page and f"<q>{looks_like.attestation}</q>" in page


def test_a_name_that_a_second_approver_must_agree_to_cannot_be_accepted_before(
    owner: Browser, stranger: Browser
) -> None:
    make.letter()
    make.verified(stranger, approver_email="boss@nightowls.org")
    page = owner.get(QUEUE).text
    assert "Has not agreed yet; mailbox at nightowls.org" in page and "boss@" not in page
    assert "It can be accepted once the second approver has agreed." in page
    assert "The second approver has not agreed yet." in accept(owner, held())
    assert make.signatures("held")
    change(approval="I agree that it signs.", approved_at=now(), reason="many new names came at once")
    page = owner.get(QUEUE).text
    assert "Has agreed; mailbox at nightowls.org" in page and "<q>I agree that it signs.</q>" in page


def test_that_the_known_address_objects_is_said_but_not_which_address_it_is(owner: Browser, stranger: Browser) -> None:
    first = first_letter()
    wants_the_next(first, OWLS)
    make.letter()
    with transaction():
        db.session.query(Organization).filter_by(name=OWLS).update({"website": "https://nightowls.org"})
    make.verified(stranger, organization=OWLS, website="https://nightowls.org", email="ada@nightowls.org")
    objection = make.newest_mail(LISTED)
    assert objection.to == "night@gmail.com"
    stranger.post(f"/object/{objection.token}", data={"sure": "y"})
    page = owner.get(QUEUE).text
    assert "the organization&#39;s known address says that it did not sign" in page
    assert "Was listed as <bdi>Night Owls Union</bdi>" in page
    assert "night@gmail.com" not in page and "gmail.com" not in page
    accept(owner, held(), str(organization(OWLS)))
    assert make.signatures("verified")[-1].printed_name == OWLS
    assert mails(LISTED) == ["night@gmail.com"], "who objected is not asked the same again"


def test_an_accepted_name_is_told_to_its_signee_and_to_the_known_address(owner: Browser, stranger: Browser) -> None:
    first = first_letter()
    wants_the_next(first, MOTHS)
    make.letter()
    make.verified(stranger, organization=LIKE_MOTHS, email="m@else.example.org", website="https://else.example.org")
    before = len(mails(SIGNED))
    for _ in range(2):
        accept(owner, make.signatures()[-1], str(organization(MOTHS)))
    assert mails(SIGNED)[before:] == ["m@else.example.org"]
    assert mails(LISTED) == ["moth@gmail.com"]
    objection = make.newest_mail(LISTED)
    assert stranger.post(f"/object/{objection.token}", data={"sure": "y"}).status_code == 303
    assert held().printed_name == LIKE_MOTHS


def test_striking_a_forged_name_ends_the_word_that_was_left_from_its_mailbox(owner: Browser, stranger: Browser) -> None:
    letter = make.letter()
    make.verified(stranger)
    wants_the_next(letter, OWLS)
    [signature] = make.signatures("verified")
    other = Contact(email="director@nightowls.org")
    for mailbox, left in ((other, True), (Contact(email="Ada@NightOwls.org"), False)):
        leave(letter.campaign_id, mailbox)
        strike_and_undo(owner, signature)
        db.session.rollback()
        assert (contact_of(organization(OWLS), letter.campaign_id, make.keys()) is not None) is left


def leave(campaign_id: int, contact: Contact) -> None:
    """Leave this contact with the campaign."""
    number = organization(OWLS)
    with transaction():
        remember(number, campaign_id, contact.sealable(), asked_again=True, keys=make.keys(), at=now())


def strike_and_undo(owner: Browser, signature: Signature) -> None:
    """Strike the name, and put it back on the list."""
    send(owner, f"{PAGE}/signatures/{signature.id}", to=f"{PAGE}/signatures/{signature.id}/strike", reason="a forgery")
    send(owner, QUEUE, to=f"{PAGE}/signatures/{signature.id}/undo")
    send(owner, QUEUE, to=f"{PAGE}/signatures/{signature.id}/accept")


# ---- after a surge


def surge(stranger: Browser) -> None:
    """A surge holds one that is proven, one whose mailbox is not its own, and one that looks like another's."""
    first_letter()
    letter = make.letter()
    with transaction():
        letter.surge_at = now()
    make.verified(stranger, organization="Harbour Choir")
    make.verified(stranger, organization="Plain Guild", email="plain@gmail.com")
    make.verified(stranger, organization=LIKE_MOTHS)
    assert len(make.signatures("held")) == 3


def test_what_a_surge_held_is_listed_in_one_press_where_it_is_proven(owner: Browser, stranger: Browser) -> None:
    surge(stranger)
    page = owner.get(f"{PAGE}/held/proven").text
    assert "3 names are held because many came at once." in page and "Of these, 2 have proved" in page
    assert len(make.signatures("held")) == 3, "looking lists nobody"
    answer = send(owner, f"{PAGE}/held/proven")
    assert answer.status_code == 303
    page = owner.get(QUEUE).text
    assert "1 name is on the list now." in page and "the name looks like that of another organization" in page
    assert [row.printed_name for row in make.signatures("verified")][-1] == "Harbour Choir"
    assert {row.printed_name for row in make.signatures("held")} == {"Plain Guild", LIKE_MOTHS}
    assert "None of the names that a surge held has proved its mailbox." in owner.get(f"{PAGE}/held/proven").text
    assert_counters_agree()


def test_people_whom_a_surge_held_are_listed_in_one_press(owner: Browser, stranger: Browser) -> None:
    petition = make.petition()
    with transaction():
        petition.surge_at = now() - timedelta(minutes=5)
    for number in range(3):
        make.verified(stranger, "sunday-train", email=f"rosa{number}@lind.example")
    assert len(make.signatures("held")) == 3
    page = "/staff/letters/sunday-train/held/proven"
    assert "List these 3 names" in owner.get(page).text
    send(owner, page)
    assert len(make.signatures("verified")) == 3
    assert_counters_agree()
