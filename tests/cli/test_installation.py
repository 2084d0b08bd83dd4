"""An installation that is not fit says so in sentences, whatever command is run."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.servers.web import ROOT


def test_check_is_content_with_an_installation_in_order(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["check"]).output == "Everything is in order.\n"


@pytest.mark.parametrize("words", [["check"], ["letter", "export", "x"], ["mail", "send"]])
def test_wrong_settings_refuse_every_command_with_their_names_and_nothing_else(
    tmp_path: Path, words: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from signon.cli import main; main()", *words],
        cwd=ROOT,
        env={
            "PUBLIC_URL": "https://letters.example.org",
            "SECRET_KEY": "too-short",
            "DATA_DIR": str(tmp_path),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("SECRET_KEY", "CONTACT_KEYS", "MAIL_SERVER"):
        assert name in done.stderr
    assert "too-short" not in done.stderr


def test_check_names_a_mail_server_and_a_database_that_do_not_answer(tmp_path: Path) -> None:
    environment = {
        "DATA_DIR": str(tmp_path),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": "9",
        "MAIL_TIMEOUT": "1",
        "PATH": "",
    }
    command = [sys.executable, "-c", "from signon.cli import main; main()", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "MAIL_SERVER" in done.stderr


def test_before_the_tables_are_made_a_command_says_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from signon.cli import main; main()", "letter", "export", "x"]
    environment = {"DATA_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "signon check" in done.stderr
