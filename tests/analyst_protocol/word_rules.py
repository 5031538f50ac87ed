"""What the words of every checked task promise: reasons, not verdicts, and facts that are known and listed."""

from __future__ import annotations

import re
from typing import ClassVar

from analyst_protocol.rules import ModuleRules

from commonground import content
from commonground.exercises import Task
from commonground.exercises.registry import BANKS
from commonground.exercises.task import ChoiceTask
from commonground.exercises.texts import Texts, load

CITED = r"\[([A-Z0-9]+(?:-[A-Za-z0-9]+)+)\]"
NUMBERED = r"[A-Z0-9]+-\d+"
"""The form of the id of a fact; a few facts, and most claims of the register, have words in place of the number."""
VERDICT = r"(wrong|incorrect|no)\b"
"""A reply that begins by judging."""


def all_words(texts: Texts) -> dict[str, str]:
    """All that a learner can read in one task, by where it stands."""
    return {
        "title": texts.title,
        "prompt": texts.prompt,
        "answer": texts.answer,
        "right": texts.right,
        **{f"hint {i}": hint for i, hint in enumerate(texts.hints, start=1)},
        **{f"reply {mistake}": reply for mistake, reply in texts.replies.items()},
        **{f"case {kind}": words for kind, words in texts.cases.items()},
        **{f"option {id}": words for id, words in texts.options.items()},
    }


def cited(texts: Texts) -> set[str]:
    """The ids of all facts and claims that the words of a task point to."""
    return set(re.findall(CITED, "\n".join(all_words(texts).values())))


class WordRules(ModuleRules):
    """How the tasks of a module speak.

    `brief` names the replies, as "task reply", that do with a little less than twelve words.
    """

    brief: ClassVar[frozenset[str]] = frozenset()

    def test_the_file_of_words_holds_these_tasks_and_no_others(self) -> None:
        name = BANKS[self.answers.number].rpartition(".")[2]
        assert set(load(f"{name}.yml")) == set(self.answers.tasks)

    def test_nothing_is_left_unsaid(self, task: Task) -> None:
        assert all(words.strip() for words in all_words(task.texts).values())

    def test_hints_do_not_repeat_each_other_and_the_answer_gives_reasons(self, task: Task) -> None:
        assert len(task.texts.hints) == len(set(task.texts.hints)) == 2
        assert len(task.texts.answer.split()) >= 25

    def test_every_mistake_has_its_reply_and_every_reply_its_mistake(self, task: Task) -> None:
        replies = set(task.texts.replies)
        if isinstance(task, ChoiceTask):
            assert replies == set(task.texts.options) == set(task.mistake_ids) | task.right
        else:
            assert replies == set(task.mistake_ids)

    def test_a_reply_never_only_says_wrong(self, task: Task) -> None:
        for mistake, reply in task.texts.replies.items():
            least = 8 if f"{task.id} {mistake}" in self.brief else 12
            assert len(reply.split()) >= least, mistake
            assert not re.match(VERDICT, reply, re.IGNORECASE), mistake

    def test_every_cited_id_is_known_sure_enough_and_listed_by_the_module(self, task: Task) -> None:
        module, facts = content.module(self.answers.module), content.facts()
        for id in cited(task.texts):
            if id in module.facts or re.fullmatch(NUMBERED, id):
                assert id in module.facts
                assert facts[id].confidence in ("A", "B"), id
            else:
                assert id in module.register

    def test_some_of_it_stands_on_facts(self) -> None:
        assert set().union(*(cited(task.texts) for task in self.answers.tasks.values()))
