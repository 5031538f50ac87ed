"""The view of a trial: five steps that open one after the other, and two runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
    """Draws a Trial. `changed` is called after each move that is worth keeping."""

    def __init__(self, trial: Trial, changed: Callable[[], None]) -> None:
        self.trial = trial
        self.changed = changed
        self.figures: list[Figure] = []
        self.guess = parts.Choice(
            trial.commit_prompt, parts.option_pairs(trial.guesses), "Keep my guess", self._commit
        )
        self.kept_guess = parts.live()
        self.controls = {control.id: self._control(control) for control in trial.controls}
        self.summary = parts.live()
        self.totals = widgets.HTML()
        self.figure_box = widgets.VBox([])
        self.people = widgets.HTML()
        self.keep = parts.button("Keep this run", self._keep_run, main=True)
        self.kept = parts.live()
        self.reason = parts.Choice(
            trial.explain_prompt, parts.option_pairs(trial.reasons), "This is my reason", self._explain
        )
        self.reply = parts.live()
        self.undo = parts.button("Set it the other way", self._undo, main=True)
        self.side = parts.live()

        see = [parts.prose(trial.see)] if trial.see else []
        self.move_step = widgets.VBox(
            [
                parts.step(2, "Move it, and see"), *see, *self.controls.values(),
                self.summary, self.totals, self.figure_box, self.people, self.keep, self.kept,
            ]
        )
        self.explain_step = widgets.VBox([parts.step(3, "Why?"), self.reason.widget, self.reply])
        self.undo_step = widgets.VBox(
            [parts.step(4, "Undo it: the other way round"), parts.prose(trial.undo_prompt), self.undo]
        )
        self.side_step = widgets.VBox([parts.step(5, "Two runs side by side"), self.side])
        self.widget = widgets.VBox(
            [
                parts.header(trial.title, trial.mark), parts.prose(trial.intro),
                parts.step(1, "Commit to a guess"), self.guess.widget, self.kept_guess,
                self.move_step, self.explain_step, self.undo_step, self.side_step,
            ]
        )
        self.widget.add_class("cg-exercise")
        self._refresh()

    def _control(self, control: Control) -> widgets.Widget:
        value: Any = self.trial.settings[control.id]
        if isinstance(control, Dial):
            slider = widgets.IntSlider(
                value=value, min=control.low, max=control.high, step=control.step,
                description=control.label, continuous_update=True,
                readout_format="d",
            )
            slider.add_class("cg-slider")
            widget: Any = slider
        else:
            radios = widgets.RadioButtons(
                options=[(text, id) for id, text in control.choices], value=value, description=control.label
            )
            radios.add_class("cg-radios")
            if sum(len(text) for _, text in control.choices) <= SHORT:
                radios.add_class("cg-piles")
            widget = radios
        widget.observe(partial(self._moved, control.id), names="value")
        if control.help:
            return widgets.VBox([widget, parts.prose(control.help, "cg-help")])
        return widget

    def _input(self, control_id: str) -> Any:
        made = self.controls[control_id]
        return made.children[0] if isinstance(made, widgets.VBox) else made

    def _commit(self, option_id: str) -> None:
        self.trial.commit(option_id)
        self.changed()
        self._refresh()

    def _moved(self, control_id: str, change: Any) -> None:
        value = change["new"]
        if value == self.trial.settings[control_id]:
            return
        self.trial.move(control_id, value)
        self._see()

    def _keep_run(self) -> None:
        kept = self.trial.keep_run()
        count = len(self.trial.runs)
        self.kept.value = (
            f"<p>Run {count} is kept.</p>" if kept else "<p>This run is kept already. Move something first.</p>"
        )
        self.changed()
        self._refresh()

    def _explain(self, option_id: str) -> None:
        self.trial.explain(option_id)
        self.changed()
        self._refresh()

    def _undo(self) -> None:
        self.trial.undo()
        for control in self.trial.controls:
            self._input(control.id).value = self.trial.settings[control.id]
        self._see()
        self.kept.value = "<p>The controls are set the other way round. Look again at step 2, then keep this run.</p>"
        self.changed()

    def _see(self) -> None:
        outcome = self.trial.outcome()
        # The figures first: they take longest to draw.
        if not self._make_figures(outcome):
            for figure, chart in zip(self.figures, outcome.charts, strict=True):
                figure.update(chart)
        self.summary.value = parts.to_html(outcome.summary)
        self.totals.value = parts.totals_html(outcome.totals)
        self.people.value = parts.people_html(outcome.people)

    def _make_figures(self, outcome: Outcome) -> bool:
        """Make the figures where they are not there yet; whether they were made."""
        if len(self.figures) == len(outcome.charts):
            return False
        self.figures = [Figure(chart) for chart in outcome.charts]
        self.figure_box.children = tuple(figure.widget for figure in self.figures)
        return True

    def prepare(self) -> None:
        """Load Plotly and draw the figures, still hidden, while the learner thinks about the guess."""
        self._make_figures(self.trial.outcome())

    def _refresh(self) -> None:
        trial = self.trial
        committed = trial.guess is not None
        parts.show(self.move_step, committed)
        parts.show(self.explain_step, bool(trial.runs))
        parts.show(self.undo_step, trial.reason is not None)
        parts.show(self.side_step, trial.pair() is not None and trial.reason is not None)
        if trial.guess is not None:
            self.guess.mark(trial.guess.id)
            self.guess.lock()
            self.kept_guess.value = "<p>Your guess is kept. You will see it again beside what happened.</p>"
            if not self.totals.value:
                self._see()
        if trial.runs and trial.guess is not None:
            self.kept_guess.value = parts.to_html(f"**Your guess:** {trial.guess.text}\n\n{trial.guess.reply}")
        if trial.reason is not None:
            self.reason.mark(trial.reason.id)
            self.reply.value = parts.to_html(trial.reason.reply)
        self._show_pair()

    def _show_pair(self) -> None:
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

