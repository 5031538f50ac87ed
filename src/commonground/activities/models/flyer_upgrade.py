"""Ten credits to turn a flyer into a question: whom it reaches, who can reply, and what comes of it.

For the trial `flyer-upgrade`. Everything in it is invented, and nothing is drawn at random.
Sixty families in five groups are followed through five steps: reached, could reply, replied, answered,
changed something. The shares are our own construction; they put no real figure on any group. They keep
one thing apart that a total hides: a step that works for most can be shut for some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

CREDITS = 10
COST: dict[str, dict[str, int]] = {
    "tell": {"four": 6, "two": 3, "one": 2},
    "words": {"english": 0, "all": 2},
    "open": {"nothing": 0, "terms": 0, "whether": 0},
    "route": {"none": 0, "online": 1, "many": 3, "meetings": 5},
    "answer": {"none": 0, "date": 1, "council": 3},
}
"""Credits of each choice. To leave something open costs nothing that a budget shows."""
CHANNELS: dict[str, tuple[str, ...]] = {
    "four": ("email", "session", "web", "mail"),
    "two": ("email", "mail"),
    "one": ("mail",),
}
WEEKS: dict[str, int] = {"nothing": 0, "terms": 4, "whether": 8}
"""Weeks that the plan waits for what families say."""
REPLY_TENTHS: dict[str, int] = {"none": 4, "date": 6, "council": 8}
"""Of ten families who could reply to an open question, how many do."""
CLOSED_TENTHS = 2
"""Of ten families who could reply, how many do where nothing is open."""
CHANGED_TENTHS: dict[str, int] = {"none": 0, "date": 5, "council": 8}
"""Of ten families who were answered, for how many something changed."""


@dataclass(frozen=True)
class _Group:
    """Families of one kind: whom each channel reaches, and the tenths of the reached who can use a route.

    `spoken` and `greeted` say whether the group reads English and is meant by a letter to "parents".
    `met` is how many are found by meetings in person, whatever was mailed.
    """

    name: str
    families: int
    email: int
    session: int
    web: int
    mail: int
    met: int
    online: int
    many: int
    spoken: bool = True
    greeted: bool = True


GROUPS: tuple[_Group, ...] = (
    _Group("Two parents, day jobs", 24, 18, 10, 6, 22, 8, 8, 9),
    _Group("Night or shift work", 10, 6, 1, 2, 9, 6, 6, 9),
    _Group("Another language at home", 12, 9, 4, 3, 11, 9, 3, 8, spoken=False),
    _Group("Guardians and foster parents", 8, 6, 3, 2, 7, 6, 5, 8, greeted=False),
    _Group("Young people on their own", 6, 3, 0, 2, 1, 5, 4, 9, greeted=False),
)


@dataclass(frozen=True)
class _Plan:
    tell: str
    words: str
    open: str
    route: str
    promised: str

    @property
    def cost(self) -> int:
        return (
            COST["tell"][self.tell] + COST["words"][self.words] + COST["open"][self.open]
            + COST["route"][self.route] + COST["answer"][self.promised]
        )  # fmt: skip

    @property
    def over(self) -> int:
        return max(0, self.cost - CREDITS)

    @property
    def answer(self) -> str:
        """What is kept of the promised answer: it comes last, so it is what an overspent plan drops."""
        return "none" if self.over else self.promised


@dataclass(frozen=True)
class _Funnel:
    """Families of one group at each step."""

    reached: int
    could: int
    replied: int
    answered: int
    changed: int


def _found_by(group: _Group, channel: str, plan: _Plan) -> int:
    found: int = getattr(group, channel)
    if plan.words == "english" and not (group.spoken and group.greeted):
        return found // 3
    return found


def _funnel(group: _Group, plan: _Plan) -> _Funnel:
    reached = max(_found_by(group, channel, plan) for channel in CHANNELS[plan.tell])
    if plan.route == "meetings":
        could = group.met
        reached = max(reached, could)
    elif plan.route == "none":
        could = _found_by(group, "session", plan) if plan.tell == "four" else 0
    else:
        could = reached * (group.online if plan.route == "online" else group.many) // 10
    tenths = CLOSED_TENTHS if plan.open == "nothing" else REPLY_TENTHS[plan.answer]
    replied = could * tenths // 10
    answered = replied if plan.answer != "none" else 0
    changed = answered * CHANGED_TENTHS[plan.answer] // 10 if plan.open != "nothing" else 0
    return _Funnel(reached, could, replied, answered, changed)


@dataclass(frozen=True)
class _Voice:
    """A resident's words at each step that can be the last one."""

    name: str
    unreached: str
    mute: str
    closed: str
    unanswered: str
    answered: str


VOICES: dict[str, _Voice] = {
    "rosa": _Voice(
        "Rosa",
        "\"It says 'Dear parents'. I am his guardian, so I put it aside.\"",
        "\"I read it twice. Where do I write my answer?\"",
        "\"They asked me, and it was settled. I will not write again.\"",
        "\"I wrote a page in June. I am still looking in the mailbox.\"",
        "\"They wrote back. Guardians can sign now, and they said why it took so long.\"",
    ),
    "amina": _Voice(
        "Amina",
        "\"My daughter read it to me. She left out the hard words.\"",
        "\"I understand it. Nobody says how I can answer in Somali.\"",
        "\"I said what I thought, and the paper was signed. It was manners.\"",
        "\"I called the line and spoke to a machine. Nothing came.\"",
        "\"Someone called back in Somali, on the day that they had promised.\"",
    ),
    "devon": _Voice(
        "Devon",
        "\"What list? Nobody told me.\"",
        "\"So I am in it, and I can do what about it?\"",
        "\"I filled it in. It was already decided. Typical.\"",
        "\"I wrote to them. My caseworker says that it is on someone's desk.\"",
        "\"They read mine out without my name. The rule is not the same as before.\"",
    ),
    "mr-lee": _Voice(
        "Mr. Lee",
        "\"If something came, I was asleep or at work.\"",
        "\"A meeting at seven. My shift starts at seven.\"",
        "\"I took the time to answer a question that was over.\"",
        "\"I answered on my break. That was four months ago.\"",
        "\"They gave a date, and they kept it. I would answer again.\"",
    ),
    "tasha": _Voice(
        "Tasha",
        "\"Mail goes to an address. I do not have one.\"",
        "\"I saw it on the school's page. I am not going to raise my hand.\"",
        "\"I told the counselor. She said it was too late to matter.\"",
        "\"I told them the truth, and then it went quiet. That is worse.\"",
        "\"I said it in private, and my row stays at school.\"",
    ),
    "coach-bell": _Voice(
        "Coach Bell",
        "\"First I hear of it. Half of my team is on that list.\"",
        "\"I can read it out at practice. What should I tell them to do?\"",
        "\"I told my families to speak up. Now I look like a fool.\"",
        "\"They keep asking me what became of it.\"",
        "\"I can name what changed. So I can ask my families again.\"",
    ),
}  # fmt: skip


def _reached(who: str, plan: _Plan) -> bool:
    """Whether the plan reaches this resident in a way that they can use."""
    whole = plan.words == "all"
    seen_or_met = plan.tell == "four" or plan.route == "meetings"
    return {
        "rosa": whole or plan.route == "meetings",
        "amina": whole or plan.route == "meetings",
        "devon": (whole and plan.tell != "one") or plan.route in ("many", "meetings"),
        "mr-lee": True,
        "tasha": seen_or_met,
        "coach-bell": seen_or_met or whole,
    }[who]


def _can_reply(who: str, plan: _Plan) -> bool:
    if who == "coach-bell" and plan.tell == "four":
        return True
    if who in ("mr-lee", "coach-bell"):
        return plan.route != "none"
    return plan.route in ("many", "meetings")


def _person(who: str, plan: _Plan) -> Person:
    voice = VOICES[who]
    return Person.by_case(
        voice.name,
        (not _reached(who, plan), voice.unreached, "harm"),
        (not _can_reply(who, plan), voice.mute, "same"),
        (plan.open == "nothing", voice.closed, "harm"),
        (plan.answer == "none", voice.unanswered, "harm"),
        (True, voice.answered, "help"),
    )


STEPS = ("Reached", "Could reply", "Replied", "Were answered", "Changed something")


def _chart(funnels: tuple[_Funnel, ...]) -> Chart:
    series = tuple(
        Series(group.name, STEPS, (f.reached, f.could, f.replied, f.answered, f.changed))
        for group, f in zip(GROUPS, funnels, strict=True)
    )
    ends = "; ".join(
        f"{group.name.lower()}: {f.reached} of {group.families} reached, {f.could} could reply, {f.changed} changed something"
        for group, f in zip(GROUPS, funnels, strict=True)
    )
    return Chart("bars", "Sixty families, five steps", "", "Families", series, f"By group: {ends}.", (0, 24))


def _broken_step(funnels: tuple[_Funnel, ...]) -> str:
    """The first step at which a whole group is lost, in words; empty where every group gets to the end."""
    names = ("reached", "could", "replied", "answered", "changed")
    for words, name in zip(STEPS, names, strict=True):
        lost = [g.name.lower() for g, f in zip(GROUPS, funnels, strict=True) if getattr(f, name) == 0]
        if lost:
            return f'The first step with a group at zero is "{words.lower()}": {", ".join(lost)}.'
    return "No group is at zero at any step."


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """What a plan leads to.

    Settings: `tell`, four, two or one; `words`, english or all; `open`, nothing, terms or whether; `route`,
    none, online, many or meetings; `answer`, none, date or council. A plan of more than ten credits does not
    keep its promised answer.
    """
    plan = _Plan(*(str(settings[name]) for name in ("tell", "words", "open", "route", "answer")))
    funnels = tuple(_funnel(group, plan) for group in GROUPS)
    families = sum(group.families for group in GROUPS)
    sums = [
        sum(getattr(f, name) for f in funnels)
        for name in ("reached", "could", "replied", "answered", "changed")
    ]
    totals = (
        Total("Credits spent", plan.cost, f"of {CREDITS}", f"{plan.over} too many" if plan.over else ""),
        *(Total(step, value, f"of {families} families") for step, value in zip(STEPS, sums, strict=True)),
        Total("Weeks that the plan waits for answers", WEEKS[plan.open], "weeks"),
    )
    broke = ""
    too_many = "1 credit" if plan.over == 1 else f"{plan.over} credits"
    if plan.over and plan.promised != "none":
        broke = f"The plan costs {too_many} too many, so the promised answer is not kept. "
    elif plan.over:
        broke = f"The plan costs {too_many} too many, so nobody has time to answer. "
    summary = (
        f"{sums[0]} of {families} families are reached, {sums[1]} could reply, {sums[2]} reply, and {sums[4]} change "
        f"something. {broke}{_broken_step(funnels)}"
    )
    return Outcome(totals, tuple(_person(who, plan) for who in VOICES), (_chart(funnels),), summary)
