"""`commonground site --check`: does a built or hosted site ask anybody but its own server?

First the files are read (`outside`), compared with the list in the service worker, and for a hosted site
their types are looked at; then every page is opened in a browser (`visiting`).
"""

from __future__ import annotations

import hashlib
import http.client
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from commonground.editions.browser import offline_kit, outside, visiting
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.outside import Finding
from commonground.editions.browser.serving import server

# Where the folder is shown while it is checked: not at the top, so that every address must be relative.
BELOW = "/a-folder/course/"
SECONDS = 60
# Browsers insist on the types of scripts and of WebAssembly; the others are good manners.
TYPES = {
    ".js": {"text/javascript", "application/javascript", "application/x-javascript"},
    ".mjs": {"text/javascript", "application/javascript", "application/x-javascript"},
    ".wasm": {"application/wasm"},
    ".css": {"text/css"},
    ".html": {"text/html"},
    ".svg": {"image/svg+xml"},
    ".webmanifest": {"application/manifest+json", "application/json"},
}
# From this size on it matters whether a server compresses what can be compressed.
LARGE = 100_000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file as a browser gets it. `kind` is its media type without parameters, empty for a file on disk."""

    content: bytes
    kind: str = ""
    compressed: bool = False
    sent: int = 0


def check(where: str, say: Say, open_pages: bool = True) -> list[Finding]:
    """Check the site in the folder, or at the http(s) address, `where`.

    `say` is told what is under way. The findings are empty where all is well; where `open_pages` asks for
    a browser and none can be had, that is one. Raises SiteError where there is no site.
    """
    if where.startswith(("http://", "https://")):
        site = where if where.endswith("/") else where.rpartition("/")[0] + "/" if where.endswith(".html") else where + "/"
        return _check_hosted(site, say, open_pages)
    folder = Path(where)
    if not (folder / offline_kit.WORKER).is_file():
        raise SiteError(f"There is no site in {folder}. Build it first: commonground site --out {folder}")
    return _check_folder(folder, say, open_pages)


def _check_folder(folder: Path, say: Say, open_pages: bool) -> list[Finding]:
    names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    say(f"Reading the {len(names)} files of {folder}")
    found = _read(names, lambda name: File((folder / name).read_bytes()), "http://127.0.0.1/")
    found += _compared(
        offline_kit.listed((folder / offline_kit.WORKER).read_text(encoding="utf-8")), offline_kit.kept_files(folder)
    )
    if open_pages:
        with server(folder, below=BELOW) as running:
            threading.Thread(target=running.serve_forever, daemon=True).start()
            found += _opened(f"http://127.0.0.1:{running.server_address[1]}{BELOW}", names, say)
            running.shutdown()
    return found


def _check_hosted(site: str, say: Say, open_pages: bool) -> list[Finding]:
    say(f"Reading the list of files at {site}")
    try:
        files = offline_kit.listed(_fetch(site, offline_kit.WORKER).content.decode("utf-8"))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SiteError(
            f"There is no copy of the course at {site} ({error}). Give the address of its first page or of its folder."
        ) from error
    got: dict[str, File] = {}
    found: list[Finding] = []
    for number, name in enumerate(files, 1):
        if number % 25 == 1:
            say(f"Fetching {number} of {len(files)}: {name}")
        try:
            got[name] = _fetch(site, name)
        except (OSError, http.client.HTTPException) as error:
            found.append(Finding(name, "", f"the server does not hand it out ({error})"))
    found += _read(sorted(got), lambda name: got[name], site)
    arrived = {name: hashlib.sha256(file.content).hexdigest() for name, file in got.items()}
    found += _compared({name: files[name] for name in got}, arrived)
    for name, file in got.items():
        wanted = TYPES.get(PurePosixPath(name).suffix)
        if wanted and file.kind not in wanted:
            found.append(Finding(name, "", f"has the type {file.kind or 'none'}, not {sorted(wanted)[-1]}"))
    _say_size(got, say)
    if urlsplit(site).scheme != "https" and urlsplit(site).hostname not in {"127.0.0.1", "localhost"}:
        say("Note: without https the course works, but not offline.")
    if open_pages:
        found += _opened(site, sorted(files), say)
    return found


def _say_size(files: dict[str, File], say: Say) -> None:
    whole = sum(len(file.content) for file in files.values()) / 1e6
    sent = sum(file.sent for file in files.values()) / 1e6
    say(f"{len(files)} files, {whole:.1f} MB; {sent:.1f} MB as the server sends them")
    plain = [
        name for name, file in files.items()
        if len(file.content) > LARGE and not file.compressed and PurePosixPath(name).suffix in {".js", ".mjs", ".wasm"}
    ]
    if plain:
        say(f"Note: the server does not compress {len(plain)} large files ({plain[0]}, ...). docs/hosting.md says how.")


def _fetch(site: str, name: str) -> File:
    """A file as the server sends it; raises OSError or an HTTPException where it does not."""
    request = urllib.request.Request(site + quote(name), headers={"Accept-Encoding": "gzip", "Cache-Control": "no-cache"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            sent = answer.read()
            compressed = answer.headers.get("Content-Encoding", "") == "gzip"
            content = zlib.decompress(sent, zlib.MAX_WBITS | 16) if compressed else sent
            return File(content, answer.headers.get_content_type(), compressed, len(sent))
    except zlib.error as error:
        raise OSError(f"it cannot be unpacked: {error}") from error
    except urllib.error.HTTPError as error:
        raise OSError(f"status {error.code}") from error


def _read(names: list[str], file: Callable[[str], File], site: str) -> list[Finding]:
    return [
        finding
        for name in names
        if outside.is_read(name)
        for finding in outside.findings(name, file(name).content.decode("utf-8", "replace"), site)
    ]


def _compared(wanted: dict[str, str], there: dict[str, str]) -> list[Finding]:
    """Where the files are not those that the service worker lists: browsers would never keep them."""
    found = [
        Finding(name, "", "is missing" if name not in there else "is not the file that was built")
        for name in wanted
        if wanted[name] != there.get(name)
    ]
    return found + [Finding(name, "", "is not a file of this build") for name in there.keys() - wanted.keys()]


def _opened(site: str, names: list[str], say: Say) -> list[Finding]:
    pages = [name for name in names if name.endswith(".html") and name != "404.html"]
    # The addresses of pages first; the one that only leads to the first page last.
    pages.sort(key=lambda name: (name == "index.html", name))
    try:
        found, requests = visiting.visit(site, pages, say)
    except visiting.NoBrowser as error:
        return [Finding("The pages", "", f"were not opened. {error}")]
    say(f"{len(pages)} pages opened, {requests} requests seen")
    return found
