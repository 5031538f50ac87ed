"""What differs between the editions of the course for what a page shows: addresses, words, and handing over a file.

    from commonground.editions.edition import edition

    edition().lesson_page("04-bias-in-shared-data", "1-foundations.ipynb")

Locally the learner's work is a folder and the server opens notebooks. In a browser it lies in the
browser's own storage, and the site has one page for each lesson.
"""

from __future__ import annotations

import base64
import html
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

VARIABLE = "COMMONGROUND_EDITION"

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".zip": "application/zip",
}


class Edition(Protocol):
    """One edition. Texts are plain, unless a method says that it gives HTML."""

    is_browser: bool

    def lesson_page(self, module_id: str, notebook: str) -> str:
        """The address of a lesson without code, as a link from the front page."""

    def lab(self, module_id: str, notebook: str) -> str:
        """The address that opens a lesson in JupyterLab, from the front page; empty where there is no JupyterLab."""

    def saved_html(self, files: Iterable[Path], root: Path) -> str:
        """Files of the learner's folder `root` that were saved: where they are, or links that hand them over."""


class Local:
    """The course on the learner's own computer, with its server."""

    is_browser = False

    # From the address of the front page, in the no-code view as in JupyterLab, four folders up is where
    # the server begins. So each link leads to its own view, whichever of the two the reader is in.
    _NO_CODE = "../../../../voila/render/modules"
    _LAB = "../../../../commonground/open"

    def lesson_page(self, module_id: str, notebook: str) -> str:
        """The lesson in the no-code view."""
        return f"{self._NO_CODE}/{module_id}/{notebook}"

    def lab(self, module_id: str, notebook: str) -> str:
        """The learner's own copy of the lesson in JupyterLab."""
        return f"{self._LAB}/{module_id}/{notebook}"

    def saved_html(self, files: Iterable[Path], root: Path) -> str:
        """The names of the files, as the learner finds them in the folder."""
        names = "".join(
            f"<li><code>my-work/{html.escape(file.relative_to(root).as_posix())}</code></li>" for file in files
        )
        return f"<p>Saved on this computer:</p><ul>{names}</ul>"


class InBrowser:
    """The course as a site, with Python running in the page."""

    is_browser = True

    def lesson_page(self, module_id: str, notebook: str) -> str:
        """The lesson's page on the site."""
        return f"../{module_id}/{PurePosixPath(notebook).stem}.html"

    def lab(self, module_id: str, notebook: str) -> str:
        """Nothing: the site has no JupyterLab."""
        return ""

    def saved_html(self, files: Iterable[Path], root: Path) -> str:
        """A link for each file that puts it among the learner's downloads."""
        links = "".join(f"<li>{download_html(file.name, file.read_bytes())}</li>" for file in files)
        return f"<p>Ready. Download it to keep it or to print it:</p><ul class=\"cg-downloads\">{links}</ul>"


def download_html(name: str, content: bytes) -> str:
    """A link that downloads `content` as a file called `name`; nothing is sent anywhere."""
    kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    data = base64.b64encode(content).decode("ascii")
    size = max(1, round(len(content) / 1000))
    return (
        f'<a class="cg-link" download="{html.escape(name)}" href="data:{kind};base64,{data}">'
        f"Download {html.escape(name)} ({size}&nbsp;kB)</a>"
    )


LOCAL = Local()
BROWSER = InBrowser()


def edition() -> Edition:
    """The edition that this Python runs in; COMMONGROUND_EDITION=browser asks for the words of the browser edition."""
    in_browser = sys.platform == "emscripten" or os.environ.get(VARIABLE) == "browser"
    return BROWSER if in_browser else LOCAL
