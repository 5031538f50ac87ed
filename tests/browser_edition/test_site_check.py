"""`commonground site --check`: what it finds in files, and what it sees in a browser."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from commonground.editions.browser import checking, offline_kit, outside, serving
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.serving import server
from commonground.editions.browser.visiting import logged

SITE = "http://127.0.0.1/"
READY = "document.documentElement.dataset.course = 'ready'; navigator.serviceWorker.register('service-worker.js')"


def found_in(text: str, name: str = "a/page.html") -> list[str]:
    return [finding.address for finding in outside.findings(name, text, SITE)]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.test/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.test/x.css">',
        '<link rel="preconnect" href="https://cdn.test">',
        '<img src="pic.png" srcset="https://cdn.test/x.png 2x">',
        '<iframe src="https://cdn.test/"></iframe>',
        '<iframe srcdoc="<img src=https://cdn.test/x.png>"></iframe>',
        '<form action="https://cdn.test/"></form>',
        '<a href="x.html" ping="https://cdn.test/">x</a>',
        '<svg><image href="https://cdn.test/x.png"/></svg>',
        '<p style="background: url(https://cdn.test/x.png)">x</p>',
        "<style>@import 'https://cdn.test/x.css';</style>",
        '<meta http-equiv="refresh" content="0; url=https://cdn.test/">',
        "<script>fetch('https://cdn.test/')</script>",
        '<script type="application/json">{"themesUrl": "https://cdn.test/"}</script>',
    ],
)
def test_a_page_may_load_nothing_from_another_host(html: str) -> None:
    assert [address.rstrip("/").split("//")[1].split("/")[0] for address in found_in(html)] == ["cdn.test"]


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="https://www.cdt.test/report">the report</a>.</p>',
        '<img src="data:image/png;base64,AA=="><link rel="icon" href="data:,">',
        '<script src="../code/page.js"></script><link rel="stylesheet" href="x.css">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#dot"/></svg>',
        '<script type="application/json">{"source": "print(\\"https://in.words.test\\")", "baseUrl": "/"}</script>',
        "<p>https://only.words.test</p>",
    ],
)
def test_links_to_follow_and_words_are_no_resources(html: str) -> None:
    assert found_in(html) == []


def test_scripts_and_styles_of_the_course_are_read() -> None:
    assert found_in("new Worker('//cdn.test/w.js') // see https://words.test", "code/early.js") == ["//cdn.test/w.js"]
    assert found_in("p { background: url('http://cdn.test/x') }", "code/course.css") == ["http://cdn.test/x"]
    assert not outside.is_read("code/app/1234.js")


def test_the_log_of_the_browser_is_read_for_what_pages_ask(tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    log.write_text(
        '{"constants": {},\n"events": [\n'
        '{"params":{"url":"http://here/","initiator":"not an origin"}},\n'
        '{"params":{"url":"https://maker.test/","initiator":"not an origin"}},\n'
        '{"params":{"url":"https://cdn.test/x","initiator":"http://here"}},\n'
        '{"params":{"host":"cdn.test"}},\n{"type":1}]}\n',
        encoding="utf-8",
    )
    assert list(logged(log)) == ["https://cdn.test/x"]


def make_site(folder: Path, **pages: str) -> None:
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(
            f'<!DOCTYPE html><html lang="en"><title>{name}</title><body>{body}<script>{READY}</script>', encoding="utf-8"
        )
    offline_kit.write(folder, "good.html")


def test_a_folder_without_a_site_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="Build it first"):
        checking.check(str(tmp_path), lambda text: None)


def test_a_file_that_was_changed_by_hand_is_found(tmp_path: Path) -> None:
    make_site(tmp_path, good="<p>Good</p>")
    assert checking.check(str(tmp_path), lambda text: None, open_pages=False) == []
    (tmp_path / "good.html").write_text("changed", encoding="utf-8")
    (tmp_path / "more.html").write_text("more", encoding="utf-8")
    found = {str(finding) for finding in checking.check(str(tmp_path), lambda text: None, open_pages=False)}
    assert found == {"good.html: is not the file that was built", "more.html: is not a file of this build"}


def test_a_hosted_copy_is_fetched_and_compared(tmp_path: Path) -> None:
    make_site(tmp_path, good="<p>Good</p>")
    (tmp_path / "x.wasm").write_bytes(b"\0asm")
    (tmp_path / "page.mjs").write_text("1", encoding="utf-8")
    offline_kit.write(tmp_path, "good.html")
    said: list[str] = []
    with server(tmp_path, below="/course/") as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_address[1]}/course"
        assert checking.check(address, said.append, open_pages=False) == []
        (tmp_path / "x.wasm").unlink()
        found = checking.check(address + "/good.html", said.append, open_pages=False)
        with pytest.raises(SiteError, match="no copy of the course"):
            checking.check(address + "/nowhere/", said.append)
        running.shutdown()
    assert [str(finding) for finding in found] == ["x.wasm: the server does not hand it out (status 404)"]
    assert any("files," in text for text in said)


def test_a_wrong_type_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.mjs").write_text("1", encoding="utf-8")
    make_site(tmp_path, good="<p>Good</p>")
    monkeypatch.setitem(serving.TYPES, ".mjs", "text/plain")
    with server(tmp_path) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        found = checking.check(address, lambda text: None, open_pages=False)
        running.shutdown()
    assert [str(finding) for finding in found] == ["page.mjs: has the type text/plain, not text/javascript"]


def test_pages_and_workers_that_ask_another_host_are_found_in_a_browser(tmp_path: Path) -> None:
    worker = "new Worker(URL.createObjectURL(new Blob([`fetch('http://by-worker.test/x').catch(() => 0)`])))"
    hidden = "fetch(['http:', '', 'by-page.test', 'x'].join('/')).catch(() => 0)"
    make_site(
        tmp_path,
        good='<p>Good, with <a href="https://source.test/">a source</a></p>',
        hidden=f"<script>{hidden}</script>",
        lost="<script>fetch('not-there.bin'); fetch('/elsewhere')</script>",
        working=f"<script>{worker.replace('http://by-worker.test', 'http:${String.fromCharCode(47, 47)}by-worker.test')}</script>",
    )
    said: list[str] = []
    found = checking.check(str(tmp_path), said.append)
    seen = {(finding.page, finding.address.removeprefix("http://").split("/")[0]) for finding in found}
    assert ("hidden.html", "by-page.test") in seen
    assert "by-worker.test" in {host for _, host in seen}
    assert not [finding for finding in found if finding.page == "good.html"]
    lost = " ".join(str(finding) for finding in found if finding.page == "lost.html")
    assert "status 404" in lost
    assert "outside the site's folder" in lost
