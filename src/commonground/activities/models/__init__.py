"""The small models that trials run: each a module with one pure function, `run(settings) -> Outcome`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from ..outcome import Outcome


def load_model(name: str) -> Callable[[Mapping[str, Any]], Outcome]:
    """The `run` function of a model by its name, e.g. `two_schools`; raises LookupError where there is none."""
    if not name.isidentifier():
        raise LookupError(f"{name!r} is not the name of a model.")
    full_name = f"{__name__}.{name}"
    try:
        module = importlib.import_module(full_name)
    except ModuleNotFoundError as error:
        if error.name != full_name:  # the model is there, and what it imports is not
            raise
        raise LookupError(f"There is no model {name!r}. Add activities/models/{name}.py.") from error
    run: Callable[[Mapping[str, Any]], Outcome] = module.run
    return run
