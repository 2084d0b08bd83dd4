"""Nobody can be harmed by what is stored: searched byte by byte, after everything was done that leaves traces."""

import base64
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from signon.database import db, is_sqlite, now, transaction
from signon.keys import KeyGone, KeyStore, Table, open_key_store
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.mail.outbox import unseal
from signon.mail.sending import send_due
from signon.privacy.columns import TABLES
from signon.signatures import reviewing
from signon.signatures.signing import open_contact
from tests import make
from tests.browser import Browser, browser
from tests.conftest import DATABASES
from tests.filled import contents
from tests.installations import installation_of_its_own
from tests.raw_bytes import Writings, database_files, found_in, found_in_files, wal_position, writings

LOCAL_PART = "wren.canary.7f3a"
PERSON = {
    "email": f"{LOCAL_PART}@nightowls.org",
    "representative": "Wren Canaryfield",
    "role": "Keeper of the Aviary",
}
SUPPORTER = {"name": "Merle Canaryworth", "email": "merle.canary.9c2b@lind.example", "postal_code": "CANARY 45402"}
SHY = {**SUPPORTER, "email": "shy.canary.1d4e@lind.example", "comment": "CANARY reasons of my own"}
VISIT = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "203.0.113.78",
    "HTTP_USER_AGENT": "CanaryBrowser/7.7 (a very rare one)",
    "HTTP_REFERER": "https://canary-referrer.example/where-i-was",
    "HTTP_COOKIE": "canary=a-cookie-of-somebody-else",
}
# Each is the table whose next change fails, and what a visitor does then.
STAGES = {
    "signature": "sign",
    "signature_token": "sign",
    "outbox_mail": "sign",
    "letter_tally": "verify",
    "counter": "verify",
    "organization": "verify",
    "code_tries": "type a wrong code",
}


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose every file can be searched, with a letter and a petition."""
    with installation_of_its_own(request, request.param, tmp_path) as app:
        make.letter()
        make.petition()
        yield app


def visitor(app: Flask) -> Browser:
    """A browser that tells all about itself, from an address that must not be kept."""
    visiting = browser(app)
    visiting.environ_base = {**visiting.environ_base, **VISIT}
    return visiting


def secrets() -> Writings:
    """What must be found nowhere in any writing; of the newest mail's link and code the hash is stored, and may be."""
    mail = make.newest_mail()
    personal = [LOCAL_PART, *PERSON.values(), *SUPPORTER.values(), *SHY.values(), *VISIT.values()]
    return {word: writings(word) for word in personal} | {
        word: writings(word, hashed=False) for word in (mail.token, mail.code)
    }


def stored_files(app: Flask, since: str) -> list[Path]:
    """All files of the database, and all of DATA_DIR but the mailbox, which stands for the world outside."""
    folder = Path(app.config["DATA_DIR"])
    kept = {path for path in folder.rglob("*") if path.is_file() and "mailbox" not in path.parts}
    return sorted(kept | set(database_files(since)))


@contextmanager
def failing(table: str) -> Iterator[None]:
    """Let every change of a row of `table` fail inside the database."""
    on = "" if is_sqlite() else f" ON {table}"
    _change(_breaking(table))
    yield
    _change(f"DROP TRIGGER forced_{event}_{table}{on}" for event in ("insert", "update"))


def _change(statements: Iterable[str]) -> None:
    db.session.rollback()  # whoever has only looked at the table must not keep it from being changed
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _breaking(table: str) -> Iterator[str]:
    if not is_sqlite():
        body = "$$ BEGIN RAISE EXCEPTION 'forced'; END $$"
        yield f"CREATE OR REPLACE FUNCTION forced() RETURNS trigger LANGUAGE plpgsql AS {body}"
    act = "BEGIN SELECT RAISE(ABORT, 'forced'); END" if is_sqlite() else "FOR EACH ROW EXECUTE FUNCTION forced()"
    for event in ("insert", "update"):
        yield f"CREATE TRIGGER forced_{event}_{table} BEFORE {event} ON {table} {act}"


def sign_and_be_listed(visiting: Browser) -> None:
    """An organization and a supporter sign; one is listed, two counted without a name; mail is sent; staff strike."""
    make.verified(visiting, **PERSON)
    make.verified(visiting, "sunday-train", **SUPPORTER, shown_as="unlisted")
    make.verified(visiting, "sunday-train", **SHY, shown_as="anonymous")
    send_due(make.keys())
    for path in ("", "/signees?q=canary", "/letter.pdf", "/count.json", "/sign/sent"):
        assert visiting.get(f"/letters/night-train{path}").status_code == 200
    make.verified(visiting, **at_home("Struck Union"))
    letter = found("night-train")
    with transaction():
        reviewing.strike(letter, make.signatures("verified")[-1], "no such body", now(), keys=make.keys())
    make.send_form(visiting, **at_home("Waiting Union"))


def at_home(organization: str) -> dict[str, str]:
    """The same person, writing from the website of another organization."""
    home = make.home_of(organization)
    return {**PERSON, **home, "organization": organization, "email": f"{LOCAL_PART}@{home['email'].partition('@')[2]}"}


def found(slug: str) -> Letter:
    """The letter of that slug."""
    letter = with_slug(slug)
    assert letter is not None
    return letter


def test_nothing_that_is_stored_holds_a_person_or_where_they_came_from(house: Flask) -> None:
    since = wal_position()
    sign_and_be_listed(visitor(house))
    wanted = secrets()
    assert found_in_files(stored_files(house, since), wanted) == {}
    assert found_in(repr(contents()).encode(), wanted) == []
    listed = found_in_files(stored_files(house, since), {"Night Owls Union": {b"Night Owls Union"}})
    assert listed or not database_files(since), "the search does not even find the name that is public"


def test_no_log_holds_them_when_all_is_logged_and_every_stage_has_failed(
    house: Flask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("", "sqlalchemy", "flask", "werkzeug", "signon", "alembic"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    since, visiting = wal_position(), visitor(house)
    sign_and_be_listed(visiting)
    link = make.newest_mail().link
    for table, act in STAGES.items():
        with failing(table):
            assert _try(visiting, act, link) == 500, f"a fault in {table} went unseen"
    wanted = secrets()
    assert "INSERT INTO signature" in caplog.text, "the statements were not logged"
    assert caplog.text.count("unexpected ") == len(STAGES)
    written = capfd.readouterr()
    assert found_in(caplog.text.encode(), wanted) == []
    assert found_in(f"{written.out}{written.err}".encode(), wanted) == []
    assert found_in_files(stored_files(house, since), wanted) == {}


def _try(visiting: Browser, act: str, link: str) -> int:
    if act == "sign":
        return make.send_form(visiting, **PERSON).status_code
    if act == "verify":
        return visiting.post(link, data={"authorized": "y"}).status_code
    return visiting.post("/verify", data={"code": "2222-2222"}).status_code


def test_a_destroyed_key_forgets_what_every_copy_still_holds(house: Flask) -> None:
    visiting = visitor(house)
    make.verified(visiting, **PERSON)
    make.send_form(visiting, **at_home("Waiting Union"))
    make.send_form(visiting, "sunday-train", **SUPPORTER)
    gone, stays = found("night-train"), found("sunday-train")
    key_file = Path(house.config["KEY_STORE"]) / f"{gone.key_name}.key"
    wrapped = key_file.read_bytes()
    make.keys().destroy(gone.key_name)
    anew = open_key_store(house.config["KEY_STORE"], house.config["CONTACT_KEYS"])
    for keys in (make.keys(), anew):
        assert _opened(keys, gone) == (0, 0)
        assert _opened(keys, stays) == (1, 1)
    assert not key_file.exists()
    assert all(wrapped[-32:] not in path.read_bytes() for path in stored_files(house, wal_position()))
    anew.ensure(gone.key_name)
    assert _opened(anew, gone) == (0, 0), "a new key of the same name opens nothing old"
    page = browser(house).get("/letters/night-train")
    assert "Night Owls Union" in page.text, "the public list needs no key"


def _opened(keys: KeyStore, letter: Letter) -> tuple[int, int]:
    """How many contacts and mails of `letter` can be read with `keys`."""
    signatures = [row for row in make.signatures() if row.letter_id == letter.id]
    mails = db.session.query(OutboxMail).filter_by(letter_id=letter.id).all()
    assert signatures
    assert mails
    contacts = [_can(lambda row=row: open_contact(letter, row.contact, keys)) for row in signatures]
    return sum(contacts), sum(_can(lambda mail=mail: unseal(mail, keys)) for mail in mails)


def _can(read) -> bool:  # type: ignore[no-untyped-def]
    try:
        read()
    except KeyGone:
        return False
    return True


def test_every_column_is_classified_and_every_classified_column_is_there(app: Flask) -> None:
    with db.engine.connect() as connection:
        schema = inspect(connection)
        there = {f"{name}.{column['name']}" for name in schema.get_table_names() for column in schema.get_columns(name)}
    there |= {f"signon_key.{column.name}" for column in Table("sqlite://").table.columns}
    classified = [f"{table.name}.{column.name}" for table in TABLES for column in table.columns]
    assert sorted(there - set(classified)) == [], "say in signon/privacy/columns.py what these are for, and how long"
    assert sorted(set(classified) - there) == [], "these are in signon/privacy/columns.py and not in the database"
    assert len(classified) == len(set(classified)), "a column is classified twice"
    assert all(table.kept and table.row for table in TABLES)
    assert all(column.purpose for table in TABLES for column in table.columns)


def test_the_report_has_a_line_for_every_column(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["privacy", "report"])
    assert told.exit_code == 0
    for table in TABLES:
        section = told.output.split(f"\n{table.name}: ")[1].split("\n\n")[0]
        for column in table.columns:
            assert f"    {column.name} " in section
    assert max(map(len, told.output.splitlines())) <= 140


@pytest.mark.parametrize("before", ["", "x", "xy"])
@pytest.mark.parametrize("after", ["", "z", "zz"])
def test_the_search_finds_a_word_however_it_is_written(before: str, after: str) -> None:
    word = "wren.canary@nightowls.org"
    wanted, whole = {word: writings(word)}, f"{before}{word}{after}".encode()
    for data in (whole, base64.b64encode(whole), base64.urlsafe_b64encode(whole), whole.hex().encode()):
        assert found_in(data, wanted) == [word]
    assert found_in(f"?q={quote(word)}&".encode(), wanted) == [word]
    assert found_in(b"wren.canary@nightowls.or", wanted) == []
    assert min(map(len, writings(word))) >= 16


def test_a_file_that_goes_while_others_are_searched_is_no_trouble(tmp_path: Path) -> None:
    there, gone, empty = (tmp_path / name for name in ("there", "gone", "empty"))
    there.write_bytes(b"wren.canary")
    empty.write_bytes(b"")
    assert found_in_files([gone, empty, there], {"wren": {b"wren"}}) == {str(there): ["wren"]}
