"""The commands that people script against."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from signon.database import db
from signon.letters.letters import with_slug
from signon.letters.models import Letter, TextVersion
from signon.staff.models import StaffMember
from tests import make
from tests.browser import browser

LETTER = """---
title: Run the night train again
campaign: Night Line
conveners:
  - Night Owls Union
---

We, the {{ undersigned }} undersigned organizations, ask for it.
"""


def signon(app: Flask, *words: str) -> Result:
    """Run `signon WORDS...` in this process."""
    db.session.rollback()
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def letter_file(tmp_path: Path) -> Path:
    """A letter file called night-train.md."""
    path = tmp_path / "night-train.md"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_a_letter_is_imported_and_its_slug_is_the_last_line(app: Flask, letter_file: Path) -> None:
    result = signon(app, "letter", "import", str(letter_file), "--publish")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["new, published: Run the night train again", "night-train"]
    assert browser(app).get("/letters/night-train").status_code == 200


def test_the_same_file_again_changes_nothing(app: Flask, letter_file: Path) -> None:
    signon(app, "letter", "import", str(letter_file), "--publish")
    result = signon(app, "letter", "import", str(letter_file), "--publish")
    assert result.stdout.splitlines() == ["unchanged: Run the night train again", "night-train"]
    assert db.session.query(TextVersion).count() == 1


def test_a_changed_file_updates_a_draft_and_corrects_a_published_letter_only_with_a_reason(
    app: Flask, letter_file: Path
) -> None:
    signon(app, "letter", "import", str(letter_file))
    letter_file.write_text(LETTER.replace("ask for it", "ask for it soon"), encoding="utf-8")
    assert signon(app, "letter", "import", str(letter_file), "--publish").stdout.startswith("updated, published")
    letter_file.write_text(LETTER.replace("ask for it", "demand it"), encoding="utf-8")
    refused = signon(app, "letter", "import", str(letter_file))
    assert refused.exit_code == 1
    assert "--correction" in refused.output
    assert "ask for it soon" in browser(app).get("/letters/night-train").text
    corrected = signon(app, "letter", "import", str(letter_file), "--correction", "a clearer word")
    assert corrected.exit_code == 0, corrected.output
    versions = db.session.query(TextVersion).order_by(TextVersion.number).all()
    assert [(version.number, version.reason) for version in versions] == [(1, ""), (2, "a clearer word")]
    assert "demand it" in browser(app).get("/letters/night-train").text


def test_a_letter_goes_out_and_comes_back_the_same(app: Flask, letter_file: Path, tmp_path: Path) -> None:
    signon(app, "letter", "import", str(letter_file))
    out = tmp_path / "out.md"
    assert signon(app, "letter", "export", "night-train", "--output", str(out)).exit_code == 0
    assert signon(app, "letter", "import", str(out)).stdout.splitlines() == [
        "unchanged: Run the night train again",
        "night-train",
    ]
    assert signon(app, "letter", "export", "night-train").stdout_bytes == out.read_bytes()


def test_a_translation_is_taken_to_its_letter_and_shown_to_its_readers(
    app: Flask, letter_file: Path, tmp_path: Path
) -> None:
    signon(app, "letter", "import", str(letter_file), "--publish")
    spanish = tmp_path / "spanish.md"
    spanish.write_text(
        "---\ntitle: Que vuelva el tren\nlanguage: es\ntranslation_of: night-train\n---\n\nPedimos el tren.\n",
        encoding="utf-8",
    )
    result = signon(app, "letter", "import", str(spanish))
    assert result.stdout.splitlines() == ["translated: Que vuelva el tren", "night-train"]
    assert signon(app, "letter", "import", str(spanish)).stdout.startswith("unchanged")
    assert "Pedimos el tren." in browser(app).get("/es/letters/night-train").text
    assert "Pedimos" not in browser(app).get("/letters/night-train").text
    assert "Pedimos" in signon(app, "letter", "export", "night-train", "--language", "es").stdout


def test_a_letterhead_is_put_above_a_letter_described_and_taken_away(
    app: Flask, letter_file: Path, tmp_path: Path
) -> None:
    signon(app, "letter", "import", str(letter_file))
    file = tmp_path / "head.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>')
    refused = signon(app, "letter", "letterhead", "night-train", str(file))
    assert refused.exit_code == 1 and "what the picture shows" in refused.output
    words = ("--alt", "Night Line")
    for given in ((str(file), *words), words):
        assert signon(app, "letter", "letterhead", "night-train", *given).output == "letterhead: 2400 by 600 pixels\n"
    assert signon(app, "letter", "letterhead", "night-train", "--remove").output == "no letterhead\n"
    file.write_text("<svg/>")
    assert "could not be read" in signon(app, "letter", "letterhead", "night-train", str(file), *words).output
    assert "There is no letter" in signon(app, "letter", "letterhead", "day-train", str(file), *words).output


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (LETTER.replace("campaign", "kampagne").encode(), "Line 3"),
        (LETTER.replace("title: Run the night train again\n", "").encode(), "title"),
        (LETTER.replace("title: ", "title: [").encode(), "Line 3"),
        (LETTER.encode() + "résumé".encode("cp1252"), "Line 9"),
        (b"", "Line 1"),
        (LETTER.encode() + b"x" * 20_000_000, "MB"),
    ],
)
def test_a_malformed_letter_file_is_refused_in_a_sentence_and_leaves_nothing(
    app: Flask, letter_file: Path, data: bytes, says: str
) -> None:
    letter_file.write_bytes(data)
    result = signon(app, "letter", "import", str(letter_file), "--publish")
    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output
    assert db.session.query(Letter).count() == 0


def test_a_file_whose_name_cannot_be_an_address_is_refused_and_its_slug_key_helps(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "Final version (2).md"
    path.write_text(LETTER, encoding="utf-8")
    assert "slug:" in signon(app, "letter", "import", str(path)).output
    path.write_text(LETTER.replace("---\ntitle", "---\nslug: night-train\ntitle", 1), encoding="utf-8")
    assert signon(app, "letter", "import", str(path)).stdout.splitlines()[-1] == "night-train"


def test_names_are_imported_row_by_row_and_a_dry_run_keeps_nothing(
    app: Flask, letter_file: Path, tmp_path: Path
) -> None:
    signon(app, "letter", "import", str(letter_file), "--publish")
    names = tmp_path / "names.csv"
    names.write_text("organization\nNight Owls Union\nAlder\nhttps://x.org\n", encoding="utf-8")
    dry = signon(app, "signees", "import", "night-train", str(names), "--dry-run")
    assert dry.exit_code == 0
    assert make.signatures() == []
    result = signon(app, "signees", "import", "night-train", str(names))
    assert result.stdout.splitlines()[0] == "line 2: imported: Night Owls Union"
    assert result.stdout.splitlines()[2].startswith("line 4: refused: https://x.org (")
    assert result.stdout.splitlines()[-1] == "2 imported, 0 matched, 1 refused"
    again = signon(app, "signees", "import", "night-train", str(names))
    assert again.stdout.splitlines()[-1] == "0 imported, 2 matched, 1 refused"
    assert "We, the 1 undersigned" in browser(app).get("/letters/night-train").text


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "csv", "json"])
def test_the_signee_list_is_written_whole_in_every_format(app: Flask, tmp_path: Path, format: str) -> None:
    make.listed(make.letter(), ["Zinnia", "Alder & Sons", "=Birch"])
    out = tmp_path / f"list.{format}"
    result = signon(app, "signees", "export", "night-train", "--format", format, "--output", str(out))
    assert result.exit_code == 0, result.output
    first = out.read_bytes()
    assert len(first) > 90
    assert list(tmp_path.iterdir()) == [out], "nothing half done is left beside it"
    if format == "json":
        assert [signee["name"] for signee in json.loads(first)["signees"]] == ["=Birch", "Alder & Sons", "Zinnia"]
    if format == "csv":
        assert (
            signon(app, "signees", "import", "night-train", str(out))
            .stdout.splitlines()[-1]
            .startswith("0 imported, 3 matched")
        )


def test_a_letter_that_is_not_there_is_a_sentence_not_a_traceback(app: Flask, tmp_path: Path) -> None:
    for words in (
        ["letter", "export", "x"],
        ["signees", "export", "x", "--format", "csv", "--output", str(tmp_path / "o")],
    ):
        result = signon(app, *words)
        assert result.exit_code == 1
        assert "There is no letter x." in result.output


def test_staff_are_added_with_a_password_that_is_said_once(app: Flask) -> None:
    first = signon(app, "staff", "add", "ida@nightline.org", "--role", "owner")
    assert "password: " in first.output
    again = signon(app, "staff", "add", "ida@nightline.org", "--role", "viewer")
    assert "password" not in again.output
    assert "password: " in signon(app, "staff", "add", "ida@nightline.org", "--role", "viewer", "--new-password").output
    member = db.session.query(StaffMember).one()
    assert [(membership.role, membership.campaign_id) for membership in member.memberships] == [("viewer", None)]
    unknown = signon(app, "staff", "add", "ida@nightline.org", "--role", "owner", "--campaign", "Nobody")
    assert unknown.exit_code == 1


def test_the_demo_makes_its_campaign_once_however_often_it_starts(app: Flask) -> None:
    for _ in range(2):
        result = signon(app, "demo", "--prepare-only")
        assert result.exit_code == 0, result.output
    client = browser(app)
    count = client.get("/letters/doors-till-nine/count.json").json
    assert count is not None
    assert (count["organizations"], count["undersigned"]) == (104, 102)
    assert with_slug("open-on-sundays") is not None
    assert "102" in client.get("/es/letters/doors-till-nine").text
    ledger = client.get("/es/campaigns/doors-till-nine/demands").text
    assert ledger.count('class="demand"') == 7 and ledger.count('<h2 lang="es"') == 7


def test_recount_and_purge_say_what_they_did(app: Flask) -> None:
    assert signon(app, "recount").output == "0 counters had drifted\n"
    assert signon(app, "privacy", "purge").output == "0 requests ended\n"


def test_naming_another_convener_corrects_the_undersigned_of_names_already_listed(
    app: Flask, letter_file: Path
) -> None:
    signon(app, "letter", "import", str(letter_file), "--publish")
    found = with_slug("night-train")
    assert found is not None
    make.listed(found, ["Night Owls Union", "Alder", "Birch"])
    letter_file.write_text(LETTER.replace("  - Night Owls Union", "  - Alder\n  - Birch"), encoding="utf-8")
    assert signon(app, "letter", "import", str(letter_file), "--correction", "the leads changed").exit_code == 0
    count = browser(app).get("/letters/night-train/count.json").json
    assert count is not None
    assert (count["organizations"], count["undersigned"]) == (3, 1)
    assert signon(app, "recount").output == "0 counters had drifted\n"


def test_a_published_translation_changes_only_with_a_reason(app: Flask, letter_file: Path, tmp_path: Path) -> None:
    signon(app, "letter", "import", str(letter_file), "--publish")
    french = tmp_path / "french.md"
    text = "---\ntitle: Le train\nlanguage: fr\ntranslation_of: night-train\ncampaign: Night Line\n---\n\nLe train.\n"
    french.write_text(text, encoding="utf-8")
    assert signon(app, "letter", "import", str(french)).stdout.startswith("translated")
    assert signon(app, "letter", "import", str(french)).stdout.startswith("unchanged")
    assert "Le train." in browser(app).get("/letters/night-train?text=fr").text
    assert 'href="/letters/night-train?text=fr"' in browser(app).get("/letters/night-train").text
    french.write_text(text.replace("Le train.", "Un train."), encoding="utf-8")
    assert "--correction" in signon(app, "letter", "import", str(french)).output
    assert signon(app, "letter", "import", str(french), "--correction", "a word").exit_code == 0
    assert "Un train." in browser(app).get("/letters/night-train?text=fr").text


def test_the_demo_leaves_a_database_with_letters_of_its_own_alone(app: Flask, letter_file: Path) -> None:
    signon(app, "letter", "import", str(letter_file))
    result = signon(app, "demo", "--prepare-only")
    assert result.exit_code == 1
    assert "letters of its own" in result.output
    assert [letter.slug for letter in db.session.query(Letter)] == ["night-train"]
    assert db.session.query(StaffMember).count() == 0


def test_a_file_that_cannot_be_written_is_a_sentence(app: Flask) -> None:
    make.letter()
    result = signon(app, "signees", "export", "night-train", "--format", "csv", "--output", "/nowhere/at/all.csv")
    assert result.exit_code == 1
    assert "/nowhere/at/all.csv: No such file or directory." in result.output
    result = signon(
        app, "signees", "export", "night-train", "--format", "csv", "--output", "/tmp/x.csv", "--language", "fr"
    )
    assert "no text in fr" in result.output
