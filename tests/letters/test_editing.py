"""Staff save a letter: nobody overwrites what another saved, and what people have read changes for a reason only."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters import editing
from signon.letters.changes import Change
from signon.letters.editing import RevisedMeanwhile
from signon.letters.file import LetterFile
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import CLARIFICATION, MATERIAL, Letter
from signon.letters.publishing import as_file, translations_as_files
from signon.refusals import Refusal
from tests import make
from tests.crowds import at_once
from tests.staff.people import person


def letter(slug: str = "night-train") -> Letter:
    """The letter, read anew."""
    db.session.rollback()
    found = with_slug(slug)
    assert found is not None
    db.session.refresh(found)
    return found


def save(seen: int, change: Change | None = None, **words: Any) -> str:
    """Save the letter with these words, from the revision that was seen; what became of it."""
    found = letter()
    with transaction():
        file = replace(as_file(found), **words)
        return editing.save(found, file, seen=seen, member_id=None, change=change, keys=make.keys(), at=now()).outcome


def save_spanish(seen: int, reason: str = "", **words: Any) -> str:
    """The same of its Spanish translation."""
    found = letter()
    usual = {"language": "es", "title": "El tren", "body": "Pedimos.\n"}
    file = LetterFile(translation_of=found.slug, **{**usual, **words})
    change = Change(reason) if reason else None
    with transaction():
        return editing.save(found, file, seen=seen, member_id=None, change=change, keys=make.keys(), at=now()).outcome


def test_the_second_of_two_saves_is_told_who_was_first_and_overwrites_nothing(app: Flask) -> None:
    made = make.letter(published=False)
    ida = person()
    with transaction():
        member = db.session.execute(db.text("SELECT id FROM staff_member")).scalar_one()
        file = replace(as_file(made), title="Theirs")
        editing.save(made, file, seen=1, member_id=member, keys=make.keys(), at=now())
    assert ida.email
    with pytest.raises(RevisedMeanwhile) as met:
        save(seen=1, title="Mine")
    assert (met.value.revision, met.value.by) == (2, member)
    assert met.value.saved_at is not None
    assert as_file(letter()).title == "Theirs"
    assert save(seen=2, title="Mine") == "updated"
    assert (as_file(letter()).title, letter().revision) == ("Mine", 3)


def test_of_four_who_save_at_one_moment_one_does_and_three_are_told(app: Flask) -> None:
    make.letter(published=False)

    def try_to(title: str) -> str:
        with app.app_context():
            try:
                return save(seen=1, title=title)
            except RevisedMeanwhile:
                return "told"

    outcomes = at_once([partial(try_to, f"Title {number}") for number in range(4)])
    assert sorted(outcomes) == ["told", "told", "told", "updated"]
    assert letter().revision == 2


def test_saving_what_stands_there_already_counts_no_revision(app: Flask) -> None:
    make.letter(published=False)
    assert save(seen=1) == "unchanged"
    assert (letter().revision, letter().revised_at) == (1, None)


def test_what_people_can_read_changes_for_a_reason_and_becomes_a_new_text(app: Flask) -> None:
    make.letter()
    with pytest.raises(Refusal) as refused:
        save(seen=1, title="Run it")
    assert refused.value.field == "reason"
    assert save(seen=1, change=Change("A word was missing."), title="Run it") == "corrected"
    assert save(seen=2, change=Change("Said more clearly.", CLARIFICATION), title="Run it now") == "corrected"
    until = now() + timedelta(days=7)
    assert save(seen=3, change=Change("We ask for more.", MATERIAL, until), title="Run two") == "corrected"
    newest = current_texts(letter())[0]
    assert (newest.number, newest.change, newest.answer_by) == (4, MATERIAL, until)
    with pytest.raises(Refusal) as refused:
        save(seen=4, change=Change("We ask for more.", MATERIAL, now()), title="Run three")
    assert refused.value.field == "answer_by"


def test_a_goal_is_no_text_and_needs_no_reason(app: Flask) -> None:
    make.letter()
    assert save(seen=1, goal=500) == "updated"
    assert (letter().goal, len(current_texts(letter())), current_texts(letter())[0].number) == (500, 1, 1)


def test_a_delivered_letter_can_no_longer_be_saved(app: Flask) -> None:
    made = make.letter()
    make.delivered(made)
    for words in ({"title": "Run it"}, {"goal": 5}):
        with pytest.raises(Refusal, match="delivered"):
            save(seen=1, change=Change("Late."), **words)


def test_a_translation_is_saved_confirmed_and_removed_under_the_same_guard(app: Flask) -> None:
    make.letter(published=False)
    assert save_spanish(seen=1) == "translated"
    with pytest.raises(RevisedMeanwhile):
        save_spanish(seen=1, title="El tren nocturno")
    for wrong in ("en", "es"):
        with pytest.raises(Refusal) as refused:
            save(seen=2, language="es") if wrong == "es" else save_spanish(seen=2, language="en")
        assert refused.value.field == "language"
    with transaction():
        editing.remove_translation(letter(), "es", seen=2, member_id=None, at=now())
    assert not translations_as_files(letter())


def test_a_translation_that_people_have_read_stays_changes_for_a_reason_and_can_catch_up(app: Flask) -> None:
    make.letter()
    assert save_spanish(seen=1) == "translated"
    with pytest.raises(Refusal) as refused:
        save_spanish(seen=2, title="El tren nocturno")
    assert refused.value.field == "reason"
    assert save_spanish(seen=2, reason="A word was wrong.", title="El tren nocturno") == "translated"
    with pytest.raises(Refusal, match="no longer be removed"), transaction():
        editing.remove_translation(letter(), "es", seen=3, member_id=None, at=now())
    with pytest.raises(Refusal, match="newest"), transaction():
        editing.confirm_translation(letter(), "es", seen=3, member_id=None, at=now())
    save(seen=3, change=Change("A spelling."), title="Run it")
    assert [text.number for text in current_texts(letter())] == [2, 1]
    with transaction():
        editing.confirm_translation(letter(), "es", seen=4, member_id=None, at=now())
    texts = current_texts(letter())
    assert [(text.number, text.title) for text in texts] == [(2, "Run it"), (2, "El tren nocturno")]


def test_a_letter_file_from_the_command_line_counts_as_a_revision_too(app: Flask, tmp_path: Any) -> None:
    make.letter(published=False)
    path = tmp_path / "night-train.md"
    path.write_text("---\ntitle: From a file\n---\n\nWe ask.\n")
    assert app.test_cli_runner().invoke(args=["letter", "import", str(path)]).exit_code == 0
    assert letter().revision == 2
    with pytest.raises(RevisedMeanwhile):
        save(seen=1, title="Mine")
