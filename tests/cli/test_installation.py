"""An installation that is not fit says so in sentences, whatever command is run."""

import subprocess
import sys
from pathlib import Path

from flask import Flask

from tests.servers.web import ROOT


def test_check_is_content_with_an_installation_in_order(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["check"]).output == "Everything is in order.\n"


ONE_COMMAND = "from signon.cli import main; main()"
EVERY_COMMAND = """
import sys
from signon.cli import main
for words in (["check"], ["letter", "export", "x"], ["mail", "send"]):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        print(end.code, file=sys.stderr if isinstance(end.code, int) else sys.stdout)
        print("----")
"""


def test_wrong_settings_refuse_every_command_with_their_names_and_nothing_else(tmp_path: Path) -> None:
    wrong = {"PUBLIC_URL": "https://letters.example.org", "SECRET_KEY": "too-short", "DATA_DIR": str(tmp_path)}
    done = run(EVERY_COMMAND, {**wrong, "PATH": ""})
    assert done.stderr == ""
    *each, rest = done.stdout.split("----")
    assert (len(each), rest.strip()) == (3, "")
    for said in each:
        for name in ("SECRET_KEY", "CONTACT_KEYS", "MAIL_SERVER"):
            assert name in said
        assert "too-short" not in said


def run(program: str, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program with these words, and with nothing else in its environment."""
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_check_names_a_mail_server_and_a_database_that_do_not_answer(tmp_path: Path) -> None:
    environment = {
        "DATA_DIR": str(tmp_path),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": "9",
        "MAIL_TIMEOUT": "1",
        "PATH": "",
    }
    done = run(ONE_COMMAND, environment, "check")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "MAIL_SERVER" in done.stderr


def test_before_the_tables_are_made_a_command_says_what_to_do(tmp_path: Path) -> None:
    done = run(ONE_COMMAND, {"DATA_DIR": str(tmp_path), "PATH": ""}, "letter", "export", "x")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "signon check" in done.stderr
