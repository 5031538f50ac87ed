"""Reading the files of a site for resources of other hosts: what `commonground site --check` does first.

A link to a source that a reader may follow is no resource: nothing is asked until it is pressed.
Scripts that came with libraries name many addresses that a page never asks; they are judged by what the
pages ask in a browser (`visiting`). The course's own scripts are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

# The scripts that the course brings itself.
OWN_SCRIPTS = {
    "service-worker.js", "code/page.js", "code/early.js", "python/start.mjs", "python/kernel.js",
    "code/extensions/commonground-shared/shim.js",
}
_READ = {".html", ".css", ".svg"}
_FOLLOWED = {"a", "area"}
# Relations of a link element that say something about the page and load nothing.
_SAID = {"alternate", "canonical", "license", "author"}
_LOADING = {"src", "srcset", "href", "xlink:href", "poster", "data", "action", "formaction", "ping", "background"}
_IN_STYLE = re.compile(r"""url\(\s*['"]?([^'")\s]+)|@import\s+['"]([^'"]+)""", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"""(?<![\w:])((?:https?|wss?):)?//[\w.-]+\.[a-z]{2,}[^\s'"`)\\]*""", re.IGNORECASE)
_IN_SETTINGS = re.compile(r'"\w*ur[il]"\s*:\s*"([^"\\]+)"', re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_COMMENT = re.compile(r"(?<![:\"'])//.*$", re.MULTILINE)
# Names of kinds of XML; nobody opens them.
_NAMES = ("http://www.w3.org/",)


@dataclass(frozen=True, slots=True)
class Finding:
    """A page or file of the site, the address it asks for, and in words what is wrong with that."""

    page: str
    address: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}: {self.what}: {self.address}" if self.address else f"{self.page}: {self.what}"


def is_outside(address: str, site: str) -> bool:
    """Whether a browser would ask another host than that of the address `site` for `address`."""
    parts = urlsplit(urljoin(site, address.strip()))
    return parts.scheme in {"http", "https", "ws", "wss", "ftp"} and parts.netloc != urlsplit(site).netloc


def _in_style(text: str) -> Iterator[str]:
    for found in _IN_STYLE.finditer(text):
        yield found[1] or found[2]


def _in_script(text: str) -> Iterator[str]:
    for found in _IN_SCRIPT.finditer(_COMMENT.sub("", text)):
        if not found[0].startswith(_NAMES):
            yield found[0]


class _Page(HTMLParser):
    """Gathers the addresses that a page loads, as (address, what loads it)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self._within = tag if tag == "style" else ""
        if tag == "script":
            self._within = "settings" if held.get("type", "").endswith("json") else "script"
        loads = _LOADING - ({"href"} if tag in _FOLLOWED else set())
        if tag == "link" and set(held.get("rel", "").split()) <= _SAID:
            loads = set()
        for name in loads & held.keys():
            several = held[name].split(",") if name == "srcset" else [held[name]]
            self.found += [(one.split()[0], f"<{tag} {name}>") for one in several if one.strip()]
        if tag == "meta" and held.get("http-equiv", "").lower() == "refresh":
            self.found += [(address, "<meta refresh>") for address in _REFRESH.findall(held.get("content", ""))]
        self.found += [(address, "a style") for address in _in_style(held.get("style", ""))]
        if held.get("srcdoc"):
            inner = _Page()
            inner.feed(held["srcdoc"])
            self.found += inner.found

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            self.found += [(address, "a style") for address in _in_style(data)]
        elif self._within == "script":
            self.found += [(address, "a script") for address in _in_script(data)]
        elif self._within == "settings":
            self.found += [(address, "a setting") for address in _IN_SETTINGS.findall(data)]


def is_read(name: str) -> bool:
    """Whether `findings` has something to say about the file `name` (its path below the site)."""
    return PurePosixPath(name).suffix.lower() in _READ or name in OWN_SCRIPTS


def findings(name: str, text: str, site: str) -> Iterator[Finding]:
    """What the file `name` of the site at the address `site` loads from other hosts."""
    kind = PurePosixPath(name).suffix.lower()
    loaded: list[tuple[str, str]]
    if kind in {".html", ".svg"}:
        page = _Page()
        page.feed(text)
        loaded = page.found
    elif kind == ".css":
        loaded = [(address, "a style") for address in _in_style(text)]
    else:
        loaded = [(address, "a script") for address in _in_script(text)]
    for address, what in loaded:
        if is_outside(address, urljoin(site, name)):
            yield Finding(name, address, f"{what} names another host")
