"""Doors for people at a terminal: `signon ...`, the same as `flask --app wsgi ...`. Thin, like views."""

import sys
from pathlib import Path

from flask import Flask
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from signon.cli.audit import audit
from signon.cli.check import check
from signon.cli.demo import demo
from signon.cli.draw import draw
from signon.cli.edition import edition
from signon.cli.letter import letter
from signon.cli.mail import mail
from signon.cli.privacy import privacy
from signon.cli.recount import recount
from signon.cli.signees import signees
from signon.cli.staff import staff
from signon.cli.switch import switch
from signon.keys import KeyGone, KeyLocked

ROOT = Path(__file__).resolve().parent.parent.parent


def add_commands(app: Flask) -> None:
    """Give `app` the commands of the house."""
    for command in (audit, check, demo, draw, edition, letter, mail, privacy, recount, signees, staff, switch):
        app.cli.add_command(command)


def main() -> None:
    """The `signon` command: the application of this checkout's wsgi.py, or one sentence for every setting that is
    wrong.
    """
    sys.path.insert(0, str(ROOT))
    script = ScriptInfo(app_import_path=str(ROOT / "wsgi.py"))
    try:
        script.load_app()
    except (KeyGone, KeyLocked) as wrong:
        sys.exit(f"CONTACT_KEYS, KEY_STORE: {wrong}")
    except SQLAlchemyError as wrong:
        sys.exit(f"KEY_STORE: the database of the keys does not answer ({type(wrong).__name__}).")
    except Exception as wrong:
        sentences = getattr(wrong, "sentences", None)
        if sentences is None:
            raise
        sys.exit("\n".join(sentences))
    group = FlaskGroup(name="signon", help="Open letters and petitions, from draft to signee list.")
    try:
        group.main(obj=script, prog_name="signon")
    except (OperationalError, ProgrammingError) as wrong:
        sys.exit(f"DATABASE_URL: the database did not do it ({type(wrong.orig).__name__}). Run: signon check")
