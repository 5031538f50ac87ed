"""Task T6: thirty questions drawn from the modules' question files, as an nbgrader notebook of its own for each cohort."""

from commonground.trainer.knowledge_test.bank import KnowledgeTestError
from commonground.trainer.knowledge_test.reading import Item, answers_of, items, right_answers
from commonground.trainer.knowledge_test.task import TASK, write_task

__all__ = ["TASK", "Item", "KnowledgeTestError", "answers_of", "items", "right_answers", "write_task"]
