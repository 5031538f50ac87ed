"""Reading one YAML file of the course: strictly, quickly, and once as long as it does not change."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from commonground.content.errors import ContentError


def parse_yaml(text: str, file: Path) -> Any:
    """The value in a YAML text; `file` is named in the ContentError of a damaged one.

    The browser edition has no PyYAML, which would be slow there: its content is packed as JSON,
    which is YAML too.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        return json.loads(text)
    from commonground.content.yaml_words import CourseLoader

    try:
        return yaml.load(text, Loader=CourseLoader)
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
