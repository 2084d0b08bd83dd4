"""How signees stand on paper is set by file or by hand, comes back the same, and is no new text."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters import publishing
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.layout import arrange, layout_of
from signon.letters.letters import current_texts, reading
from signon.letters.models import Letter, TextVersion
from signon.letters.publishing import as_file, take_file
from signon.letters.reading import Layout
from signon.refusals import Refusal
from tests import make

QUOTES = ({"text": "The bus takes two hours.", "by": "Ada Quill"},)
PAPER: dict[str, Any] = {
    "signee_columns": 3,
    "signee_fill": True,
    "signee_groups": "state",
    "conveners_first": True,
    "signee_details": ("representative", "place"),
    "page_header": "{{ undersigned }} for the night train",
    "quotes": QUOTES,
}
LAYOUT = Layout(3, True, "state", True, ("representative", "place"), "{{ undersigned }} for the night train")


def take(letter: Letter, file: LetterFile, correction: str = "") -> str:
    """Take the letter's file in again; what became of it."""
    with transaction():
        return take_file(
            file, letter.slug, change=Change(correction) if correction else None, keys=make.keys(), at=now()
        ).outcome


def test_the_layout_of_a_published_letter_changes_by_its_file_without_a_new_text(app: Flask) -> None:
    letter = make.letter()
    usual = as_file(letter)
    assert take(letter, replace(usual, **PAPER)) == publishing.UPDATED
    assert (layout_of(letter), letter.quotes) == (LAYOUT, list(QUOTES))
    assert take(letter, as_file(letter)) == publishing.UNCHANGED
    assert take(letter, usual) == publishing.UPDATED
    assert (letter.layout, letter.quotes) == ({}, [])
    assert db.session.query(TextVersion).count() == 1
    with pytest.raises(Refusal, match="correction"):
        take(letter, replace(usual, **PAPER, closing="Sincerely,"))
    letter.delivered_at = now()
    with pytest.raises(Refusal, match="delivered"):
        take(letter, replace(usual, **PAPER))


def test_the_page_header_has_the_living_number_and_a_translation_has_none(app: Flask) -> None:
    letter = make.letter(**PAPER)
    spanish_text = LetterFile("Que vuelva el tren", "Pedimos el tren.\n", language="es", translation_of=letter.slug)
    take(letter, spanish_text)
    english, spanish = (reading(letter, text, lambda style: "41").layout for text in current_texts(letter))
    assert english == replace(LAYOUT, page_header="41 for the night train")
    assert spanish == replace(LAYOUT, page_header="")


def test_what_cannot_be_printed_is_refused_beside_its_field(app: Flask) -> None:
    letter = make.letter(**PAPER)
    said = ("We wait.", "Ada")
    for layout, quotes, field in (
        (Layout(columns=4), [], ""),
        (Layout(grouped_by="alphabet"), [], ""),
        (Layout(details=("shoe",)), [], ""),
        (Layout(page_header="a\nb"), [], "page_header"),
        (Layout(page_header="\u202e"), [], "page_header"),
        (Layout(page_header="x" * 201), [], "page_header"),
        (Layout(page_header="{{ names }}"), [], "page_header"),
        (Layout(), [said, ("x", "")], "by_2"),
        (Layout(), [("", ""), ("", "Ada")], "quote_2"),
        (Layout(), [("x" * 601, "Ada")], "quote_1"),
        (Layout(), [("{{ undersigned }}", "Ada")], "quote_1"),
        (Layout(), [said] * 6, ""),
    ):
        with pytest.raises(Refusal) as refused:
            arrange(letter, layout, quotes, now())
        assert refused.value.field == field, refused.value
    assert (layout_of(letter), letter.quotes) == (LAYOUT, list(QUOTES))


def test_by_hand_it_is_kept_as_the_file_would_keep_it_until_delivery(app: Flask) -> None:
    letter = make.letter()
    with transaction():
        details = ("place", "representative")
        quotes = [("", ""), (" The bus takes\r\n two hours. ", " Ada Quill ")]
        arrange(letter, replace(LAYOUT, details=details), quotes, now())
    assert as_file(letter) == replace(as_file(letter), **PAPER)
    with transaction():
        letter.delivered_at = now()
    with transaction(), pytest.raises(Refusal, match="handed over"):
        arrange(letter, Layout(), [], now())
