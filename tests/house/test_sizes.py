"""One idea a file, one step a function: a thing past these sizes is a concept waiting for its name."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOT, Source, project_files, python_sources

MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 30  # of its body, without the docstring
WRITTEN_BY_HAND = (".py", ".html", ".txt", ".css", ".js")
# Text for printing and lists of versions are data; migrations and what others wrote are kept as they came.
NOT_MEASURED = ("requirements/", "migrations/versions/", "static/vendor/", "signon/documents/fonts/", "LICENSE")


def measured(path: str) -> bool:
    return path.endswith(WRITTEN_BY_HAND) and not path.startswith(NOT_MEASURED)


def long_functions(source: Source) -> Iterator[str]:
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if lines > MOST_LINES_IN_A_FUNCTION:
            yield f"{source.path}:{function.lineno}: {function.name}() has {lines} lines"


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in project_files() if measured(path)
    }
    too_long = [f"{path}:1: {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES_IN_A_FILE]
    assert not too_long, "\n".join(too_long)


def test_no_function_is_longer_than_30_lines() -> None:
    too_long = [said for source in python_sources() if measured(source.path) for said in long_functions(source)]
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize(("statements", "said"), [(30, 0), (31, 1)])
def test_a_function_is_measured_without_its_docstring(statements: int, said: int) -> None:
    text = 'def act():\n    """One.\n\n    Two.\n    """\n' + "    step()\n" * statements
    assert len(list(long_functions(Source("signon/act.py", text)))) == said
