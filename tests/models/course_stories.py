"""The exercises of every module's story.yml, built as a lesson builds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from commonground import content
from commonground.activities import build

ROOT = Path(__file__).parents[2]
MODULES = tuple(sorted(file.parent.name for file in (ROOT / "modules").glob("*/story.yml")))


def exercise(module: str, name: str) -> Any:
    """One exercise as state and rules, fresh at each call."""
    return build(name, content.story(module).exercise(name).data)


def named(kind: str) -> list[tuple[str, str]]:
    """Module and name of every exercise of a kind, such as "document"."""
    return [
        (module, name)
        for module in MODULES
        for name, found in content.story(module).exercises.items()
        if found.kind == kind
    ]
