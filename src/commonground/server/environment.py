"""What the server and the kernels find in their environment."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from importlib.metadata import version
from pathlib import Path

from commonground.charts.page_code import BUNDLE_VARIABLE, PLOTLY_FILE

PACKAGE = Path(__file__).resolve().parent.parent
STUBS = PACKAGE / "server" / "stubs"
JUPYTER_DATA = PACKAGE / "editions" / "jupyter"
JUPYTER_SETTINGS = PACKAGE / "editions" / "settings"
# What learners do not need to see in JupyterLab, and trainers do.
LEARNER_SETTINGS = JUPYTER_SETTINGS / "learner"


def hide_trainers_tools(environ: MutableMapping[str, str] | None = None) -> None:
    """Let JupyterLab show a learner no nbgrader menu; to be called after `prepare_environment`."""
    _first(LEARNER_SETTINGS, "JUPYTER_CONFIG_PATH", os.environ if environ is None else environ)


def _first(folder: Path, variable: str, environ: MutableMapping[str, str]) -> None:
    """Put `folder` first in a search path variable, once."""
    others = [part for part in environ.get(variable, "").split(os.pathsep) if part and part != str(folder)]
    environ[variable] = os.pathsep.join([str(folder), *others])


def prepare_environment(environ: MutableMapping[str, str] | None = None) -> None:
    """Ready this process, and the kernels it will start, for the course.

    PYTHONPATH gets the folder of the quick stand-in for `rfc3987_syntax` (see there), JUPYTER_PATH
    the folder of the page template, JUPYTER_CONFIG_PATH the folder of JupyterLab's settings;
    figures learn where the server offers Plotly's code. With no argument the running process itself
    is prepared too: call it before anything of Jupyter is imported.
    """
    if environ is None:
        environ = os.environ
        if str(STUBS) not in sys.path:
            sys.path.insert(0, str(STUBS))
    _first(STUBS, "PYTHONPATH", environ)
    _first(JUPYTER_DATA, "JUPYTER_PATH", environ)
    _first(JUPYTER_SETTINGS, "JUPYTER_CONFIG_PATH", environ)
    # Each page has a kernel of its own, so nobody else needs to hear what a control was set to.
    environ["JUPYTER_WIDGETS_ECHO"] = "0"
    environ[BUNDLE_VARIABLE] = f"static/{PLOTLY_FILE}?v={version('plotly')}"
