"""What lets a browser keep the site: the service worker with the list of all files, and the web manifest.

`write` is the last step of a build, since it reads every file of the site.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path, PurePath

from commonground import content
from commonground.server.pages import COURSE_NAME

PAGE = Path(__file__).parent / "page"
WORKER = "service-worker.js"
MANIFEST = "course.webmanifest"
ICON = "course-icon.svg"
# Read by whoever keeps the site, never by a page.
_NOT_KEPT_NAMES = {"third-party-licenses.json", "404.html"}
# The line of the worker that holds the list; `listed` reads it back.
_LIST_LINE = "const FILES = new Map(Object.entries("

_WORDS = {
    "lang": "en",
    "title": "You are offline",
    "text": "This browser has not kept the page that you asked for. The course itself works without a connection.",
    "first": "Go to the first page of the course",
}


def _is_left_out(name: PurePath) -> bool:
    hidden = any(part.startswith(".") for part in name.parts)  # for a host, as .nojekyll and .htaccess
    return hidden or name.name in _NOT_KEPT_NAMES or name.as_posix() == WORKER


def kept_files(site: Path) -> dict[str, str]:
    """Every file that a browser keeps for use without a connection: its path below `site`, and its SHA-256."""
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file() and not _is_left_out(file.relative_to(site))
    }


def listed(worker: str) -> dict[str, str]:
    """The list of files in the text of a site's service worker, as `kept_files` gave it.

    Raises ValueError for a text that is not such a worker.
    """
    for line in worker.splitlines():
        if line.startswith(_LIST_LINE):
            found = json.loads(line.removeprefix(_LIST_LINE).removesuffix("));"))
            return {str(path): str(sha256) for path, sha256 in found.items()}
    raise ValueError("there is no list of files in it")


def _manifest(home: str) -> dict[str, object]:
    return {
        "name": COURSE_NAME,
        "short_name": COURSE_NAME,
        "description": content.course().tagline,
        "lang": "en",
        "start_url": home,
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#083a59",
        "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }


def write(site: Path, home: str) -> None:
    """Put the web manifest, its icon and the service worker into the folder `site`.

    `home` is the course's first page, relative to the site. The worker's version is a hash of the list
    and of the worker itself: it changes exactly when something that a browser keeps has changed.
    """
    manifest = json.dumps(_manifest(home), ensure_ascii=False, indent=1) + "\n"
    (site / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
    shutil.copyfile(PAGE / ICON, site / ICON)
    files = json.dumps(kept_files(site), ensure_ascii=False, separators=(",", ":"))
    worker = (PAGE / WORKER).read_text(encoding="utf-8")
    worker = worker.replace("__WORDS__", json.dumps(_WORDS, ensure_ascii=False)).replace("__FILES__", files)
    version = hashlib.sha256(worker.encode("utf-8")).hexdigest()[:16]
    (site / WORKER).write_text(worker.replace("__VERSION__", version), encoding="utf-8", newline="\n")
