"""The page code of Voila and of the widgets, kept by the browser from one page to the next.

Voila has its some seventy files asked for anew at every page. Their names hold a hash or they lie
below an address with Voila's version, so here the browser may keep them. They are public parts of
installed packages, as Voila and Jupyter themselves treat them: no token is asked for.
"""

from __future__ import annotations

import voila
from jupyter_server.base.handlers import FileFindHandler
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

from commonground.server.pages import TEMPLATE

CODE = f"/course/code/{voila.__version__}"
EXTENSIONS = f"/course/extensions/{voila.__version__}"


class PageCode(FileFindHandler):
    """Serves files that never change."""

    # The class above keeps what it found by the file's name alone, in one place for all its kin.
    _static_paths: dict[str, str] = {}  # noqa: RUF012

    def set_headers(self) -> None:
        """Let the browser keep the file."""
        super().set_headers()
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class ExtensionCode(PageCode):
    """The same for the widgets' extensions, whose files may have the same names as Voila's."""

    _static_paths: dict[str, str] = {}  # noqa: RUF012


# Jupyter asks for this name (ServerApp.extra_services).
default_handlers = [
    (rf"{CODE}/(.*)", PageCode, {"path": collect_static_paths(["voila", "nbconvert"], TEMPLATE)}),
    (rf"{EXTENSIONS}/(.*)", ExtensionCode, {"path": get_voila_labextensions_path()}),
]
