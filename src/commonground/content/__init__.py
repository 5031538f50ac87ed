"""The words of the course as data: readers of `modules/*.yml`, and the checks on them.

    from commonground import content

    content.course().title
    content.module("04-bias-in-shared-data").level("foundations").minutes
    content.questions("04-bias-in-shared-data", "foundations")
    content.story("04-bias-in-shared-data").exercise("two-schools").data
    content.sources_of(["PASCO-35"])

Everything here is standard library and PyYAML. What is read is kept until its file changes.
"""

from commonground.content.citations import cited_ids
from commonground.content.course import Contact, Course, ModuleEntry, PathStep, Resident, Role, course
from commonground.content.errors import ContentError
from commonground.content.levels import LEVELS
from commonground.content.module import Level, Module, Objective, module
from commonground.content.places import course_root, module_folder, modules_folder, written_modules
from commonground.content.questions import Option, Question, questions
from commonground.content.sources import (
    Fact,
    Library,
    RegisterEntry,
    Source,
    facts,
    register,
    sources_of,
)
from commonground.content.story import Exercise, Person, Reflection, Story, story

__all__ = [
    "LEVELS",
    "Contact",
    "ContentError",
    "Course",
    "Exercise",
    "Fact",
    "Level",
    "Library",
    "Module",
    "ModuleEntry",
    "Objective",
    "Option",
    "PathStep",
    "Person",
    "Question",
    "Reflection",
    "RegisterEntry",
    "Resident",
    "Role",
    "Source",
    "Story",
    "cited_ids",
    "course",
    "course_root",
    "facts",
    "module",
    "module_folder",
    "modules_folder",
    "questions",
    "register",
    "sources_of",
    "story",
    "written_modules",
]
