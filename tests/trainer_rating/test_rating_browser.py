"""A rating that is typed into formgrader, in a real browser, arrives in the report; the page asks nobody else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import rating_cohort as small
from chromium import quiet_chromium
from playwright.sync_api import Page, expect
from programs import END_SECONDS, ran, started

from commonground.trainer.cohort import Cohort
from commonground.trainer.rating.store import RatingStore


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    return small.make(tmp_path_factory.mktemp("formgrader") / "cohort")


def step(cohort: Cohort, *words: str) -> list[str]:
    """The command line of a trainer's step."""
    return [sys.executable, "-m", "commonground", "trainer", *words[:1], "--cohort", str(cohort.root), *words[1:]]


@pytest.fixture
def formgrader(cohort: Cohort) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Formgrader as a rater starts it, and its address; ended if a test leaves it running."""
    command = step(cohort, "rate", "--rater", "ana", "--open", "--no-browser")
    with started(command, stderr=subprocess.STDOUT) as program:
        yield program.process, program.address()


@pytest.fixture
def page() -> Iterator[Page]:
    with quiet_chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        yield page


def test_a_rating_typed_in_formgrader_arrives_in_the_report(
    cohort: Cohort, formgrader: tuple[subprocess.Popen[str], str], page: Page
) -> None:
    process, address = formgrader
    hosts: set[str] = set()
    faults: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address)
    task = "t5-run-plan"
    page.get_by_role("link", name=task).click()
    page.get_by_role("link", name=task).click()
    page.get_by_role("link", name=re.compile("Submission #1")).click()
    expect(page.get_by_text("what I did in t5-run-plan: access")).to_be_visible()
    expect(page.get_by_text("Give a whole score from 0 to 3.")).to_be_visible()
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT") as saved:
        expect(page.get_by_role("spinbutton", name="Score for rated-access")).to_have_id("rated-access")
        expect(page.get_by_role("textbox", name="Comment on rated-access")).to_have_id("rated-access-comment")
        expect(page.get_by_role("button", name="Full credit for rated-access")).to_have_count(1)
        page.locator("#rated-access").click()
        page.keyboard.type("3")
        # Formgrader's own keys: from the score, past the extra credit, to the comment.
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    assert saved.value.ok
    with page.expect_response(lambda answer: "/api/comment/" in answer.url and answer.request.method == "PUT") as noted:
        expect(page.locator("#rated-access-comment")).to_be_focused()
        page.keyboard.type("Everyone could take part.")
        page.keyboard.press("Tab")
    assert noted.value.ok
    assert hosts == {"127.0.0.1"}
    assert not faults

    process.terminate()
    assert process.wait(timeout=END_SECONDS) is not None
    (kept,) = RatingStore(cohort.ratings).read("ana").values()
    assert (kept.criterion, kept.score, kept.note) == ("access", 3, "Everyone could take part.")

    other = ["rate", "--rater", "ben", "--trainee", kept.trainee, "--criterion", "access", "--score", "2"]
    ran(step(cohort, *other))
    made = ran(step(cohort, "report"))
    assert made.returncode in (0, 1), made.stderr
    rows = (cohort.reports / "private" / "scores.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(row.startswith(f"{kept.trainee},") and ",access,2.5," in row for row in rows)


def test_the_room_s_server_runs_no_code(formgrader: tuple[subprocess.Popen[str], str]) -> None:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    _, address = formgrader
    parts = urlsplit(address)
    token = parts.query.removeprefix("token=")
    for path, status in (("api/kernels", 403), ("api/terminals", 404)):
        asked = Request(f"http://{parts.netloc}/{path}", data=b"{}", headers={"Authorization": f"token {token}"})
        with pytest.raises(HTTPError) as refused:
            urlopen(asked, timeout=END_SECONDS)
        assert refused.value.code == status
