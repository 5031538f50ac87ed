"""nbgrader's settings for a cohort folder, and for this folder of tasks. They come with the course's package.

With them `nbgrader list`, `nbgrader generate_assignment` and formgrader know the cohort. Grading is
done by `commonground trainer grade`, in a sandbox; nbgrader's own autograding is switched off.
"""

from pathlib import Path

from commonground.trainer.cohort.nbgrader_course import settings_for

c = get_config()  # noqa: F821 (nbgrader provides it)
for name, values in settings_for(Path(__file__).resolve().parent).items():
    c[name].update(values)
