"""A letter whose text changes after it was signed, and the worker that tells its signees."""

from dataclasses import replace
from datetime import timedelta

from flask import current_app
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.changes import Change
from signon.letters.letters import with_slug
from signon.letters.models import CLARIFICATION, CORRECTION, MATERIAL, Letter
from signon.letters.publishing import as_file, take_file
from signon.mail import asking
from signon.mail.models import OutboxMail
from signon.mail.outbox import ASKED_ABOUT_CHANGE, CLARIFIED, unseal
from signon.signatures import text_askings
from signon.signatures.staff_models import TextAsking
from signon.signatures.text_changes import begin
from tests import make

NEW_TEXT = "We, {{ undersigned }} organizations, ask that the night train runs again every night.\n"
ADA, BO = "ada@nightowls.org", "ada@boguild.org"


def signed_by_two(client: FlaskClient) -> Letter:
    """A letter that two organizations have signed, whose mailboxes are ADA and BO."""
    made = make.letter()
    make.verified(client)
    make.verified(client, organization="Bo Guild")
    return made


def change(letter: Letter, kind: str, body: str = NEW_TEXT, *, why: str = "", days: int = 5) -> None:
    """Change the text of `letter` as staff do; a material change asks for `days`."""
    with transaction():
        at = now()
        answer_by = at + timedelta(days=days) if kind == MATERIAL else None
        reason = Change(why or f"a {kind} was needed", kind, answer_by)
        take_file(replace(as_file(letter), body=body), letter.slug, change=reason, keys=make.keys(), at=at)
        begin(letter, at)


def clarify(letter: Letter, body: str = NEW_TEXT, *, why: str = "") -> None:
    """The same words, clearer."""
    change(letter, CLARIFICATION, body, why=why)


def correct(letter: Letter, body: str) -> None:
    """A typing error."""
    change(letter, CORRECTION, body)


def change_for_good(letter: Letter, body: str = NEW_TEXT, *, why: str = "", days: int = 5) -> None:
    """Other words, about which signees are asked."""
    change(letter, MATERIAL, body, why=why, days=days)


def work() -> int:
    """Let the worker do all there is; answers in how many bits."""
    tokens = current_app.extensions["signon.tokens"]
    bits = 0
    while asking.work_due(keys=make.keys(), tokens=tokens, host="localhost"):
        bits += 1
    return bits


def links() -> dict[str, str]:
    """The path of the newest link about a changed text in the outbox, by the address it went to."""
    db.session.rollback()
    query = db.session.query(OutboxMail).filter(OutboxMail.kind.in_((ASKED_ABOUT_CHANGE, CLARIFIED)))
    says = [unseal(row, make.keys()) for row in query.order_by(OutboxMail.id)]
    return {said["to"]: f"/keep/{said['token']}" for said in says}


def shown(client: FlaskClient, link: str) -> str:
    """Which text the form behind the link says that one has read."""
    return client.get(link).text.partition('name="text" type="hidden" value="')[2].partition('"')[0]


def keep(client: FlaskClient, link: str) -> int:
    """Tick the box on the page behind the link; the status of the answer."""
    return client.post(link, data={"authorized": "y", "text": shown(client, link)}).status_code


def mails() -> list[str]:
    """The kinds of the mails about changed texts, in their order."""
    db.session.rollback()
    query = db.session.query(OutboxMail.kind).filter(OutboxMail.kind.in_((ASKED_ABOUT_CHANGE, CLARIFIED)))
    return [kind for (kind,) in query.order_by(OutboxMail.id)]


def day_passes() -> None:
    """The day until which signees are asked is over, and every mail has left."""
    with transaction():
        asked = db.session.query(OutboxMail).filter_by(kind=ASKED_ABOUT_CHANGE)
        asked.update({"sealed": None, "state": "sent"})
        db.session.query(TextAsking).filter_by(settled_at=None).update({"answer_by": now() - timedelta(minutes=1)})


def newest() -> TextAsking:
    """The newest asking about the night train, read anew."""
    db.session.rollback()
    letter = with_slug("night-train")
    assert letter is not None
    found = text_askings.newest_asking(letter.id)
    assert found is not None
    db.session.refresh(found)
    return found


def said() -> text_askings.Answers:
    """What was answered in it."""
    return text_askings.answers(newest())
