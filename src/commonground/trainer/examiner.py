"""The examiner, seen from the grading process: hand it answers, get back how each test went."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.trainer.blueprint import TEST, Blueprint, BlueprintError
from commonground.trainer.names import plain_python
from commonground.trainer.outputs import clean_text
from commonground.trainer.processes import end_with_all, last_words
from commonground.trainer.sandbox import INPUT, INSIDE, PROGRAMS, WORK, Sandbox, environment

START_SECONDS = 60.0
LONGEST_LINE = 64 * 1024 * 1024
MOST_CALLS = 20_000
WATCH_SECONDS = 0.2

Call = Callable[[int, list[Any], dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Verdict:
    """How one test went.

    `outcome` is `passed`, `points` (partial credit, in `points`), `failed`, `unusable` (the answer
    cannot be tested) or `stopped` (the test did not finish on this answer). `name`, `text` and `line`
    describe an error of the test; `suspect` says that an answer was made to deceive.
    """

    outcome: str
    points: float | None = None
    name: str = ""
    text: str = ""
    line: int | None = None
    suspect: bool = False


class ExaminerError(RuntimeError):
    """The examiner could not do its work; no submission is to blame."""


class Examiner:
    """One process that runs the tests of one notebook of a task for many submissions.

    `files` are the task's own files (name to place), which its cells may read. Use as a context manager.
    """

    def __init__(self, blueprint: Blueprint, sandbox: Sandbox, files: Mapping[str, Path] | None = None) -> None:
        self._blueprint = blueprint
        self._sandbox = sandbox
        self._files = dict(files or {})
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._sources = {place: plain_python(cell.source) for place, cell in enumerate(blueprint.cells) if cell.runs}

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it; raises ExaminerError with what it said when it does not start."""
        folder = Path(tempfile.mkdtemp(prefix="examiner-"))
        self._folder = folder
        folder.chmod(0o755)
        (folder / "files").mkdir(mode=0o755)
        for name, source in self._files.items():
            target = folder / "files" / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            shutil.copyfile(source, target)
            target.chmod(0o644)
        separate = self._sandbox.separate
        given = INPUT if separate else str(folder)
        if not separate:
            (folder / "work").mkdir()
        settings = {
            "files": f"{given}/files",
            "work": WORK if separate else str(folder / "work"),
            "limits": self._sandbox.limits_inside(),
            "modules": list(self._blueprint.modules),
        }
        (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        (folder / "settings.json").chmod(0o644)
        program = f"{PROGRAMS}/examiner_main.py" if separate else str(INSIDE / "examiner_main.py")
        own = {**os.environ, **{k: v for k, v in environment().items() if "PATH" not in k and k != "HOME"}}
        self._process = subprocess.Popen(
            self._sandbox.command([program, f"{given}/settings.json"], folder),
            env={} if separate else own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if self._hear(time.monotonic() + START_SECONDS).get("ready") is not True:
            # One that is silent may still run, and would go on saying nothing.
            end_with_all(self._process)
            said = last_words(self._process)
            self.stop()
            raise ExaminerError(f"The examiner did not start. It said: {said}")

    def examine(
        self, values: Mapping[int, Mapping[str, Any]], skip: set[int], call: Call, watch: Callable[[], None]
    ) -> dict[int, Verdict]:
        """The verdict on each test, by its place in the blueprint.

        `values` holds, for each place whose cell asks for names, the forms of their values (None where
        there is none). Tests at the places in `skip` are not run and get no verdict. `call` calls a
        function of the submission, and `watch` is called several times a second meanwhile. A test that ends the examiner is stopped, and the others still run.
        Raises BlueprintError when a cell of the task itself fails, and ExaminerError.
        """
        skipped = set(skip)
        verdicts: dict[int, Verdict] = {}
        while True:
            found, ended = self._once(values, skipped, call, watch)
            self._blame(found)
            tests = {place: verdict for place, verdict in found.items() if self._blueprint.cells[place].kind == TEST}
            verdicts = {**tests, **verdicts}
            left = [place for place in self._sources if place not in found and place not in skipped]
            if ended == 0 or not left:
                return verdicts
            # The first without a verdict is the one that was running.
            if self._blueprint.cells[left[0]].kind == TEST:
                verdicts[left[0]] = Verdict("stopped", text="The test could not be finished on this answer.")
            skipped.add(left[0])

    def _blame(self, found: Mapping[int, Verdict]) -> None:
        """Raise BlueprintError if a cell of the task fails by itself.

        One that fails beside some answers, enormous ones say, must fail without any before the task is to blame.
        """
        if not self._failed_of_task(found):
            return
        alone, _ = self._once({}, set(), lambda *_: {"gone": "no submission is here"}, lambda: None)
        for place, verdict in self._failed_of_task(alone).items():
            self.stop()
            cell = self._blueprint.cells[place]
            raise BlueprintError(
                f"The cell '{cell.grade_id or cell.cell_id}' of the task '{self._blueprint.task}' fails by itself: "
                f"{verdict.name}: {verdict.text}. Mend the task, then grade again."
            )

    def _failed_of_task(self, found: Mapping[int, Verdict]) -> dict[int, Verdict]:
        cells = self._blueprint.cells
        return {
            place: verdict
            for place, verdict in found.items()
            if verdict.outcome == "failed" and cells[place].kind != TEST and not cells[place].relies_on
        }

    def _once(
        self, values: Mapping[int, Mapping[str, Any]], skip: set[int], call: Call, watch: Callable[[], None]
    ) -> tuple[dict[int, Verdict], int]:
        limits = self._sandbox.limits
        cells = [
            {
                "place": place,
                "source": source,
                "test": self._blueprint.cells[place].kind == TEST,
                "values": dict(values.get(place, {})),
                "relies": list(self._blueprint.cells[place].relies_on),
                "skip": place in skip,
            }
            for place, source in self._sources.items()
        ]
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self.start()
        self._say({"cells": cells, "seconds": limits.test_seconds})
        deadline = time.monotonic() + limits.total_seconds
        found: dict[int, Verdict] = {}
        calls = 0
        while True:
            message = self._hear(deadline, watch)
            if "call" in message:
                calls += 1
                answer = call(message["call"], message["args"], message["kwargs"])
                self._say(answer if calls <= MOST_CALLS else {"gone": "a test called it too often"})
            elif "cell" in message:
                place = int(message["cell"])
                verdict = _verdict(message)
                found[place] = verdict
            elif "end" in message:
                return found, int(message["end"])
            else:
                self.stop()
                return found, 1

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def _hear(self, deadline: float, watch: Callable[[], None] | None = None) -> dict[str, Any]:
        """The next message; an empty one when the examiner ended or was silent until `deadline`."""
        assert self._process is not None
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if watch is not None:
                    watch()
                left = deadline - time.monotonic()
                if left <= 0:
                    return {}
                if not waiting.select(min(left, WATCH_SECONDS)):
                    continue
                part = os.read(self._process.stdout.fileno(), 1 << 16)
                if not part or len(self._buffer) > LONGEST_LINE:
                    return {}
                self._buffer += part
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return {}
        return message if isinstance(message, dict) else {}

    def stop(self) -> None:
        """End it. May be called twice."""
        if self._process is not None:
            end_with_all(self._process)
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self._process = None
        self._buffer = b""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _verdict(message: dict[str, Any]) -> Verdict:
    return Verdict(
        outcome=str(message.get("outcome")),
        points=message.get("points"),
        name=str(message.get("name", "")),
        # A test may repeat what the answer was.
        text=clean_text(str(message.get("text", ""))),
        line=message.get("line"),
        suspect=bool(message.get("suspect")),
    )
