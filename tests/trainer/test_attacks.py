"""Every hostile submission gains nothing, reaches nothing, leaves nothing behind, and stops no one."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from nbformat.v4 import new_code_cell
from trainer_attacks import ALL, PEEKS, Attack, Peek
from trainer_course import FULL, RIGHT, SECRET
from trainer_place import Place, all_running, scores, shown


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server on this machine that a submission would like to reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("attack", [attack for attack in ALL if attack not in PEEKS], ids=lambda attack: f"{attack.kind}: {attack.name}")
def test_attack_is_contained(attack: Attack, place: Place, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "t0ken-of-the-grader")
    notebook = attack.make(place)
    for cell in notebook["cells"]:
        if isinstance(cell.get("source"), str):
            cell["source"] = cell["source"].replace("PORT", str(port))
    graded = place.grade(notebook)

    got = scores(graded)
    assert {name: got[name] for name in attack.expected} == attack.expected, [s.told for s in graded.scores]
    assert set(got) <= {*FULL, "why", "map"}
    assert all((got[name] or 0.0) <= points for name, points in FULL.items())
    # The wrong answer is never worth a point, whatever happens to the others.
    if "total = -1" in str(notebook) and "count-test" not in attack.expected:
        assert got["count-test"] == 0.0
    # Code is shown as it was written: every converter shows it as text.
    seen = [cell.get("outputs") or (cell["source"] if cell["cell_type"] == "markdown" else "") for cell in graded.content["cells"]]
    assert not [text for text in (*attack.never, SECRET) if text in str(seen)]
    assert SECRET not in shown(graded)
    assert "three points for a legend" not in shown(graded)
    suspected = {score.grade_id for score in graded.suspected}
    assert set(attack.suspected) <= suspected
    assert (place.root / "gradebook.db").read_text(encoding="utf-8") == "all scores"
    other = place.root / "submitted" / "alice" / "check1" / "check1.ipynb"
    assert other.read_text(encoding="utf-8") == "alice's own work"


@pytest.mark.parametrize("kind", ["read", "write", "network"])
def test_peeks_see_and_reach_nothing(kind: str, place: Place, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "t0ken-of-the-grader")
    notebook = place.answers(count="total = -1")
    tried = [attack for attack in PEEKS if attack.kind == kind]
    for attack in tried:
        assert isinstance(attack.make, Peek)
        code = attack.make.in_place(place).replace("PORT", str(port))
        notebook.cells.append(new_code_cell(f"print({attack.name!r}, 'was tried')\n{code}"))
    graded = place.grade(notebook)
    assert not graded.trouble
    assert scores(graded)["count-test"] == 0.0
    seen = {
        attack.name: str(cell["outputs"])
        for attack in tried
        for cell in graded.content["cells"]
        if f"{attack.name!r}, 'was tried'" in cell["source"]
    }
    for attack in tried:
        assert f"{attack.name} was tried" in seen[attack.name]
        assert not [text for text in (*attack.never, SECRET) if text in seen[attack.name]], attack.name
    assert (place.root / "gradebook.db").read_text(encoding="utf-8") == "all scores"
    other = place.root / "submitted" / "alice" / "check1" / "check1.ipynb"
    assert other.read_text(encoding="utf-8") == "alice's own work"


def test_nothing_is_left_running(place: Place) -> None:
    graded = place.grade(place.answers(count="import subprocess\nsubprocess.Popen(['sleep', '4712'], start_new_session=True)\ntotal = 100"))
    assert scores(graded)["count-test"] == 5.0
    running = all_running()
    assert "sleep 4712" not in running
    assert "sleep 4711" not in running


def test_right_answers_still_get_their_points_after_all_this(place: Place) -> None:
    graded = place.grade(place.answers(**RIGHT))
    assert {name: scores(graded)[name] for name in FULL} == FULL
    assert not graded.suspected
