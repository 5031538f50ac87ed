"""Every exercise of every lesson, operated by keyboard alone in a window of 400 pixels.

In a file of its own, so that it runs beside the same by mouse.
"""

from __future__ import annotations

import pytest

from .conftest import Course, Visit
from .operate import Keyboard
from .test_lessons import LESSONS, use_every_exercise


@pytest.mark.width(400)
@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_exercise_can_be_used_by_keyboard(visit: Visit, course: Course, lesson_id: str) -> None:
    use_every_exercise(visit, course, Keyboard, lesson_id)
