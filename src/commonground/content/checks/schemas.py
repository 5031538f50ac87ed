"""The content files have the form that docs/authoring.md describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from commonground.content.checks.corpus import Corpus
from commonground.content.finding import Finding

RULE = "schema"


@cache
def _validator(name: str) -> Any:
    """The validator of one schema; the schemas may refer to one another by file name."""
    import jsonschema
    from referencing import Registry, Resource

    folder = files("commonground.content") / "schemas"
    contents = {
        entry.name: json.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    }
    registry: Any = Registry().with_resources(
        (schema_name, Resource.from_contents(schema)) for schema_name, schema in contents.items()
    )
    return jsonschema.Draft202012Validator(contents[f"{name}.json"], registry=registry)


def _place(path: Any) -> str:
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def validate(value: Any, schema: str, file: Path) -> Iterator[Finding]:
    """What in a value does not fit a schema."""
    from jsonschema.exceptions import ValidationError

    def deepest(error: ValidationError) -> Iterator[ValidationError]:
        if error.context and error.validator in ("anyOf", "oneOf"):
            yield min(error.context, key=lambda inner: -len(inner.absolute_path))
        else:
            yield error

    for error in sorted(_validator(schema).iter_errors(value), key=lambda e: str(list(e.absolute_path))):
        for inner in deepest(error):
            message = str(inner.message)
            yield Finding(
                file,
                _place(inner.absolute_path),
                RULE,
                message if len(message) < 200 else f"{message[:90]} … {message[-90:]}",
                "Compare with docs/authoring.md.",
            )


def check(corpus: Corpus) -> Iterator[Finding]:
    """Every YAML file against its schema."""
    for name, value in (
        ("course", corpus.course_raw),
        ("sources", corpus.library_raw),
        ("register", corpus.register_raw),
    ):
        if value is not None:
            yield from validate(value, name, corpus.folder / f"{name}.yml")
    for module in corpus.modules:
        for file, value in module.raw.items():
            if value is not None:
                yield from validate(value, file.removesuffix(".yml"), module.file(file))
