"""A database with a row in every table and a signature in every state, made through the same doors and acts as a real
one. What is lost on the way of a migration, a backup or a copy shows against it.
"""

from flask.testing import FlaskClient
from sqlalchemy import inspect, text

from signon.database import db, now, transaction
from signon.letters.file import LetterFile
from signon.letters.models import Letter
from signon.letters.publishing import take_file
from signon.mail import outbox
from signon.signatures import counting, reviewing
from signon.signatures.listing import change_state
from signon.signatures.models import VERIFIED, WITHDRAWN, Signature
from signon.signatures.verifying import note_wrong_code
from signon.staff.access import grant
from signon.staff.members import enter
from signon.staff.models import EDITOR, OWNER
from tests import make


def fill(client: FlaskClient) -> None:
    """Fill the empty database of the running application."""
    letter = make.letter(conveners=("Aldermoor Readers",), goal=100)
    _correct_and_translate(letter)
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    _sign(client)
    _withdraw_and_strike(letter)
    make.petition()
    for number, shown_as in enumerate(("full", "initials", "unlisted")):
        make.verified(client, "sunday-train", email=f"rosa{number}@lind.example", shown_as=shown_as)
    make.letter("draft-train", published=False, campaign="Another Line")
    _work_the_outbox()
    with transaction():
        note_wrong_code("night-train", now())
        member, _password = enter("ida@nightline.org", now())
        grant(member, OWNER, None, now())
        grant(member, EDITOR, letter.campaign_id, now())
    db.session.remove()


def _correct_and_translate(letter: Letter) -> None:
    facts = {"title": "Run the night train again", "campaign": "Night Line", "conveners": ("Aldermoor Readers",)}
    second = LetterFile(body=make.TEXT + "\nEvery night.\n", goal=100, **facts)
    spanish = LetterFile(
        title="Que vuelva el tren nocturno",
        language="es",
        translation_of=letter.slug,
        body="Nosotras, {{ undersigned }} organizaciones, lo pedimos.\n",
    )
    for file, reason in ((second, "the hours were missing"), (spanish, "")):
        with transaction():
            take_file(file, letter.slug, correction=reason, keys=make.keys(), at=now())


def _sign(client: FlaskClient) -> None:
    """One listed, one held, one struck as a duplicate, two to be taken off again, and two that wait."""
    make.verified(client)
    make.verified(client, email="ada@gmail.com", organization="Held Union")
    make.verified(client, email="bob@nightowls.org")
    for name in ("Leaving Union", "Struck Union"):
        make.verified(client, organization=name)
    make.send_form(client, organization="Waiting Union")
    make.send_form(client, organization="Patient Union")


def _withdraw_and_strike(letter: Letter) -> None:
    by_name = {row.printed_name: row for row in db.session.query(Signature)}
    with transaction():
        reviewing.strike(letter, by_name["Struck Union"], "no such body", now())
        leaving = by_name["Leaving Union"]
        counting.lock(letter.id, now())
        change_state(leaving, VERIFIED, WITHDRAWN, now())
        counting.shift(letter.id, leaving.kind, -1, now())


def _work_the_outbox() -> None:
    """One mail sent, one refused, one being sent; the others wait."""
    with transaction():
        sent, refused, _sending = outbox.claim(now(), most=3)
        outbox.note_sent(sent, now())
        outbox.note_refused(refused, now())


def rows_by_table() -> dict[str, int]:
    """How many rows each table of the database has, whatever the models say."""
    with db.engine.connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in tables}


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the models, in the order of their keys."""
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in db.metadata.sorted_tables
        }
