"""Finding a task by its id."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module

from commonground.exercises.task import Task

BANKS = {
    "01": "commonground.exercises.bank.why_share",
    "02": "commonground.exercises.bank.asking",
    "03": "commonground.exercises.bank.lifecycle",
    "04": "commonground.exercises.bank.bias",
    "05": "commonground.exercises.bank.pasco",
    "06": "commonground.exercises.bank.broward",
}


@cache
def tasks(module: str) -> dict[str, Task]:
    """All tasks of a module, such as "04", in the order of its lesson. Raises KeyError for an unknown module."""
    if module not in BANKS:
        raise KeyError(
            f"There are no checked tasks for module {module!r}. Modules with tasks: {', '.join(BANKS)}."
        )
    found: dict[str, Task] = import_module(BANKS[module]).TASKS
    return found


def get(id: str) -> Task:
    """The task with an id such as "04/disparity". Raises KeyError, naming ids that are near, where there is none."""
    of_module = tasks(id.partition("/")[0])
    if id not in of_module:
        near = get_close_matches(id, of_module, n=3, cutoff=0.4) or list(of_module)
        raise KeyError(f"There is no task {id!r}. Did you mean {', '.join(near)}?")
    return of_module[id]
