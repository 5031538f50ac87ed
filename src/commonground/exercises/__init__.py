"""Checked exercises of the analyst lessons: try, hint, answer.

task = exercises.get("04/disparity")
task.check(my_function)     # not attempted, right, a known mistake, not yet, or the code stopped
task.hint()                 # a first hint, then a second
task.answer()               # one good answer, with its reasons
"""

from commonground.exercises.compare import CANNOT_SAY
from commonground.exercises.keeping import keep_in
from commonground.exercises.outcome import Note, Outcome, Status
from commonground.exercises.record import on_outcome
from commonground.exercises.registry import get, tasks
from commonground.exercises.task import Task

__all__ = ["CANNOT_SAY", "Note", "Outcome", "Status", "Task", "get", "keep_in", "on_outcome", "tasks"]
