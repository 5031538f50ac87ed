"""A small web server for the built site, on this machine alone: to look at it before it is hosted."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TYPES = {
    **SimpleHTTPRequestHandler.extensions_map,
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".ipynb": "application/json",
}


class _Handler(SimpleHTTPRequestHandler):
    """Serves files with the types that browsers insist on; asks browsers to look for newer ones."""

    protocol_version = "HTTP/1.1"
    extensions_map = TYPES

    def __init__(self, *args: Any, below: str, **options: Any) -> None:
        self.below = below
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        """The file for an address; nothing lies outside the address that the site has."""
        if path.startswith(self.below):
            return super().translate_path("/" + path.removeprefix(self.below))
        return os.path.join(self.directory, "no-such-file")

    def end_headers(self) -> None:
        """Add the header that docs/hosting.md asks of every server."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing about each file."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a browser that went away before it had everything."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def server(folder: Path, port: int = 0, below: str = "/") -> Iterator[ThreadingHTTPServer]:
    """A server for `folder` on 127.0.0.1, at `port` or, with 0, at a free one; it is closed at the end.

    `below` is the path at which the folder is shown, with a slash at both ends. Call its `serve_forever`.
    Raises OSError where the port is taken.
    """
    handler = functools.partial(_Handler, directory=str(folder), below=below)
    with _Server(("127.0.0.1", port), handler) as made:
        yield made
