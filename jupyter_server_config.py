"""Read by any Jupyter server started in this folder (`jupyter lab`, Binder), so that it shows the course.

`python3 start.py` does not need it.
"""

from pathlib import Path

from commonground.server.settings import course_config

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter defines it)
c.merge(course_config(Path(__file__).resolve().parent))
