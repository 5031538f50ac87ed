"""Write both locks anew from pyproject.toml: `python tools/lock.py` (needs the program `uv`).

requirements.lock is what a learner gets; requirements-test.lock has the test tools as well. Both
hold for Python 3.11 to 3.13 on Linux, macOS and Windows, name every version and every hash, and
hold no address, so that each machine uses the package index that it is set up for. Versions that
still fit are kept; `--upgrade`, or any other option of `uv pip compile`, is passed on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": ["build"], "requirements-test.lock": ["build", "test"]}
OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
]


def main(options: list[str]) -> int:
    """Compile both locks; the return value is the exit status."""
    uv = shutil.which("uv")
    if uv is None:
        print(
            "The program uv is missing: install it with 'pipx install uv', then run this again.",
            file=sys.stderr,
        )
        return 1
    for lock, extras in LOCKS.items():
        chosen = [f"--extra={extra}" for extra in extras]
        command = [uv, "pip", "compile", "pyproject.toml", *chosen, *OPTIONS, *options, "-o", lock]
        if subprocess.call(command, cwd=ROOT):
            return 1
        if "://" in (ROOT / lock).read_text(encoding="utf-8"):
            print(
                f"{lock} holds an address. Take it out of the settings of uv and run this again.",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
