"""What an exercise shows as a consequence: totals, named people, charts. Plain data, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["harm", "help", "same"]
ChartKind = Literal["bars", "dots", "lines"]
Number = int | float

TONE_WORDS: dict[str, str] = {"harm": "harmed", "help": "helped", "same": "no change"}


@dataclass(frozen=True)
class Total:
    """One number of a run: what is counted, how many, in which unit, with an optional note."""

    label: str
    value: Number
    unit: str = ""
    note: str = ""

    def text(self) -> str:
        """The value with its unit, as a person reads it: `12`, `3.5`, `30%`, `4 children`."""
        number = f"{self.value:g}" if isinstance(self.value, float) else str(self.value)
        if not self.unit:
            return number
        return f"{number}{self.unit}" if self.unit == "%" else f"{number} {self.unit}"


Case = tuple[bool, str, Tone]
"""A line of a decision table: whether it holds, what it means for a person, and in which tone."""


@dataclass(frozen=True)
class Person:
    """What a run means for one named (invented) person."""

    name: str
    what: str
    tone: Tone = "same"

    @classmethod
    def by_case(cls, name: str, *cases: Case) -> Person:
        """What a run means for a person by a decision table, read from the top: the first case that holds counts.

        Raises ValueError where none holds, so let the last one hold always.
        """
        for holds, what, tone in cases:
            if holds:
                return cls(name, what, tone)
        raise ValueError(f"No case holds for {name}. End the table with one that always does: (True, text, tone).")


@dataclass(frozen=True)
class Series:
    """One series of a chart; `labels` name single points (shown on hover and in the table)."""

    name: str
    x: tuple[str | Number, ...]
    y: tuple[str | Number, ...]
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y):
            raise ValueError(f"Series {self.name!r} has {len(self.x)} x values and {len(self.y)} y values.")
        if self.labels and len(self.labels) != len(self.x):
            raise ValueError(f"Series {self.name!r} needs one label for each of its {len(self.x)} points.")


@dataclass(frozen=True)
class Chart:
    """A chart as data.

    `dots` with both axis labels empty is a picture of places: its axes are hidden.
    `description` says in words what the chart shows with these very numbers.
    """

    kind: ChartKind
    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    description: str
    y_range: tuple[Number, Number] | None = None

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Header and rows of the table that says the same as the chart."""

        def words(value: str | Number) -> str:
            return f"{value:g}" if isinstance(value, float) else str(value)

        named = any(s.labels for s in self.series)
        if named and not self.x_label and not self.y_label:
            return ("Who or where", "Shown as"), [
                (label, s.name) for s in self.series for label in s.labels
            ]
        if self.kind == "dots" or named:
            header = ("Series", *(("Name",) if named else ()), self.x_label or "x", self.y_label or "y")
            rows = []
            for s in self.series:
                for i, (x, y) in enumerate(zip(s.x, s.y, strict=True)):
                    name = ((s.labels[i] if s.labels else ""),) if named else ()
                    rows.append((s.name, *name, words(x), words(y)))
            return header, rows
        xs = list(dict.fromkeys(x for s in self.series for x in s.x))
        lookup = [dict(zip(s.x, s.y, strict=True)) for s in self.series]
        header = (self.x_label or "", *(s.name for s in self.series))
        return header, [(words(x), *(words(m[x]) if x in m else "" for m in lookup)) for x in xs]


@dataclass(frozen=True)
class Outcome:
    """What one run of a model leads to. `summary` is one or two sentences, read out by screen readers."""

    totals: tuple[Total, ...]
    people: tuple[Person, ...]
    charts: tuple[Chart, ...]
    summary: str
