"""Letter files to read, and the refusal of those that are none."""

import pytest

from signon.letters.file import read
from signon.refusals import Refusal

SMALLEST = b"---\ntitle: Run the night train\n---\n\nPlease.\n"


def with_front(*lines: str) -> bytes:
    """A letter file with these further lines in its front matter, from line 3 on."""
    return "\n".join(["---", "title: Run the night train", *lines, "---", "", "Please.", ""]).encode()


def titled(title: str) -> bytes:
    """A letter file whose title, on line 2, is written like this."""
    return f"---\ntitle: {title}\n---\n\nPlease.\n".encode()


def with_body(body: str) -> bytes:
    """A letter file whose text begins on line 5 and is this."""
    return f"---\ntitle: x\n---\n\n{body}\n".encode()


def refused_with(data: bytes, line: int, says: str) -> None:
    """`data` is refused with one sentence that names the line and can be printed on any terminal."""
    with pytest.raises(Refusal) as refused:
        read(data)
    assert f"Line {line}:" in str(refused.value)
    assert says in str(refused.value)
    assert str(refused.value).isprintable()
