"""What the server and the kernels find in their environment."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
STUBS = PACKAGE / "server" / "stubs"
JUPYTER_DATA = PACKAGE / "editions" / "jupyter"


def _first(folder: Path, variable: str, environ: MutableMapping[str, str]) -> None:
    """Put `folder` first in a search path variable, once."""
    others = [part for part in environ.get(variable, "").split(os.pathsep) if part and part != str(folder)]
    environ[variable] = os.pathsep.join([str(folder), *others])


def prepare_environment(environ: MutableMapping[str, str] | None = None) -> None:
    """Ready this process, and the kernels it will start, for the course.

    PYTHONPATH gets the folder of the quick stand-in for `rfc3987_syntax` (see there), JUPYTER_PATH
    the folder of the page template. With no argument the running process itself is prepared too:
    call it before anything of Jupyter is imported.
    """
    if environ is None:
        environ = os.environ
        if str(STUBS) not in sys.path:
            sys.path.insert(0, str(STUBS))
    _first(STUBS, "PYTHONPATH", environ)
    _first(JUPYTER_DATA, "JUPYTER_PATH", environ)
