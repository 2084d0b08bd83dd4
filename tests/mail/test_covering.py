"""The covering mail carries the very bytes that were kept, once, to whom staff wrote it, and says what became of it."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.mail import covering, outbox
from signon.mail.covering import FAILED, LEFT, MOST_ATTACHED, WAITS, fates
from signon.mail.covering_words import body, first_words, subject_line
from signon.mail.models import OutboxMail
from signon.mail.sending import send_due
from signon.mail.suppressing import suppress
from signon.refusals import Refusal
from signon.signatures.edition_models import Delivery, EditionFile
from tests import make
from tests.mail.covering import MAIL, PDF, TO, colleague, drawn, letter_with_edition, log, send
from tests.mail.kinds import parts
from tests.mail.sinks import first, hurry, states
from tests.servers.smtp import SmtpSink


def attached(message: EmailMessage) -> dict[str, bytes]:
    """The files in a mail, by name."""
    files = {part.get_filename() or "": part for part in message.iter_attachments()}
    assert all(part.get_content_type() == "application/pdf" for part in files.values())
    return {name: part.get_content() for name, part in files.items()}


def fate(delivery: Delivery) -> str:
    """What became of the delivery's mail."""
    return next(iter(fates([delivery]).values())).name


def test_the_mail_waits_for_the_pdf_and_then_carries_the_kept_bytes(sink: SmtpSink, client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    [noted] = send(letter, [edition], by=colleague())
    assert send_due(make.keys()) == 0
    assert (states(), fate(noted), sink.messages) == (["queued"], WAITS, [])
    drawn(edition)
    assert send_due(make.keys()) == 0, "it looks again in half a minute"
    hurry()
    assert send_due(make.keys()) == 1
    message = first(sink).message
    assert attached(message) == {"night-train.pdf": PDF}
    [kept] = db.session.query(EditionFile).filter_by(edition_id=edition.id, format="pdf")
    assert kept.sha256 == hashlib.sha256(attached(message)["night-train.pdf"]).hexdigest()
    assert first(sink).recipients == (TO,)
    assert message["Subject"] == MAIL.subject
    assert message["Reply-To"] == MAIL.reply_to
    assert message["Auto-Submitted"] is None, "a person wrote it"
    assert parts(message)[0].strip().splitlines() == MAIL.text.splitlines()
    assert fate(noted) == LEFT
    assert [one.day for one in covering.shown_deliveries(letter)] == [now().date()]


def test_an_addendum_goes_along_and_what_is_too_heavy_is_linked(sink: SmtpSink, client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    make.listed(letter, ["Harbour Choir"])
    addendum = make.addendum(letter)
    drawn(edition, PDF + bytes(MOST_ATTACHED))
    drawn(addendum)
    first_line, second_line = send(letter, [edition, addendum], by=colleague())
    assert first_line.mail_id == second_line.mail_id
    assert send_due(make.keys()) == 1
    message = first(sink).message
    assert attached(message) == {"night-train-addendum-1.pdf": PDF}
    for part in parts(message):
        assert f"http://localhost/editions/{edition.code}" in part
        assert addendum.code not in part


def test_the_words_arrive_as_they_were_written_in_lines_that_no_server_changes(
    sink: SmtpSink, client: FlaskClient
) -> None:
    letter, edition = letter_with_edition()
    drawn(edition)
    text = f"Señora <b>Ministra</b>:\n\n{'Palabra ' * 300}https://x.org/{'y' * 1200}\n.\nAtentamente"
    send(letter, [edition], replace(MAIL, text=text, subject="Señora Ministra: el tren nocturno"), by=colleague())
    send_due(make.keys())
    message = first(sink).message
    plain, page = parts(message)
    assert plain.strip().splitlines() == text.splitlines()
    assert "&lt;b&gt;Ministra" in page
    assert f'href="https://x.org/{"y" * 1200}"' in page
    assert message["Subject"] == "Señora Ministra: el tren nocturno"
    raw = message.as_bytes()
    assert raw.isascii() and b"=0D" not in raw
    assert max(map(len, raw.splitlines())) <= 78


def test_pressing_twice_sends_once_and_other_words_or_another_addressee_are_another_mail(client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    by = colleague()
    once, twice = send(letter, [edition], by=by), send(letter, [edition], by=by)
    assert [row.id for row in once] == [row.id for row in twice]
    send(letter, [edition], replace(MAIL, to="deputy@minister.example"), by=by)
    send(letter, [edition], replace(MAIL, text="Dear Minister:\n\nThat had a mistake in it."), by=by)
    send(letter, [edition], by=by, at=now() + timedelta(minutes=3))
    assert len(states()) == len(log()) == 4


def test_a_mail_that_waits_can_be_stopped_and_one_that_left_stays_in_the_log(
    sink: SmtpSink, client: FlaskClient
) -> None:
    letter, edition = letter_with_edition()
    by = colleague()
    [waits] = send(letter, [edition], by=by)
    with transaction():
        covering.take_back(waits)
    assert (states(), log()) == ([], [])
    drawn(edition)
    [leaves] = send(letter, [edition], by=by)
    assert send_due(make.keys()) == 1
    with pytest.raises(Refusal, match="has left"), transaction():
        covering.take_back(leaves)
    assert len(log()) == 1
    with transaction():
        outbox.purge(now() + timedelta(days=30))
    assert states() == ["sent"], "the log still tells when it left"


def test_a_refused_mail_is_told_and_is_no_delivery_to_the_public(sink: SmtpSink, client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    drawn(edition)
    [noted] = send(letter, [edition], by=colleague())
    sink.refuse_next(550)
    send_due(make.keys())
    assert fate(noted) == FAILED
    assert covering.shown_deliveries(letter) == []
    assert covering.written_to(letter, noted, make.keys()) == TO


def test_a_mail_too_large_for_the_server_is_not_tried_for_days(sink: SmtpSink, client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    drawn(edition)
    sink.stop()
    sink.largest = 10_000
    sink.start()
    [noted] = send(letter, [edition], by=colleague())
    send_due(make.keys())
    assert (states(), fate(noted), sink.messages) == (["refused"], FAILED, [])
    with transaction():
        covering.take_back(noted)
    assert log() == []


def test_who_asked_for_no_mail_gets_none_and_staff_are_told(client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    with transaction():
        suppress(TO, keys=make.keys(), at=now())
    with pytest.raises(Refusal, match="asked us not to write") as refused:
        send(letter, [edition], by=colleague())
    assert refused.value.field == "to"
    assert (states(), log()) == ([], [])


def test_what_is_kept_of_it_is_sealed_and_a_destroyed_key_forgets_the_address(client: FlaskClient) -> None:
    letter, edition = letter_with_edition()
    [noted] = send(letter, [edition], by=colleague())
    row = db.session.query(OutboxMail).one()
    stored = (noted.contact or b"") + (row.sealed or b"")
    assert TO.encode() not in stored
    assert covering.written_to(letter, noted, make.keys()) == TO
    make.keys().destroy(letter.key_name)
    assert covering.written_to(letter, noted, make.keys()) == ""


@pytest.mark.parametrize("subject", ["", " \n", "A\r\nBcc: v@x.org", "A\nB", "A" * 201, "A\x00"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(Refusal) as refused:
        subject_line(subject)
    assert refused.value.field == "subject"


def test_a_mail_says_something() -> None:
    assert body(" a \r\nb\r\n ") == "a\nb"
    with pytest.raises(Refusal):
        body("\n")


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ({}, ["the letter “Run the night train again”", "2 organizations signed it.", "To Ada Quill:"]),
        ({"salutation": "Dear Minister:"}, ["Dear Minister:\n"]),
        ({"language": "es"}, ["http://localhost/es/letters/night-train\n"]),
    ],
)
def test_the_first_words_name_the_letter_its_signees_and_where_it_is_read(
    client: FlaskClient, front: dict[str, str], said: list[str]
) -> None:
    letter, edition = letter_with_edition(**front)
    subject, text = first_words(letter, edition, "Ada Quill")
    assert "Run the night train again" in subject
    for words in [*said, "/letters/night-train\n", "\n\nNight Line"]:
        assert words in text
    assert subject_line(subject) == subject
    assert body(text) == text
