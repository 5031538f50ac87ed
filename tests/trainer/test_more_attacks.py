"""Further hostile answers and texts: records that hold functions, half characters, links that run, files in the task's place."""

from __future__ import annotations

import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import mistune
import pytest
from trainer_course import FULL
from trainer_place import Place, scores

from commonground.trainer import worker
from commonground.trainer.blueprint import BlueprintError
from commonground.trainer.examiner import Examiner, Verdict, _verdict
from commonground.trainer.feedback import feedback_page
from commonground.trainer.grading import Station
from commonground.trainer.inside.plain import NotPlainError, Reader, Writer
from commonground.trainer.scrub import safe_markdown
from commonground.trainer.worker import Bench, Job, LostSubmissionError

Record = namedtuple("Record", "lower startswith")
HALF = "\ud800"


def test_a_record_that_answers_for_itself_is_not_handed_over() -> None:
    with pytest.raises(NotPlainError, match="functions of its own") as refusal:
        Writer(lambda _: 0).write([Record(str.lower, lambda _: True)])
    assert refusal.value.suspect


@pytest.mark.parametrize("inner", [lambda form: form, lambda form: {"t": "tuple", "v": [form]}, lambda form: [{"t": "dict", "v": [["a", form]]}]])
def test_a_record_that_answers_for_itself_is_not_taken_over(inner: Any) -> None:
    forged = inner({"t": "named", "n": "Word", "f": ["startswith"], "v": [{"t": "function", "h": 0, "n": "f"}]})
    with pytest.raises(NotPlainError, match="functions of its own") as refusal:
        Reader(lambda *_: lambda *_: True).read(forged)
    assert refusal.value.suspect


def test_a_plain_record_still_crosses() -> None:
    assert Reader().read(Writer().write(Record("a", 3))) == ("a", 3)


# What stands before a wrong or right `total`, and what it then gets; the other answers keep their points.
ANSWERS = {
    "half a character": (f"total = {HALF!r}", 0.0),
    "half a character in an error": (f"total = 100\nraise ValueError({HALF!r})", 5.0),
    "code that is reloaded": ("%load_ext autoreload\n%autoreload 2\ntotal = 100", 5.0),
    "a line for the shell": ("!echo hi\ntotal = 100", 5.0),
    "a wait at the top": ("import asyncio\nawait asyncio.sleep(0)\ntotal = 100", 5.0),
    "a number that is enormous once it is written out": ("from decimal import Decimal\ntotal = Decimal('1E+99999999')", 0.0),
    "all kinds of a display": (
        "from IPython.display import display\ndisplay({'text/html': '<script>', 'image/svg+xml': '<svg onload=1>', "
        "'application/javascript': '1', 'text/latex': '$x$', 'image/png': 'AAAA', 'text/plain': 'kept'}, raw=True)\ntotal = 100",
        5.0,
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_odd_answer_costs_the_others_nothing(name: str, place: Place) -> None:
    code, points = ANSWERS[name]
    graded = place.grade(place.answers(count=code))
    assert {key: scores(graded)[key] for key in FULL} == {**FULL, "count-test": points}
    assert not graded.suspected
    str(graded.content).encode()
    for cell in graded.content["cells"]:
        for output in cell.get("outputs", ()):
            assert set(output.get("data", {})) <= {"text/plain", "image/png", "image/jpeg"}


# Memory that a process holds and that belongs to no process or folder, and other calls that no course needs.
CALLS = """
import ctypes, errno, os
library = ctypes.CDLL(None, use_errno=True)
place = ctypes.create_string_buffer(512)
calls = {"memfd_create": (319, b"x", 0), "shmget": (29, 0, 4096, 0o1600), "io_uring_setup": (425, 8, place), "userfaultfd": (323, 0),
         "perf_event_open": (298, place, 0, -1, -1, 0), "bpf": (321, 0, place, 72), "add_key": (248, b"user", b"a", b"b", 1, -3),
         "ptrace": (101, 16, 1, 0, 0)}
if os.uname().machine == "x86_64":
    for name, call in calls.items():
        print(name, "OPEN" if library.syscall(*call) >= 0 or ctypes.get_errno() != errno.ENOSYS else "closed")
pairs = []
try:
    while len(pairs) < 2000:
        pairs.append(os.pipe())
except OSError:
    pass
print("pipes", "OPEN" if len(pairs) == 2000 else "closed")
total = 100
"""


def test_calls_that_no_course_needs_are_closed(place: Place) -> None:
    graded = place.grade(place.answers(count=CALLS))
    told = str([cell.get("outputs") for cell in graded.content["cells"]])
    assert "OPEN" not in told
    assert "pipes closed" in told


def test_memory_that_processes_share_is_counted(place: Place) -> None:
    code = "import mmap, time\nflags = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE\nheld = mmap.mmap(-1, 450_000_000, flags=flags)\ntime.sleep(1)\ntotal = -1"
    graded = place.grade(place.answers(count=code))
    assert "too much memory" in graded.trouble
    assert not any(scores(graded)[name] for name in FULL)


FORGED = """
import json
kernel = get_ipython().kernel
kernel.session.pack = lambda content: json.dumps(content, default=str).encode()
def forged(stream, ident, parent):
    asked = parent["content"]
    told = {"values": {name: {"value": FORM} for name in asked.get("names", ())}, "signs": ["\\ud800<script>"]}
    kernel.session.send(stream, "course_reply", told, parent, ident=ident)
kernel.shell_handlers["course_request"] = forged
"""


@pytest.mark.parametrize("form", ['"\\ud800\\x1b]0;title\\x07"', 'eval("[" * 90 + "]" * 90)', '{"t": "named", "n": "class", "f": ["def"], "v": [1]}'])
def test_forged_values_gain_nothing_and_can_be_kept(form: str, place: Place) -> None:
    graded = place.grade(place.answers(count=FORGED.replace("FORM", form)))
    assert not any(scores(graded)[name] for name in FULL)
    str(graded.content).encode()
    assert "<script>" not in str([score.reasons for score in graded.scores])


def test_what_a_test_repeats_of_an_answer_can_be_written_and_steers_no_terminal() -> None:
    verdict = _verdict({"outcome": "failed", "name": "AssertionError", "text": f"you said {HALF}\x1b]0;title\x07\x9b2J\x1b[31mred"})
    assert verdict.text == "you said ?]0;title2J\x1b[31mred"


LINKS = [
    r"[x](javascript\:alert(1))",
    r"[x](<javascript\:alert(1)>)",
    "[x](<\tj\tavascript:alert(1)>)",
    r"[x](data\:text/html,x)",
    r"[x](  vbscript\:x)",
    "[x](\n javascript\\:x)",
    "[x][r]\n\n[r]: javascript\\:x",
    "[x][r]\n\n[r]:\n  JavaScript\\:x",
    "|a|b|\n|-|-|\n|[x](javascript\\:x)|c|",
    r"[x](file\:///etc/passwd)",
    r"> [x](javascript\:x)",
]


@pytest.mark.parametrize("text", LINKS)
def test_no_link_runs_or_opens_files_however_it_is_written(text: str) -> None:
    # A converter that believes everything: what is safe is so by itself.
    class Trusting(mistune.HTMLRenderer):
        def safe_url(self, url: str) -> str:
            return url

    page = str(mistune.create_markdown(renderer=Trusting(escape=False), plugins=["table"])(safe_markdown(text)))
    addresses = [part.split('"')[0].replace("%09", "") for part in page.split('href="')[1:]]
    assert not [one for one in addresses if one.lower().startswith(("javascript:", "data:", "vbscript:", "file:"))]


@pytest.mark.parametrize("address", ["https://example.org/a:b", "http://example.org", "mailto:a@example.org", "notes.md", "#top"])
def test_an_honest_link_stays(address: str) -> None:
    assert safe_markdown(f"See [this]({address}).") == f"See [this]({address})."


def test_text_that_takes_long_to_read_is_shown_as_text() -> None:
    started = time.process_time()
    for text in ("[a](" * 50_000, "]\n" * 90_000, "![a](attachment:" * 12_000, "<" * 200_000):
        page = feedback_page({"cells": [{"cell_type": "markdown", "source": text, "metadata": {}}]}, "T1", "Eve", {})
        assert "<pre>" in page
    assert time.process_time() - started < 20


@pytest.mark.parametrize("beside", [["data"], ["data/own.csv/x"], ["data", "mine.txt"]])
def test_files_where_the_task_has_its_own_stop_nothing(beside: list[str], place: Place, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("100", encoding="utf-8")
    (tmp_path / "theirs").write_text("7", encoding="utf-8")
    station = Station(place.blueprint, place.station._sandbox, {"data/own.csv": tmp_path / "own.csv"})
    given = station._beside(dict.fromkeys(beside, tmp_path / "theirs"))
    assert set(given) == {name for name in beside if name == "mine.txt"}


class _Told(Examiner):
    """An examiner that says what it is told to, run by run."""

    def __init__(self, place: Place, *runs: dict[int, Verdict]) -> None:
        super().__init__(place.blueprint, place.station._sandbox)
        self._runs = list(runs)

    def _once(self, *_: Any) -> tuple[dict[int, Verdict], int]:
        return self._runs.pop(0), 0


def test_a_task_is_to_blame_only_for_what_fails_without_a_submission(place: Place) -> None:
    own = next(at for at, cell in enumerate(place.blueprint.cells) if cell.grade_id == "families")
    failed = {own: Verdict("failed", name="MemoryError")}
    assert _Told(place, failed, {own: Verdict("passed")}).examine({}, set(), lambda *_: {}, lambda: None) == {}
    with pytest.raises(BlueprintError, match="'families' of the task 'check1' fails by itself: MemoryError"):
        _Told(place, failed, failed).examine({}, set(), lambda *_: {}, lambda: None)


@pytest.mark.parametrize(("trouble", "raised"), [(FileExistsError("a\x1b[2Jb"), LostSubmissionError), (BlueprintError("mend it"), BlueprintError)])
def test_what_nobody_foresaw_is_about_one_submission(trouble: Exception, raised: type[Exception], place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise trouble

    monkeypatch.setattr(worker.Station, "grade", fail)
    bench = Bench([place.blueprint], place.station._sandbox, {})
    with pytest.raises(raised) as told:
        bench.grade(Job("eve", "key", {}))
    assert "\x1b" not in str(told.value)
