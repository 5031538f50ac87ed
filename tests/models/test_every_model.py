"""What every model of a trial promises, whatever it counts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from course_stories import exercise, named

from commonground.activities import Trial, models

NAMES = sorted(path.stem for path in Path(models.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_found_by_its_name(name: str) -> None:
    assert models.load_model(name) is import_module(f"{models.__name__}.{name}").run


@pytest.mark.parametrize(("module", "name"), named("trial"))
def test_a_missing_setting_is_named(module: str, name: str) -> None:
    trial = exercise(module, name)
    assert isinstance(trial, Trial)
    for control in trial.controls:
        settings = {of: value for of, value in trial.start_settings().items() if of != control.id}
        with pytest.raises(KeyError, match=f"^'{control.id}'$"):
            trial.outcome(settings)


@pytest.mark.parametrize(("module", "name"), named("trial"))
def test_the_same_settings_give_the_same_outcome_told_in_words(module: str, name: str) -> None:
    trial = exercise(module, name)
    assert isinstance(trial, Trial)
    outcome = trial.outcome()
    assert outcome == trial.outcome()
    assert outcome.summary
    assert outcome.people
    assert all(chart.description for chart in outcome.charts)
