"""Building the browser edition: `build(out)` makes the folder that a web server shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from commonground import content
from commonground.content.places import course_root, module_folder, written_modules
from commonground.editions.browser import lesson_pages, licenses, offline_kit, page_code, python_folder
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.languages import LANGUAGES, Language
from commonground.editions.browser.lesson_pages import Part
from commonground.editions.browser.page_html import page_html
from commonground.editions.browser.parts import fetch
from commonground.editions.browser.reading import read_only
from commonground.learner.files import NotSaved, turn
from commonground.server.pages import COURSE_NAME, FIRST_PAGE, title_of

PICTURES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
# Where the notebooks of analyst lessons lie, to be downloaded.
FILES = "files"
OTHER_BUILD_SECONDS = 900.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A notebook of the course and its place on the site. One that is not `live` is for reading."""

    notebook: Path
    description: str
    live: bool

    @property
    def address(self) -> str:
        """The page's file below the folder of its language."""
        return f"{self.notebook.parent.name}/{self.notebook.stem}.html"

    @property
    def download(self) -> str:
        """The notebook's file below the folder of its language."""
        return f"{FILES}/{self.notebook.parent.name}/{self.notebook.name}"


def pages() -> list[Page]:
    """Every page of the course, the first page first. Analyst lessons are for reading: no browser has their libraries."""
    found = [Page(course_root() / FIRST_PAGE, content.course().tagline, live=True)]
    aims = {entry.id: entry.aim for entry in content.course().modules}
    for module_id in written_modules():
        for level in content.module(module_id).levels:
            notebook = module_folder(module_id) / level.notebook
            found.append(Page(notebook, aims[module_id], live=level.id != "analyst"))
    return found


class _Writer:
    """Writes the pages of one language."""

    def __init__(self, site: Path, language: Language, extensions: list[dict[str, Any]]) -> None:
        self.site = site
        self.language = language
        self.extensions = extensions
        self.root = "../" * (1 + language.folder.count("/"))
        self.home = pages()[0].address

    def page(self, page: Page) -> None:
        """Write a page, the pictures beside it, and the notebook of one that is for reading."""
        notebook = nbformat.read(page.notebook, as_version=4)  # type: ignore[no-untyped-call]
        code: list[str] = []
        if page.live:
            parts, code = lesson_pages.parts_of(page.notebook)
        else:
            parts = [Part("words", *piece) for piece in read_only(notebook, download=f"../{page.download}")]
            self._copy(page.notebook, page.download)
        self._write(page.address, title_of(notebook), parts, page.description, code)
        for picture in page.notebook.parent.iterdir():
            if picture.suffix.lower() in PICTURES:
                self._copy(picture, f"{picture.parent.name}/{picture.name}")

    def lost(self) -> None:
        """Write the page that web servers show at an address that does not exist, however deep it lies."""
        words = self.language.words
        html = f'<h1>{words["lost_title"]}</h1><p>{words["lost"]}</p><p><a href="{self.home}">{words["first_page"]}</a></p>'
        style = (self.site / "code" / "course.css").read_text(encoding="utf-8")
        self._write("404.html", words["lost_title"], [Part("words", "lost", html)], "", [], root="./", style=style)

    def _copy(self, file: Path, address: str) -> None:
        target = self.site / self.language.folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)

    def _write(
        self, address: str, title: str, parts: list[Part], description: str, code: list[str], root: str = "",
        style: str = "",
    ) -> None:
        up = "../" if "/" in address else ""
        html = page_html(
            title=title, parts=parts, code=code, extensions=self.extensions, language=self.language,
            address=address, description=description, root=root or self.root, home=up + self.home, style=style,
        )
        target = self.site / self.language.folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")


def _write_index(site: Path, language: Language, home: str) -> None:
    """The address without a page leads to the first page, without scripts as well."""
    (site / language.folder / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="{language.code}">\n<head>\n<meta charset="utf-8">\n<title>{COURSE_NAME}</title>\n'
        f'<link rel="icon" href="data:,">\n<meta http-equiv="refresh" content="0; url={home}">\n</head>\n'
        f'<body><p><a href="{home}">{COURSE_NAME}</a></p></body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )


def build(out: Path, kept: Path, say: Say) -> None:
    """Make the site in the folder `out`. `kept` holds what the next build need not make again.

    `say` is told what is under way; a second build waits for the first one. The folder is changed at the end, in one step: a build that fails
    leaves the site as it was. Raises SiteError with what to do where a part is missing.
    """
    kept.mkdir(parents=True, exist_ok=True)
    try:
        with turn(kept, OTHER_BUILD_SECONDS):
            _build(out, kept, say)
    except NotSaved as error:
        raise SiteError(
            f"Another build of the site is under way, or {kept} cannot be written. Wait for it, then try again."
        ) from error


def _build(out: Path, kept: Path, say: Say) -> None:
    parts = fetch(kept, say)
    unfinished = out.with_name(f".{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    say("Packing Python for the pages")
    python_folder.make(parts, kept, unfinished / "python")
    say("Collecting the code of the pages")
    page_code.write(parts, unfinished)
    licenses.write(parts, unfinished)
    for language in LANGUAGES:
        writer = _Writer(unfinished, language, page_code.extensions(parts))
        for page in pages():
            say(f"Writing {language.folder}{page.address}")
            writer.page(page)
        writer.lost()
        _write_index(unfinished, language, writer.home)
    offline_kit.write(unfinished, pages()[0].address)
    shutil.rmtree(out, ignore_errors=True)
    unfinished.rename(out)
