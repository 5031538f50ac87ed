"""Reading one YAML file of the course: strictly, quickly, and once as long as it does not change."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from commonground.content.errors import ContentError

# libyaml's parser where PyYAML was built with it: about ten times quicker.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe YAML for text written by people: `no`, `on` and dates stay words, a key stands once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable):
                if key in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key!r} stands twice", key_node.start_mark
                    )
                seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _word_resolvers() -> dict[str, list[tuple[str, Any]]]:
    """PyYAML's rules for plain words, without dates and with true/false as the only booleans."""
    kept: dict[str, list[tuple[str, Any]]] = {}
    for letter, rules in _Base.yaml_implicit_resolvers.items():
        wanted = [
            (tag, pattern)
            for tag, pattern in rules
            if tag != "tag:yaml.org,2002:timestamp" and (tag != "tag:yaml.org,2002:bool" or letter in "tTfF")
        ]
        if wanted:
            kept[letter] = wanted
    return kept


_Loader.yaml_implicit_resolvers = _word_resolvers()


def parse_yaml(text: str, file: Path) -> Any:
    """The value in a YAML text; `file` is named in the ContentError of a damaged one."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        key = f"line {mark.line + 1}" if mark is not None else ""
        raise ContentError(
            file, key, f"This is not well-formed YAML: {problem}.", "Mend the line; often a quote or an indent."
        ) from error


def stamp(file: Path) -> tuple[int, int]:
    """What changes when a file changes: time of the last write in nanoseconds, size in bytes.

    Raises ContentError where the file does not exist.
    """
    try:
        status = file.stat()
    except OSError as error:
        raise ContentError(
            file, "", "This file could not be opened.", "Check that it exists and can be read."
        ) from error
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def _load(file: Path, _stamp: tuple[int, int]) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            file, "", f"This file could not be read: {error}.", "Save it as UTF-8, where you may read it."
        ) from error
    return parse_yaml(text, file)


def load_yaml(file: Path) -> Any:
    """The value in a YAML file, shared between callers (read it, do not change it)."""
    return _load(file, stamp(file))
