"""What can be set and what can be run is written down for the people who run it."""

import ast
import re
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from tests.house.sources import ROOT, project_files

# Put together here, so that this file does not name what no file may name: the addresses of package registries, which
# tell where somebody happened to install from, and which tie everyone who follows to that place.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
)
FROM_THE_ENVIRONMENT = re.compile(r"^(env(\.\w+)?|os\.getenv|(os\.)?environ(\.get)?)$")


def documentation() -> str:
    """README.md and everything under docs/."""
    pages = [
        path for path in project_files() if path == "README.md" or (path.startswith("docs/") and path.endswith(".md"))
    ]
    return "\n".join((ROOT / path).read_text(encoding="utf-8") for path in pages)


def settings_of(text: str) -> Iterator[tuple[str, int]]:
    """The name and line of each setting that Python text reads from the environment: `env.str("NAME")` and its kin.

    A name that is not written out is given as "", because nobody could find it by looking for it.
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and FROM_THE_ENVIRONMENT.match(ast.unparse(node.func)):
            yield _written_out(node.args[0]), node.lineno
        elif isinstance(node, ast.Subscript) and FROM_THE_ENVIRONMENT.match(ast.unparse(node.value)):
            yield _written_out(node.slice), node.lineno


def _written_out(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def commands_of(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of ours below `group`, as it is typed after `signon`; those that libraries add are theirs."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands_of(command, (*words, name))
        elif _is_ours(command):
            yield " ".join((*words, name))


def _is_ours(command: click.Command) -> bool:
    return getattr(command.callback, "__module__", "").partition(".")[0] == "signon"


def test_every_setting_is_documented() -> None:
    settings = dict(settings_of((ROOT / "config.py").read_text(encoding="utf-8")))
    assert settings, "no setting was found in config.py"
    assert "" not in settings, f"config.py:{settings.get('')}: write the setting's name out where it is read"
    pages = documentation()
    missing = [f"config.py:{line}: {name}" for name, line in settings.items() if not re.search(rf"\b{name}\b", pages)]
    assert not missing, "settings that neither README.md nor docs/ explains:\n" + "\n".join(missing)


def test_every_command_is_documented(app: Flask) -> None:
    commands = list(commands_of(app.cli))
    assert commands, "no command of ours was found"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [command for command in commands if f"signon {command}" not in readme]
    assert not missing, "commands that README.md does not show:\n" + "\n".join(
        f"signon {command}" for command in missing
    )


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(rb"|".join(re.escape(host.encode()) for host in REGISTRY_HOSTS))
    named = [
        f"{path}: {found[0].decode()}"
        for path in project_files()
        if (found := hosts.search((ROOT / path).read_bytes()))
    ]
    assert not named, "package registries are named in:\n" + "\n".join(named)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('env.str("PUBLIC_URL", "")', "PUBLIC_URL"),
        ('env("DATA_DIR")', "DATA_DIR"),
        ('os.environ["SECRET_KEY"]', "SECRET_KEY"),
        ('os.getenv("REDIS_URL")', "REDIS_URL"),
        ("env.int(name)", ""),
    ],
)
def test_a_setting_is_found_however_it_is_read(text: str, name: str) -> None:
    assert list(settings_of(text)) == [(name, 1)]


def test_commands_are_found_in_groups_and_those_of_libraries_are_left_out() -> None:
    def ours() -> None: ...

    ours.__module__ = "signon.cli.letters"
    inner = click.Group("letter", commands={"import": click.Command("import", callback=ours)})
    theirs = click.Command("users", callback=lambda: None)
    outer = click.Group(
        "signon", commands={"check": click.Command("check", callback=ours), "letter": inner, "users": theirs}
    )
    assert list(commands_of(outer)) == ["check", "letter import"]
