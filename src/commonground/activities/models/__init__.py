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
    try:
        module = importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise LookupError(f"There is no model {name!r}. Add activities/models/{name}.py.") from error
    run: Callable[[Mapping[str, Any]], Outcome] = module.run
    return run
