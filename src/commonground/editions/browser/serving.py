"""A small web server for the built site, on this machine alone: to look at it before it is hosted."""

from __future__ import annotations

import contextlib
import functools
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

    def end_headers(self) -> None:
        """Add the header that docs/hosting.md asks of every server."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing about each file."""


@contextlib.contextmanager
def server(folder: Path, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A server for `folder` on 127.0.0.1, at `port` or, with 0, at a free one; it is closed at the end.

    Call its `serve_forever`. Raises OSError where the port is taken.
    """
    handler = functools.partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as made:
        made.daemon_threads = True
        yield made
