"""A letter begun from another: the same words and look, and none of its life."""

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters import letterheads
from signon.letters.cloning import clone
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.letters.publishing import as_file, translations_as_files
from signon.letters.slugs import free_slug, proposed_slug
from signon.refusals import Refusal
from tests import make
from tests.signatures.pictures import PICTURE


def cloned(letter: Letter, slug: str = "", title: str = "Run it on Sundays") -> Letter:
    with transaction():
        return clone(letter, slug, title, keys=make.keys(), at=now())


def test_a_copy_has_the_words_and_the_look_and_none_of_the_life(app: Flask) -> None:
    facts = {
        "conveners": ("Night Owls Union",),
        "signee_columns": 3,
        "silence": "keep",
        "goal": 50,
        "subject": "Trains",
    }
    quotes = ({"text": "It runs.", "by": "Ada Quill"},)
    letter = make.letter(deadline="2030-01-01 12:00", quotes=quotes, safe_mode=True, **facts)
    make.letter(title="Que corra el tren", translation_of="night-train", language="es", published=False, slug="es")
    make.listed(letter, ["Alder Union"])
    with transaction():
        letterheads.put(letter, letterheads.drawn(PICTURE), "Night Line", now())
    made = cloned(letter)
    assert made.slug == "run-it-on-sundays" and made.state(now()) == "draft"
    before, after = as_file(letter), as_file(made)
    kept = {name for name in before.__dict__ if getattr(before, name) == getattr(after, name)}
    assert set(before.__dict__) - kept == {"title", "slug", "deadline"}
    assert "{{ undersigned }}" in after.body
    [spanish] = translations_as_files(made)
    assert (spanish.title, spanish.translation_of) == ("Que corra el tren", made.slug)
    assert (made.published_at, made.date, made.revision) == (None, None, 1)
    assert made.key_name != letter.key_name
    assert [text.number for text in current_texts(made)] == [1, 1]
    head = letterheads.letterhead_of(made)
    assert head is not None and head.png == letterheads.letterhead_of(letter).png  # type: ignore[union-attr]
    assert [signature.letter_id for signature in make.signatures()] == [letter.id]


@pytest.mark.parametrize(
    ("slug", "title", "field"),
    [("night-train", "x", "slug"), ("Night Train", "x", "slug"), ("a" * 81, "x", "slug"), ("", " ", "title")],
)
def test_a_copy_needs_an_address_of_its_own_and_a_title(app: Flask, slug: str, title: str, field: str) -> None:
    letter = make.letter()
    with pytest.raises(Refusal) as refused:
        cloned(letter, slug, title)
    assert refused.value.field == field
    assert db.session.query(Letter).count() == 1


def test_addresses_are_proposed_from_titles_without_accents_and_never_twice(app: Flask) -> None:
    make.letter("que-corra-el-tren")
    make.letter("que-corra-el-tren-2")
    assert proposed_slug("¡Qué corra el tren!") == "que-corra-el-tren-3"
    assert proposed_slug("Don't stop") == "dont-stop"
    assert proposed_slug("تحرك القطار") == "letter"
    assert len(proposed_slug("word " * 60)) <= 50 and len(proposed_slug("w" * 300)) == 50
    assert free_slug(" my-letter ", "x") == "my-letter"
