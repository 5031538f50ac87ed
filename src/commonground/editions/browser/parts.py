"""The parts that the browser edition is made of, besides the course's own installation.

pyodide and Plotly's figures come from npm and everything else from PyPI, by the ordinary clients as this machine has
them set up, at the versions and with the hashes that the two locks in `pinned/` name. They are
kept in a folder for the next build, which is then done without the network.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commonground.editions.browser.errors import SiteError

PINNED = Path(__file__).parent / "pinned"
NPM_LOCK = PINNED / "package-lock.json"
WHEEL_LOCK = PINNED / "wheels.lock"
# Wheels whose files the browser loads; all others hold Python for the page.
PAGE_CODE = ("voici_core", "jupyterlite_pyodide_kernel")
OLDEST_NODE = 18

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the fetched parts lie."""

    pyodide: Path
    plotly: Path
    wheels: tuple[Path, ...]
    page_code_wheels: tuple[Path, ...]
    voici: Path
    kernel_extension: Path

    @property
    def kernel_wheels(self) -> tuple[Path, ...]:
        """The wheels that the kernel brings along: its Python half and two stand-ins."""
        return tuple(sorted((self.kernel_extension / "static" / "pypi").glob("*.whl")))


def fingerprint(*files: Path) -> str:
    """A hash over the bytes of these files: another one as soon as one of them changes."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def node() -> str:
    """The program Node.js, new enough. Raises SiteError with what to install."""
    found = shutil.which("node")
    how = f"Install Node.js {OLDEST_NODE} or later with npm (on Debian: apt-get install nodejs npm)."
    if found is None or shutil.which("npm") is None:
        raise SiteError(f"Building the browser edition needs Node.js and npm. {how}")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not said.startswith("v") or int(said[1:].split(".")[0]) < OLDEST_NODE:
        raise SiteError(f"The Node.js on this machine is too old ({said or 'it does not start'}). {how}")
    return found


def _run(command: list[str], where: Path, what: str) -> None:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-6:]
        raise SiteError(
            f"{what} could not be fetched. Check the connection to the package registries, "
            "then run the command again; what has arrived is kept.\n" + "\n".join(last)
        )


def _fetched(folder: Path, key: str) -> bool:
    mark = folder / ".fetched"
    return mark.is_file() and mark.read_text(encoding="utf-8") == key


def _fetch_npm(folder: Path, say: Say) -> Path:
    key = fingerprint(NPM_LOCK)
    if not _fetched(folder, key):
        say("Fetching Python for the pages (npm)")
        npm = shutil.which("npm")
        assert npm is not None  # node() has looked
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(PINNED / name, folder / name)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder, "Python for the pages (npm)")
        (folder / ".fetched").write_text(key, encoding="utf-8")
    return folder / "node_modules"


def _fetch_wheels(folder: Path, say: Say) -> tuple[Path, ...]:
    key = fingerprint(WHEEL_LOCK)
    if not _fetched(folder, key):
        say("Fetching libraries for the pages (PyPI)")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # The wheels are for the Python in the page, not for the one that runs this.
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--only-binary=:all:", "--python-version=3.14", "--implementation=py", "--abi=none", "--platform=any",
            "--require-hashes", "--requirement", str(WHEEL_LOCK), "--dest", str(folder),
        ]
        _run(command, folder, "The libraries (pip)")
        (folder / ".fetched").write_text(key, encoding="utf-8")
    return tuple(sorted(folder.glob("*.whl")))


def _unpacked(wheel: Path, folder: Path) -> Path:
    target = folder / wheel.stem
    if not target.is_dir():
        unfinished = folder / f".{wheel.stem}"
        shutil.rmtree(unfinished, ignore_errors=True)
        with zipfile.ZipFile(wheel) as package:
            package.extractall(unfinished)
        unfinished.rename(target)
    return target


def fetch(folder: Path, say: Say) -> Parts:
    """All parts, fetched into `folder` unless they are there. `say` is told what is under way.

    Raises SiteError where Node.js is missing or a part does not arrive.
    """
    node()
    packages = _fetch_npm(folder / "npm", say)
    wheels = _fetch_wheels(folder / "wheels", say)
    code = {name: next(w for w in wheels if w.name.startswith(f"{name}-")) for name in PAGE_CODE}
    voici, kernel = (_unpacked(code[name], folder / "unpacked") for name in PAGE_CODE)
    extension = next(kernel.glob("*.data/data/share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"))
    return Parts(
        pyodide=packages / "pyodide",
        plotly=packages / "plotly.js-basic-dist-min",
        wheels=tuple(w for w in wheels if w not in code.values()),
        page_code_wheels=tuple(code.values()),
        voici=voici / "voici_core" / "static" / "build",
        kernel_extension=extension,
    )
