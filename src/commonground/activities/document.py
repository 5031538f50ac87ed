"""A working document: fields with help, gaps shown, rules that it must pass, and a paper to take home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .base import Activity, ActivityError, Spec, State, kept_texts

# Looks up what the learner wrote elsewhere: "exercise.field" or "reflection.id" -> text ("" where nothing).
Lookup = Callable[[str], str]


@dataclass(frozen=True)
class DocField:
    """One field. `choices` empty means free text; `source` names what it starts from."""

    id: str
    label: str
    help: str
    example: str
    required: bool
    lines: int
    choices: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class DocSection:
    """A heading and its fields."""

    title: str
    fields: tuple[DocField, ...]


@dataclass(frozen=True)
class DocTest:
    """A rule: every field in `needs` must be filled; otherwise the message says what follows."""

    id: str
    needs: tuple[str, ...]
    message: str


class Document(Activity):
    """The document that a learner leaves with. It never blocks: gaps are shown, and can be saved as gaps."""

    kind = "document"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.filename = str(spec.get("filename", id))
        self.disclaimer = str(spec.get("disclaimer", ""))
        self.sections = tuple(
            DocSection(str(s["title"]), tuple(self._read_field(f) for f in s["fields"])) for s in spec["sections"]
        )
        ids = [f.id for f in self.all_fields]
        if len(ids) != len(set(ids)):
            raise ActivityError(f"{id}: two fields have the same id.")
        self.tests = tuple(
            DocTest(str(t["id"]), tuple(str(n) for n in t["needs"]), str(t["message"]))
            for t in spec.get("tests", ())
        )
        for test in self.tests:
            unknown = set(test.needs) - set(ids)
            if unknown:
                raise ActivityError(f"{id}, test {test.id}: there is no field {', '.join(sorted(unknown))}.")
        self.values: dict[str, str] = {}
        self.saved = False
        self._taken: dict[str, str] = {}

    @staticmethod
    def _read_field(raw: Mapping[str, Any]) -> DocField:
        return DocField(
            str(raw["id"]), str(raw["label"]), str(raw.get("help", "")), str(raw.get("example", "")),
            bool(raw.get("required", False)), int(raw.get("lines", 2)),
            tuple(str(o) for o in raw.get("options", ())), str(raw.get("from", "")),
        )

    @property
    def all_fields(self) -> tuple[DocField, ...]:
        """Every field, in order."""
        return tuple(field for section in self.sections for field in section.fields)

    def prefill(self, lookup: Lookup) -> None:
        """Fill fields with what the learner wrote elsewhere.

        A field follows its source until the learner writes something else into it.
        """
        for field in self.all_fields:
            if not field.source:
                continue
            found = lookup(field.source).strip()
            if found and self.values.get(field.id, "") in ("", found, self._taken.get(field.id)):
                self._taken[field.id] = found
                self._put(field.id, found)

    def fill(self, field_id: str, text: str) -> None:
        """Write a field; raises ActivityError where there is none."""
        if field_id not in {f.id for f in self.all_fields}:
            raise ActivityError(f"{self.id}: there is no field {field_id!r}.")
        self._put(field_id, text.strip())

    def _put(self, field_id: str, text: str) -> None:
        """Set a field. The files on the disk no longer say the same where the text is another one."""
        if text != self.values.get(field_id, ""):
            self.saved = False
        self.values[field_id] = text

    def gaps(self) -> tuple[DocField, ...]:
        """The required fields that are still open."""
        return tuple(f for f in self.all_fields if f.required and not self.values.get(f.id))

    def failed(self) -> tuple[DocTest, ...]:
        """The rules that the document does not pass yet."""
        return tuple(t for t in self.tests if any(not self.values.get(n) for n in t.needs))

    def rows(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Headings with (label, text) pairs, as they go on paper; an open field has an empty text."""
        return tuple(
            (s.title, tuple((f.label, self.values.get(f.id, "")) for f in s.fields)) for s in self.sections
        )

    @property
    def finished(self) -> bool:
        return self.saved and not self.gaps() and not self.failed()

    def state(self) -> State:
        return {"values": dict(self.values), "taken": dict(self._taken), "saved": self.saved}

    def restore(self, state: Mapping[str, Any]) -> None:
        known = {f.id for f in self.all_fields}
        self.values = kept_texts(state.get("values"), known)
        self._taken = kept_texts(state.get("taken"), known)
        self.saved = state.get("saved") is True
