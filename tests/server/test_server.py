"""The real server, started as a learner starts it, on a course of one page."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from tornado.websocket import websocket_connect

v4: Any = nbformat.v4
write: Any = nbformat.write
HOME = "/voila/render/modules/00-start-here/home.ipynb"


class Running:
    """A running server, and what it printed at its start."""

    def __init__(self, process: subprocess.Popen[str], said: list[str]) -> None:
        self.process = process
        self.said = "".join(said)
        address = urlsplit(next(line.strip() for line in said if "http://" in line))
        assert address.hostname == "127.0.0.1"
        self.port = address.port or 0
        self.token = address.query.removeprefix("token=")
        self.path = address.path

    def get(self, path: str, token: bool = True) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of one answer; redirections are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Authorization": f"token {self.token}"} if token else {})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()


def write_course(root: Path) -> None:
    cells = [
        v4.new_markdown_cell("# A first page\n\nWords that *everyone* can read.", id="title"),
        v4.new_code_cell("import os, time", id="imports"),
        v4.new_code_cell(
            "while not os.path.exists('go'):\n    time.sleep(0.02)\nprint('ran in', os.path.basename(os.getcwd()))",
            id="waits",
        ),
        v4.new_code_cell("1 / 0", id="breaks"),
        v4.new_code_cell("print('after')", id="after"),
        v4.new_markdown_cell("The last words.", id="last"),
    ]
    notebook = v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    folder = root / "modules" / "00-start-here"
    folder.mkdir(parents=True)
    write(notebook, folder / "home.ipynb")
    (folder / "map.svg").write_text("<svg xmlns='x'/>")
    (root / "modules" / "course.yml").write_text("title: a course\n")
    (root / "my-work").mkdir()
    (root / "my-work" / "mine.png").write_bytes(b"private")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("course")
    write_course(root)
    own = tmp_path_factory.mktemp("jupyter")
    environ = {**os.environ, "COMMONGROUND_COURSE": str(root)}
    environ.update({f"JUPYTER_{part}_DIR": str(own / part.lower()) for part in ("CONFIG", "DATA", "RUNTIME")})
    # Another program holds the port that the course would like to have.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        if port > 65000:
            pytest.skip("no room for a next port above this one")
        command = [sys.executable, "-m", "commonground", "open", "--no-browser", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environ, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl+C" in line:
                break
        else:
            pytest.fail(f"the server ended with {process.wait()}:\n" + "".join(said))
        running = Running(process, said)
        running.root = root  # type: ignore[attr-defined]
        running.taken = port  # type: ignore[attr-defined]
        yield running
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        shutil.rmtree(own, ignore_errors=True)


def test_a_taken_port_is_said_and_the_next_one_used(server: Running) -> None:
    taken = server.taken  # type: ignore[attr-defined]
    assert server.port != taken
    assert f"Port {taken} is taken by another program, so the course uses port {server.port}." in server.said


def test_it_says_where_the_page_is_and_how_to_stop(server: Running) -> None:
    assert server.path == HOME
    assert len(server.token) >= 32
    assert "Nothing leaves it" in server.said
    assert "Warning" not in server.said


def test_it_listens_on_this_computer_alone(server: Running) -> None:
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", server.port))


def test_without_the_token_there_is_a_page_that_says_what_to_do(server: Running) -> None:
    status, headers, _ = server.get(HOME, token=False)
    assert (status, headers["location"].split("?")[0]) == (302, "/login")
    status, _, page = server.get(headers["location"], token=False)
    assert status == 200
    assert "Look at the window where it was started" in page
    assert server.get("/api/contents/my-work", token=False)[0] == 403
    assert server.get("/voila/files/my-work/mine.png", token=False)[0] == 403
    assert server.get("/voila/files/modules/00-start-here/map.svg", token=False)[0] == 200


def test_a_page_comes_with_its_words_and_its_exercises_follow(server: Running) -> None:
    began = time.monotonic()
    status, _, page = server.get(HOME)
    arrived = time.monotonic() - began
    assert status == 200
    # The page is whole although one of its cells waits for a file that is not there yet.
    assert "Words that <em>everyone</em> can read." in page
    assert "The last words." in page
    assert page.rstrip().endswith("</html>")
    assert arrived < 20
    assert "<title>A first page · Common Ground</title>" in page
    assert '<html lang="en">' in page
    assert "import os" not in page
    assert page.count("This exercise is getting ready") == 3
    settings = json.loads(re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]
    (server.root / "modules" / "00-start-here" / "go").touch()  # type: ignore[attr-defined]
    outputs = asyncio.run(run_cells(server, settings["kernelId"]))
    assert outputs[2][0]["text"].strip() == "ran in 00-start-here"
    assert outputs[3][0]["output_type"] == "error"
    assert "ZeroDivisionError" not in json.dumps(outputs[3])
    assert outputs[4][0]["text"].strip() == "after"


async def run_cells(server: Running, kernel_id: str) -> dict[int, list[dict[str, str]]]:
    """Ask for the cells to be run, as the page does."""
    from tornado.httpclient import HTTPRequest

    request = HTTPRequest(
        f"ws://127.0.0.1:{server.port}/voila/execution/{kernel_id}",
        headers={"Authorization": f"token {server.token}"},
    )
    socket = await websocket_connect(request)
    outputs: dict[int, list[dict[str, str]]] = {}
    while True:
        message = await asyncio.wait_for(socket.read_message(), 60)
        assert message is not None
        reply = json.loads(message)
        if reply["action"] == "initialized":
            await socket.write_message(json.dumps({"action": "execute", "payload": {"kernel_id": kernel_id}}))
            continue
        payload = reply["payload"]
        outputs[payload["cell_index"]] = payload["output_cell"].get("outputs", [])
        if payload["cell_index"] + 1 == payload["total_cell"]:
            socket.close()
            return outputs


@pytest.mark.parametrize("path", [HOME, "/nowhere", "/voila", "/voila/render/none.ipynb", "/login", "/lab"])
def test_no_page_asks_another_host(server: Running, path: str) -> None:
    _, _, page = server.get(path)
    loaded = re.findall(r"""(?:src|href|action|url\()\s*=?\s*["']?((?:https?:)?//[^"'\s)>]+)""", page)
    assert [address for address in loaded if not address.startswith(f"http://127.0.0.1:{server.port}")] == []


@pytest.mark.parametrize("path", ["/nowhere", "/voila/render/none.ipynb", "/voila/render/modules/none.ipynb"])
def test_a_wrong_address_leads_back_to_the_course(server: Running, path: str) -> None:
    status, _, page = server.get(path)
    assert status == 404
    assert "There is no such page" in page
    assert f'href="{HOME}"' in page


def test_the_kernel_in_reserve_is_not_listed(server: Running) -> None:
    server.get(HOME)
    listed = json.loads(server.get("/api/kernels")[2])
    pages = json.loads(server.get("/api/status")[2])
    assert len(listed) >= 1
    assert pages["kernels"] >= len(listed)


def test_jupyterlab_brings_no_news_installs_nothing_and_shows_no_trainers_tools(server: Running) -> None:
    page = server.get("/lab")[2]
    found = re.search(r'id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    settings = json.loads(found.group(1))
    assert settings["news"] == {"disabled": True}
    assert settings["extensionManager"]["can_install"] is False
    off = set(settings["disabledExtensions"])
    assert {"@jupyterlab/apputils-extension:announcements", "@jupyter/nbgrader"} <= off


def test_the_browser_may_keep_the_page_code(server: Running) -> None:
    page = server.get(HOME)[2]
    files = re.findall(r'(?:src|href)="(/course/[^"]+\.js)"', page)
    assert len(files) >= 4
    for file in files:
        status, headers, _ = server.get(file, token=False)
        assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
