"""Finds what must not reach trainees: solutions, hidden tests and mark schemes, anywhere in what is released.

nbgrader's converter takes them out. This looks at what came out, as text, and does not trust the
converter, the author's cell types, or the files that lie beside the notebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKS = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", re.IGNORECASE)
# Shorter lines, such as `else:`, tell nothing; up to the second length a line counts only as a whole.
SHORT, LONG = 8, 24
_READABLE = 20 * 1024 * 1024


@dataclass(frozen=True)
class Leak:
    """Something secret in a released file: `where` is the file, `text` what was found."""

    where: str
    text: str


def secret_lines(source: dict[str, Any]) -> frozenset[str]:
    """The lines of a source notebook that trainees must not see; lines that also stand in the open are none."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for cell in source.get("cells", ()):
        inside, regions = False, False
        text = _joined(cell.get("source", ""))
        lines = []
        for line in text.splitlines():
            mark = MARKS.search(line)
            if mark:
                inside, regions = mark.group(1).upper() == "BEGIN", True
            else:
                lines.append((line.strip(), inside))
        about = cell.get("metadata", {}).get("nbgrader", {})
        # A solution without marks is a solution as a whole.
        whole = bool(about.get("solution")) and not regions
        hidden |= {line for line, secret in lines if secret or whole}
        shown |= {line for line, secret in lines if not secret and not whole}
    return frozenset(line for line in hidden - shown if len(line) >= SHORT and any(sign.isalnum() for sign in line))


def leaks_in(released: Path, secret: frozenset[str]) -> list[Leak]:
    """What of `secret`, and which marks of secrets, stand in the files of the folder `released`."""
    found: list[Leak] = []
    for place in sorted(path for path in released.rglob("*") if path.is_file()):
        name = place.relative_to(released).as_posix()
        if place.stat().st_size > _READABLE:
            continue
        text = place.read_text(encoding="utf-8", errors="replace")
        parts = list(_texts(json.loads(text))) if place.suffix == ".ipynb" else [text]
        whole = "\n".join(parts)
        found += [Leak(name, mark.group(0)) for mark in MARKS.finditer(whole)]
        lines = {line.strip() for line in whole.splitlines()}
        found += [Leak(name, line) for line in sorted(secret) if line in lines or (len(line) >= LONG and line in whole)]
    return found


def _texts(content: Any) -> Iterator[str]:
    """Every text in JSON data; lines that the notebook format keeps apart are joined."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        if all(isinstance(part, str) for part in content):
            yield "".join(content)
        else:
            for part in content:
                yield from _texts(part)
    elif isinstance(content, dict):
        for part in content.values():
            yield from _texts(part)


def _joined(source: Any) -> str:
    return "".join(source) if isinstance(source, list) else str(source)
