"""The project's files, and its Python as syntax trees, for the rules that a machine can keep."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
# Where no git is there to ask: folders that tools make and nobody wrote.
MADE_BY_TOOLS = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
    "instance",
}


@dataclass(frozen=True)
class Import:
    """One imported module, absolute and dotted, at its line; `name` is what was taken out of it, or ""."""

    module: str
    name: str
    line: int


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the project's folder, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @property
    def room(self) -> str:
        """The room of `signon/` that the file is in: "letters" for signon/letters/x.py, "" for signon/__init__.py."""
        parts = PurePosixPath(self.path).parts
        if len(parts) > 2:
            return parts[1]
        return "" if parts[-1] == "__init__.py" else PurePosixPath(self.path).stem

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of the file, those inside functions and under `if TYPE_CHECKING` too."""
        return [found for node in ast.walk(self.tree) for found in self._imports_of(node)]

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno)
        elif isinstance(node, ast.ImportFrom):
            module = self._absolute(node)
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if node.level == 0:
            return node.module or ""
        # A dot is the folder that the file is in, each further dot the one above it.
        folder = PurePosixPath(self.path).parts[: -node.level]
        return ".".join([*folder, *([node.module] if node.module else [])])


@cache
def project_files() -> tuple[str, ...]:
    """The paths of the project's files: git's list with what is new and not ignored, else what the folder holds."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return tuple(sorted(path for path in set(listed) if path and _is_ours(path)))


def _is_ours(path: str) -> bool:
    folders = PurePosixPath(path).parts[:-1]
    made = any(folder in MADE_BY_TOOLS or folder.endswith(".egg-info") for folder in folders)
    return not made and (ROOT / path).is_file()


@cache
def python_sources(folder: str = "") -> tuple[Source, ...]:
    """The project's Python files whose path begins with `folder`, such as "signon/"."""
    paths = [path for path in project_files() if path.endswith(".py") and path.startswith(folder)]
    return tuple(Source(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths)
