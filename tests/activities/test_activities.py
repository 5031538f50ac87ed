"""The rules of each exercise: what it allows, what it keeps, when it counts as done."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonground.activities import (
    KINDS,
    Activity,
    ActivityError,
    Decision,
    Document,
    Questions,
    Record,
    Reflection,
    Sort,
    Trial,
    Walk,
    build,
    models,
)
from commonground.content.questions import read_questions
from commonground.content.story import KINDS as KINDS_READ

FIXTURE = Path(__file__).parents[1] / "fixtures" / "course" / "modules" / "10-kit"
SPECS: dict[str, Any] = yaml.safe_load((FIXTURE / "story.yml").read_text(encoding="utf-8"))["exercises"]
ITEMS = read_questions(FIXTURE / "questions.yml")


def make(name: str) -> Any:
    if name == "questions":
        return Questions(ITEMS)
    if name == "reflection":
        return Reflection("own-list", {"prompt": "Name one list."})
    return build(name, copy.deepcopy(SPECS[name]))


NAMES = [*SPECS, "questions", "reflection"]


def moves(activity: Activity) -> list[Callable[[], object]]:
    """Every move that the exercise can be asked for, allowed at this point or not."""
    match activity:
        case Trial():
            return [
                *(lambda o=o: activity.commit(o.id) for o in activity.guesses),
                *(lambda v=v: activity.move("north_rate", v) for v in (10, 50, 90)),
                lambda: activity.move("share", "sheriff"),
                activity.keep_run, activity.undo,
                *(lambda o=o: activity.explain(o.id) for o in activity.reasons),
            ]
        case Sort():
            return [
                *(lambda c=c, p=p: activity.place(c.id, p) for c in activity.cards for p, _ in activity.piles),
                *(lambda c=c: activity.place_again(c.id, "ask") for c in activity.turning),
            ]
        case Walk():
            return [
                *(lambda s=s: activity.sit(s) for s, _ in activity.seats),
                lambda: activity.go(1), lambda: activity.go(-1), lambda: activity.answer("board"),
            ]
        case Decision():
            return [
                *(lambda c=c: activity.choose(c.id) for c in activity.courses),
                lambda: activity.give_reason("Fewer names."),
            ]
        case Record():
            return [
                *(lambda o=o: activity.think(o.id) for o in activity.guesses),
                *(lambda q=q: activity.ask(q.id) for q in activity.questions),
                lambda: activity.write("incidents", "Late arrivals."), activity.open_sealed, activity.start_again,
            ]
        case Document():
            return [lambda f=f: activity.fill(f.id, "A family council") for f in activity.all_fields]
        case Questions():
            return [
                *(lambda i=i, o=o: activity.choose(i.id, o.id) for i in activity.items for o in i.options),
                lambda: activity.contest("longer-list", "In our town it differs."),
            ]
        case Reflection():
            return [lambda: activity.write("The tardy list.")]
    raise AssertionError(activity)


@pytest.mark.parametrize("name", NAMES)
@given(steps=st.lists(st.integers(0, 50), max_size=15))
def test_what_is_kept_comes_back(name: str, steps: list[int]) -> None:
    activity = make(name)
    possible = moves(activity)
    for step in steps:
        with contextlib.suppress(ActivityError):
            possible[step % len(possible)]()
    kept = json.loads(json.dumps(activity.state()))
    again = make(name)
    again.restore(kept)
    assert again.state() == activity.state()
    assert again.finished == activity.finished


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_state_that_does_not_fit_never_breaks_the_exercise(name: str, data: st.DataObject) -> None:
    activity = make(name)
    keys = sorted(activity.state())
    activity.restore(data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=len(keys))))
    json.dumps(activity.state())


def test_trial_keeps_the_first_guess_and_two_different_runs() -> None:
    trial: Trial = make("yards")
    trial.commit("same")
    trial.commit("south")
    assert trial.guess is not None
    assert trial.guess.id == "same"
    assert trial.keep_run()
    assert not trial.keep_run(), "the same run is not kept twice"
    assert trial.pair() is None
    trial.undo()
    assert trial.settings["north_rate"] == 70
    trial.keep_run()
    trial.explain("writing")
    assert trial.finished


def test_trial_refuses_what_a_control_cannot_take() -> None:
    trial: Trial = make("yards")
    for control, value in (("north_rate", 500), ("north_rate", "30"), ("share", "landlord"), ("moon", 1)):
        with pytest.raises(ActivityError):
            trial.move(control, value)


def test_sort_turns_a_card_and_answers_for_every_pile() -> None:
    sort: Sort = make("requests")
    assert sort.place("bus", "never") == "Then nobody rides."
    sort.place("list", "never")
    assert sort.first_round_done
    assert not sort.finished
    sort.place_again("bus", "ask")
    assert sort.finished
    with pytest.raises(ActivityError, match="does not change"):
        sort.place_again("list", "ask")


def test_walk_needs_a_seat_and_ends_after_the_last_stop() -> None:
    walk: Walk = make("years")
    with pytest.raises(ActivityError, match="seat"):
        walk.go(1)
    walk.sit("family")
    walk.answer("board")
    walk.go(1)
    assert not walk.finished
    walk.go(1)
    assert walk.finished
    walk.sit("board")
    assert walk.answered("family", walk.stops[0]) is not None
    assert walk.answered("board", walk.stops[0]) is None


def test_decision_lays_two_choices_side_by_side() -> None:
    decision: Decision = make("send")
    decision.choose("all")
    assert decision.pair() is None
    decision.choose("none")
    decision.give_reason("Fewer names.")
    assert [course.id for course in decision.pair() or ()] == ["all", "none"]
    assert decision.finished


def test_record_keeps_answers_sealed_until_the_fields_are_written() -> None:
    record: Record = make("interview")
    record.ask("what")
    with pytest.raises(ActivityError, match="asked"):
        record.ask("who")
    with pytest.raises(ActivityError, match="Write each field"):
        record.open_sealed()
    record.write("incidents", "Late arrivals, one aide.")
    assert [q.id for q in record.open_sealed()] == ["who"]
    record.start_again()
    assert record.written
    assert not record.finished


def test_document_starts_from_what_was_written_elsewhere_and_shows_its_gaps() -> None:
    document: Document = make("note")
    document.fill("own", "My own words.")
    document.prefill({"interview.incidents": "Late arrivals.", "reflection.own-list": "Tardy list."}.get)  # type: ignore[arg-type]
    assert document.values["known"] == "Late arrivals."
    assert document.values["own"] == "My own words.", "what the learner wrote here stands"
    assert [f.id for f in document.gaps()] == ["field"]
    assert [t.id for t in document.failed()] == ["checked"]


def test_a_field_follows_its_source_until_the_learner_writes_into_it() -> None:
    document: Document = make("note")
    for text in ("L", "Late", "Late arrivals."):
        document.prefill({"interview.incidents": text, "reflection.own-list": ""}.__getitem__)
        assert document.values["known"] == text
    document.fill("known", "My own words.")
    document.prefill({"interview.incidents": "Other.", "reflection.own-list": ""}.__getitem__)
    assert document.values["known"] == "My own words."


def test_a_field_still_follows_its_source_on_another_day() -> None:
    document: Document = make("note")
    document.prefill({"interview.incidents": "Late.", "reflection.own-list": ""}.__getitem__)
    later: Document = make("note")
    later.restore(document.state())
    later.prefill({"interview.incidents": "Late arrivals.", "reflection.own-list": ""}.__getitem__)
    assert later.values["known"] == "Late arrivals."


def test_a_document_that_changes_is_no_longer_the_saved_one() -> None:
    document: Document = make("note")
    lookup = {"interview.incidents": "Late.", "reflection.own-list": ""}
    document.prefill(lookup.__getitem__)
    document.saved = True
    document.prefill(lookup.__getitem__)
    document.fill("known", "Late. ")
    assert document.saved, "it says the same"
    document.prefill({**lookup, "interview.incidents": "Late arrivals."}.__getitem__)
    assert not document.saved
    document.saved = True
    document.fill("field", "incidents")
    assert not document.saved


def test_a_model_that_lacks_a_package_is_not_called_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "needy.py").write_text("import a_package_that_is_not_there\n", encoding="utf-8")
    monkeypatch.setattr(models, "__path__", [*models.__path__, str(tmp_path)])
    with pytest.raises(ModuleNotFoundError, match="a_package_that_is_not_there"):
        models.load_model("needy")


def test_questions_take_not_in_source_and_resume_at_the_open_one() -> None:
    questions: Questions = make("questions")
    assert all(item.options[-1].id == "not-in-source" for item in questions.items)
    questions.choose("longer-list", "b")
    assert questions.first_open == 1
    assert questions.choose("how-many", "not-in-source").right
    assert questions.finished


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("yards", lambda s: s.update(mark="rumor"), "mark"),
    ("yards", lambda s: s["commit"]["options"][0].pop("reply"), "reply"),
    ("yards", lambda s: s["commit"].update(options=[]), "no options"),
    ("yards", lambda s: s["undo"].update(settings={"north_rate": 5}), "north_rate"),
    ("yards", lambda s: s["controls"][0].update(value=95), "outside"),
    ("yards", lambda s: s["controls"][0].update(kind="wheel"), "dial or choice"),
    ("yards", lambda s: s.pop("see") and s.pop("explain"), "explain"),
    ("requests", lambda s: s["cards"][0]["replies"].pop("ask"), "one reply for each pile"),
    ("requests", lambda s: s["cards"][0].update(fits=["moon"]), "does not exist"),
    ("years", lambda s: s["stops"][0]["knew"].pop("board"), "board knew"),
    ("yards", lambda s: s.update(model="moon"), "no model 'moon'"),
    ("send", lambda s: s["options"][0].update(reply=" "), "why it follows"),
    ("send", lambda s: s["options"][0]["people"][0].update(tone="loud"), "harm, help, same"),
    ("interview", lambda s: s["questions"][0].update(to="nobody"), "not in the record"),
    ("interview", lambda s: s["rewrite"][0].update(field="moon"), "not in the record"),
    ("interview", lambda s: s.update(asks=2), "fewer questions"),
    ("note", lambda s: s["tests"][0].update(needs=["moon"]), "no field"),
    ("note", lambda s: s["sections"][0]["fields"][1].update(id="field"), "same id"),
    ("note", lambda s: s.update(kind="poster"), "not known"),
]


@pytest.mark.parametrize(("name", "spoil", "says"), BROKEN)
def test_a_broken_description_is_named(name: str, spoil: Callable[[dict[str, Any]], object], says: str) -> None:
    spec = copy.deepcopy(SPECS[name])
    spoil(spec)
    with pytest.raises(ActivityError, match=says):
        build(name, spec)


def test_the_readers_know_every_kind_of_exercise() -> None:
    assert set(KINDS) == set(KINDS_READ)


def test_a_question_without_a_right_option_is_named() -> None:
    from dataclasses import replace

    wrong = replace(ITEMS[0], options=ITEMS[0].options[:1])
    with pytest.raises(ActivityError, match="longer-list"):
        Questions([wrong])
    with pytest.raises(ActivityError, match=r"questions\.yml"):
        Questions([])
