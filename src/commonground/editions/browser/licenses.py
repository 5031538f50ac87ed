"""The file LICENSES.txt of the site: whose work it contains, and under which terms."""

from __future__ import annotations

import email
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from commonground.content.places import course_root
from commonground.editions.browser.parts import Parts

_LICENSE_FILE = re.compile(r"(^|/)(licen[cs]es?|copying|notice)[^/]*$", re.IGNORECASE)
_RULE = "\n" + "=" * 78 + "\n"


def _npm_packages(parts: Parts) -> Iterator[tuple[str, str, str]]:
    for folder in (parts.pyodide, parts.plotly):
        package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        texts = [f.read_text(encoding="utf-8") for f in sorted(folder.iterdir()) if _LICENSE_FILE.search(f.name)]
        yield f"{package['name']} {package['version']}", package.get("license", ""), "\n".join(texts)


def _wheels(parts: Parts) -> Iterator[tuple[str, str, str]]:
    for wheel in (*parts.page_code_wheels, *parts.wheels):
        with zipfile.ZipFile(wheel) as package:
            names = sorted(package.namelist())
            metadata = next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            head = email.message_from_bytes(package.read(metadata))
            texts = [
                package.read(name).decode("utf-8", "replace")
                for name in names
                if ".dist-info/" in name and _LICENSE_FILE.search(name) and not name.endswith("/")
            ]
        terms = str(head["License-Expression"] or head["License"] or "").strip()
        yield f"{head['Name']} {head['Version']}", terms.partition("\n")[0], "\n".join(texts)


def text(parts: Parts) -> str:
    """The course's own terms, then each part's name, version, license and the texts that it carries."""
    own = "\n".join(file.read_text(encoding="utf-8") for file in sorted(course_root().glob("LICENSE*")))
    entries = [f"Common Ground\n\n{own}"]
    for name, terms, words in sorted([*_npm_packages(parts), *_wheels(parts)], key=lambda entry: entry[0].lower()):
        entries.append(f"{name}\n{terms}\n\n{words}".rstrip() + "\n")
    return _RULE.join(entries)


def write(parts: Parts, site: Path) -> None:
    """Write the file into the folder of the site."""
    (site / "LICENSES.txt").write_text(text(parts), encoding="utf-8", newline="\n")
