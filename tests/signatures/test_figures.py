"""Figures for staff: by day on the letter's clock, by scope, state and partner."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import update

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.outreach import partners
from signon.signatures import figures
from signon.signatures.models import Signature
from signon.signatures.staff_models import DayFigure
from tests import make

NIGHT = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)  # still the evening before in New York


def requested_at(name: str, at: datetime) -> None:
    with transaction():
        db.session.execute(update(Signature).where(Signature.printed_name == name).values(requested_at=at))


def counted(letter: Letter, at: datetime | None = None) -> figures.Figures:
    db.session.rollback()
    found = figures.figures_of(letter, 10, at or now())
    assert found is not None
    return found


def test_a_signature_counts_on_the_day_of_the_letters_own_clock(client: FlaskClient) -> None:
    letter = make.letter(deadline_zone="America/New_York")
    make.verified(client)
    make.send_form(client, organization="Waiting Union")
    for name in ("Night Owls Union", "Waiting Union"):
        requested_at(name, NIGHT)
    assert counted(letter).days == (figures.Day(date(2026, 11, 20), 2, 1),)


def test_days_without_a_request_stand_between_the_others(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Union", "Birch Union"])
    requested_at("Alder Union", NIGHT - timedelta(days=3))
    requested_at("Birch Union", NIGHT)
    assert [day.requested for day in counted(letter).days] == [1, 0, 0, 1]


def test_what_was_requested_on_past_days_stays_when_requests_are_deleted(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Union", "Birch Union"])
    at = now()
    for name in ("Alder Union", "Birch Union"):
        requested_at(name, at - timedelta(days=9))
    with transaction():
        figures.keep_days(letter, at)
    with transaction():
        db.session.execute(Signature.__table__.delete().where(Signature.printed_name == "Birch Union"))  # type: ignore[attr-defined]
        figures.keep_days(letter, at + timedelta(days=1))
    assert counted(letter).days[0].requested == 2
    assert db.session.query(DayFigure).count() == 1


def test_scopes_states_and_partners_are_counted(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        partner = partners.add(letter, "Harbour Readers", "harbour", now())
    page = client.get("/letters/night-train?from=harbour")
    assert "/letters/night-train/sign?from=harbour" in page.text
    make.verified(client, via="harbour")
    make.listed(letter, ["Alder Union"])
    found = counted(letter)
    assert found.scopes == {"local": 1, "": 1}
    assert found.states == {"OH": 1, "": 1}
    assert found.partners == {str(partner.id): 1, "": 1}


def test_a_link_of_no_partner_brings_a_signature_without_one(client: FlaskClient) -> None:
    make.letter()
    assert client.get("/letters/night-train?from=<script>").status_code == 200
    make.verified(client, via="nobody")
    assert make.signatures("verified")[0].partner_id is None


def test_the_worker_counts_what_changed_once_a_day_and_a_long_list_is_shown_as_counted(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Union"])
    at = now()
    with transaction():
        assert figures.work(at)
    with transaction():
        assert not figures.work(at + timedelta(hours=1))
    make.listed(letter, ["Birch Union"])
    long = figures.figures_of(letter, figures.COUNTED_AT_ONCE + 1, now())
    assert long is not None and long.partners == {"": 1} and long.counted_at == at
    with transaction():
        assert figures.work(at + timedelta(days=1, hours=1))
    with transaction():
        assert not figures.work(at + timedelta(days=1, hours=2))


def test_a_long_list_that_was_never_counted_has_no_figures_yet(client: FlaskClient) -> None:
    assert figures.figures_of(make.letter(), figures.COUNTED_AT_ONCE + 1, now()) is None
