"""The built site: the same at each build, whole, light, and of the versions that the course runs with."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from commonground.content.yaml_file import load_yaml
from commonground.editions.browser import parts
from commonground.editions.browser.command import KEPT
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.languages import ENGLISH, Language
from commonground.editions.browser.lesson_pages import Part
from commonground.editions.browser.page_html import page_html
from commonground.editions.browser.parts import NPM_LOCK, PINNED, WHEEL_LOCK
from commonground.editions.browser.site import build, pages

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder, ROOT / KEPT, lambda text: None)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_two_builds_are_the_same(built: Path, tmp_path: Path) -> None:
    # What was fetched may be used again; everything that is made is made anew.
    for name in ("npm", "wheels"):
        shutil.copytree(ROOT / KEPT / name, tmp_path / "kept" / name)
    build(tmp_path / "site", tmp_path / "kept", lambda text: None)
    names = files(built)
    assert files(tmp_path / "site") == names
    _, different, unread = filecmp.cmpfiles(built, tmp_path / "site", names, shallow=False)
    assert not different
    assert not unread


def test_every_link_within_the_site_leads_somewhere(built: Path) -> None:
    lost = []
    for page in built.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            target = urlsplit(address)
            if target.scheme or target.netloc or not target.path:
                continue
            if not (page.parent / unquote(target.path)).resolve().is_file():
                lost.append(f"{page.relative_to(built)}: {address}")
    assert not lost


def test_a_lesson_adds_less_than_300_kilobytes(built: Path) -> None:
    for page in pages():
        assert (built / page.address).stat().st_size < 300_000, page.address


def test_pages_name_no_folder_of_the_machine_that_built_them(built: Path) -> None:
    texts = [path for path in built.rglob("*") if path.suffix in {".html", ".js", ".mjs", ".css", ".json", ".txt"}]
    assert not [str(path) for path in texts if str(ROOT) in path.read_text(encoding="utf-8", errors="replace")]


def test_the_content_in_the_page_is_that_of_the_course(built: Path) -> None:
    with zipfile.ZipFile(built / "python" / "course.zip") as package:
        names = package.namelist()
        for name in names:
            if name.endswith(".yml"):
                assert json.loads(package.read(name)) == load_yaml(ROOT / name)
    assert not [name for name in names if name.endswith(".py")], "code would be compiled in the page"
    assert not [name for name in names if re.match(r"commonground/(county|exercises|analysis|server|trainer)/", name)]


def test_python_in_the_page_is_byte_code(built: Path) -> None:
    for name in ("stdlib", "packages"):
        with zipfile.ZipFile(built / "python" / f"{name}.zip") as package:
            assert not [name for name in package.namelist() if name.endswith(".py")]


def test_versions_are_those_that_the_course_runs_with() -> None:
    pinned = dict(re.findall(r"^([\w-]+)==([\w.]+)", (PINNED / "wheels.in").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("anywidget", "comm", "ipywidgets", "mistune", "psygnal"):
        assert pinned[name] == version(name), name
    locked = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    from commonground.charts.page_code import PLOTLY_FILE, plotly_folder

    with (plotly_folder() / PLOTLY_FILE).open(encoding="utf-8") as code:
        head = code.read(200)
    assert f"v{locked['node_modules/plotly.js-basic-dist-min']['version']}" in head


def test_locks_hold_hashes_and_no_address() -> None:
    lock = WHEEL_LOCK.read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") == len(re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE))
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in entry and "resolved" not in entry for name, entry in packages.items() if name)


def test_a_page_offers_its_languages_when_there_are_two() -> None:
    spanish = Language("es", "Español", "es/", ENGLISH.words)
    parts_of_page = [Part("words", "title", "<h1>Uno</h1>")]
    one = page_html(title="Uno", parts=parts_of_page, code=[], extensions=[], address="a/b.html")
    two = page_html(
        title="Uno", parts=parts_of_page, code=[], extensions=[], language=spanish, languages=(ENGLISH, spanish),
        address="a/b.html", root="../../",
    )
    assert "page-languages" not in one
    assert '<html lang="es">' in two
    assert '<a href="../../a/b.html" lang="en" hreflang="en">English</a>' in two
    assert '<a href="../../es/a/b.html" lang="es" hreflang="es" aria-current="true">Español</a>' in two


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_without_node_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    real = shutil.which
    monkeypatch.setattr(parts.shutil, "which", lambda name: None if name == missing else real(name))
    with pytest.raises(SiteError, match=r"apt-get install nodejs npm"):
        build(tmp_path / "site", tmp_path / "kept", lambda text: None)
    assert not (tmp_path / "site").exists()


def test_a_lesson_that_fails_leaves_the_site_as_it_was(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from commonground.editions.browser import lesson_pages

    def fail(notebook: Path) -> None:
        raise SiteError("this lesson fails")

    before = files(built)
    monkeypatch.setattr(lesson_pages, "parts_of", fail)
    with pytest.raises(SiteError, match="this lesson fails"):
        build(built, ROOT / KEPT, lambda text: None)
    assert files(built) == before
