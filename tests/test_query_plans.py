"""Both databases answer the hot questions from an index, in its order, however long the list or the queue is."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, text

from signon.database import db, now, transaction
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter
from signon.mail import backlog, outbox
from signon.mail.models import IS_TO_MANY, OutboxMail
from signon.organizations.register import known_or_entered_all
from signon.outreach import audiences
from signon.signatures import comments, counting, listing, roll
from signon.signatures.entry import organization_entry
from signon.signatures.models import PENDING, VERIFIED, Signature, SignatureToken
from signon.signatures.renewing import ways_for
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.tokens import VERIFY
from signon.signatures.verifying import LinkEnded, follow_link
from signon.signatures.ways import purge_ways
from tests import make
from tests.conftest import DATABASES
from tests.installations import installation_of_its_own
from tests.statements import said_by

MANY = 3000  # listed names of each kind on each letter, and as many requests that nobody verified
SORTING = ("TEMP B-TREE", "Sort")
LETTERS = ("night-train", "sunday-train", "both-train")


@pytest.fixture(scope="module", params=DATABASES)
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation with long lists and a long queue, whose database knows how long they are."""
    with installation_of_its_own(request, request.param, tmp_path_factory.mktemp("crowd")) as app:
        make.letter()
        make.petition()
        make.letter("both-train", signed_by="both")
        with transaction():
            at = now()
            for slug, kinds in zip(LETTERS, ((ORGANIZATION,), (INDIVIDUAL,), (ORGANIZATION, INDIVIDUAL)), strict=True):
                for kind in kinds:
                    _sign(found(slug), kind, at)
            db.session.execute(insert(OutboxMail), list(_mails(at)))
            db.session.execute(text("ANALYZE"))
        yield app


def _sign(letter: Letter, kind: str, at: datetime) -> None:
    names = [f"{number * 7919 % MANY:05} {kind}" for number in range(MANY)]  # in no order; 7919 is a prime
    bodies = {}
    if kind == ORGANIZATION:
        entries = [organization_entry({"organization": name}, needs_contact=False) for name in names]
        bodies = known_or_entered_all(entries, at)
    db.session.execute(insert(Signature), list(_rows(letter, kind, names, bodies, at)))
    counting.lock(letter.id, at)
    counting.shift(letter.id, kind, at, came=range(MANY))
    proven = db.session.query(Signature.id).filter_by(letter_id=letter.id, kind=kind, state=PENDING)
    tokens = [{"signature_id": row.id, "purpose": VERIFY, "hash": f"{row.id}", "expires_at": at} for row in proven]
    db.session.execute(insert(SignatureToken), tokens)


def _rows(
    letter: Letter, kind: str, names: list[str], bodies: dict[str, int], at: datetime
) -> Iterator[dict[str, Any]]:
    """A listed and a pending signature for every name."""
    version = current_texts(letter)[0].id
    for state in (VERIFIED, PENDING):
        for name in names:
            yield {
                "letter_id": letter.id,
                "text_version_id": version,
                "language": "en",
                "requested_at": at,
                "changed_at": at,
                "kind": kind,
                "state": state,
                "printed_name": name,
                "sort_key": name,
                "address_hash": name if kind == INDIVIDUAL else "",
                "organization_id": bodies.get(name) if state == VERIFIED else None,
            }


def _mails(at: datetime) -> Iterator[dict[str, Any]]:
    """A queue in which every tenth mail has not left yet."""
    for number in range(2 * MANY):
        waits = number % 10 == 0
        yield {
            "kind": outbox.VERIFICATION,
            "language": "en",
            "key_name": "installation",
            "message_id": f"<{number}@x>",
            "state": "queued" if waits else "sent",
            "sealed": b"x" * 200 if waits else None,
            "attempts": 0,
            "created_at": at,
            "due_at": at + timedelta(seconds=number * 7919 % 1000),
        }


def found(slug: str) -> Letter:
    """The letter of that slug."""
    letter = with_slug(slug)
    assert letter is not None
    return letter


def plans(act: Callable[[], object], table: str) -> list[str]:
    """How the database carries out what `act` asks of `table`."""
    said = [one for one in said_by(act) if one.text.startswith("SELECT") and f"FROM {table}" in one.text]
    assert said, f"nothing was asked of {table}"
    found = [f"{one.text}\n--\n{one.explained()}" for one in said]
    db.session.rollback()
    return found


def assert_read_in_order(found: list[str], index: str) -> None:
    """Every plan reads `index`, and sorts nothing."""
    for plan in found:
        explained = plan.split("\n--\n")[1]
        assert index in explained, f"{index} is not used:\n{plan}"
        assert not any(word in explained for word in SORTING), f"what {index} holds in order is sorted again:\n{plan}"


@pytest.mark.parametrize("slug", LETTERS)
@pytest.mark.parametrize(("offset", "logos"), [(0, False), (MANY // 2, False), (MANY // 2, True)])
def test_a_page_of_the_roll_is_read_in_the_order_of_its_index(
    crowd: Flask, slug: str, offset: int, logos: bool
) -> None:
    letter = found(slug)
    assert len(roll.signees(letter, offset=offset, limit=200, logos=logos)) == 200
    asked = plans(lambda: roll.signees(letter, offset=offset, limit=200, logos=logos), "signature")
    assert_read_in_order(asked, "ix_signature_roll")


@pytest.mark.parametrize("slug", LETTERS)
def test_the_page_after_a_name_is_read_from_there_and_not_from_the_beginning(crowd: Flask, slug: str) -> None:
    letter = found(slug)
    last = roll.signees(letter, offset=MANY // 2, limit=1)[0]
    spot = roll.Spot(last.kind, last.name, last.signature_id)  # here a name is its own sort key
    after, _next = roll.signees_after(letter, spot, roll.EVERYONE, 200)
    assert after == roll.signees(letter, offset=MANY // 2 + 1, limit=200)
    asked = plans(lambda: roll.signees_after(letter, spot, roll.EVERYONE, 200), "signature")
    assert_read_in_order(asked, "ix_signature_roll")
    begun_there = {"sqlite": "sort_key>?", "postgresql": "ROW((sort_key)::text, id) >"}[db.engine.dialect.name]
    assert begun_there in asked[0].split("\n--\n")[1], asked[0]


@pytest.mark.parametrize("slug", LETTERS)
def test_the_first_letters_of_a_list_are_looked_up_one_by_one(crowd: Flask, slug: str) -> None:
    letter = found(slug)
    assert list(roll.initials(letter)) == ["#"]
    with transaction():
        db.session.query(Signature).filter_by(letter_id=letter.id, state=VERIFIED).limit(3).all()[
            -1
        ].sort_key = "zinnia"
    assert list(roll.initials(letter)) == ["Z", "#"]
    said = [one for one in said_by(lambda: roll.initials(letter)) if "RECURSIVE" in one.text]
    assert said
    for one in said:
        assert "ix_signature_roll" in one.explained(), one.explained()


def test_the_neighbors_of_a_name_are_found_without_reading_the_list(crowd: Flask) -> None:
    letter = found("night-train")
    middle = {"letter_id": letter.id, "sort_key": "01500 organization", "state": VERIFIED}
    signature = db.session.query(Signature).filter_by(**middle).one()
    count = counting.read(letter, now())
    asked = plans(lambda: roll.place_of(letter, signature, count), "signature")
    assert_read_in_order([plan for plan in asked if "ORDER BY" in plan], "ix_signature_roll")
    place = roll.place_of(letter, signature, count)
    assert place is not None
    assert (place.before, place.after) == ("01499 organization", "01501 organization")


def test_the_newest_comments_are_found_among_those_who_left_one(crowd: Flask) -> None:
    letter = found("sunday-train")
    assert_read_in_order(plans(lambda: comments.shown(letter), "signature"), "ix_signature_shown_comment")
    assert_read_in_order(plans(lambda: comments.how_many_wait(letter), "signature"), "ix_signature_comment")
    assert_read_in_order(plans(lambda: comments.waiting(letter, make.keys()), "signature"), "ix_signature_comment")


def test_the_next_mails_of_a_long_queue_are_found_without_sorting_it(crowd: Flask) -> None:
    later = now() + timedelta(hours=1)
    owed, asked_for, *_ = plans(lambda: outbox.claim(later), "outbox_mail")
    assert_read_in_order([owed], "ix_outbox_mail_owed")
    assert_read_in_order([asked_for], "ix_outbox_mail_asked_for")
    to_many = plans(lambda: outbox.next_due(IS_TO_MANY, later, outbox.BATCH), "outbox_mail")
    assert_read_in_order(to_many, "ix_outbox_mail_to_many")


def test_how_much_mail_waits_is_read_from_what_waits(crowd: Flask) -> None:
    for index in ("ix_outbox_mail_owed", "ix_outbox_mail_asked_for", "ix_outbox_mail_to_many"):
        assert_read_in_order(plans(lambda: backlog.backlog(now()), "outbox_mail"), index)
    assert_read_in_order(plans(lambda: backlog.to_many_due(now(), 500), "outbox_mail"), "ix_outbox_mail_to_many")
    assert backlog.backlog(now()).waiting == 2 * MANY // 10


def test_who_asked_for_news_is_found_without_reading_the_list(crowd: Flask) -> None:
    letter = found("night-train")
    asked = plans(lambda: audiences.recipients(letter, audiences.TO_UPDATE, now(), after=0, most=100), "signature")
    assert_read_in_order(asked, "ix_signature_wants_updates")


@pytest.mark.parametrize(
    ("slug", "index"),
    [("night-train", "uq_signature_listed_organization"), ("sunday-train", "uq_signature_verified_address")],
)
def test_whether_somebody_is_on_the_list_already_is_found_without_reading_it(
    crowd: Flask, slug: str, index: str
) -> None:
    letter = found(slug)
    signature = db.session.query(Signature).filter_by(letter_id=letter.id, state=PENDING).offset(MANY // 2).first()
    assert signature is not None
    assert listing.is_on_the_list(letter, signature)
    assert_read_in_order(plans(lambda: listing.is_on_the_list(letter, signature), "signature"), index)


def test_a_token_is_found_by_its_hash(crowd: Flask) -> None:
    tokens = crowd.extensions["signon.tokens"]
    unknown = tokens.issue(VERIFY)

    def follow() -> None:
        with pytest.raises(LinkEnded):
            follow_link(unknown, tokens=tokens, at=now())

    assert_read_in_order(plans(follow, "signature"), "uq_signature_token_purpose_hash")


def test_what_is_over_is_deleted_without_reading_every_way_there_is(crowd: Flask) -> None:
    said = said_by(lambda: purge_ways(now() - timedelta(days=400)))
    found = [one.explained() for one in said if one.text.startswith("DELETE FROM signature_token")]
    db.session.rollback()
    assert len(found) == 2
    assert not any("SCAN signature_token" in plan or "Seq Scan" in plan for plan in found), found


def test_all_that_one_address_signed_is_found_without_reading_any_list(crowd: Flask) -> None:
    tokens = crowd.extensions["signon.tokens"]

    def look() -> None:
        ways_for("rosa@lind.example", keys=make.keys(), tokens=tokens, at=now())

    assert_read_in_order(plans(look, "signature"), "ix_signature_address")
