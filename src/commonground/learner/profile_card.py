"""What a learner chose about the course itself: `my-work/profile.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from commonground.learner.files import JsonFile, as_text
from commonground.learner.merging import two_way
from commonground.learner.work_folder import folder, place


class Profile:
    """The learner's choices by name; nothing here says who the learner is.

    The course itself uses `role` (an id of course.yml), `level` (an id of a level) and `helper`
    (whom to ask, in the learner's own words). `notice` is as in Answers. May raise NotSaved.
    """

    def __init__(self) -> None:
        root = place()
        self._file = JsonFile(root / "profile.json", root, folder, lambda value: True)
        self._choices = self._file.read()

    @property
    def notice(self) -> str:
        """What the page must tell the learner about the file, or an empty text."""
        return self._file.notice

    @property
    def role(self) -> str:
        """The id of the role that the learner chose, or an empty text."""
        return self.text("role")

    @property
    def level(self) -> str:
        """The id of the level that the learner chose, or an empty text."""
        return self.text("level")

    @property
    def helper(self) -> str:
        """Whom this learner can ask, as the learner wrote it, or an empty text."""
        return self.text("helper")

    def get(self, name: str, default: Any = None) -> Any:
        """A choice by its name, or `default`."""
        return self._choices.get(name, default)

    def put(self, name: str, value: Any) -> None:
        """Keep a choice, in the file, before this returns; raises NotJson or NotSaved."""

        def edit(choices: dict[str, Any]) -> bool:
            if name in choices and choices[name] == value:
                return False
            choices[name] = value
            return True

        self._choices = self._file.change(edit)

    def text(self, name: str) -> str:
        """A choice by its name where it is a text; an empty text otherwise."""
        value = self._choices.get(name, "")
        return value if isinstance(value, str) else ""


def take_in(theirs: Mapping[str, Any], beside: Callable[[Path, bytes], object]) -> bool:
    """Join the choices made on another computer with those made here.

    Choices carry no time, so a choice made here stands; a different one from there is handed to
    `beside` (the file here, a file of the same form) before anything is saved. Returns whether the
    file here changed. Raises NotSaved, or NotJson.
    """
    root = place()
    changed = False

    def edit(choices: dict[str, Any]) -> bool:
        nonlocal changed
        merged, gave_way = two_way(choices, theirs, theirs_wins=False)
        if gave_way:
            beside(card.path, as_text(gave_way))
        changed = len(merged) > len(choices)
        choices.update(merged)
        return changed

    card = JsonFile(root / "profile.json", root, folder, lambda value: True)
    card.change(edit)
    return changed


def profile() -> Profile:
    """The learner's choices, read from their file at this moment."""
    return Profile()
