"""The view of a trial: five steps that open one after the other, and two runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import ipywidgets as widgets

from commonground.activities.outcome import Outcome
from commonground.activities.trial import Control, Dial, Trial
from commonground.charts.figure import Figure

from . import parts

# Choices whose words fit on one line of the text column stand beside each other, so that the
# consequences stay near the controls.
SHORT = 60


class TrialView:
    """Draws a Trial. `changed` is called after each move that is worth keeping.

    Each step is made when it is due, or a little before, so that a lesson opens soon.
    """

    def __init__(self, trial: Trial, changed: Callable[[], None]) -> None:
        self.trial = trial
        self.changed = changed
        self.guess = parts.Choice(
            trial.commit_prompt, parts.option_pairs(trial.guesses), "Keep my guess", self._commit
        )
        self.widget = parts.column(
            parts.opening(trial, parts.step_html(1, "Commit to a guess")), self.guess.widget, css="cg-exercise"
        )
        self._refresh()

    @cached_property
    def move(self) -> MoveStep:
        """Step 2, hidden when it is made."""
        made = MoveStep(self.trial, self._see, self._keep_run)
        parts.append(self.widget, made.widget)
        return made

    @cached_property
    def why(self) -> WhyStep:
        """Step 3."""
        made = WhyStep(self.trial, self._explain)
        parts.append(self.widget, made.widget)
        return made

    @cached_property
    def other_way(self) -> OtherWay:
        """Steps 4 and 5; the fifth is hidden when it is made."""
        made = OtherWay(self.trial, self._undo)
        parts.append(self.widget, made.undo_step, made.side_step)
        return made

    def prepare(self) -> None:
        """Draw the second step, still hidden, while the learner thinks about the guess."""
        self.move.draw(self.trial.outcome(), figures_only=True)

    def _commit(self, option_id: str) -> None:
        self.trial.commit(option_id)
        self._refresh()
        self.changed()

    def _keep_run(self) -> None:
        kept = self.trial.keep_run()
        count = len(self.trial.runs)
        self.move.kept.value = (
            f"<p>Run {count} is kept.</p>" if kept else "<p>This run is kept already. Move something first.</p>"
        )
        self._refresh()
        self.changed()

    def _explain(self, option_id: str) -> None:
        self.trial.explain(option_id)
        self._refresh()
        self.changed()

    def _undo(self) -> None:
        self.trial.undo()
        self.move.follow()
        self._see()
        self.move.kept.value = (
            "<p>The controls are set the other way round. Look again at step 2, then keep this run.</p>"
        )
        self.changed()

    def _see(self) -> None:
        self.move.draw(self.trial.outcome())

    def _refresh(self) -> None:
        trial = self.trial
        if trial.guess is None:
            return
        self.guess.mark(trial.guess.id)
        self.guess.lock()
        self.guess.reply.value = (
            parts.to_html(f"**Your guess:** {trial.guess.text}\n\n{trial.guess.reply}")
            if trial.runs
            else "<p>Your guess is kept. You will see it again beside what happened.</p>"
        )
        if not self.move.totals.value:
            self._see()
        parts.show(self.move.widget, True)
        if not trial.runs:
            return
        self.why.follow()
        if trial.reason is not None:
            self.other_way.compare()


class MoveStep:
    """The controls, and what follows from them: figures, totals, people."""

    def __init__(self, trial: Trial, see: Callable[[], None], keep_run: Callable[[], None]) -> None:
        self.trial = trial
        self._see = see
        self.controls = {control.id: self._control(control) for control in trial.controls}
        self.summary = parts.live()
        self.totals = parts.block("")
        self.figures: list[Figure] = []
        self.figure_box = parts.column()
        self.people = parts.block("")
        self.kept = parts.live()
        see_html = [parts.prose_html(trial.see)] if trial.see else []
        self.widget = parts.column(
            parts.block("".join([parts.step_html(2, "Move it, and see"), *see_html])),
            *(part for control in trial.controls for part in self._with_help(control)),
            self.summary, self.totals, self.figure_box, self.people,
            parts.button("Keep this run", keep_run, main=True), self.kept,
            hidden=True,
        )

    def _control(self, control: Control) -> Any:
        value: Any = self.trial.settings[control.id]
        if isinstance(control, Dial):
            made = parts.make(
                widgets.IntSlider, "cg-slider",
                value=value, min=control.low, max=control.high, step=control.step,
                description=control.label, continuous_update=True, readout_format="d",
            )
        else:
            choices = [(id, text) for id, text in control.choices]
            short = sum(len(text) for _, text in choices) <= SHORT
            made = parts.radio_buttons(control.label, choices, value, *(["cg-piles"] if short else []))
        made.observe(partial(self._moved, control.id), names="value")
        return made

    def _with_help(self, control: Control) -> list[Any]:
        helps = [parts.prose(control.help, "cg-help")] if control.help else []
        return [self.controls[control.id], *helps]

    def _moved(self, control_id: str, change: Any) -> None:
        if change["new"] != self.trial.settings[control_id]:
            self.trial.move(control_id, change["new"])
            self._see()

    def follow(self) -> None:
        """Set the controls to the settings of the trial."""
        for control_id, made in self.controls.items():
            made.value = self.trial.settings[control_id]

    def draw(self, outcome: Outcome, *, figures_only: bool = False) -> None:
        """Show what follows. The figures first: they take longest to draw."""
        if len(self.figures) == len(outcome.charts):
            for figure, chart in zip(self.figures, outcome.charts, strict=True):
                figure.update(chart)
        else:
            self.figures = [Figure(chart) for chart in outcome.charts]
            self.figure_box.children = tuple(figure.widget for figure in self.figures)
        if figures_only:
            return
        self.summary.value = parts.to_html(outcome.summary)
        self.totals.value = parts.totals_html(outcome.totals)
        self.people.value = parts.people_html(outcome.people)


class WhyStep:
    """The question for a reason, asked when a run has been kept."""

    def __init__(self, trial: Trial, explain: Callable[[str], None]) -> None:
        self.trial = trial
        self.reason = parts.Choice(
            trial.explain_prompt, parts.option_pairs(trial.reasons), "This is my reason", explain
        )
        self.widget = parts.column(parts.step(3, "Why?"), self.reason.widget)

    def follow(self) -> None:
        """Show the reason that was given, with its reply."""
        if self.trial.reason is not None:
            self.reason.mark(self.trial.reason.id)
            self.reason.reply.value = parts.to_html(self.trial.reason.reply)


class OtherWay:
    """The button that turns the controls round, and two runs side by side when there are two."""

    def __init__(self, trial: Trial, undo: Callable[[], None]) -> None:
        self.trial = trial
        heading = parts.step_html(4, "Undo it: the other way round") + parts.prose_html(trial.undo_prompt)
        self.undo_step = parts.column(
            parts.block(heading), parts.button("Set it the other way", undo, main=True)
        )
        self.side = parts.live()
        self.side_step = parts.column(parts.step(5, "Two runs side by side"), self.side, hidden=True)

    def compare(self) -> None:
        """Show the first and the last kept run, when there are two."""
        pair = self.trial.pair()
        if pair is None:
            return
        first, last = (self.trial.outcome(settings) for settings in pair)
        names = ("First run", f"Run {len(self.trial.runs)}")
        settings = [
            (label, a, b)
            for (label, a), (_, b) in zip(*(self.trial.run_words(s) for s in pair), strict=True)
        ]
        self.side.value = parts.side_by_side_html(
            "What you set, and what followed", names, (first.totals, last.totals), (first.people, last.people), settings
        ) + parts.to_html(self.trial.close)
        parts.show(self.side_step, True)

