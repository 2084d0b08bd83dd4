"""An installation that runs as it would for real: gunicorn, the mail worker, a database, an SMTP server.

It stays up until the tests of this process end; each test finds it empty.
"""

import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from config import read_settings
from signon import create_app
from signon.database import db
from tests import make
from tests.conftest import PATIENT, take_all_out
from tests.servers.smtp import SmtpSink, smtp_sink
from tests.servers.web import run_command, running_app, running_worker

MAIL_SECONDS = 15  # the worker looks once a second; the rest is for a machine with other work


@dataclass(frozen=True)
class Mail:
    """A mail with a link and a code, as its reader sees it."""

    message: EmailMessage
    subject: str
    text: str
    link: str
    code: str


@dataclass(frozen=True)
class Site:
    """The running installation: where it is, and the ways to it that are not the browser's."""

    url: str
    environment: dict[str, str]
    app: Flask  # the same installation in this process, to make letters and to act as somebody else
    sink: SmtpSink | None

    def command(self, *words: str) -> str:
        """Run `signon WORDS...` as a program of its own; what it printed. It must end well."""
        done = run_command(self.environment, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Within this block `tests.make` makes letters and reads signatures of this site."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def clear(self) -> None:
        """Forget every letter and every mail: who knows an organization by its name would know it in the next test."""
        with self.inside():
            take_all_out()
        if self.sink is not None:
            self.sink.clear()

    def mail_to(self, address: str) -> Mail:
        """The newest mail to `address` with a link that verifies, once the worker has sent one."""
        return _read(self.message_to(address, "/verify/"))

    def link_to(self, address: str, path: str) -> str:
        """The link that begins with `path` in the newest mail to `address` that has one, once it was sent."""
        link = re.search(rf"^(http\S+{path}\S+)$", _text_of(self.message_to(address, path)), re.MULTILINE)
        assert link
        return link[1]

    def message_to(self, address: str, path: str) -> EmailMessage:
        """The newest mail to `address` with a link to `path`, once the worker has sent one."""
        assert self.sink is not None, "this site keeps its mail in its own mailbox"
        deadline = time.monotonic() + MAIL_SECONDS
        while True:
            to = [one.message for one in self.sink.deliveries if address in one.recipients]
            found = [message for message in to if f"{path}" in _text_of(message)]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, f"no mail to {address} with a link to {path}"
            time.sleep(0.05)

    def visit(self, path: str) -> str:
        """What a program that only looks is given: a scanner, a link preview."""
        request = urllib.request.Request(path if "://" in path else f"{self.url}{path}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(answer.read().decode())

    def signed(self, slug: str, *entries: dict[str, str]) -> None:
        """Somebody signs elsewhere, by form and by the link in the mail, box ticked; for each of `entries`."""
        browser = self.app.test_client()
        with self.inside():
            for entry in entries:
                assert make.send_form(browser, slug, **entry).status_code == 303
        for entry in entries:
            link = self.mail_to(entry["email"]).link.removeprefix(self.url)
            assert browser.post(link, data={"authorized": "y"}).status_code == 303


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return "\n".join(str(body.get_content()).splitlines())


def _read(message: EmailMessage) -> Mail:
    text = _text_of(message)
    link = re.search(r"^(http\S+/verify/\S+)$", text, re.MULTILINE)
    code = re.search(r"^ {4}([0-9A-Z]{4}-[0-9A-Z]{4})$", text, re.MULTILINE)
    assert link and code, f"the mail has no link or no code:\n{text}"
    return Mail(message, str(message["Subject"]), text, link[1], code[1])


@contextmanager
def running_site(database: str, folder: Path, *, mail_leaves: bool = True) -> Iterator[Site]:
    """Start all that must run, over the empty database at the address `database`; its files lie in `folder`.

    With `mail_leaves=False` there is no mail server and no worker, as at somebody's desk before they start one.
    """
    with ExitStack() as stack:
        sink = stack.enter_context(smtp_sink()) if mail_leaves else None
        environment = {"DATABASE_URL": database, "DATA_DIR": str(folder), **PATIENT}
        if sink is not None:
            environment |= {"MAIL_SERVER": sink.host, "MAIL_PORT": str(sink.port)}
        environment["PUBLIC_URL"] = stack.enter_context(running_app(environment))
        app = create_app(read_settings(environment))
        with app.app_context():
            upgrade()
        if sink is not None:
            stack.enter_context(running_worker(environment))
        yield Site(environment["PUBLIC_URL"], environment, app, sink)
        with app.app_context():
            db.engine.dispose()


class Sites:
    """The running sites of this process, each started when somebody asks for it first."""

    def __init__(self, stack: ExitStack) -> None:
        """`stack` ends them all."""
        self._stack = stack
        self._running: dict[str, Site] = {}

    def called(self, name: str, start: Callable[[], AbstractContextManager[Site]]) -> Site:
        """The site called `name`, which `start` starts if it does not run yet."""
        if name not in self._running:
            self._running[name] = self._stack.enter_context(start())
        return self._running[name]
