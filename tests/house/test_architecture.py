"""Imports point one way, libraries stay in their rooms, and one place commits. ARCHITECTURE.md draws the map.

A rule is a function from a source file to sentences that say what is wrong where; the last tests show that each bites.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.house.sources import Import, Source, python_sources

# From the ground up. A room may import from itself and from every layer below its own; never sideways, never upwards.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"refusals"}),
    frozenset({"database", "pictures"}),
    frozenset({"keys"}),
    frozenset({"campaigns", "organizations"}),
    frozenset({"letters"}),
    frozenset({"staff"}),
    frozenset({"signatures"}),
    frozenset({"outreach", "kits", "hooks"}),
    frozenset({"documents", "privacy"}),
    frozenset({"wording"}),
    frozenset({"mail", "press"}),
    frozenset({"web", "cli"}),
)
HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}


@dataclass(frozen=True)
class Library:
    """A library and the places that may import it; `only` names what else a file may take out of it."""

    places: tuple[str, ...]
    only: dict[str, frozenset[str]] = field(default_factory=dict)


FACTORY = "signon/__init__.py"
LIBRARIES = {
    "altcha": Library(("signon/web/proof_of_work.py",)),
    "flask": Library(("signon/web/", "signon/cli/", "signon/mail/", FACTORY)),
    "flask_babel": Library(("signon/web/", "signon/cli/", "signon/mail/", "signon/wording/", FACTORY)),
    "flask_mail": Library(("signon/mail/sending.py", FACTORY)),
    "flask_migrate": Library(("signon/cli/", FACTORY)),
    "flask_principal": Library(("signon/staff/", "signon/web/staff/")),
    "flask_login": Library(("signon/staff/", "signon/web/staff/")),
    "flask_security": Library(("signon/staff/", "signon/web/staff/", "signon/cli/", FACTORY)),
    "flask_sqlalchemy": Library(("signon/database.py",)),
    "flask_wtf": Library(("signon/web/",), only={FACTORY: frozenset({"CSRFProtect"})}),
    "itsdangerous": Library(("signon/signatures/tokens.py",)),
    "limits": Library(("signon/web/tries.py",)),
    "pyhanko": Library(("signon/press/pades.py",)),
    "reportlab": Library(("signon/documents/pdf/",)),
    "resvg_py": Library(("signon/pictures/rasterizing.py",)),
    "webauthn": Library(("signon/web/staff/passkeys.py",)),
    "wtforms": Library(("signon/web/",)),
}

COMMITS_IN = "signon/database.py"
# Flask-Security's views and its datastore commit for themselves; nothing else is called by this name.
DATASTORE_COMMITS_IN = ("signon/staff/", "signon/web/staff/")

Rule = Callable[[Source], Iterator[str]]


def imports_point_one_way(source: Source) -> Iterator[str]:
    if source.path == FACTORY:
        return
    if source.room not in HEIGHT:
        yield f"{source.path}:1: the room {source.room!r} has no layer: give it one in LAYERS"
        return
    for found in source.imports:
        other = _room_of(found)
        if other is None or other == source.room:
            continue
        if other == "":
            yield f"{source.path}:{found.line}: the factory signon/__init__.py puts the rooms together; none imports it"
        elif other not in HEIGHT:
            yield f"{source.path}:{found.line}: there is no room signon.{other}"
        elif HEIGHT[other] >= HEIGHT[source.room]:
            below = ", ".join(sorted(room for room, height in HEIGHT.items() if height < HEIGHT[source.room]))
            yield f"{source.path}:{found.line}: {source.room} imports {other}; it may import {below or 'no other room'}"


def _room_of(found: Import) -> str | None:
    """The room an import reaches: None when it is none of ours, "" when it is the factory."""
    package, _, rest = found.module.partition(".")
    if package != "signon":
        return None
    if rest:
        return rest.partition(".")[0]
    return found.name if found.name in HEIGHT else ""


def libraries_stay_in_their_rooms(source: Source) -> Iterator[str]:
    for found in source.imports:
        name = found.module.partition(".")[0]
        library = LIBRARIES.get(name)
        if library is None or source.path.startswith(library.places):
            continue
        if found.name not in library.only.get(source.path, ()):
            taken = f"{name}'s {found.name}" if found.name else name
            yield f"{source.path}:{found.line}: imports {taken}; {name} belongs in {', '.join(library.places)}"


def imports_stand_at_the_top(source: Source) -> Iterator[str]:
    for function in ast.walk(source.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{source.path}:{node.lineno}: import inside {function.name}(): two rooms are tangled"


def only_the_database_commits(source: Source) -> Iterator[str]:
    if source.path == COMMITS_IN:
        return
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"):
            continue
        owner = ast.unparse(node.func.value)
        if not (owner.lower().endswith("datastore") and source.path.startswith(DATASTORE_COMMITS_IN)):
            yield f"{source.path}:{node.lineno}: {owner}.commit(); open `with transaction():` from {COMMITS_IN} instead"


def settings_are_handed_in(source: Source) -> Iterator[str]:
    for found in source.imports:
        if found.module.partition(".")[0] == "config":
            yield f"{source.path}:{found.line}: imports config; read current_app.config in a door and pass the value on"


def lazy_sentences_bear_no_names(source: Source) -> Iterator[str]:
    """A sentence that is translated later says of itself that it is markup, so that nothing typed in it is escaped."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in ("_l", "lazy_gettext"):
            continue
        for word in node.keywords:
            if word.arg != "number":
                yield f"{source.path}:{node.lineno}: a lazy sentence bears {word.arg}, unescaped; take gettext"


RULES: tuple[Rule, ...] = (
    lazy_sentences_bear_no_names,
    imports_point_one_way,
    libraries_stay_in_their_rooms,
    imports_stand_at_the_top,
    only_the_database_commits,
    settings_are_handed_in,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    sources = python_sources("signon/")
    assert sources, "no sources were found"
    broken = [sentence for source in sources for sentence in rule(source)]
    assert not broken, f"{rule.__name__.replace('_', ' ')}:\n" + "\n".join(broken)


BREACHES = [
    (
        imports_point_one_way,
        "signon/letters/file.py",
        "from signon.signatures.roll import roll",
        "letters imports signatures",
    ),
    (imports_point_one_way, "signon/letters/file.py", "from ..web import public", "letters imports web"),
    (imports_point_one_way, "signon/cli/letters.py", "import signon.web.public", "cli imports web"),
    (imports_point_one_way, "signon/kits/fill.py", "from signon.outreach import links", "kits imports outreach"),
    (imports_point_one_way, "signon/keys.py", "from signon import letters", "keys imports letters"),
    (imports_point_one_way, "signon/cli/demo.py", "from signon import create_app", "none imports it"),
    (imports_point_one_way, "signon/helpers.py", "", "has no layer"),
    (imports_point_one_way, "signon/web/public.py", "from signon.helpers import x", "there is no room signon.helpers"),
    (libraries_stay_in_their_rooms, "signon/letters/models.py", "from flask import g", "flask's g; flask belongs in"),
    (libraries_stay_in_their_rooms, "signon/__init__.py", "from flask_wtf import FlaskForm", "flask_wtf's FlaskForm"),
    (libraries_stay_in_their_rooms, "signon/documents/docx.py", "import reportlab.lib", "reportlab belongs in"),
    (
        imports_stand_at_the_top,
        "signon/web/public.py",
        "def show():\n    import json",
        "public.py:2: import inside show()",
    ),
    (only_the_database_commits, "signon/letters/publishing.py", "db.session.commit()", "db.session.commit(); open"),
    (only_the_database_commits, "signon/web/public.py", "datastore.commit()", "datastore.commit(); open"),
    (only_the_database_commits, "signon/staff/people.py", "db.session.commit()", "db.session.commit(); open"),
    (lazy_sentences_bear_no_names, "signon/web/public.py", "_l('%(who)s', who=1)", "bears who, unescaped"),
    (settings_are_handed_in, "signon/web/public.py", "from config import read_settings", "imports config"),
]


@pytest.mark.parametrize(("rule", "path", "text", "sentence"), BREACHES)
def test_a_breach_is_named_with_its_place(rule: Rule, path: str, text: str, sentence: str) -> None:
    [said] = rule(Source(path, text))
    assert sentence in said
    assert said.startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "signon/documents/pdf/letter.py",
            "from reportlab.pdfgen import canvas\nfrom signon.signatures.signee import Signee",
        ),
        ("signon/web/staff/accounts.py", "from flask_security import current_user\ndatastore.commit()"),
        ("signon/__init__.py", "from flask_wtf import CSRFProtect\nfrom signon.web import public"),
        (
            "signon/letters/publishing.py",
            "from . import models\nfrom .models import Letter\nfrom signon.database import db",
        ),
        ("signon/mail/sending.py", "import flask_mail\nfrom signon.letters.models import Letter"),
    ],
)
def test_what_the_map_allows_is_not_named(path: str, text: str) -> None:
    assert [sentence for rule in RULES for sentence in rule(Source(path, text))] == []
