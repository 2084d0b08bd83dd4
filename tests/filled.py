"""A database with a row in every table and a signature in every state, made through the same doors and acts as a real
one. What is lost on the way of a migration, a backup or a copy shows against it.
"""

from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import inspect, text

from signon.database import db, now, transaction
from signon.letters import letterheads
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.models import Letter
from signon.letters.publishing import take_file
from signon.mail import limits, outbox, suppressing
from signon.mail.limits import Limits
from signon.organizations import affiliates
from signon.organizations.register import learn_alias
from signon.outreach import audiences, leaving, merging, partners
from signon.signatures import comments, counting, deliveries, figures, import_jobs, reviewing
from signon.signatures.edition_models import BY_POST
from signon.signatures.listing import change_state
from signon.signatures.models import ANONYMOUS, FULL, INITIALS, UNLISTED, VERIFIED, WITHDRAWN, Signature
from signon.signatures.receipts import receipt
from signon.signatures.suspicion import spend_proof
from signon.signatures.switches import MAIL, turn_off
from signon.signatures.tokens import fingerprint
from signon.signatures.verifying import note_wrong_code
from signon.staff import auditing, inviting
from signon.staff.access import grant
from signon.staff.members import enter
from signon.staff.models import EDITOR, OWNER, Passkey, StaffMember
from tests import make
from tests.campaigned import fill_campaign
from tests.mail import mailings
from tests.mail.covering import colleague, letter_with_edition, send
from tests.outreach.guests import guest, link_for
from tests.outreach.registers import compare_all
from tests.signatures import changed, reviewed
from tests.signatures.pictures import PICTURE, file_of
from tests.signatures.word import ask, delegates, organization, sign_on, wants_the_next


def fill(client: FlaskClient) -> None:
    """Fill the empty database of the running application."""
    letter = make.letter(conveners=("Aldermoor Readers",), goal=100)
    _correct_and_translate(letter)
    with transaction():
        letterheads.put(letter, letterheads.drawn(PICTURE), "Night Line", now())
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle", "Lamp Guild"])
    _sign(client)
    _withdraw_and_strike(letter)
    _leave_word(letter)
    _settle_the_register()
    link_for(letter, guest("Invited Guild"))
    _write_to_many(letter)
    make.petition()
    _sign_as_people(client)
    _hand_over()
    _change_a_text(client)
    make.letter("draft-train", published=False, campaign="Another Line")
    _work_the_outbox()
    _note_deliveries()
    fill_campaign(letter)
    with transaction():
        note_wrong_code("night-train", now())
        member = _staff_of(letter)
        turn_off(MAIL, now())
        _bring_names(letter, member.id)
        auditing.record("switch.off", auditing.Doer.of(member), keys=make.keys(), at=now(), switch=MAIL)
        spend_proof(fingerprint("a proof"), now() + timedelta(hours=25))
    assert client.get("/letters/night-train/letter.pdf").status_code == 200
    db.session.remove()


def _staff_of(letter: Letter) -> StaffMember:
    """One person with a passkey and two roles, who has invited another."""
    member, _password = enter("ida@nightline.org", now())
    grant(member, OWNER, None, now())
    grant(member, EDITOR, letter.campaign_id, now())
    inviting.invite(letter.campaign_id, "new@nightline.org", EDITOR, member, now())
    member.webauthn.append(a_passkey())
    return member


def a_passkey() -> Passkey:
    """A key as a device makes one, of which nobody has the other half."""
    key = {"credential_id": b"a credential", "public_key": b"a key", "usage": "first", "device_type": "multi_device"}
    return Passkey(name="my laptop", **key, backup_state=True, transports=["internal"], lastuse_datetime=now())


def _correct_and_translate(letter: Letter) -> None:
    facts: dict[str, Any] = {
        "title": "Run the night train again",
        "campaign": "Night Line",
        "conveners": ("Aldermoor Readers",),
    }
    second = LetterFile(body=make.TEXT + "\nEvery night.\n", goal=100, **facts)
    spanish = LetterFile(
        title="Que vuelva el tren nocturno",
        language="es",
        translation_of=letter.slug,
        body="Nosotras, {{ undersigned }} organizaciones, lo pedimos.\n",
    )
    for file, reason in ((second, "the hours were missing"), (spanish, "")):
        with transaction():
            take_file(file, letter.slug, change=Change(reason) if reason else None, keys=make.keys(), at=now())


def _sign(client: FlaskClient) -> None:
    """One listed, one held, one struck as a duplicate, two to be taken off again, and two that wait."""
    make.verified(client)
    link = f"/signature/{make.newest_mail('signed').token}"
    assert client.post(f"{link}/logo", **file_of(PICTURE)).status_code == 303
    assert client.post(f"{link}/print", data={"words": "Under O, please."}).status_code == 303
    make.verified(client, email="ada@gmail.com", organization="Held Union")
    make.verified(client, email="bob@nightowls.org")
    for name in ("Leaving Union", "Struck Union"):
        make.verified(client, organization=name)
    make.send_form(client, organization="Waiting Union")
    make.send_form(client, organization="Patient Union")


def _settle_the_register() -> None:
    """One organization turned out to be another, two are known to be two, and all were compared."""
    make.listed(make.letter("register-train"), ["Register Union", "Registered Union", "Register Union Fund"])
    kept, gone, fund = map(organization, ("Register Union", "Registered Union", "Register Union Fund"))
    with transaction():
        merging.merge(kept, gone, by=None, keys=make.keys(), at=now())
        affiliates.say_two(kept, fund, by=None, at=now())
    compare_all()


def _leave_word(letter: Letter) -> None:
    """Two organizations left word with the campaign: one is asked about its next letter, one is signed on to it."""
    wants_the_next(letter, "Night Owls Union")
    delegates(letter, "Zinnia Circle")
    zinnia = organization("Zinnia Circle")
    with transaction():
        learn_alias(zinnia, "The Zinnia Circle (ZC)", now())
    make.letter("next-train")
    ask("next-train")
    sign_on("next-train")


def _write_to_many(letter: Letter) -> None:
    """A mailing that went out, a draft, somebody who was reminded, and somebody who wants no more of it."""
    mailings.invite(letter, ["Mailed Guild"])
    mailings.sent_off(letter)
    mailings.work()
    mailings.drafted(letter)
    with transaction():
        waiting = db.session.query(Signature).filter_by(letter_id=letter.id, printed_name="Patient Union").one()
        audiences.note_reminded([waiting.id], now())
        leaving.leave(letter.campaign_id, leaving.mark_of(letter.campaign_id, "no@lind.example", make.keys()), now())


def _sign_as_people(client: FlaskClient) -> None:
    """A petition signed in every way to be shown; of four comments one is shown and one hidden."""
    petition = make.petition()
    for number, shown_as in enumerate((FULL, FULL, INITIALS, ANONYMOUS, UNLISTED)):
        entry = {"affiliation": "Night Owls Union", "comment": "I work on Sundays.", "shown_as": shown_as}
        make.verified(client, "sunday-train", email=f"rosa{number}@lind.example", **entry)
    first, second = comments.waiting(petition, make.keys(), most=2)
    with transaction():
        comments.show(petition, first.signature, make.keys(), now())
        comments.hide(petition, second.signature, make.keys(), now())


def _withdraw_and_strike(letter: Letter) -> None:
    by_name = {row.printed_name: row for row in db.session.query(Signature)}
    with transaction():
        reviewing.strike(letter, by_name["Struck Union"], "no such body", now(), keys=make.keys())
        reviewed.leave_traces(letter, by_name["Held Union"])
        leaving = by_name["Leaving Union"]
        counting.lock(letter.id, now())
        change_state(leaving, VERIFIED, WITHDRAWN, now())
        counting.shift(letter.id, leaving.kind, now(), left=[leaving.id])


def _change_a_text(client: FlaskClient) -> None:
    """A letter about whose changed text one is asked, and one cannot be."""
    letter = make.letter("changed-train")
    make.verified(client, "changed-train", organization="Asked Guild")
    make.listed(letter, ["Paper Guild"])
    changed.change_for_good(letter)
    changed.work()


def _hand_over() -> None:
    """A letter with a draft, an edition, and an addendum of who signed late."""
    letter = make.letter("delivered-train")
    make.listed(letter, ["Willow Guild"])
    make.draft(letter)
    make.delivered(letter, now() + timedelta(days=9))
    make.listed(letter, ["Late Guild"])
    make.addendum(letter)


def _note_deliveries() -> None:
    """A letter that went by post, with a receipt, and by a covering mail that waits; one of two answers is public."""
    letter, edition = letter_with_edition("handed-train")
    by = colleague("scribe@nightline.org")
    send(letter, [edition], by=by)
    with transaction():
        paper = receipt(PICTURE, "stamped.png")
        how = {"note": "Room 4", "receipt": paper, "noted_by": by, "at": edition.made_at, "now": now()}
        deliveries.note_delivery(edition, "Ada Quill", BY_POST, **how)  # type: ignore[arg-type]
        for text in ("No.", "Yes."):
            answer = deliveries.note_answer(letter, "Ada Quill", date(2026, 1, 2), text, now())
        deliveries.show_answer(answer, now())


def _work_the_outbox() -> None:
    """One mail sent, one refused, one being sent; the others wait. Somebody wants no mail."""
    usual = Limits(per_address_a_day=3, per_domain_an_hour=60, per_letter_an_hour=20_000, an_hour=50_000)
    with transaction():
        claimed = outbox.claim(now(), most=3)
        sent, refused, _sending = limits.admit(claimed, usual, keys=make.keys(), at=now())
        suppressing.suppress("stranger@lind.example", keys=make.keys(), at=now())
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


def _bring_names(letter: Letter, member_id: int) -> None:
    """An import that waits to be looked at, a partner with a link, and the figures of the day."""
    at = now()
    import_jobs.begin(letter, b"organization\nWillow Circle\n", "paper", rows=1, by=member_id, keys=make.keys(), at=at)
    judging = import_jobs.judge_some(make.keys())
    assert judging is not None and import_jobs.note_judged(judging, at)
    partners.add(letter, "Harbour Readers", "harbour", at)
    while figures.work(at):
        pass
