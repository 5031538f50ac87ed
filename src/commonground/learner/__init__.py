"""The learner's own work: answers, progress, choices and documents, as files that the learner owns.

    from commonground import learner

    here = learner.answers("04-bias-in-shared-data/1-foundations")
    here.put("two-schools.guess", "same")
    learner.progress().mark_done("04-bias-in-shared-data/1-foundations")

Every save is in its file before the call returns, survives the death of the process, and keeps
what other open pages saved. Saving raises `NotSaved` with a sentence for the page; a file that
cannot be read is set aside and told in `notice`. Standard library and PyYAML only.
"""

from commonground.learner import documents
from commonground.learner.answer_book import Answers, answers
from commonground.learner.arrival import NotTaken, Refused, TakenIn, take_in
from commonground.learner.files import NotJson, NotSaved
from commonground.learner.keeping import (
    Deletion,
    Kept,
    delete_all,
    export,
    export_contents,
    export_name,
    what_goes,
)
from commonground.learner.profile_card import Profile, profile
from commonground.learner.progress_book import LessonProgress, Progress, progress
from commonground.learner.second_copy import second_copy
from commonground.learner.work_folder import folder, place

__all__ = [
    "Answers",
    "Deletion",
    "Kept",
    "LessonProgress",
    "NotJson",
    "NotSaved",
    "NotTaken",
    "Profile",
    "Progress",
    "Refused",
    "TakenIn",
    "answers",
    "delete_all",
    "documents",
    "export",
    "export_contents",
    "export_name",
    "folder",
    "place",
    "profile",
    "progress",
    "second_copy",
    "take_in",
    "what_goes",
]
