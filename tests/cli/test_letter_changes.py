"""Changes of published letters, and copies of letters, at the command line."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from signon.database import db
from signon.letters.letters import current_texts, with_slug
from signon.staff.audit_models import AuditEntry
from tests import make

FILE = "---\ntitle: Run it\ncampaign: Night Line\ndeadline_zone: America/New_York\n---\n\nWe ask.\n"


def signon(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["letter", *words])


def test_a_published_letter_is_clarified_or_changed_by_command(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "night-train.md"
    file.write_text(FILE, encoding="utf-8")
    assert signon(app, "import", str(file), "--publish").exit_code == 0
    file.write_text(FILE.replace("ask", "kindly ask"), encoding="utf-8")
    both = signon(app, "import", str(file), "--clarification", "kinder", "--material", "kinder")
    assert both.exit_code == 1 and "Give one reason" in both.output
    assert signon(app, "import", str(file), "--clarification", "kinder").exit_code == 0
    file.write_text(FILE.replace("ask", "demand"), encoding="utf-8")
    soon = signon(app, "import", str(file), "--material", "firmer")
    assert soon.exit_code == 1 and "at least one day" in soon.output
    done = signon(app, "import", str(file), "--material", "firmer", "--answer-by", "2199-12-01 12:00")
    assert done.exit_code == 0, done.output
    letter = with_slug("night-train")
    assert letter is not None
    text = current_texts(letter)[0]
    assert (text.number, text.change, text.reason) == (3, "material", "firmer")
    assert text.answer_by == make.moment("2199-12-01 17:00"), "noon in New York"
    acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == ["letter.imported", "letter.published", "letter.imported", "letter.imported"]


def test_a_letter_is_copied_by_command(app: Flask) -> None:
    make.letter()
    assert signon(app, "clone", "nowhere", "sundays").exit_code == 1
    assert signon(app, "clone", "night-train", "night-train").exit_code == 1
    done = signon(app, "clone", "night-train", "sundays", "--title", "Sundays too")
    assert done.output == "sundays\n"
    made = with_slug("sundays")
    assert made is not None and made.published_at is None
    assert current_texts(made)[0].title == "Sundays too"
