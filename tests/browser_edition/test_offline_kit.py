"""The list of files that a browser keeps, and the web manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from commonground.editions.browser import offline_kit


def small_site(folder: Path) -> Path:
    (folder / "code" / "app").mkdir(parents=True)
    (folder / "code" / "app" / "a.js").write_text("1", encoding="utf-8")
    (folder / "code" / "app" / "third-party-licenses.json").write_text("{}", encoding="utf-8")
    (folder / ".nojekyll").write_text("", encoding="utf-8")
    (folder / "404.html").write_text("lost", encoding="utf-8")
    (folder / "index.html").write_text("hello", encoding="utf-8")
    return folder


def worker_of(site: Path) -> str:
    return (site / offline_kit.WORKER).read_text(encoding="utf-8")


def test_every_file_is_listed_with_its_hash_but_those_that_no_page_reads(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    offline_kit.write(site, "00-start-here/home.html")
    files = offline_kit.listed(worker_of(site))
    assert set(files) == {"code/app/a.js", "index.html", "course.webmanifest", "course-icon.svg"}
    assert files["index.html"] == hashlib.sha256(b"hello").hexdigest()
    assert files == offline_kit.kept_files(site)
    assert "__" not in worker_of(site)


def test_the_version_changes_with_a_file_and_with_nothing_else(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    offline_kit.write(site, "home.html")
    first = worker_of(site)
    (site / "404.html").write_text("other words", encoding="utf-8")
    offline_kit.write(site, "home.html")
    assert worker_of(site) == first
    (site / "index.html").write_text("other words", encoding="utf-8")
    offline_kit.write(site, "home.html")
    versions = [text.split('const VERSION = "')[1].split('"')[0] for text in (first, worker_of(site))]
    assert versions[0] != versions[1]


def test_the_manifest_names_nothing_outside(tmp_path: Path) -> None:
    offline_kit.write(small_site(tmp_path), "00-start-here/home.html")
    manifest = json.loads((tmp_path / offline_kit.MANIFEST).read_text(encoding="utf-8"))
    assert manifest["name"] == "Common Ground"
    assert (manifest["start_url"], manifest["scope"]) == ("00-start-here/home.html", "./")
    assert all((tmp_path / icon["src"]).is_file() for icon in manifest["icons"])


def test_another_script_is_no_worker_of_the_course() -> None:
    with pytest.raises(ValueError, match="no list of files"):
        offline_kit.listed("console.log(1)")
