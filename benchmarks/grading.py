"""Throughput of grading in the sandbox against stock `nbgrader autograde`, on the same submissions in one run.

    python benchmarks/grading.py [--compare 30] [--repeat 3] [--workers 2] [--scaling 10 100 300]
    python benchmarks/grading.py --source instructor/source/TASK --answered NOTEBOOK

Without `--source` a task with tables, a chart, a function and hidden tests is made up. Both sides grade
the same right answers, in turns, each time in a fresh course folder; what is timed starts when the
submissions are in place and ends when all scores are in the gradebook. The scores of both are compared.
Peak memory is what one sandbox held, and what one worker process held beside it.
"""

from __future__ import annotations

import argparse
import copy
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from commonground.server.environment import prepare_environment
from commonground.trainer.batch import grade_task
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.gradebook import find_programs, open_gradebook
from commonground.trainer.nodes import code_cell, markdown_cell, notebook, read_notebook
from commonground.trainer.sandbox import choose_sandbox

TASK = "benchmark"


def made_up_task() -> Any:
    """A source notebook of the analyst kind."""

    def about(grade_id: str, **flags: Any) -> dict[str, Any]:
        flags = {"grade": False, "solution": False, "locked": False, "task": False, **flags}
        return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **flags}}

    table = "students = pd.DataFrame({'school': ['North', 'South'] * 50, 'late': [0, 1, 1, 0] * 25})"
    cells = [
        code_cell("import pandas as pd\nimport plotly.express as px\nimport ipywidgets", id="imports"),
        code_cell(table, id="data", metadata=about("data", locked=True)),
        code_cell("shares = students.groupby('school').late.mean()", id="shares", metadata=about("shares", solution=True)),
        code_cell(
            "assert len(shares) == 2\n### BEGIN HIDDEN TESTS\nassert abs(shares['North'] - 0.5) < 1e-9\n### END HIDDEN TESTS",
            id="shares-test",
            metadata=about("shares-test", grade=True, locked=True, points=5),
        ),
        code_cell("px.bar(students, x='school').show()\nipywidgets.IntSlider()", id="chart"),
        code_cell("def gap(a, b):\n    return abs(a - b)", id="gap", metadata=about("gap", solution=True)),
        code_cell("assert gap(1, 3) == 2\nassert gap(3, 1) == 2", id="gap-test", metadata=about("gap-test", grade=True, locked=True, points=3)),
        markdown_cell("They asked first.", id="why", metadata=about("why", grade=True, solution=True, points=4)),
    ]
    return notebook(cells, {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})


def answered(released: Any, source: Any) -> Any:
    """The release with the source's own solutions in it."""
    made = copy.deepcopy(released)
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in made.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = solutions[cell.id]
    return made


def make_course(root: Path, source: Path | None, handed_in: Path | None, submissions: int) -> tuple[CourseFolder, str]:
    """A released course with that many submissions; returns it and the task's name."""
    import nbformat

    task = source.name if source is not None else TASK
    folder = root / "source" / task
    if source is not None:
        shutil.copytree(source, folder)
    else:
        folder.mkdir(parents=True)
        nbformat.write(made_up_task(), folder / f"{task}.ipynb")  # type: ignore[no-untyped-call]
    (root / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    nbgrader(root, "generate_assignment", task)
    place = next((root / "release" / task).glob("*.ipynb"))
    original = read_notebook(folder / place.name)
    done = read_notebook(handed_in) if handed_in is not None else answered(read_notebook(place), original)
    for number in range(submissions):
        target = root / "submitted" / f"trainee{number:04}" / task
        target.mkdir(parents=True)
        nbformat.write(done, target / place.name)  # type: ignore[no-untyped-call]
    return CourseFolder(root), task


def nbgrader(root: Path, *arguments: str) -> None:
    """Run one nbgrader command in the course folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=STOCK, check=False)
    if done.returncode != 0:
        raise SystemExit(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")


def totals(course: CourseFolder, task: str) -> dict[str, float]:
    """Each trainee's automatic points."""
    with open_gradebook(course.db_url, course.course_id) as gradebook:
        return {row.student.id: row.score for row in gradebook.assignment_submissions(task)}


class WorkerMemory(threading.Thread):
    """Looks, a few times a second, how much the largest child process of this one holds."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Look until `done` is set."""
        import psutil

        me = psutil.Process()
        while not self.done.wait(0.3):
            for child in me.children():
                try:
                    self.peak = max(self.peak, child.memory_info().rss)
                except psutil.Error:
                    continue


def ours(course: CourseFolder, task: str, workers: int) -> tuple[float, int, int]:
    """Seconds, peak bytes of a sandbox and of a worker."""
    sandbox, _ = choose_sandbox()
    memory = WorkerMemory()
    memory.start()
    started = time.perf_counter()
    report = grade_task(course, task, sandbox, workers)
    seconds = time.perf_counter() - started
    memory.done.set()
    return seconds, report.peak, memory.peak


def stock(course: CourseFolder, task: str) -> float:
    """Seconds of `nbgrader autograde` as it comes."""
    started = time.perf_counter()
    nbgrader(course.root, "autograde", task)
    return time.perf_counter() - started


def compare(args: argparse.Namespace) -> None:
    """Both ways in turns on the same submissions, and the ratio with its spread."""
    ratios = []
    print(f"{'run':>4} {'stock s':>9} {'ours s':>9} {'ratio':>6}  peak of a sandbox, of a worker (MB)")
    for number in range(args.repeat):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            theirs, task = make_course(Path(one), args.source, args.answered, args.compare)
            mine, _ = make_course(Path(other), args.source, args.answered, args.compare)
            before = stock(theirs, task)
            after, sandbox_peak, worker_peak = ours(mine, task, args.workers)
            if totals(theirs, task) != totals(mine, task):
                print("  the scores differ:", totals(theirs, task), totals(mine, task))
        ratios.append(before / after)
        print(f"{number + 1:>4} {before:>9.1f} {after:>9.1f} {ratios[-1]:>6.1f}  {sandbox_peak / 1e6:.0f}, {worker_peak / 1e6:.0f}")
    print(f"ratio: median {statistics.median(ratios):.1f}, from {min(ratios):.1f} to {max(ratios):.1f}")


def scale(args: argparse.Namespace) -> None:
    """Ours alone on growing numbers of submissions."""
    print(f"{'submissions':>12} {'seconds':>9} {'each':>7}  peak of a sandbox, of a worker (MB)")
    for count in args.scaling:
        with tempfile.TemporaryDirectory() as folder:
            course, task = make_course(Path(folder), args.source, args.answered, count)
            seconds, sandbox_peak, worker_peak = ours(course, task, args.workers)
        print(f"{count:>12} {seconds:>9.1f} {seconds / count:>7.2f}  {sandbox_peak / 1e6:.0f}, {worker_peak / 1e6:.0f}")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", type=int, default=30, metavar="SUBMISSIONS")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scaling", type=int, nargs="*", default=[10, 100, 300])
    parser.add_argument("--source", type=Path, help="folder of a task")
    parser.add_argument("--answered", type=Path, help="a notebook of that task as handed in")
    args = parser.parse_args()
    if args.compare:
        compare(args)
    if args.scaling:
        scale(args)


find_programs()
# What nbgrader gets is the environment as it was: the course's own speed-ups are not lent to it.
STOCK = dict(os.environ)

if __name__ == "__main__":
    prepare_environment()
    main()
