"""A value of a YAML file that knows where it stands, so that every complaint can say where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.content.errors import ContentError
from commonground.content.yaml_file import load_yaml


@dataclass(frozen=True, slots=True)
class Node:
    """One value, with the file and the key where it stands.

    The reading methods raise ContentError, naming file, key and what to do, where the value is
    missing or of another kind than the reader needs.
    """

    value: Any
    file: Path
    key: str = ""

    @classmethod
    def of_file(cls, file: Path) -> Node:
        """The whole content of a YAML file, which must be a mapping."""
        node = cls(load_yaml(file), file)
        node.mapping()
        return node

    def error(self, problem: str, advice: str) -> ContentError:
        """A ContentError about this value."""
        return ContentError(self.file, self.key, problem, advice)

    def mapping(self) -> dict[str, Any]:
        """The value as a mapping of names to values."""
        if not isinstance(self.value, dict):
            raise self.error("A mapping (name: value) was expected here.", "See docs/authoring.md for the form.")
        return self.value

    def has(self, name: str) -> bool:
        """Whether the mapping has this key with a value."""
        return self.mapping().get(name) is not None

    def child(self, name: str) -> Node:
        """The value under a key that must be there."""
        place = f"{self.key}.{name}" if self.key else name
        if not self.has(name):
            raise ContentError(self.file, place, "This key is missing.", "Add it; docs/authoring.md shows the form.")
        return Node(self.mapping()[name], self.file, place)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Each key of the mapping with its value."""
        for name, value in self.mapping().items():
            place = f"{self.key}.{name}" if self.key else str(name)
            yield str(name), Node(value, self.file, place)

    def nodes(self, name: str) -> tuple[Node, ...]:
        """The entries of the list under a key; none where the key is missing."""
        if not self.has(name):
            return ()
        node = self.child(name)
        if not isinstance(node.value, list):
            raise node.error("A list (- one, - two) was expected here.", "See docs/authoring.md for the form.")
        return tuple(Node(value, self.file, f"{node.key}[{i}]") for i, value in enumerate(node.value))

    def as_text(self) -> str:
        """The value as text; numbers are taken as they are written, other kinds are refused."""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            return str(self.value)
        raise self.error("Text was expected here.", "Put the words in quotes.")

    def text(self, name: str, default: str | None = None) -> str:
        """The text under a key; with a default the key may be missing."""
        if default is not None and not self.has(name):
            return default
        return self.child(name).as_text()

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of the list under a key; none where the key is missing."""
        return tuple(node.as_text() for node in self.nodes(name))

    def flag(self, name: str) -> bool:
        """True or false under a key; false where the key is missing."""
        if not self.has(name):
            return False
        node = self.child(name)
        if not isinstance(node.value, bool):
            raise node.error("true or false was expected here.", "Write true or false.")
        return node.value

    def whole_number(self, name: str) -> int:
        """The whole number under a key."""
        node = self.child(name)
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            raise node.error("A whole number was expected here.", "Write digits only.")
        return node.value
