"""The learner's folder of a page, kept in a store that outlives it; the store here is a stand-in."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground import learner, lesson
from commonground.editions.browser import inside
from commonground.editions.browser.inside import Change, Mirror, Stored
from commonground.learner.second_copy import SecondCopy, second_copy

LESSON = "04-bias-in-shared-data/1-foundations"
ANSWERS = f"answers/{LESSON}.json"


class Shelf:
    """What the pages of one browser share, as IndexedDB and the channel between pages would."""

    def __init__(self) -> None:
        self.files: dict[str, Stored] = {}
        self.pages: list[ShelfStore] = []
        self.silent = False
        self.broken: Exception | None = None
        self.saves = 0
        self.under_way = 0


class ShelfStore:
    """One page's view of the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.heard: Callable[[tuple[str, ...]], None] = lambda names: None
        shelf.pages.append(self)

    async def get(self, names: Iterable[str] | None = None) -> dict[str, Stored]:
        await asyncio.sleep(0)
        self._fail()
        wanted = self.shelf.files if names is None else names
        return {name: self.shelf.files[name] for name in wanted if name in self.shelf.files}

    async def apply(self, changes: Sequence[Change]) -> tuple[str, ...]:
        self.shelf.under_way += 1
        assert self.shelf.under_way <= len(self.shelf.pages)
        await asyncio.sleep(0)
        self.shelf.under_way -= 1
        self._fail()
        stamps = {name: stored.stamp for name, stored in self.shelf.files.items()}
        conflicts = tuple(change.name for change in changes if stamps.get(change.name) != change.expects)
        if conflicts:
            return conflicts
        self.shelf.saves += 1
        for change in changes:
            if change.content is None:
                del self.shelf.files[change.name]
            else:
                self.shelf.files[change.name] = Stored(change.content, change.stamp)
        self._announce(tuple(change.name for change in changes))
        return ()

    async def clear(self) -> None:
        await asyncio.sleep(0)
        names = tuple(self.shelf.files)
        self.shelf.files.clear()
        self._announce(names)

    def listen(self, heard: Callable[[tuple[str, ...]], None]) -> None:
        self.heard = heard

    def _announce(self, names: tuple[str, ...]) -> None:
        for page in self.shelf.pages:
            if page is not self and not self.shelf.silent:
                page.heard(names)

    def _fail(self) -> None:
        if self.shelf.broken is not None:
            raise self.shelf.broken


class Tab:
    """One page of the browser: its folder, its mirror, and the learner code that works in it."""

    def __init__(self, shelf: Shelf, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.word = SecondCopy()
        self.mirror = Mirror(root, ShelfStore(shelf), self.word)
        self._monkeypatch = monkeypatch

    def __enter__(self) -> Tab:
        """The learner is in this page."""
        self._monkeypatch.setenv("COMMONGROUND_WORK", str(self.root))
        second_copy.follow(self.mirror.changed)
        return self

    def __exit__(self, *_: object) -> None:
        second_copy.follow(None)

    def names(self) -> set[str]:
        """The files of the folder, without those of no account."""
        found = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}
        return found - {".lock", "READ-ME.txt"}


Open = Callable[[], Tab]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def tab(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens further pages of the same browser."""
    opened: list[Tab] = []

    def open_one() -> Tab:
        opened.append(Tab(shelf, tmp_path / f"page-{len(opened)}", monkeypatch))
        return opened[-1]

    return open_one


def run(steps: Callable[[], Awaitable[None]]) -> None:
    """What happens in the page's event loop."""

    async def all_steps() -> None:
        await steps()

    asyncio.run(all_steps())


async def rest(*tabs: Tab) -> None:
    """Until no page has anything left to do."""
    for _ in range(3):
        for one in tabs:
            await one.mirror.settled()


def test_the_work_is_there_again_after_a_reload(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        first = tab()
        await first.mirror.load()
        with first:
            learner.answers(LESSON).put("guess", "same")
            learner.progress().mark_done(LESSON)
            learner.export()
        await rest(first)
        second = tab()
        await second.mirror.load()
        with second:
            assert learner.answers(LESSON).get("guess") == "same"
            assert learner.progress().lesson(LESSON).state == "done"
        assert second.names() == set(shelf.files) == {ANSWERS, "progress.json"}

    run(steps)


def test_many_quick_changes_become_few_saves_and_the_last_one_stands(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        page = tab()
        await page.mirror.load()
        with page:
            answers = learner.answers(LESSON)
            for count in range(20):
                answers.put("text", "x" * count)
            await asyncio.sleep(0)
            answers.put("text", "the end")
        await rest(page)
        assert json.loads(shelf.files[ANSWERS].content)["answers"] == {"text": "the end"}
        assert shelf.saves <= 2
        before = dict(shelf.files)
        page.mirror.changed()
        await rest(page)
        assert shelf.files == before

    run(steps)


@pytest.mark.parametrize("silent", [False, True])
def test_two_pages_keep_each_others_answers(tab: Open, shelf: Shelf, silent: bool) -> None:
    async def steps() -> None:
        shelf.silent = silent
        one, two = tab(), tab()
        await one.mirror.load()
        await two.mirror.load()
        with one:
            learner.answers(LESSON).put("a", 1)
        with two:
            learner.answers(LESSON).put("b", 2)
        await rest(one, two)
        with one:
            learner.answers(LESSON).put("c", 3)
        await rest(one, two)
        with two:
            learner.answers(LESSON).put("a", 4)
        await rest(one, two)
        kept = json.loads(shelf.files[ANSWERS].content)
        assert kept["answers"] == {"a": 4, "b": 2, "c": 3}
        assert kept["lesson"] == LESSON

    run(steps)


def test_a_change_in_one_page_is_seen_in_the_other(tab: Open) -> None:
    async def steps() -> None:
        one, two = tab(), tab()
        await one.mirror.load()
        await two.mirror.load()
        with one:
            learner.progress().mark_started(LESSON)
        await rest(one, two)
        with two:
            assert learner.progress().lesson(LESSON).state == "started"

    run(steps)


def test_deleting_everything_empties_the_store_and_the_other_page(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        shelf.files["../outside"] = Stored(b"x", "1")
        one, two = tab(), tab()
        await one.mirror.load()
        await two.mirror.load()
        with one:
            learner.answers(LESSON).put("a", 1)
            learner.profile().put("role", "data-analyst")
        await rest(one, two)
        with one:
            learner.delete_all("delete")
        await rest(one, two)
        assert shelf.files == {}
        assert two.names() == set()
        with two:
            learner.answers(LESSON).put("b", 2)
        await rest(one, two)
        assert json.loads(shelf.files[ANSWERS].content)["answers"] == {"b": 2}

    run(steps)


def test_a_change_after_a_deletion_elsewhere_brings_back_itself_alone(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        one, two = tab(), tab()
        await one.mirror.load()
        with one:
            learner.answers(LESSON).put("old", 1)
        await rest(one)
        await two.mirror.load()
        shelf.silent = True
        with one:
            learner.delete_all("delete")
        await rest(one)
        with two:
            learner.answers(LESSON).put("new", 2)
        await rest(two)
        assert json.loads(shelf.files[ANSWERS].content)["answers"] == {"new": 2}

    run(steps)


def test_a_damaged_file_is_set_aside_and_the_lesson_opens(
    tab: Open, shelf: Shelf, kit_course: Path
) -> None:
    lesson_id = "10-kit/1-foundations"
    names = (f"answers/{lesson_id}.json", "progress.json")

    async def steps() -> None:
        for name in names:
            shelf.files[name] = Stored(b'damaged "{', "damaged")
        page = tab()
        await page.mirror.load()
        with page:
            here = lesson.start(lesson_id)
            assert "my-work" in here.answers.notice
            assert "damaged-1" in here._notice.value
        await rest(page)
        for name in names:
            assert shelf.files[name.replace(".json", ".damaged-1.json")].content == b'damaged "{'
        assert json.loads(shelf.files["progress.json"].content)["lessons"][lesson_id]["started"]
        assert names[0] not in shelf.files

    run(steps)


@pytest.mark.parametrize("name", ["../up.json", "/etc/x", "a//b", "", "a/../b", "answers\\x.json", ".lock", "export/x.zip", "x" * 400])
def test_a_stored_part_that_can_be_no_file_is_left_where_it_is(tab: Open, shelf: Shelf, name: str, tmp_path: Path) -> None:
    async def steps() -> None:
        shelf.files[name] = Stored(b"x", "1")
        shelf.files["profile.json"] = Stored(b'{"role": "x"}', "2")
        page = tab()
        await page.mirror.load()
        with page:
            learner.profile().put("level", "analyst")
        await rest(page)
        assert shelf.files[name].content == b"x"
        assert b"analyst" in shelf.files["profile.json"].content
        assert "left out" in page.word.notice
        assert page.word.problem == ""
        assert [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"x"] == []

    run(steps)


def test_without_a_store_the_lesson_goes_on_and_the_page_says_so(
    tab: Open, shelf: Shelf, kit_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps() -> None:
        shelf.broken = RuntimeError("SecurityError: The operation is insecure.")
        page = tab()
        page.word = page.mirror.word = second_copy
        try:
            await page.mirror.load()
            with page:
                here = lesson.start("10-kit/1-foundations")
                assert "does not let the course keep your work" in here._notice.value
                here.answers.put("a", 1)
                assert learner.answers("10-kit/1-foundations").get("a") == 1
                await rest(page)
                assert "does not let the course keep your work" in here._notice.value
                shelf.broken = None
                here.answers.put("a", 2)
                await rest(page)
                assert second_copy.problem == ""
                assert "saved again" in here._notice.value
                shelf.broken = RuntimeError("QuotaExceededError: no room")
                here.answers.put("a", 3)
                await rest(page)
                assert "is full" in here._notice.value
        finally:
            second_copy.tell("")

    run(steps)


def test_a_store_that_never_answers_does_not_hold_up_the_lesson(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        page = tab()

        async def never(names: Iterable[str] | None = None) -> dict[str, Stored]:
            await asyncio.Event().wait()
            return {}

        page.mirror.store.get = never  # type: ignore[method-assign]
        await page.mirror.load(seconds=0.01)
        assert "did not answer" in page.word.problem

    run(steps)


def test_a_failed_save_is_made_up_for_by_the_next(tab: Open, shelf: Shelf) -> None:
    async def steps() -> None:
        page = tab()
        await page.mirror.load()
        with page:
            learner.answers(LESSON).put("a", 1)
            shelf.broken = RuntimeError("QuotaExceededError")
            await rest(page)
            assert "Do not close this page" in page.word.problem
            shelf.broken = None
            learner.answers(LESSON).put("b", 2)
            await rest(page)
        assert page.word.problem == ""
        assert json.loads(shelf.files[ANSWERS].content)["answers"] == {"a": 1, "b": 2}

    run(steps)


Step = tuple[int, str, int]
steps_of_pages = st.lists(st.tuples(st.integers(0, 1), st.sampled_from("abc"), st.integers(0, 5), st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=steps_of_pages, silent=st.booleans())
def test_however_two_pages_interleave_no_key_is_lost(
    made: list[tuple[int, str, int, bool]], silent: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def steps() -> None:
        shelf = Shelf()
        shelf.silent = silent
        with pytest.MonkeyPatch.context() as monkeypatch:
            pages = [Tab(shelf, tmp_path_factory.mktemp("page"), monkeypatch) for _ in range(2)]
            for page in pages:
                await page.mirror.load()
            for number, key, value, wait in made:
                with pages[number]:
                    learner.answers(LESSON).put(f"{number}{key}", value)
                if wait:
                    await asyncio.sleep(0)
            await rest(*pages)
        expected: dict[str, Any] = {f"{number}{key}": value for number, key, value, _ in made}
        kept = json.loads(shelf.files[ANSWERS].content)["answers"] if made else {}
        assert kept == expected

    run(steps)


def test_nothing_of_a_browser_is_imported_before_it_is_used() -> None:
    code = "import sys, commonground.editions.browser.inside; print({'js', 'pyodide'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    assert callable(inside.begin)
