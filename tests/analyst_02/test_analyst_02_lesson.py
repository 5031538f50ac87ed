"""The tables and the notebook of the lesson on contact logs: what they say holds, and left blank it attempts nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from analyst_protocol.notebook_rules import Notebook, NotebookRules
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.analysis import contact_log, contact_log_charts
from commonground.analysis.contact_log import (
    QUESTIONS,
    STEPS,
    Dials,
    one_clock,
    one_spelling,
    simulate,
    voices,
)
from commonground.exercises.bank import asking

NOTEBOOK = Notebook(
    "02-telling-and-asking",
    without_label={
        "see-funnel-chart": "contact_log_charts.voice_funnel(",
        "see-default": "contact_log_charts.doubt(",
    },
)
LOG = simulate()
FALL = voices(LOG, "fall")


# --- the tables ---------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_tables() -> None:
    again = simulate()
    for table in fields(LOG):
        pd.testing.assert_frame_equal(getattr(LOG, table.name), getattr(again, table.name))
    assert not LOG.replies.equals(simulate(seed=5).replies)


def test_the_logs_are_as_messy_as_the_lesson_says() -> None:
    assert LOG.messages["message_id"].duplicated().any()
    assert LOG.messages["sent_at"].str.endswith("Z").mean() == pytest.approx(0.5, abs=0.1)
    assert LOG.contacts[LOG.contacts["kind"] == "phone"]["family_id"].duplicated().any()
    assert LOG.messages["sent_to"].nunique() > one_spelling(LOG.messages["sent_to"]).nunique()
    assert {"bounced", "wrong number", "no answer"} <= set(LOG.messages["status"])
    replied = one_spelling(LOG.replies["sender"]).map(
        LOG.contacts.set_index(one_spelling(LOG.contacts["point"]))["family_id"]
    )
    assert replied.notna().all()
    assert replied.nunique() < LOG.replies["reply_id"].nunique() < len(LOG.replies)


def test_points_belong_to_one_family_and_to_nobody_real() -> None:
    points = one_spelling(LOG.contacts["point"])
    assert points.is_unique
    phones = LOG.contacts.loc[LOG.contacts["kind"] == "phone", "point"]
    assert phones.str.fullmatch(r"0\d\d-555-01\d\d").all()
    emails = LOG.contacts.loc[LOG.contacts["kind"] == "email", "point"]
    assert emails.str.endswith("@example.org").all()


def test_one_clock_reads_both_programs() -> None:
    times = one_clock(pd.Series(["2025-10-12T03:30:00Z", "10/11/2025 10:30 PM"]))
    assert times[0] == times[1]
    assert times[0].day == 11


@settings(max_examples=12, deadline=None)
@given(st.integers(40, 120), st.integers(0, 10_000), st.sampled_from(list(QUESTIONS)))
def test_each_step_takes_in_those_before_it(families: int, seed: int, question: str) -> None:
    table = voices(simulate(Dials(families=families), seed), question)
    assert table["family_id"].is_unique
    for before, step in pairwise(STEPS):
        assert not (table[step] & ~table[before]).any()
    shares = asking.funnel(table, "guardian").stack().dropna()
    assert shares.between(0, 1).all()


def test_every_bend_can_be_turned_off() -> None:
    straight = replace(
        Dials(),
        lost_by_move=(0, 0, 0),
        left_as_is=0,
        bounced=(0, 0, 0),
        repeated=0,
        staff_calls=(0.3, 0.3),
        greeting=1,
    )
    log = simulate(straight)
    assert set(log.roll["family_id"]) == set(log.families["family_id"])
    assert (log.families["language_from"] == "chosen").all()
    assert log.families.merge(log.truth, on="family_id").eval("language_x == language_y").all()
    assert not log.messages["message_id"].duplicated().any()
    gap = asking.compare(contact_log.asked(log))
    assert gap.loc["fall", "low"] < gap.loc["spring", "high"]
    assert gap.loc["spring", "low"] < gap.loc["fall", "high"]


# --- what the words of the lesson say -----------------------------------------------------------------


def test_the_numbers_in_the_words() -> None:
    counts = asking.reached(LOG.contacts, LOG.messages[LOG.messages["question"] == "fall"])
    assert counts["messages"] == 973
    assert FALL[["reached", "could_reply", "replied"]].sum().tolist() == [470, 334, 128]
    assert (FALL["guardian"] == "on their own").sum() == 18
    days = asking.days_to_answer(LOG.replies[LOG.replies["question"] == "fall"], LOG.answers)
    assert 20 <= days.mean() <= 22
    assert days.isna().mean() > 0.3
    assert round(counts["messages"] / len(days)) == 6


def test_groups_part_at_the_second_step_and_end_alike() -> None:
    table = asking.funnel(FALL, "language")
    assert table["reached"].min() > 0.85
    assert table.loc["English", "could_reply"] > 2 * table["could_reply"].drop("English").max()
    of_all = FALL.groupby("language")["replied"].mean()
    assert abs(of_all["Somali"] - of_all["English"]) < 0.03
    assert of_all.max() - of_all.min() < 0.08


def test_a_small_group_says_little() -> None:
    line = asking.with_interval(FALL, "guardian", 10).loc["on their own"]
    assert line["low"] < 0.06
    assert line["high"] > 0.45
    assert asking.with_interval(FALL, "language", 10).loc["another language"].isna().all()


def test_the_box_hides_families() -> None:
    preset = FALL["language_from"] == "preset"
    assert 0.28 < preset.mean() < 0.38
    other = FALL["language"] != "English"
    assert other[FALL["form"] == "paper"].mean() > 2 * other[FALL["form"] == "online"].mean()
    assert asking.could_if(FALL, 0) - asking.could_if(FALL, 1) > 0.1


def test_who_moved_twice_is_mostly_not_reached() -> None:
    table = asking.coverage(LOG.roll, FALL)
    assert table.loc[2, "reached"] < 0.5
    assert 0.45 < table.loc[2, "on_file"] < 0.55
    assert FALL["reached"].mean() > 0.9


def test_a_staff_that_chooses_makes_calls_look_better() -> None:
    table = contact_log.asked(LOG)
    gap = asking.compare(table)
    assert gap.loc["fall", "low"] > gap.loc["spring", "difference"]
    assert gap.loc["spring", "low"] > 0
    known = table.merge(LOG.truth[["family_id", "known"]]).groupby(["question", "way"])["known"].mean()
    assert known["fall", "call"] > 3 * known["fall", "flyer"]
    assert abs(known["spring", "call"] - known["spring", "flyer"]) < 0.05
    fair = asking.compare(contact_log.asked(simulate(Dials(staff_calls=(0.3, 0.3)))))
    assert fair.loc["fall", "difference"] < gap.loc["fall", "difference"] - 0.1
    assert abs(fair.loc["spring", "difference"] - gap.loc["spring", "difference"]) < 0.05


def test_nothing_changed_on_the_list_itself() -> None:
    topics = LOG.decisions.groupby("topic")["decision"].agg(set)
    assert topics["list"] == {"kept"}
    assert all("changed" in topics[topic] for topic in contact_log.CHANGED)
    fall = LOG.decisions["reply_id"].isin(LOG.replies.loc[LOG.replies["question"] == "fall", "reply_id"])
    assert LOG.decisions.loc[fall, "topic"].value_counts().min() >= 10
    assert LOG.decisions.loc[fall, "topic"].value_counts().idxmax() == "list"


# --- the figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figure",
    [
        lambda: contact_log_charts.voice_funnel(FALL, "language", 20),
        lambda: contact_log_charts.doubt(asking.could_if, FALL),
    ],
)
def test_a_figure_has_a_description_and_a_table(figure: Any) -> None:
    plot, table_button = figure().children
    assert len(plot.shown["words"].split()) > 15
    assert plot.shown["title"].startswith("Synthetic")
    assert "table" in table_button.description


# --- the notebook -------------------------------------------------------------------------------------


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK
