"""A text that changes after it was signed: its signees are told or asked, and nobody stands under words unread."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.history import history
from signon.letters.models import SILENCE_KEEPS, Letter
from signon.mail.outbox import ASKED_ABOUT_CHANGE, CLARIFIED
from signon.refusals import Refusal
from signon.signatures import reviewing, text_answers
from signon.signatures.judging import KEPT_LATE, UNANSWERED
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.text_askings import Answers
from signon.staff.audit_models import AuditEntry
from signon.staff.auditing import WORKER
from tests import make
from tests.signatures import changed
from tests.signatures.changed import (
    ADA,
    BO,
    change_for_good,
    clarify,
    correct,
    day_passes,
    keep,
    links,
    mails,
    said,
    shown,
    work,
)
from tests.signatures.own import agreed


@pytest.fixture
def letter(client: FlaskClient) -> Letter:
    """A letter that two organizations have signed."""
    return changed.signed_by_two(client)


def number(name: str) -> int:
    """The number of the text to which this name is bound."""
    db.session.rollback()
    signature = db.session.query(Signature).filter_by(printed_name=name).populate_existing().one()
    return next(text.number for text in history(db.session.get_one(Letter, signature.letter_id))
                if text.id == signature.text_version_id)  # fmt: skip


def test_a_correction_writes_to_nobody_and_binds_nobody_anew(letter: Letter) -> None:
    correct(letter, changed.NEW_TEXT)
    assert work() == 0
    assert (mails(), number("Bo Guild")) == ([], 1)


def test_a_clarification_is_told_once_to_every_signee_who_had_signed_with_a_way_out(
    letter: Letter, client: FlaskClient
) -> None:
    clarify(letter)
    make.verified(client, organization="New Union")  # signs the clarified text
    work()
    assert (mails(), work()) == ([CLARIFIED] * 2, 0)
    assert number("Bo Guild") == 1
    assert client.post(f"{links()[BO]}/withdraw", data={"sure": "y"}).status_code == 303
    assert [signature.printed_name for signature in make.signatures()] == ["Night Owls Union", "New Union"]
    assert agreed(letter) == (2, 0, 0, 0)


def test_who_keeps_the_name_is_bound_to_the_changed_text_and_who_withdraws_leaves(
    letter: Letter, client: FlaskClient
) -> None:
    change_for_good(letter)
    work()
    assert mails() == [ASKED_ABOUT_CHANGE] * 2
    ada, bo = links()[ADA], links()[BO]
    for _ in range(2):  # scanners look
        assert "Do you keep your name" in client.get(ada).text
    assert client.post(ada, data={"text": "2"}).status_code == 422
    assert number("Night Owls Union") == 1
    for _ in range(2):  # a double click
        assert client.post(ada, data={"authorized": "y", "text": "2"}).status_code == 303
    assert "The name stays. Thank you." in client.get(ada).text
    assert client.post(f"{bo}/withdraw", data={"sure": "y"}).status_code == 303
    assert number("Night Owls Union") == 2
    assert said() == Answers(kept=1, silent=0, told=0, unreached=0, waiting=0, withdrew=1)
    assert work() == 1  # nobody is left to wait for
    assert changed.newest().settled_at is not None
    assert agreed(letter) == (1, 0, 0, 0)


def test_silence_takes_the_name_off_and_a_late_answer_brings_it_back(letter: Letter, client: FlaskClient) -> None:
    change_for_good(letter)
    work()
    keep(client, links()[ADA])
    bo = links()[BO]
    day_passes()
    work()
    (held,) = make.signatures(HELD)
    assert (held.printed_name, held.reason, bool(held.contact)) == ("Bo Guild", UNANSWERED, True)
    assert agreed(letter) == (1, 0, 0, 0)
    with transaction(), pytest.raises(Refusal, match="did not say"):
        reviewing.accept(letter, held, now())
    assert "was taken off the list" in client.get(bo).text
    assert keep(client, bo) == 303
    assert (number("Bo Guild"), agreed(letter)) == (2, (2, 0, 0, 0))


def test_where_silence_keeps_the_name_stays_bound_to_what_was_signed(letter: Letter, client: FlaskClient) -> None:
    with transaction():
        letter.silence = SILENCE_KEEPS
    change_for_good(letter)
    work()
    bo = links()[BO]
    day_passes()
    work()
    assert (said().silent, number("Bo Guild"), agreed(letter)) == (2, 1, (2, 0, 0, 0))
    [entry] = db.session.query(AuditEntry).filter_by(act="asking.silent")
    assert (entry.who, entry.facts) == (WORKER, {"number": 2, "taken_off": 0})
    assert (keep(client, bo), number("Bo Guild")) == (303, 2)


def test_nobody_is_silent_before_the_mail_has_left(letter: Letter) -> None:
    change_for_good(letter)
    work()
    with transaction():
        changed.newest().answer_by = now() - timedelta(minutes=1)
    assert (work(), len(make.signatures(VERIFIED))) == (0, 2)


def test_a_late_answer_after_signing_has_ended_is_for_staff_to_decide(letter: Letter, client: FlaskClient) -> None:
    change_for_good(letter)
    work()
    bo = links()[BO]
    day_passes()
    work()
    with transaction():
        letter.deadline_at = now() - timedelta(days=3)
    assert keep(client, bo) == 303
    held = next(one for one in make.signatures(HELD) if one.printed_name == "Bo Guild")
    assert held.reason == KEPT_LATE
    with transaction():
        assert reviewing.accept(letter, held, now()) == VERIFIED


def test_a_later_clarification_takes_an_open_question_over_and_asks_only_who_has_not_agreed(
    letter: Letter, client: FlaskClient
) -> None:
    change_for_good(letter, why="the price is new")
    work()
    keep(client, links()[ADA])
    first = changed.newest()
    clarify(letter, changed.NEW_TEXT + "\nAnd on Sundays.\n", why="Sundays were meant")
    work()
    assert mails()[2:] == [CLARIFIED, ASKED_ABOUT_CHANGE]
    second = changed.newest()
    assert (second.text_version_id != first.text_version_id, second.asks_before, second.settled_at) == (True, 2, None)
    page = client.get(links()[BO]).text
    assert "the price is new" in page
    assert "Sundays were meant" in page
    keep(client, links()[BO])
    assert (number("Bo Guild"), number("Night Owls Union")) == (3, 2)
    assert work() == 1


def test_two_material_changes_ask_everybody_about_the_newest_text_and_old_links_still_lead_there(
    letter: Letter, client: FlaskClient
) -> None:
    change_for_good(letter, days=9)
    work()
    old = links()[ADA]
    keep(client, old)
    promised = changed.newest().answer_by
    change_for_good(letter, "Another letter altogether.\n", days=2)
    work()
    assert mails() == [ASKED_ABOUT_CHANGE] * 4
    assert changed.newest().answer_by == promised
    assert (keep(client, old), number("Night Owls Union")) == (303, 3)


def test_a_page_that_shows_an_older_text_keeps_nobody_under_the_newest(letter: Letter, client: FlaskClient) -> None:
    change_for_good(letter)
    work()
    ada = links()[ADA]
    page = shown(client, ada)
    correct(letter, "Corrected at once.\n")
    answer = client.post(ada, data={"authorized": "y", "text": page})
    assert (answer.status_code, number("Night Owls Union")) == (409, 1)
    assert (keep(client, ada), number("Night Owls Union")) == (303, 3)


def test_who_verifies_after_a_change_is_told_so_and_signs_the_changed_text(client: FlaskClient) -> None:
    letter = make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    before = shown(client, link)
    clarify(letter)
    assert client.post(link, data={"authorized": "y", "text": before}).status_code == 409
    assert "The text was changed on" in client.get(link).text
    assert keep(client, link) == 303
    assert number("Night Owls Union") == 2
    assert work() == 0


def test_names_without_a_mailbox_wait_for_the_staffs_word(letter: Letter) -> None:
    make.listed(letter, ["Paper Guild", "Parchment Guild"])
    change_for_good(letter)
    work()
    assert (len(mails()), said().unreached) == (2, 2)
    day_passes()
    work()
    assert changed.newest().settled_at is None
    paper = next(one for one in make.signatures() if one.printed_name == "Paper Guild")
    with transaction():
        text_answers.keep_by_word(letter, paper, now())
        assert text_answers.count_unreached_as_silent(letter, now()) == 1
    work()
    assert changed.newest().settled_at is not None
    assert (number("Paper Guild"), agreed(letter)) == (2, (1, 0, 0, 0))


def test_a_letter_is_not_delivered_before_the_question_is_settled(letter: Letter) -> None:
    change_for_good(letter)
    work()
    with pytest.raises(Refusal, match="being asked"):
        make.delivered(letter)
    with transaction():
        text_answers.end_now(letter, now())
    day_passes()
    work()
    assert make.delivered(letter).names == 0
    with transaction(), pytest.raises(Refusal, match="settled"):
        text_answers.end_now(letter, now())
