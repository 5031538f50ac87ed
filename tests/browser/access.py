"""What any page of the course must keep for people who use it in another way: checks over a Playwright page.

Each check returns the faults that it found, as lines that name the element and whose it is: ours,
ipywidgets', Plotly's, or JupyterLab's and Voila's. An empty list is a pass. The checks know no server:
they run over the local course and over the built site. They ask of a page what the template gives
it: the lesson in `#lesson`, a polite live region `#page-spoken`, a status line `#page-status`.

Numbers in the names of WCAG's success criteria are those of WCAG 2.1 (2.4.11 and 2.5.8: of WCAG 2.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, ViewportSize, expect

MOST_STOPS = 900  # more Tab stops than any page has
LONGEST_SPEECH = 0.5  # the part of a page's words that one announcement must not exceed

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

# WCAG 1.4.12: what a reader may set without losing anything.
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
LARGE_TEXT = "html { font-size: 200% !important; }"


@cache
def _questions() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def ask(page: Page, question: str, argument: Any = None) -> Any:
    """The answer of one question of access.js."""
    return page.evaluate(f"(argument) => ({_questions()}).{question}(argument)", argument)


def settle(page: Page) -> None:
    """Wait until the page has been laid out anew and its scripts have followed: figures fit, names are given."""
    page.wait_for_function(
        """() => {
            const now = [document.getElementsByTagName('*').length, document.body.scrollHeight, innerWidth].join();
            const calm = window.accessLook === now ? (window.accessCalm || 0) + 1 : 0;
            window.accessLook = now;
            window.accessCalm = calm;
            return calm >= 4;
        }""",
        polling=60,
    )


# ---- axe-core ---------------------------------------------------------------------------------------


def axe_faults(page: Page, impacts: Sequence[str] = ("serious", "critical")) -> list[str]:
    """What axe-core finds of these impacts, each with its origin."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    found = [(fault, node) for fault in violations if fault["impact"] in impacts for node in fault["nodes"]]
    origins = ask(page, "origins", [str(node["target"][-1]) for _, node in found])
    return [
        f"axe {fault['id']} ({fault['impact']}): {node['target'][-1]} {node['html'][:140]} [{origin}]"
        for (fault, node), origin in zip(found, origins, strict=True)
    ]


def by_origin(faults: Sequence[str]) -> dict[str, int]:
    """How many of these faults are whose."""
    return dict(Counter(fault.rpartition("[")[2].rstrip("]") for fault in faults))


# ---- the page as it stands ----------------------------------------------------------------------------


def structure(page: Page) -> list[str]:
    """Language, title, one h1, no skipped level, landmarks, ids, tables, images (1.1.1, 1.3.1, 2.4.1, 2.4.2, 3.1.1)."""
    return list(ask(page, "structure"))


def names(page: Page) -> list[str]:
    """Every control has a name, every radio button a named group, every toggle its state (1.3.1, 3.3.2, 4.1.2)."""
    return list(ask(page, "groups"))


def problems_tied(page: Page) -> list[str]:
    """Every message about a wrong or missing entry is tied to its field (3.3.1)."""
    return list(ask(page, "problems"))


def one_voice(page: Page) -> list[str]:
    """Nothing but the page's own live regions speaks, so that nothing is said twice (4.1.3)."""
    return list(ask(page, "voices"))


def figures_described(page: Page) -> list[str]:
    """Every figure is an image with a name, and has its description and a button for its table (1.1.1, 1.4.3)."""
    return list(ask(page, "figures"))


def targets(page: Page) -> list[str]:
    """What is pressed is at least 24 by 24 pixels (2.5.8 of WCAG 2.2); links within a sentence may be smaller."""
    return list(ask(page, "small"))


def edges(page: Page) -> list[str]:
    """The edge or the area of every control has a contrast of 3:1 to what is around it (1.4.11)."""
    return list(ask(page, "edges"))


def fits(page: Page) -> list[str]:
    """At the present size nothing scrolls sideways, is cut off, or lies on something else (1.4.4, 1.4.10, 1.4.12)."""
    return [fault for question in ("sideways", "beside", "clipped", "sticking", "framed", "overlaps") for fault in ask(page, question)]


# ---- other sizes and settings --------------------------------------------------------------------------


@contextmanager
def _width(page: Page, width: int) -> Iterator[None]:
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size(ViewportSize(width=width, height=before["height"]))
    settle(page)
    try:
        yield
    finally:
        page.set_viewport_size(before)


@contextmanager
def _style(page: Page, css: str) -> Iterator[None]:
    added = page.add_style_tag(content=css)
    settle(page)
    try:
        yield
    finally:
        added.evaluate("style => style.remove()")


def _compared(page: Page, how: str, change: AbstractContextManager[None]) -> list[str]:
    """What does not fit, and what can no longer be read, while the page is changed."""
    before = Counter(ask(page, "reading"))
    with change:
        lost = before - Counter(ask(page, "reading"))
        return [f"{how}: {fault}" for fault in [*fits(page), *(f"lost: {text[:80]!r}" for text in lost)]]


def fits_at(page: Page, width: int) -> list[str]:
    """The same at another width. A window of 1280 pixels at 200 % is 640 wide, at 400 % 320."""
    return _compared(page, f"At {width} pixels", _width(page, width))


def fits_large_text(page: Page) -> list[str]:
    """The same with letters alone at twice their size (1.4.4)."""
    return _compared(page, "With letters at 200 %", _style(page, LARGE_TEXT))


def fits_text_spacing(page: Page) -> list[str]:
    """The same with the spacing that a reader may set (1.4.12), wide and on a narrow window."""
    wide = _compared(page, "With wide spacing", _style(page, TEXT_SPACING))
    with _width(page, 320):
        return wide + _compared(page, "With wide spacing at 320 pixels", _style(page, TEXT_SPACING))


def forced_colors(page: Page) -> list[str]:
    """With a reader's own few colors (Windows' contrast themes), light and dark, all can be told apart."""
    faults = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        settle(page)
        faults += [f"Forced colors, {scheme}: {fault}" for fault in [*ask(page, "forced"), *figures_described(page)]]
    page.emulate_media(forced_colors="none", color_scheme="null")
    return faults


def reduced_motion(page: Page) -> list[str]:
    """For a reader who asked for less motion nothing moves (2.3.3 is AAA; 2.2.2 asks less)."""
    page.emulate_media(reduced_motion="reduce")
    faults = list(ask(page, "moving"))
    page.emulate_media(reduced_motion="null")
    return faults


# ---- keyboard -----------------------------------------------------------------------------------------


def keyboard_walk(page: Page) -> list[str]:
    """Tab through the whole page: every control in reading order, in sight, with a visible mark, and out again.

    Covers 2.1.1, 2.1.2, 2.4.3, 2.4.7, 1.4.11, and 2.4.11 of WCAG 2.2. The status line is shown
    meanwhile, so that it covers what it can cover.
    """
    show = "gone => document.getElementById('page-status')?.classList.toggle('page-gone', gone)"
    page.evaluate(show, False)
    ask(page, "begin")
    faults: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = ask(page, "stop")
        faults += at["faults"]
        if at["over"]:
            if at["stays"]:
                faults.append(f"{at['stays']} does not let the focus go")
            break
    faults += ask(page, "missed")
    page.evaluate(show, True)
    return faults


def keyboard_walk_zoomed(page: Page) -> list[str]:
    """The same in a window of 1280 by 1024 pixels at 400 %: 320 by 256, where fixed parts cover most."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size(ViewportSize(width=320, height=256))
    settle(page)
    faults = [f"At 400 %: {fault}" for fault in keyboard_walk(page)]
    page.set_viewport_size(before)
    return faults


def letter_keys(page: Page) -> list[str]:
    """No letter or digit alone does anything while no field has the focus (2.1.4)."""
    look = "() => [location.href, (document.querySelector('main') || document.body).innerText, scrollY, document.activeElement.tagName].join('\\n')"
    page.evaluate("document.activeElement && document.activeElement.blur()")
    before = page.evaluate(look)
    for key in LETTERS:
        page.keyboard.press(key)
    return [] if page.evaluate(look) == before else ["A letter or digit, pressed alone, changes the page."]


def skip_link(page: Page) -> list[str]:
    """The first Tab stop leads past the header to the lesson (2.4.1)."""
    ask(page, "begin")
    page.keyboard.press("Tab")
    if not page.evaluate(
        "(() => { const at = document.activeElement;"
        " return at.matches('a.page-skip') && at.getBoundingClientRect().left >= 0; })()"
    ):
        return ["The first Tab does not show the link that skips to the lesson."]
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "lesson":
        return ["The link that skips to the lesson does not bring the focus there."]
    return []


def tables_by_keyboard(page: Page) -> list[str]:
    """The table of every figure opens and closes with the keyboard."""
    faults = []
    for figure in page.locator(".cg-figure:visible").all():
        button = figure.get_by_role("button", name="table").first
        table = figure.locator("table")
        name = figure.inner_text()[:60]
        was = table.count() > 0 and table.is_visible()
        button.focus()
        for visible in (not was, was):
            page.keyboard.press("Enter")
            try:
                expect(table).to_be_visible(visible=visible, timeout=5_000)
            except AssertionError:
                faults.append(f"The table of {name!r} does not {'open' if visible else 'close'} with Enter.")
    return faults


# ---- speech -------------------------------------------------------------------------------------------


@contextmanager
def announced(page: Page, what: Locator) -> Iterator[list[str]]:
    """Listen while something is done; afterwards the list holds the faults of what was, or was not, said.

    The words that then stand in `what` must have been said, once, and not most of the page with them.
    """
    faults = start_hearing(page)
    yield faults
    expected = " ".join(what.inner_text().split())
    try:
        page.wait_for_function(
            "words => window.accessHeard.some(said => said.replace(/\\s+/g, ' ').includes(words))", arg=expected[:80],
            timeout=4_000,
        )
    except Error:
        faults.append(f"Not spoken: {expected[:80]!r}; heard {ask(page, 'heard')}")
        return
    settle(page)
    heard: list[str] = [" ".join(said.split()) for said in ask(page, "heard")]
    times = sum(said.count(expected[:80]) for said in heard)
    if times != 1:
        faults.append(f"Spoken {times} times: {expected[:80]!r}")
    whole = len(page.locator("main").inner_text())
    if max(map(len, heard)) > LONGEST_SPEECH * whole:
        faults.append("Most of the page is read out after one press.")


def start_hearing(page: Page) -> list[str]:
    """From here on all is heard that the page speaks; a fault where it has no voice."""
    return list(ask(page, "hear"))


def unsaid(page: Page) -> list[str]:
    """What has come to stand in a live part since `start_hearing`, and was not spoken (4.1.3)."""
    try:
        page.wait_for_function(f"() => !({_questions()}).unsaid().length", timeout=4_000, polling=200)
    except Error:
        return list(ask(page, "unsaid"))
    return []


# ---- all together ----------------------------------------------------------------------------------------

CHECKS: dict[str, Callable[[Page], list[str]]] = {
    "structure": structure,
    "names": names,
    "problems_tied": problems_tied,
    "one_voice": one_voice,
    "figures_described": figures_described,
    "targets": targets,
    "edges": edges,
    "axe": axe_faults,
    "fits": fits,
    "fits_at_640": lambda page: fits_at(page, 640),
    "fits_at_320": lambda page: fits_at(page, 320),
    "fits_large_text": fits_large_text,
    "fits_text_spacing": fits_text_spacing,
    "forced_colors": forced_colors,
    "reduced_motion": reduced_motion,
    "keyboard_walk": keyboard_walk,
    "keyboard_walk_zoomed": keyboard_walk_zoomed,
    "letter_keys": letter_keys,
    "skip_link": skip_link,
    "tables_by_keyboard": tables_by_keyboard,
}
"""Every check that a page can be given as it stands, by its name; each leaves the page as it was."""


def everything(page: Page) -> list[str]:
    """The faults of all checks over one page, each with the name of its check."""
    settle(page)
    return [f"{name}: {fault}" for name, check in CHECKS.items() for fault in check(page)]
