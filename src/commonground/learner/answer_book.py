"""What a learner answered in one lesson: `my-work/answers/<module>/<lesson>.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from commonground.learner.files import JsonFile, as_text, now
from commonground.learner.merging import later, same, two_way
from commonground.learner.work_folder import check_lesson_id, folder, place


def shape(value: dict[str, Any]) -> bool:
    """Whether a mapping has the form of an answers file."""
    return isinstance(value.get("answers", {}), dict)


class Answers:
    """The answers of one lesson, kept by key.

    Values are what JSON can hold: text, numbers, True, False, None, lists, and mappings with text
    keys (a tuple comes back as a list). `notice` is empty, or a sentence that the page must show,
    because a damaged file was set aside. Reading and saving may raise NotSaved.
    """

    def __init__(self, lesson_id: str) -> None:
        self.lesson_id = check_lesson_id(lesson_id)
        root = place()
        self._file = JsonFile(root / "answers" / f"{lesson_id}.json", root, folder, shape)
        self._answers: dict[str, Any] = self._file.read().get("answers", {})

    @property
    def notice(self) -> str:
        """What the page must tell the learner about the file, or an empty text."""
        return self._file.notice

    def get(self, key: str, default: Any = None) -> Any:
        """The answer kept under `key`, as this page knows it, or `default`."""
        return self._answers.get(key, default)

    def keys(self) -> tuple[str, ...]:
        """The keys that have an answer, in the order in which they were first given."""
        return tuple(self._answers)

    def put(self, key: str, value: Any) -> None:
        """Keep `value` under `key`, in the file, before this returns.

        Answers that another open page saved in the meantime are kept as well; for the same key the
        last save stands. Raises NotJson for a value that cannot be kept, NotSaved for a disk that
        does not take it.
        """
        self.put_all({key: value})

    def put_all(self, values: Mapping[str, Any]) -> None:
        """Keep several answers in one save."""

        def edit(document: dict[str, Any]) -> bool:
            answers = document.get("answers", {})
            if all(key in answers and same(answers[key], value) for key, value in values.items()):
                return False
            answers = {**answers, **values}
            document.clear()
            document.update(lesson=self.lesson_id, saved=now(), answers=answers)
            return True

        self._answers = self._file.change(edit).get("answers", {})

    def forget(self, key: str) -> None:
        """Remove the answer under `key`, so that its exercise starts afresh; none is no error."""

        def edit(document: dict[str, Any]) -> bool:
            answers = document.get("answers", {})
            if key not in answers:
                return False
            del answers[key]
            document["saved"] = now()
            return True

        self._answers = self._file.change(edit).get("answers", {})


def take_in(lesson_id: str, theirs: Mapping[str, Any], beside: Callable[[Path, bytes], object]) -> bool:
    """Join the answers file of another computer (of the form that `shape` asks for) with the one here.

    Each key of either side is kept. Where both have it with different values, the one from the file
    that was saved later stands, and the one here where a time is missing. The answers that gave way
    are handed to `beside` (the file here, a file of the same form) before anything is saved.
    Returns whether the file here changed. Raises NotSaved, or NotJson for answers that no file can hold.
    """
    root = place()
    changed = False

    def edit(document: dict[str, Any]) -> bool:
        nonlocal changed
        mine, given = document.get("answers", {}), theirs.get("answers", {})
        theirs_wins = later(theirs.get("saved"), document.get("saved"))
        merged, gave_way = two_way(mine, given, theirs_wins)
        if gave_way:
            saved = (document if theirs_wins else theirs).get("saved")
            beside(book.path, as_text({"lesson": lesson_id, "saved": saved, "answers": gave_way}))
        changed = not same(merged, mine)
        if changed:
            saved = theirs.get("saved") if theirs_wins or not mine else document.get("saved")
            document.clear()
            document.update(lesson=lesson_id, saved=saved, answers=merged)
        return changed

    book = JsonFile(root / "answers" / f"{check_lesson_id(lesson_id)}.json", root, folder, shape)
    book.change(edit)
    return changed


def answers(lesson_id: str) -> Answers:
    """The answers of a lesson such as `04-bias-in-shared-data/1-foundations`.

    Raises ValueError for an id of another form, NotSaved where the file cannot be reached.
    """
    return Answers(lesson_id)
