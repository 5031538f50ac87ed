"""What every exercise has: an id, a title, a mark of origin, a state that can be kept and restored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Mapping
from typing import Any

from commonground.content.questions import Option

State = dict[str, Any]
Spec = Mapping[str, Any]

MARKS: dict[str, str] = {
    "source": "From a source",
    "ours": "Our own construction",
    "invented": "Invented for practice",
}


class ActivityError(Exception):
    """A move that the exercise does not allow, or a description that does not fit; says what to do."""


def read_options(raw: Any, where: str) -> tuple[Option, ...]:
    """The options of a question from their YAML form; raises ActivityError where one is incomplete."""
    options = []
    for entry in raw or ():
        missing = [key for key in ("id", "text", "reply") if not str(entry.get(key, "")).strip()]
        if missing:
            raise ActivityError(
                f"{where}: the option {entry.get('id', '?')!r} has no {' and no '.join(missing)}. "
                "Give every option an id, a text and a reply of its own."
            )
        options.append(
            Option(str(entry["id"]), str(entry["text"]), str(entry["reply"]), bool(entry.get("right", False)))
        )
    if not options:
        raise ActivityError(f"{where}: there are no options. Add at least two.")
    return tuple(options)


def pick(options: tuple[Option, ...], option_id: str, where: str) -> Option:
    """The option with this id; raises ActivityError where there is none."""
    for option in options:
        if option.id == option_id:
            return option
    known = ", ".join(option.id for option in options)
    raise ActivityError(f"{where}: there is no option {option_id!r}. Choose one of: {known}.")


def kept_words(raw: Any, known: Container[str]) -> list[str]:
    """Those entries of a kept list that are texts and still known, each once, in order."""
    entries = raw if isinstance(raw, list) else []
    return list(dict.fromkeys(e for e in entries if isinstance(e, str) and e in known))


def kept_texts(raw: Any, known: Container[str]) -> dict[str, str]:
    """Those entries of a kept mapping that are texts under a key that is still known."""
    entries = raw if isinstance(raw, Mapping) else {}
    return {k: v for k, v in entries.items() if isinstance(k, str) and k in known and isinstance(v, str)}


class Activity(ABC):
    """An exercise as state and rules. Knows no widget and no notebook."""

    kind: str = ""

    def __init__(self, id: str, spec: Spec) -> None:
        self.id = id
        self.title = str(spec.get("title", ""))
        self.mark = str(spec.get("mark", "invented"))
        if self.mark not in MARKS:
            raise ActivityError(f"{id}: the mark is {self.mark!r}. Use one of: {', '.join(MARKS)}.")
        self.intro = str(spec.get("intro", ""))
        self.close = str(spec.get("close", ""))

    @abstractmethod
    def state(self) -> State:
        """All that must be kept to go on later: plain values that JSON can hold."""

    @abstractmethod
    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a kept state. Parts that no longer fit the exercise are left out, never an error."""

    @property
    @abstractmethod
    def finished(self) -> bool:
        """Whether the learner has been through the exercise once, as it asks."""
