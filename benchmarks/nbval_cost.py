"""What checking the notebooks costs beside what their cells cost: nbval on two workers against the cells' own time.

    python benchmarks/nbval_cost.py

Prints the seconds of the whole nbval run, the sum of the cells' own seconds (each notebook run once in a
fresh kernel, only the time between a cell's start and its end counted), and their ratio.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from commonground.server.environment import prepare_environment

ROOT = Path(__file__).parents[1]


def own_seconds(path: Path) -> float:
    """The time that the cells of a notebook take, without the kernel's start."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
    total = 0.0
    with client.setup_kernel():
        for index, cell in enumerate(client.nb.cells):
            start = time.perf_counter()
            client.execute_cell(cell, index)
            total += time.perf_counter() - start
    return total


def main() -> int:
    """Measure and print; the return value is pytest's."""
    notebooks = sorted((ROOT / "modules").glob("*/*.ipynb"))
    with tempfile.TemporaryDirectory() as work:
        os.environ["COMMONGROUND_WORK"] = work
        prepare_environment()
        total = 0.0
        for path in notebooks:
            seconds = own_seconds(path)
            total += seconds
            print(f"{path.parent.name}/{path.name:28s} {seconds:7.2f} s of its own")
        start = time.perf_counter()
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *map(str, notebooks)]
        done = subprocess.run(command, cwd=ROOT, check=False)
        whole = time.perf_counter() - start
    print(f"cells' own time {total:.1f} s; nbval on two workers {whole:.1f} s; ratio {whole / total:.2f}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
