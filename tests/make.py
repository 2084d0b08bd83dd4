"""Makes what tests need, through the same doors and acts that people use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.keys import KeyStore
from signon.letters import file as letter_file
from signon.letters.models import Letter
from signon.letters.publishing import publish, take_file
from signon.mail.models import OutboxMail
from signon.mail.outbox import VERIFICATION, unseal
from signon.press import files
from signon.signatures import delivering, import_jobs, importing, signee_file
from signon.signatures.edition_models import Edition
from signon.signatures.models import Signature
from signon.signatures.tokens import Tokens
from signon.wording.addenda import read_addendum
from signon.wording.readings import read_signee_list

TEXT = "We, {{ undersigned }} organizations, ask that the night train runs again.\n"
ORGANIZATION = {
    "organization": "Night Owls Union",
    "website": "https://nightowls.org",
    "representative": "Ada Quill",
    "role": "Director",
    "email": "ada@nightowls.org",
    "city": "Dayton",
    "state": "OH",
    "scope": "local",
}
INDIVIDUAL = {
    "name": "Rosa Lind",
    "email": "rosa@lind.example",
    "postal_code": "45402",
    "country": "US",
    "shown_as": "full",
}


def keys() -> KeyStore:
    """The key store of the application under test."""
    store: KeyStore = current_app.extensions["signon.keys"]
    return store


def tokens() -> Tokens:
    """The token maker of the application under test."""
    maker: Tokens = current_app.extensions["signon.tokens"]
    return maker


def letter(slug: str = "night-train", *, published: bool = True, at: datetime | None = None, **front: Any) -> Letter:
    """A letter with that slug; `front` holds what its front matter says besides the title."""
    body = front.pop("body", TEXT)
    facts = {"title": "Run the night train again", "campaign": "Night Line", **front}
    file = letter_file.LetterFile(body=body, **facts)
    with transaction():
        moment = at or now()
        made = take_file(file, slug, keys=keys(), at=moment).letter
        if published:
            publish(made, moment)
    return made


def petition(slug: str = "sunday-train", **front: Any) -> Letter:
    """A published petition."""
    return letter(slug, signed_by="individuals", title="Trains on Sundays", **front)


def listed(letter: Letter, names: Iterable[str]) -> None:
    """List `names` on `letter`, as staff import names gathered elsewhere."""
    column = "name" if letter.is_petition else "organization"
    kind = "individual" if letter.is_petition else "organization"
    lines = (signee_file.checked(number, {column: name}, kind) for number, name in enumerate(names, start=2))
    file = signee_file.SigneeFile(kind, tuple(lines))
    with transaction():
        importing.take_names(letter, file, keys=keys(), at=now(), say=lambda row: None)


def work_on_imports(most: int = import_jobs.AT_ONCE) -> bool:
    """One bit of the worker's work on names that staff bring; answers whether there was something to do."""
    db.session.rollback()
    judging = import_jobs.judge_some(keys(), most=most)
    with transaction():
        done = import_jobs.note_judged(judging, now()) if judging else import_jobs.list_some(keys(), now(), most=most)
    db.session.remove()
    return done


def delivered(letter: Letter, late_until: datetime | None = None) -> Edition:
    """The edition that is made by delivering `letter` as it stands, files asked for, with late signing as it says."""
    with transaction():
        delivering.hold(letter, now())
        at = now()
        edition = delivering.deliver(letter, read_signee_list(letter, "en", at), late_until, at)
        files.ask(edition, at)
    return edition


def addendum(letter: Letter) -> Edition:
    """The next addendum to a delivered letter, files asked for."""
    with transaction():
        delivering.hold(letter, now())
        at = now()
        made = delivering.add_addendum(letter, read_addendum(letter, at), at)
        files.ask(made, at)
    return made


def draft(letter: Letter) -> Edition:
    """A draft of `letter` as it stands, kept; no files are asked for."""
    with transaction():
        delivering.hold(letter, now())
        at = now()
        return delivering.keep_draft(letter, read_signee_list(letter, "en", at), at)


def form_token(page: TestResponse | str) -> str:
    """The form token on a page."""
    text = page if isinstance(page, str) else page.text
    found = re.search(r'name="form_token"[^>]*value="([^"]+)"', text)
    assert found, "the page has no form token"
    return found[1]


def send_form(client: FlaskClient, slug: str = "night-train", **changed: str) -> TestResponse:
    """Fill in the sign form of the letter and send it; `changed` replaces what the sample entry says. `via` is what the
    link of the partner who sent the reader ends with.

    An organization of another name has a website and a mailbox of its own, unless `changed` says otherwise.
    """
    entry = INDIVIDUAL if "name" in changed or slug == "sunday-train" else ORGANIZATION
    if changed.get("organization") and "website" not in changed:
        entry = {**entry, **home_of(changed["organization"])}
    via = changed.pop("via", "")
    address = f"/letters/{slug}/sign?from={via}" if via else f"/letters/{slug}/sign"
    page = client.get(address)
    return client.post(address, data={**entry, "form_token": form_token(page), **changed})


def home_of(name: str) -> dict[str, str]:
    """The website and the mailbox of an organization of this name."""
    host = "".join(mark for mark in name.lower() if mark.isascii() and mark.isalnum())[:40] or "nameless"
    return {"website": f"https://{host}.org", "email": f"ada@{host}.org"}


@dataclass(frozen=True)
class Mailed:
    """What the newest mail in the outbox carries."""

    to: str
    token: str
    code: str

    @property
    def link(self) -> str:
        """The path of the link."""
        return f"/verify/{self.token}"


def newest_mail(kind: str = VERIFICATION) -> Mailed:
    """What the newest mail of this kind that waits in the outbox carries. It stays in the outbox."""
    db.session.rollback()
    row = db.session.query(OutboxMail).filter_by(kind=kind).order_by(OutboxMail.id.desc()).first()
    assert row is not None, "there is no such mail in the outbox"
    says = unseal(row, keys())
    return Mailed(says["to"], says.get("token", ""), says.get("code", ""))


def verified(client: FlaskClient, slug: str = "night-train", **changed: str) -> TestResponse:
    """Sign by form and by the link in the mail, box ticked; the page that thanks (or says what became of it)."""
    assert send_form(client, slug, **changed).status_code == 303
    return client.post(newest_mail().link, data={"authorized": "y"}, follow_redirects=True)


def signatures(state: str | None = None) -> list[Signature]:
    """All signatures, or those in `state`, in the order of their requests, read anew."""
    db.session.rollback()
    query = db.session.query(Signature).order_by(Signature.id).populate_existing()
    return query.filter_by(state=state).all() if state else query.all()


def moment(text: str) -> datetime:
    """ "2026-11-21 17:00" as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
