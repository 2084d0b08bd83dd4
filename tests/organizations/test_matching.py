"""The register finds the organizations that a name may mean, and remembers their other spellings."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from signon.database import db, transaction
from signon.organizations.likeness import Likeness, keys_of
from signon.organizations.matching import Alike, alike
from signon.organizations.models import Alias, Organization, OrganizationKey
from signon.organizations.register import (
    complete,
    known,
    known_or_entered,
    known_or_entered_all,
    learn_alias,
)
from signon.signatures.entry import Entry, organization_entry
from tests.conftest import DATABASES
from tests.installations import installation_of_its_own
from tests.organizations import real_names
from tests.statements import listed, said_by

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SYLLABLES = ("Bal", "Cor", "Dum", "Fen", "Gil", "Han", "Jor", "Kel", "Lum", "Mar", "Nor", "Pel", "Quo", "Ras", "Tol")


def described(name: str, website: str = "") -> Entry:
    """An organization as a signee file tells of it."""
    return organization_entry({"organization": name, "website": website}, needs_contact=False)


def entered(*names: str) -> dict[str, int]:
    """The ids of these organizations, entered in the register, by name."""
    with transaction():
        return {name: known_or_entered(described(name), AT) for name in names}


def found(name: str, most: int = 5) -> list[tuple[str, Likeness]]:
    return [(one.name, one.likeness) for one in alike(name, most)]


def keys_in(organization_id: int) -> set[str]:
    query = select(OrganizationKey.key).where(OrganizationKey.organization_id == organization_id)
    return set(db.session.scalars(query))


def test_the_register_finds_who_a_name_may_mean_the_surest_first(app: Flask) -> None:
    entered("Harbor Lanterns Action Fund", "Harbor Lanterns", "Harbor Candles", "Marejada", "Lantern Harbor Choir")
    assert found("The HARBOR LANTERNS, Inc.") == [
        ("Harbor Lanterns", Likeness.CERTAIN),
        ("Harbor Lanterns Action Fund", Likeness.LIKELY),
        ("Lantern Harbor Choir", Likeness.LIKELY),
    ]
    assert found("Harbor Lanterns", most=1) == [("Harbor Lanterns", Likeness.CERTAIN)]
    assert found("Osprey Watchers") == found("") == found("...") == found("\ud800") == []


def test_what_is_found_says_who_it_is(app: Flask) -> None:
    with transaction():
        organization_id = known_or_entered(described("Harbor Lanterns", "https://lanterns.example"), AT)
    assert alike("HARBOR LANTERNS") == [
        Alike(organization_id, "Harbor Lanterns", "https://lanterns.example", Likeness.CERTAIN)
    ]


def test_an_alias_finds_the_organization_whose_name_is_quite_different(app: Flask) -> None:
    ids = entered("Harbor Lanterns", "Marejada")
    with transaction():
        assert learn_alias(ids["Harbor Lanterns"], "Faroles del Puerto", AT)
    assert found("Faroles del Puerto, A.C.") == [("Harbor Lanterns", Likeness.LIKELY)]
    assert found("FAROLES DEL PUERTO") == [("Harbor Lanterns", Likeness.CERTAIN)]
    bearer = known("faroles del puerto")
    assert bearer is not None
    assert bearer.id == ids["Harbor Lanterns"]
    assert keys_in(ids["Harbor Lanterns"]) == keys_of("Harbor Lanterns") | keys_of("Faroles del Puerto")


def test_who_bears_an_alias_is_not_entered_again(app: Flask) -> None:
    ids = entered("Harbor Lanterns")
    with transaction():
        learn_alias(ids["Harbor Lanterns"], "Dock Candles", AT)
        both = known_or_entered_all([described("DOCK CANDLES"), described("Marejada")], AT)
    assert both["dock candles"] == ids["Harbor Lanterns"] != both["marejada"]
    assert db.session.scalar(select(func.count(Organization.id))) == 2


@pytest.mark.parametrize("name", ["MAREJADA", "harbor lanterns", "Dock Candles"])
def test_a_spelling_that_is_borne_already_stays_with_whom_it_belongs_to(app: Flask, name: str) -> None:
    ids = entered("Harbor Lanterns", "Marejada")
    with transaction():
        learn_alias(ids["Marejada"], "Dock Candles", AT)
        assert not learn_alias(ids["Harbor Lanterns"], name, AT)
    assert list(db.session.scalars(select(Alias.name))) == ["Dock Candles"]
    assert keys_in(ids["Harbor Lanterns"]) == keys_of("Harbor Lanterns")


def test_an_organization_is_entered_with_its_keys_in_as_many_statements_as_a_hundred(app: Flask) -> None:
    one, hundred = [described("Marejada")], [described(f"Ferry {number} Riders") for number in range(100)]
    with transaction():
        few = said_by(lambda: known_or_entered_all(one, AT))
        many = said_by(lambda: known_or_entered_all(hundred, AT))
        again = said_by(lambda: known_or_entered_all(hundred, AT))
    assert len(many) == len(few) <= 4, listed(many)
    assert len(again) == 1, listed(again)
    assert db.session.scalar(select(func.count(OrganizationKey.organization_id.distinct()))) == 101


def test_organizations_from_before_there_were_keys_are_given_theirs(app: Flask) -> None:
    ids = entered("Harbor Lanterns", "Marejada", "The")
    with transaction():
        learn_alias(ids["Harbor Lanterns"], "Dock Candles", AT)
        db.session.execute(delete(OrganizationKey).where(OrganizationKey.organization_id != ids["Marejada"]))
    assert found("Harbor Lanterns") == []
    with transaction():
        assert complete() == 2
        assert complete() == 0
    assert found("Harbor Lanterns") == [("Harbor Lanterns", Likeness.CERTAIN)]
    assert keys_in(ids["Harbor Lanterns"]) == keys_of("Harbor Lanterns") | keys_of("Dock Candles")


def test_a_long_register_without_keys_is_given_them_in_batches(app: Flask) -> None:
    with transaction():
        known_or_entered_all([described(f"Ferry {number} Riders") for number in range(1100)], AT)
        db.session.execute(delete(OrganizationKey))
        said = said_by(lambda: complete())
    assert len(said) == 10, listed(said)  # three batches of three statements, and one that finds nobody
    assert db.session.scalar(select(func.count(OrganizationKey.organization_id.distinct()))) == 1100


@pytest.mark.parametrize("order", [1, -1])
def test_hardly_any_real_name_is_taken_for_another_in_the_register(app: Flask, order: int) -> None:
    first, second = real_names.lists()[::order]
    same = {frozenset(pair) for pair in real_names.pairs("same")}
    entered(*first)
    new = [name for name in second if known(name) is None]
    wrong = {name: like.name for name in new for like in alike(name) if frozenset((name, like.name)) not in same}
    assert len(wrong) <= 0.02 * (len(first) + len(second)), wrong


def test_every_real_spelling_finds_its_organization_in_the_register(app: Flask) -> None:
    pairs = real_names.pairs("same")
    with transaction():
        known_or_entered_all([described(left) for left, _ in pairs], AT)
    assert [pair for pair in pairs if pair[0] not in [one.name for one in alike(pair[1])]] == []


@pytest.fixture(scope="module", params=DATABASES)
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation with a long register, whose database knows how long it is."""
    with installation_of_its_own(request, request.param, tmp_path_factory.mktemp("register")) as app:
        with transaction():
            names = [f"{one}{other}ers of {third}{one.lower()}" for one, other, third in product(SYLLABLES, repeat=3)]
            known_or_entered_all([described(name) for name in [*names, "Marejada Lanterns"]], AT)
            bearer = known("Marejada Lanterns")
            assert bearer is not None
            learn_alias(bearer.id, "Dock Candles", AT)
            db.session.execute(text("ANALYZE"))
        yield app


@pytest.mark.parametrize("name", ["Marejada Lantern Foundation", "Balcorers of Dumbal", "Candles of the Dock"])
def test_who_a_name_may_mean_is_found_without_reading_the_register(crowd: Flask, name: str) -> None:
    assert alike(name)
    assert len(plans(lambda: alike(name))) == 2


def test_who_bears_a_name_or_an_alias_is_found_without_reading_the_register(crowd: Flask) -> None:
    assert known("dock candles")
    assert len(plans(lambda: known("dock candles"))) == 1


def plans(act: Callable[[], object]) -> list[str]:
    """How the database carries out what `act` asks; it never reads one of the long tables through."""
    said = said_by(act)
    plans = [f"{one.text}\n--\n{one.explained()}\n" for one in said]
    db.session.rollback()
    for plan in plans:
        for table in ("organization", "organization_key"):
            read_through = f"SCAN {table}\n" in plan or re.search(rf"Seq Scan on {table}\b", plan)
            assert not read_through, f"{table} is read through:\n{plan}"
    return plans
