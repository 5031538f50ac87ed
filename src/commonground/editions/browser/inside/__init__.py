"""What runs inside a page of the browser edition, beside the lesson: the learner's work is kept there.

    await commonground.editions.browser.inside.begin()

before the first cell of a lesson. Standard library only; `js` and `pyodide` are imported when they
are used, so that the rest can be tested anywhere.
"""

from __future__ import annotations

import os
import sys

from commonground.editions.browser.inside.mirror import Mirror
from commonground.editions.browser.inside.store import Change, Database, Store, Stored
from commonground.learner.second_copy import second_copy
from commonground.learner.work_folder import VARIABLE, place

__all__ = ["Change", "Mirror", "Store", "Stored", "begin", "settled"]

FOLDER = "/home/learner/my-work"

_begun: list[Mirror] = []


async def begin() -> None:
    """Put the learner's kept work into its folder, and keep every change of it from here on.

    The folder is the one that COMMONGROUND_WORK names, else FOLDER. Never raises because of the
    browser's store: where nothing can be kept, `learner.second_copy.problem` says so. Each later
    call, for another page of the same visit, lets go of what the page before has left.
    """
    if _begun:
        from commonground.editions.browser.inside.leaving import leave_page

        leave_page()
        return
    if sys.platform == "emscripten":
        from commonground.editions.browser.inside.messages import send_as_json

        send_as_json()
    os.environ.setdefault(VARIABLE, FOLDER)
    root = place()
    root.mkdir(parents=True, exist_ok=True)
    mirror = Mirror(root, Database(), second_copy)
    _begun.append(mirror)
    await mirror.load()


async def settled() -> None:
    """Wait until the browser keeps what the folder holds, or until a save failed (then there is a problem told)."""
    for mirror in _begun:
        await mirror.settled()
