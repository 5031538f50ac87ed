"""Commit, move, see, explain, undo: a guess, controls, a consequence, and two runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonground.content.questions import Option

from .base import Activity, ActivityError, Spec, State, pick, read_options
from .models import load_model
from .outcome import Outcome

Setting = int | float | str
Settings = dict[str, Setting]
Model = Callable[[Mapping[str, Setting]], Outcome]


@dataclass(frozen=True)
class Dial:
    """A control that takes a whole number from `low` to `high` in steps."""

    id: str
    label: str
    low: int
    high: int
    step: int
    value: int
    unit: str = ""
    help: str = ""

    def accepts(self, value: Any) -> bool:
        """Whether the dial can stand at this value: a whole number within its range."""
        return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high

    def words(self, value: Setting) -> str:
        """The value with its unit: `30%`, `4 months`."""
        return f"{value}{self.unit}" if self.unit in ("", "%") else f"{value} {self.unit}"


@dataclass(frozen=True)
class Switch:
    """A control that takes one of a few named values."""

    id: str
    label: str
    choices: tuple[tuple[str, str], ...]
    value: str
    help: str = ""

    def accepts(self, value: Any) -> bool:
        """Whether this is the id of one of the choices."""
        return any(value == choice for choice, _ in self.choices)

    def words(self, value: Setting) -> str:
        """The text of the choice with this id."""
        return dict(self.choices).get(str(value), str(value))


Control = Dial | Switch


def read_control(raw: Mapping[str, Any], where: str) -> Control:
    """A control from its YAML form; raises ActivityError where its kind or its first value does not fit."""
    kind = raw.get("kind")
    label, help_text = str(raw.get("label", "")), str(raw.get("help", ""))
    if kind == "dial":
        dial = Dial(
            str(raw["id"]), label, int(raw["min"]), int(raw["max"]), int(raw.get("step", 1)),
            int(raw["value"]), str(raw.get("unit", "")), help_text,
        )
        if not dial.accepts(dial.value):
            raise ActivityError(f"{where}: the dial {dial.id} starts at {dial.value}, outside its range.")
        return dial
    if kind == "choice":
        choices = tuple((str(o["id"]), str(o["text"])) for o in raw["options"])
        switch = Switch(str(raw["id"]), label, choices, str(raw["value"]), help_text)
        if not switch.accepts(switch.value):
            raise ActivityError(f"{where}: the choice {switch.id} starts at {switch.value!r}, not an option.")
        return switch
    raise ActivityError(f"{where}: the control {raw.get('id', '?')} is of kind {kind!r}. Use dial or choice.")


class Trial(Activity):
    """The five beats. Consequences are shown only after the learner has committed to a guess."""

    kind = "trial"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.commit_prompt = str(spec["commit"]["prompt"])
        self.guesses = read_options(spec["commit"]["options"], f"{id}, commit")
        self.controls = tuple(read_control(raw, id) for raw in spec["controls"])
        self.see = str(spec.get("see", ""))
        self.explain_prompt = str(spec["explain"]["prompt"])
        self.reasons = read_options(spec["explain"]["options"], f"{id}, explain")
        self.undo_prompt = str(spec["undo"]["prompt"])
        self._undo_settings: Settings = dict(spec["undo"]["settings"])
        self._model: Model = load_model(str(spec["model"]))
        self.guess: Option | None = None
        self.reason: Option | None = None
        self.settings: Settings = self.start_settings()
        self.runs: list[Settings] = []
        for name, value in self._undo_settings.items():
            if not self.control(name).accepts(value):
                raise ActivityError(f"{id}, undo: {name} cannot be {value!r}.")

    def start_settings(self) -> Settings:
        """The settings that every control starts with."""
        return {control.id: control.value for control in self.controls}

    def control(self, control_id: str) -> Control:
        """The control with this id; raises ActivityError where there is none."""
        for control in self.controls:
            if control.id == control_id:
                return control
        raise ActivityError(f"{self.id}: there is no control {control_id!r}.")

    def commit(self, option_id: str) -> Option:
        """Keep the first guess. A second call changes nothing: the guess stands to be compared."""
        if self.guess is None:
            self.guess = pick(self.guesses, option_id, self.id)
        return self.guess

    def move(self, control_id: str, value: Setting) -> None:
        """Set one control; raises ActivityError where it cannot take the value."""
        control = self.control(control_id)
        if not control.accepts(value):
            raise ActivityError(f"{self.id}: {control.label} cannot be {value!r}.")
        self.settings[control_id] = value

    def outcome(self, settings: Mapping[str, Setting] | None = None) -> Outcome:
        """What these settings (or the present ones) lead to."""
        return self._model(dict(self.settings if settings is None else settings))

    def keep_run(self) -> bool:
        """Keep the present settings as a run; a run equal to the last one is not kept twice."""
        if self.runs and self.runs[-1] == self.settings:
            return False
        self.runs.append(dict(self.settings))
        return True

    def explain(self, option_id: str) -> Option:
        """The learner's reason for what was seen; may be changed."""
        self.reason = pick(self.reasons, option_id, self.id)
        return self.reason

    def undo(self) -> None:
        """Set the controls the other way round."""
        self.settings = {**self.start_settings(), **self._undo_settings}

    def run_words(self, settings: Mapping[str, Setting]) -> list[tuple[str, str]]:
        """Each control's label and value in words."""
        return [(c.label, c.words(settings[c.id])) for c in self.controls]

    def pair(self) -> tuple[Settings, Settings] | None:
        """The two runs that stand side by side: the first kept and the last kept."""
        return (self.runs[0], self.runs[-1]) if len(self.runs) >= 2 else None

    @property
    def finished(self) -> bool:
        return self.guess is not None and self.reason is not None and self.pair() is not None

    def state(self) -> State:
        return {
            "guess": self.guess.id if self.guess else None,
            "reason": self.reason.id if self.reason else None,
            "settings": dict(self.settings),
            "runs": [dict(run) for run in self.runs],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.guess = next((o for o in self.guesses if o.id == state.get("guess")), None)
        self.reason = next((o for o in self.reasons if o.id == state.get("reason")), None)
        self.settings = self._fitting(state.get("settings")) or self.start_settings()
        kept = state.get("runs")
        runs = [self._fitting(run) for run in (kept if isinstance(kept, list) else ())]
        self.runs = [run for run in runs if run]

    def _fitting(self, raw: Any) -> Settings | None:
        """Complete settings from kept ones, or None where they do not fit the controls."""
        if not isinstance(raw, Mapping):
            return None
        settings = {**self.start_settings(), **{k: v for k, v in raw.items() if isinstance(k, str)}}
        fits = set(settings) == {c.id for c in self.controls} and all(
            c.accepts(settings[c.id]) for c in self.controls
        )
        return settings if fits else None
