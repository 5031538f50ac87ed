"""The rules by which the course's YAML is read: safe, `no` and dates stay words, a key stands once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

# libyaml's parser where PyYAML was built with it: about ten times quicker.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CourseLoader(_Base):  # type: ignore[misc]
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


CourseLoader.yaml_implicit_resolvers = _word_resolvers()
