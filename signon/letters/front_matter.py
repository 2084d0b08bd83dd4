"""The front matter of a letter file: YAML without its tricks, read with the line of every key.

Anchors, aliases and tags are refused and nothing is ever constructed, so that nothing in a file can grow, or become
anything but the texts, numbers, days and lists that `signon.letters.values` reads.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import yaml

from signon.letters.values import NULL, READERS, one_line
from signon.refusals import Refusal

_LONGEST = 512 * 1024  # characters; the most addressees and conveners at their longest fit, as YAML writes them
_DEEPEST = 4  # the texts of an addressee
_MOST_NODES = 2000  # every key with the most addressees and conveners makes some 600


def read_front(text: str, keys: Sequence[str]) -> dict[str, Any]:
    """The values of front matter `text`, which begins on line 2 of its file, by key, checked; of `keys` those that have
    a value. Raises Refusal with one sentence that names the line.
    """
    front = _Front(text)
    nodes = front.nodes(keys)
    values = {key: front.value(key, node) for key, node in nodes.items() if node.tag != NULL}
    if not values.get("title"):
        raise Refusal("Line 1: the front matter has no title. Add a line such as “title: Open the night train”.")
    if values.get("deadline") and not _exists(values["deadline"], values.get("deadline_zone", "UTC")):
        front.refuse("deadline", "“%(key)s” is a time that the clocks of its zone skip. Choose another hour.")
    return values


class _Front:
    """YAML front matter with the line of every key, so that a refusal can name it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[str, int] = {}

    def nodes(self, keys: Sequence[str]) -> dict[str, yaml.Node]:
        """What stands behind each key."""
        root = self._composed()
        if not isinstance(root, yaml.MappingNode):
            raise Refusal("Line 2: the front matter must be lines of “key: value”.")
        found: dict[str, yaml.Node] = {}
        for key_node, node in root.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            self.lines[key] = self.line_at(key_node.start_mark.index)
            if key in found:
                self.refuse(key, "“%(key)s” stands twice. Keep one.")
            if key not in keys:
                self.refuse(
                    key, "“%(key)s” is not a key of a letter file. Known are: %(known)s.", known=", ".join(keys)
                )
            found[key] = node
        return found

    def value(self, key: str, node: yaml.Node) -> Any:
        """The checked value of `key`. Raises Refusal."""
        try:
            return READERS.get(key, one_line)(node)
        except ValueError as wrong:
            self.refuse(key, "“%(key)s” %(wrong)s", wrong=str(wrong))

    def refuse(self, key: str, sentence: str, **values: str) -> NoReturn:
        """Raise a Refusal that names the key and its line. Whatever a key hides is not sent to a terminal."""
        shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in key[:40])
        raise Refusal(f"Line %(line)s: {sentence}", "", **{"line": self.lines[key], "key": shown, **values})

    def line_at(self, index: int) -> int:
        """The line of the file in which the character at `index` stands."""
        return 2 + self.text.count("\n", 0, index)

    def _composed(self) -> yaml.Node | None:
        if len(self.text) > _LONGEST:
            raise Refusal("Line 2: the front matter is too long. Is the letter's text below the closing ---?")
        composer: _Composer | None = None
        try:
            composer = _Composer(self.text)
            return composer.get_single_node()
        except _Trick as trick:
            raise Refusal(f"Line %(line)s: {trick}", "", line=self.line_at(trick.index)) from None
        except (yaml.YAMLError, ValueError, OverflowError) as wrong:
            # Numbers too large for Python are no error that PyYAML knows of; they say nothing of where they stand.
            mark = getattr(wrong, "problem_mark", None) or composer
            index = mark.index if mark else getattr(wrong, "position", 0)
            raise Refusal(
                "Line %(line)s: this is not YAML. Put texts with a colon in quotes.", line=self.line_at(index)
            ) from None


class _Trick(Exception):
    """Something that YAML allows and a letter file does not, and where it stands."""

    def __init__(self, sentence: str, index: int) -> None:
        super().__init__(sentence)
        self.index = index


class _Composer(yaml.SafeLoader):
    """Reads YAML into nodes, and stops at what a letter file has no use for before it can cost anything."""

    depth = count = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._stop("a text that begins with & or * must stand in quotes; anchors and aliases are not read.")
        if event.tag is not None:
            self._stop("a text that begins with ! must stand in quotes; tags are not read.")
        if self.depth == _DEEPEST:
            self._stop("there are lists within lists, deeper than a letter file has a use for.")
        if self.count == _MOST_NODES:
            self._stop("there are more keys and values than a letter file has a use for.")
        self.depth += 1
        self.count += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _stop(self, sentence: str) -> NoReturn:
        raise _Trick(sentence, self.peek_event().start_mark.index)


def _exists(deadline: str, zone: str) -> bool:
    here = dt.datetime.fromisoformat(deadline).replace(tzinfo=ZoneInfo(zone))
    return here.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == here.replace(tzinfo=None)
