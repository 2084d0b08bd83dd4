"""Whoever reads Signon in another language reads all of it: every word is collected, translated and compiled."""

import ast
import io
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

from tests.house.sources import ROOT, Source, project_files, python_sources

CATALOGUES = sorted((ROOT / "signon" / "translations").glob("*/LC_MESSAGES/messages.po"))
TEMPLATES = [path for path in project_files() if path.startswith("templates/") and path.endswith((".html", ".txt"))]
MARKS = {"_", "_l", "N_", "gettext", "ngettext"}
SAME_IN_EVERY_LANGUAGE = {"Signon", "SHA"}
# Attributes that are read out or shown; `content`, `data-...` and the others are for machines.
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
NOT_PROSE = {"code", "script", "style"}
WORD = re.compile(r"[^\W\d_]{3,}")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
EXPRESSION = "x"  # what stands for `{{ ... }}` when the rest of a template is read; it may be a tag's name

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


@cache
def collected() -> Catalog:
    """The words marked in code and templates, collected with the very options that `make translations` uses."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    options = re.search(r"^EXTRACT = .*pybabel(.*)$", makefile, re.MULTILINE)
    assert options, "the Makefile no longer says EXTRACT = ...pybabel..."
    pybabel = [sys.executable, "-m", "babel.messages.frontend"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "messages.pot"
        subprocess.run([*pybabel, *shlex.split(options[1]), "-o", str(file), "."], cwd=ROOT, check=True)
        return read_po(io.BytesIO(file.read_bytes()))


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def words(found: Catalog) -> dict[tuple[str, ...], Message]:
    """The messages of a catalogue by what they translate: a sentence, or a singular with its plural."""
    return {texts(message.id): message for message in found if message.id}


def texts(said: object) -> tuple[str, ...]:
    """The texts of a message, one or one for each number."""
    return tuple(said) if isinstance(said, list | tuple) else (str(said or ""),)


def places(text: str) -> list[str]:
    """What is filled in or acts inside `text`: "%(name)s", "{page}" and tags, in any order."""
    return sorted(PLACE.findall(text) + re.findall(r"<[^>]+>", text))


def test_there_is_a_spanish_catalogue() -> None:
    assert "es" in [path.parts[-3] for path in CATALOGUES]


@each_catalogue
def test_every_marked_word_stands_in_the_catalogue_and_nothing_else_does(path: Path) -> None:
    wanted, there = set(words(collected())), set(words(catalogue(path)))
    assert len(wanted) > 100, "hardly anything was collected: did a folder move?"
    assert sorted(wanted - there) == [], "run `make translations`, then translate what it brought"
    assert sorted(there - wanted) == [], "nothing says these any more: run `make translations`"
    assert not catalogue(path).obsolete


def test_no_word_is_marked_inside_an_f_string() -> None:
    """Before Python 3.12 the collector does not look there, and nobody would miss the words."""
    assert [f"{source.path}:{line}" for source in python_sources("signon/") for line in marked_inside(source)] == []
    assert list(marked_inside(Source("x.py", "f'{_(\"To:\")} {names}'"))) == [1]


def marked_inside(source: Source) -> Iterator[int]:
    """The lines of `source` on which a word is marked inside an f-string."""
    for string in ast.walk(source.tree):
        calls = ast.walk(string) if isinstance(string, ast.JoinedStr) else ()
        yield from (one.lineno for one in calls if isinstance(one, ast.Call) and ast.unparse(one.func) in MARKS)


@each_catalogue
def test_every_word_is_translated_and_none_is_a_guess(path: Path) -> None:
    messages = words(catalogue(path)).values()
    assert not [message.id for message in messages if not all(text.strip() for text in texts(message.string))]
    assert not [message.id for message in messages if message.fuzzy]


@each_catalogue
def test_a_translation_has_the_places_and_tags_of_its_original(path: Path) -> None:
    for original, message in words(catalogue(path)).items():
        for text in texts(message.string):
            assert places(text) == places(original[-1]), text


@each_catalogue
def test_a_translation_has_a_text_for_every_number_of_its_language(path: Path) -> None:
    found = catalogue(path)
    for original, message in words(found).items():
        assert len(texts(message.string)) == (found.num_plurals if len(original) > 1 else 1), original


@each_catalogue
def test_a_percent_sign_stands_only_where_something_is_filled_in(path: Path) -> None:
    """Templates fill in every text they translate: a bare percent sign would be an error in one language only."""
    for original, message in words(catalogue(path)).items():
        for text in (*original, *texts(message.string)):
            assert "%" not in PLACE.sub("", text), text


@each_catalogue
def test_the_head_of_a_catalogue_says_its_language_and_nothing_that_nobody_filled_in(path: Path) -> None:
    head = dict(catalogue(path).mime_headers)
    assert head["Language"] == path.parts[-3]
    assert head["Project-Id-Version"].startswith("Signon")
    assert head["Content-Type"] == "text/plain; charset=utf-8"
    written = path.read_text(encoding="utf-8").partition("\n\n")[0]
    assert f'"Plural-Forms: {head["Plural-Forms"]}' in written
    assert not re.findall(r"PROJECT|VERSION|YEAR|FULL NAME|EMAIL@ADDRESS|LL@li\.org", written)


@each_catalogue
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    fresh = read_mo(compiled)
    with path.with_suffix(".mo").open("rb") as file:
        kept = read_mo(file)
    assert spoken(kept) == spoken(fresh), "run `make translations`"
    assert (kept.charset, kept.plural_forms) == (fresh.charset, fresh.plural_forms)


def spoken(found: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {said: texts(message.string) for said, message in words(found).items()}


class Prose(HTMLParser):
    """Gathers the words that a reader would see or hear, those in machine-readable elements left out."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_PROSE:
            self.inside.append(tag)
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._take(data)

    def _take(self, text: str) -> None:
        self.found += [
            word for word in WORD.findall(text) if word not in SAME_IN_EVERY_LANGUAGE and set(word) != {EXPRESSION}
        ]


def untranslated(template: str) -> list[str]:
    """The words of three letters and more that `template` shows without asking a catalogue."""
    prose = Prose()
    prose.feed("".join(_outside_of_trans(template)))
    prose.close()
    return prose.found


def _outside_of_trans(template: str) -> Iterator[str]:
    in_trans = False
    for _line, kind, value in Environment(autoescape=True).lex(template):
        if kind == "name" and value in ("trans", "endtrans"):
            in_trans = value == "trans"
        elif kind == "data" and not in_trans:
            yield value
        elif kind == "variable_begin" and not in_trans:
            yield EXPRESSION


@pytest.mark.parametrize("path", TEMPLATES)
def test_a_template_shows_no_words_of_its_own(path: str) -> None:
    assert untranslated((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Sign <b>now</b></p>", ["Sign", "now"]),
        ('<img alt="Our banner" src="banner.png">', ["Our", "banner"]),
        ("Dear {{ name }},", ["Dear"]),
        ("<p>{{ _('Sign now') }} · Signon</p>", []),
        ("{% trans name=who %}Dear {{ name }}{% endtrans %}", []),
        ("<{{ level }} class='head'>{{ a }}{{ b }}{{ c }}</{{ level }}>", []),
        ("<code>signon letter import</code>{# A remark. #}", []),
    ],
)
def test_words_outside_of_a_translation_are_found(template: str, found: list[str]) -> None:
    assert untranslated(template) == found
