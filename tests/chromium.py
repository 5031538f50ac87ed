"""Chromium for tests: which program it is, and how it is started so that it asks nobody for anything by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# Chromium asks its maker's hosts at start unless told not to; what is tested is what pages ask.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--no-first-run",
]


def chromium_program() -> str:
    """Chromium, as Debian packages it; fails where it is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("These tests need Chromium. Install it: apt-get install chromium")
    return chromium


@contextmanager
def quiet_chromium() -> Iterator[Browser]:
    """One Chromium, closed in the end.

    For each file and not for the whole run: Playwright's event loop runs as long as it is open, and tests
    that start a loop of their own would fail after it.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()
