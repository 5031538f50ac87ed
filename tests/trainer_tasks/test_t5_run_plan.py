"""T5: full, partly filled, wrong and blank run plans get the points that they should."""

from __future__ import annotations

from task_course import TaskCourse, model_answers

TASK = "t5-run-plan"
FULL = {
    "workshop-check": 8, "agenda-check": 6, "paper-check": 1, "contacts-check": 3,
    "costs-check": 3, "expectations-check": 2, "invitation-check": 3,
}  # fmt: skip

# No break by minute 70, a decision before people understand, most of the time the trainer's, 100 minutes for 90.
WRONG_AGENDA = """agenda = [
    {"minutes": 80, "who": "trainer", "kind": "decide", "what": "We vote."},
    {"minutes": 10, "who": "learners", "kind": "understand", "what": "We talk."},
    {"minutes": 10, "who": "trainer", "kind": "break", "what": "Food."},
]"""
OFFICE_WORDS = '''invitation = """
Pursuant to applicable interoperability requirements, all stakeholders are cordially invited to participate in a
comprehensive multi-agency consultation regarding the operationalization of longitudinal linkage of personally
identifiable information. Participation notwithstanding, determinations concerning implementation methodologies
remain within the exclusive administrative jurisdiction of the participating governmental organizations and their
respective designated representatives, as established by the memorandum heretofore executed. Additional informational
materials are available upon submission of a written application.
"""'''
# Numbers as text, other words for the same, more keys, keys in another case, a row more.
OTHER_WAYS = {
    "agenda": """agenda = [
    {"Minutes": "10 min", "WHO": "Everyone", "kind": "Welcome", "what": "Hello", "room": "A"},
    {"Minutes": "twenty", "WHO": "In pairs", "kind": "understanding", "what": "Cards"},
    {"Minutes": "20.0", "WHO": "Trainer", "kind": "understand", "what": "What happened"},
    {"Minutes": "10", "WHO": "Trainer", "kind": "Break", "what": "Food"},
    {"Minutes": "30", "WHO": "small groups", "kind": "decision", "what": "Choose"},
    {},
]""",
    "costs": """costs = [
    {"who_pays": "The district", "amount": "$1,200", "what": "Interpreters", "note": "two"},
    {"who_pays": "The church gives it", "amount": "0", "what": "Room"},
    {"who_pays": "County", "amount": 49.5, "what": "Food"},
]
total = "1,249.50 dollars" """,
    "contacts": '''contacts = """
For:a child is upset
Who:The nurse
Reach:Room 4

For: records
Who: The clerk
Reach: 555-0100 until 6:30

for: rides
who: the
 bus office
reach: at the door
And bring: a friend
"""''',
    "expectations": '''expectations = """
| how | question | when |
|---|---|---|
| cards | What do you hope for? | first, BEFORE we start |
| aloud | Was it so? | after |
"""''',
}


def test_points(tasks: TaskCourse) -> None:
    right = model_answers(TASK)
    found = tasks.judged(
        TASK,
        FULL,
        {
            "others": {**right, **OTHER_WAYS},
            "partly": {name: right[name] for name in ("workshop", "agenda", "rated-access")},
            "wrong": {
                **right,
                "agenda": WRONG_AGENDA,
                "costs": 'costs = [{"what": "Food", "amount": 5, "who_pays": "Families"}]\ntotal = 9',
                "invitation": OFFICE_WORDS,
                "contacts": "contacts = 7",
            },
            # The last quotation marks were deleted by mistake: that box counts for nothing, the others do.
            "broken": {**right, "paper": 'paper = """\ncopies | languages | what\n20 | English | Cards\n'},
            "deleted": dict.fromkeys(right, ""),
        },
    )
    assert found["others"] == FULL
    assert found["partly"] == {**dict.fromkeys(FULL, 0), "workshop-check": 8, "agenda-check": 6}
    assert found["wrong"] == {**FULL, "agenda-check": 2, "costs-check": 0, "invitation-check": 1, "contacts-check": 0}
    assert found["broken"] == {**FULL, "paper-check": 0}
    assert found["deleted"] == dict.fromkeys(FULL, 0)
