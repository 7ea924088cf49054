"""A headless Chromium for tests of pages: Debian's own, driven by Playwright, with no way out of this machine.

`chromium` in conftest.py is one for a module; `new_page` opens a page of its own in it, `shoot` keeps what it shows.
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "test-output"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Pages of others may ask for fonts and counters in the internet; here no name but this machine's is known.
LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
PATIENCE = 60_000  # milliseconds: a machine that runs other tests beside this one is slow, not broken

expect.set_options(timeout=PATIENCE)


def executable() -> str:
    """The path of Chromium. Skips with the reason where there is none."""
    named = os.environ.get("DUTYGRAPH_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium to test pages with: run tools/install_chromium.sh or set DUTYGRAPH_TEST_CHROMIUM")
    return str(found)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A Chromium that runs as long as the block."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[LOOPBACK_ONLY])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_page(chromium: Browser, *, width: int = 1400, height: int = 1000) -> Iterator[Page]:
    """A page in a profile of its own, of a reader of Chinese."""
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def shoot(page: Page, name: str) -> Path:
    """Keep what the page shows as test-output/NAME.png, and return the file."""
    path = OUTPUT / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled")
    return path


def drop(page: Page, selector: str, name: str, content: bytes) -> None:
    """Drop a file on an element, as from a folder's window."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name))
            return transfer
        }""",
        [name, base64.b64encode(content).decode("ascii")],
    )
    page.dispatch_event(selector, "drop", {"dataTransfer": transfer})


def draws(page: Page, character: str) -> str:
    """What a character looks like: without a font for it, all look the same."""
    drawn: str = page.evaluate(
        """character => {
            const canvas = document.createElement('canvas')
            const context = canvas.getContext('2d')
            context.font = '40px sans-serif'
            context.fillText(character, 10, 50)
            return canvas.toDataURL()
        }""",
        character,
    )
    return drawn
