"""An installation with one catalogue more: right to left, made up, and nothing else changed.

Every sentence of ours becomes as many Arabic words as it has; places, tags and entities stay where they are. What still
stands in Latin letters on such a page was never given to translators.
"""

import os
import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CODE = "ar"
_KEPT = re.compile(r"(%\([a-z_]+\)[sd]|%%|\{\{.*?\}\}|\{[a-z_]+\}|<[^>]*>|&\w+;|https?://\S+)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_FILLER = "كلمة"


def project_with_another_language(folder: Path) -> Path:
    """A copy of the project in `folder` whose translations have one catalogue more."""
    for name in ("signon", "templates", "static", "migrations"):
        shutil.copytree(ROOT / name, folder / name, copy_function=_linked, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.py", "wsgi.py", "gunicorn.conf.py", "pyproject.toml"):
        _linked(str(ROOT / name), str(folder / name))
    messages = folder / "signon" / "translations" / CODE / "LC_MESSAGES"
    messages.mkdir(parents=True)
    with (messages / "messages.mo").open("wb") as file:
        write_mo(file, _catalogue())
    return folder


def _linked(source: str, to: str) -> None:
    """The same file at another place, or a copy of it where disks differ."""
    try:
        os.link(source, to)
    except OSError:
        shutil.copyfile(source, to)


def _catalogue() -> Catalog:
    made = Catalog(locale=CODE)
    with (ROOT / "signon" / "translations" / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        spanish = read_po(file, locale="es")
    for message in spanish:
        if message.id and isinstance(message.id, tuple | list):
            made.add(message.id, [as_another(message.id[1])] * made.num_plurals)
        elif message.id:
            made.add(message.id, as_another(str(message.id)))
    return made


def as_another(sentence: str) -> str:
    """`sentence` in the made-up language."""
    parts = _KEPT.split(sentence)
    return "".join(part if number % 2 else _WORD.sub(_FILLER, part) for number, part in enumerate(parts))
