"""Telling others, such as a lesson that stores progress, what came of each check."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from commonground.exercises.outcome import Outcome

_listeners: list[Callable[[Outcome], None]] = []


def on_outcome(listener: Callable[[Outcome], None]) -> Callable[[], None]:
    """Have `listener` called with every outcome; the function that comes back ends this."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def tell(outcome: Outcome) -> None:
    """Pass an outcome on; a listener that fails is reported and never spoils the check."""
    for listener in tuple(_listeners):
        try:
            listener(outcome)
        except Exception as error:
            warnings.warn(f"The check is done, but it could not be noted down: {error}", stacklevel=3)
