"""Use an exercise on the page as a person does: with a mouse, or with a keyboard alone.

The rules of the exercise, run beside the page, say what must be seen after each move.
"""

from __future__ import annotations

import html
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from commonground.activities import (
    Activity,
    Decision,
    Document,
    Questions,
    Record,
    Reflection,
    Sort,
    Trial,
    Walk,
)
from commonground.activities.trial import Dial, Switch
from commonground.views import parts

TABS = 600  # more than any page has stops


def words(markdown: str, count: int = 6) -> re.Pattern[str]:
    """The first words of a text as they stand on the page."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", parts.to_html(markdown))).split()
    return re.compile(r"\s+".join(re.escape(word) for word in plain[:count]))


class Mouse:
    """Moves by pointing and clicking."""

    name = "mouse"

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def choose(self, group: Locator, index: int) -> None:
        # A question may be put in the place of the last one just as it is answered: then it is answered again.
        wanted = group.locator("input[type=radio]").nth(index)
        self._check(group, index)
        try:
            expect(wanted).to_be_checked(timeout=2_000)
        except AssertionError:
            self._check(group, index)
            expect(wanted).to_be_checked()

    def _check(self, group: Locator, index: int) -> None:
        group.locator("input[type=radio]").nth(index).click()

    def move(self, handle: Locator) -> None:
        """Click on the track, away from the handle."""
        # To the middle of the window: at its lower edge a notice may come to lie over it.
        handle.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box = handle.locator("xpath=ancestor::*[contains(@class,'noUi-base')]").bounding_box()
        assert box is not None
        at = handle.bounding_box()
        assert at is not None
        right = at["x"] + at["width"] / 2 < box["x"] + box["width"] / 2
        self.page.mouse.click(box["x"] + box["width"] * (0.9 if right else 0.1), box["y"] + box["height"] / 2)

    def type(self, entry: Locator, text: str) -> None:
        entry.fill(text)

    def pick(self, entry: Locator, label: str) -> None:
        entry.select_option(label=label)


class Keyboard(Mouse):
    """Moves with Tab, arrows, Space and Enter; nothing is clicked, nothing is focused by script."""

    name = "keyboard"

    def _reach(self, target: Locator) -> None:
        target.wait_for(state="visible")
        wanted = target.element_handle()
        for _ in range(TABS):
            if self.page.evaluate("t => document.activeElement === t", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def _reach_any(self, targets: Locator) -> None:
        """A radio group has one stop: its checked button, or its first."""
        targets.first.wait_for(state="visible")
        for _ in range(TABS):
            inside = targets.evaluate_all("all => all.includes(document.activeElement)")
            if inside:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {targets}")

    def press(self, button: Locator) -> None:
        self._reach(button)
        self.page.keyboard.press("Enter")

    def _check(self, group: Locator, index: int) -> None:
        radios = group.locator("input[type=radio]")
        self._reach_any(radios)
        self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            at = radios.evaluate_all("all => all.findIndex(r => r === document.activeElement)")
            if at == index:
                break
            self.page.keyboard.press("ArrowDown")

    def move(self, handle: Locator) -> None:
        self._reach(handle)
        now, top = (float(handle.get_attribute(name) or 0) for name in ("aria-valuenow", "aria-valuemax"))
        self.page.keyboard.press("ArrowLeft" if now >= top else "ArrowRight")

    def type(self, entry: Locator, text: str) -> None:
        self._reach(entry)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, entry: Locator, label: str) -> None:
        self._reach(entry)
        self.page.keyboard.type(label)


class Exercise:
    """One exercise on the page, and its rules beside it."""

    def __init__(self, box: Locator, activity: Any, hands: Mouse) -> None:
        self.box = box
        self.rules = activity
        self.hands = hands

    def _button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name, exact=True)

    def _groups(self) -> Locator:
        return self.box.locator(".cg-radios:visible")

    def _entry(self, label: str) -> Locator:
        return self.box.get_by_label(parts.plain(label), exact=True)

    def _sees(self, markdown: str) -> None:
        expect(self.box).to_contain_text(words(markdown))

    def operate(self) -> None:
        """Go through the exercise until its rules call it finished."""
        {
            Trial: self._trial, Sort: self._sort, Walk: self._walk, Decision: self._decision,
            Record: self._record, Document: self._document, Questions: self._questions,
            Reflection: self._reflection,
        }[type(self.rules)]()

    def _trial(self) -> None:
        trial: Trial = self.rules
        self.hands.choose(self._groups().nth(0), 0)
        self.hands.press(self._button("Keep my guess"))
        trial.commit(trial.guesses[0].id)
        totals = self.box.locator(".cg-totals").first
        totals.wait_for()
        self.box.locator(".js-plotly-plot .main-svg").first.wait_for()
        before = self.box.locator(".cg-figure-words").first.inner_text() + totals.inner_text()
        self._move_something(trial)
        self.box.page.wait_for_function(
            "([box, old]) => box.querySelector('.cg-figure-words').innerText"
            " + box.querySelector('.cg-totals').innerText !== old",
            arg=[self.box.element_handle(), before],
        )
        self.hands.press(self._button("Show the numbers as a table").first)
        expect(self.box.locator(".cg-figure table").first).to_be_visible()
        self.hands.press(self._button("Keep this run"))
        self._sees(trial.guesses[0].reply)
        reasons = self.box.locator(".cg-radios:visible", has_text=parts.plain(trial.reasons[0].text))
        self.hands.choose(reasons, 0)
        self.hands.press(self._button("This is my reason"))
        self._sees(trial.reasons[0].reply)
        self.hands.press(self._button("Set it the other way"))
        expect(self.box).to_contain_text("The controls are set the other way round.")
        self.hands.press(self._button("Keep this run"))
        expect(self.box.locator(".cg-side")).to_be_visible()
        if trial.close:
            self._sees(trial.close)

    def _move_something(self, trial: Trial) -> None:
        """Move the first dial, or the first choice that changes what follows."""
        if any(isinstance(control, Dial) for control in trial.controls):
            self.hands.move(self.box.locator(".noUi-handle").first)
            return
        start = trial.start_settings()
        for number, control in enumerate(trial.controls):
            assert isinstance(control, Switch)
            for i, (value, _) in enumerate(control.choices):
                if trial.outcome({**start, control.id: value}) != trial.outcome(start):
                    self.hands.choose(self._groups().nth(1 + number), i)
                    return
        raise AssertionError("Nothing that can be moved changes anything.")

    def _sort(self) -> None:
        sort: Sort = self.rules
        for card in range(len(sort.cards)):
            self.hands.choose(self._groups().nth(card), card % len(sort.piles))
            self._sees(sort.cards[card].first.replies[sort.piles[card % len(sort.piles)][0]])
        for i, card in enumerate(sort.turning):
            assert card.turned is not None
            self.hands.choose(self._groups().nth(len(sort.cards) + i), 0)
            self._sees(card.turned.replies[sort.piles[0][0]])
        if sort.close:
            self._sees(sort.close)

    def _walk(self) -> None:
        walk: Walk = self.rules
        for seat in range(2):
            self.hands.choose(self._groups().nth(0), seat)
            self.hands.press(self._button("Take this seat"))
            for i, stop in enumerate(walk.stops):
                self._sees(stop.event)
                if stop.options:
                    self.hands.choose(self._groups().nth(1), 0)
                    self.hands.press(self._button("This is my answer"))
                    self._sees(stop.options[0].reply)
                last = i == len(walk.stops) - 1
                if i == 0 and seat == 0:
                    self.hands.press(self._button("What did the other seats know?"))
                self.hands.press(self._button("See what followed" if last else "Next stop"))
        for _, event in walk.after:
            self._sees(event)

    def _decision(self) -> None:
        decision: Decision = self.rules
        for i in (0, len(decision.courses) - 1):
            self.hands.choose(self._groups().nth(0), i)
            self.hands.press(self._button("Decide"))
            self._sees(decision.courses[i].reply)
        expect(self.box.locator(".cg-side")).to_be_visible()
        self.hands.type(self._entry(decision.reason_prompt), "Fewer names leave the school.")

    def _record(self) -> None:
        record: Record = self.rules
        self.hands.choose(self._groups().nth(0), 0)
        self.hands.press(self._button("Keep my first thought"))
        self._sees(record.guesses[0].reply)
        for question in record.questions[: record.limit]:
            self.hands.press(self._button(question.text))
            self._sees(question.answer)
        labels = {field.id: field.label for field in record.fields}
        for rewrite in record.rewrites:
            entry = self._entry(f"{labels[rewrite.field]}: {rewrite.prompt}")
            self.hands.type(entry, "Counts what one aide wrote down.")
        self.hands.press(self._button("Open the sealed answers"))
        for question in record.questions[record.limit :]:
            self._sees(question.answer)

    def _document(self) -> None:
        document: Document = self.rules
        self.hands.press(self._button("Show the gaps"))
        for field in document.all_fields:
            label = f"{field.label} (needed)" if field.required else field.label
            if field.choices:
                self.hands.pick(self._entry(label), field.choices[0])
            else:
                self.hands.type(self._entry(label), "The district data office, by June 30.")
        expect(self.box).to_contain_text("No gaps are left.")
        self.hands.press(self._button("Save my document"))
        expect(self.box).to_contain_text(".docx")

    def _questions(self) -> None:
        questions: Questions = self.rules
        for i, item in enumerate(questions.items):
            self._sees(item.prompt)
            self.hands.choose(self._groups().nth(0), 0)
            self.hands.press(self._button("This is my answer"))
            self._sees(item.options[0].reply)
            if i < len(questions.items) - 1:
                self.hands.press(self._button("Next question"))
        expect(self.box).to_contain_text("All questions are answered.")

    def _reflection(self) -> None:
        reflection: Reflection = self.rules
        self.hands.type(self._entry(reflection.prompt), "The tardy list of the front office.")


def rules_of(lesson_id: str, call: str, name: str) -> Activity:
    """The rules of the exercise that a lesson's cell names, e.g. ("exercise", "two-schools")."""
    from commonground import content
    from commonground.activities import build

    module_id, _, notebook = lesson_id.partition("/")
    if call == "questions":
        module = content.module(module_id)
        level = next(level for level in module.levels if level.notebook == f"{notebook}.ipynb")
        return Questions(content.questions(module_id, level.id))
    if call == "reflection":
        found = content.story(module_id).reflection(name)
        return Reflection(name, {"prompt": found.prompt, "help": found.help})
    return build(name, content.story(module_id).exercise(name).data)
