"""Makes any Jupyter server show the course: Binder's (see postBuild), a hub's, or `jupyter lab`.

Jupyter reads it where JUPYTER_CONFIG_PATH names this folder, or where a link in `etc/jupyter` leads
to it. `python3 start.py` and `commonground open` do not need it.
"""

from pathlib import Path

from commonground.server.settings import course_config

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter defines it)
c.merge(course_config(Path(__file__).resolve().parent))
