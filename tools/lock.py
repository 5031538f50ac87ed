"""Write the locks anew from what is wanted: `python tools/lock.py` (needs the program `uv`).

requirements.lock is what a learner gets; requirements-test.lock has the test tools as well. These two
hold for Python 3.11 to 3.13 on Linux, macOS and Windows, name every version and every hash, and
hold no address, so that each machine uses the package index that it is set up for. Versions that
still fit are kept; `--upgrade`, or any other option of `uv pip compile`, is passed on.

The third lock, wheels.lock of the browser edition, names each package of wheels.in and no other: what
runs in a page is chosen by hand.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": ["build"], "requirements-test.lock": ["build", "test"]}
BROWSER = Path("src/commonground/editions/browser/pinned")
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
]


def main(options: list[str]) -> int:
    """Compile all three locks; the return value is the exit status."""
    uv = shutil.which("uv")
    if uv is None:
        print(
            "The program uv is missing: install it with 'pipx install uv', then run this again.",
            file=sys.stderr,
        )
        return 1
    for lock, extras in LOCKS.items():
        chosen = [f"--extra={extra}" for extra in extras]
        if not _compile([uv, "pip", "compile", "pyproject.toml", "--python-version=3.11", *chosen, *options], lock):
            return 1
    source, lock = str(BROWSER / "wheels.in"), str(BROWSER / "wheels.lock")
    return 0 if _compile([uv, "pip", "compile", source, "--python-version=3.14", "--no-deps", *options], lock) else 1


def _compile(command: list[str], lock: str) -> bool:
    """Write one lock; False, with a message, where that fails or an address got into it."""
    if subprocess.call([*command, *OPTIONS, "-o", lock], cwd=ROOT):
        return False
    if "://" in (ROOT / lock).read_text(encoding="utf-8"):
        print(f"{lock} holds an address. Take it out of the settings of uv and run this again.", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
