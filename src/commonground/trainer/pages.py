"""How pages that show submissions are kept from fetching or running anything: settings for nbgrader's formgrader.

The graded notebooks are harmless by themselves (see `scrub`); this is the second line. To be applied
to the environment and the settings of the server that shows formgrader.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).resolve().parent / "templates"
# Formgrader's own pages need scripts written into them; nothing may come from, or be sent, elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; form-action 'self'; frame-ancestors 'self'"
)


def prepare_pages(environ: MutableMapping[str, str] | None = None) -> None:
    """Put the course's page parts before nbconvert's in the search path of `environ` (this process's if None)."""
    environ = os.environ if environ is None else environ
    others = [part for part in environ.get("JUPYTER_PATH", "").split(os.pathsep) if part and part != str(TEMPLATES)]
    environ["JUPYTER_PATH"] = os.pathsep.join([str(TEMPLATES), *others])


def server_settings() -> dict[str, Any]:
    """Settings for a Jupyter server that shows formgrader, by class and name, as in a JSON settings file."""
    sanitizer = "nbconvert.preprocessors.sanitize.SanitizeHTML"
    return {
        "ServerApp": {"tornado_settings": {"headers": {"Content-Security-Policy": POLICY}}},
        "HTMLExporter": {"sanitize_html": True, "preprocessors": [sanitizer]},
        "SanitizeHTML": {"enabled": True},
    }
