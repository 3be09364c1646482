"""A real browser for tests, and what must hold on every page: nothing from outside, nothing wrong on the console."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDED = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"needs Chromium at {CHROMIUM}: apt-get install chromium"
)
PATIENCE_MS = 280_000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, url: str, **look: Any) -> Iterator[Page]:
    """Give a page of a browser of its own, and hold it to what must be true of every page."""
    context = browser.new_context(accept_downloads=True, **look)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(f"{told.type}: {told.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda asked: _note_stranger(wrong, url, asked.url))
    yield page
    context.close()
    assert not wrong, wrong


def _note_stranger(wrong: list[str], url: str, asked: str) -> None:
    if not asked.startswith((f"{url}/", "data:", "blob:")):
        wrong.append(f"asked for {asked}")


@cache
def axe() -> str:
    """Return the checker of accessibility, from the registry of npm; skips where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, to fetch axe-core")
    folder = Path(tempfile.gettempdir()) / "planner-axe-core"
    script = folder / "axe.min.js"
    if not script.exists():
        with tempfile.TemporaryDirectory() as place:
            packed = subprocess.run(
                [npm, "pack", "--silent", "axe-core@4"],
                cwd=place,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            if packed.returncode != 0:
                pytest.skip(f"axe-core cannot be fetched: {packed.stderr.strip()[-200:]}")
            with tarfile.open(Path(place) / packed.stdout.split()[-1]) as archive:
                content = archive.extractfile("package/axe.min.js")
                assert content is not None
                folder.mkdir(exist_ok=True)
                own = folder / f"{os.getpid()}.js"  # whole or absent: another process of the tests may look for it
                own.write_bytes(content.read())
                own.replace(script)
    return script.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """Return what axe finds wrong on a page, once its styles are there."""
    page.wait_for_load_state("load")
    page.evaluate(axe())
    found = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        ".then(told => told.violations.map(one => one.id + ': ' + one.nodes.map(n => n.target.join(' ')).join(', ')))"
    )
    return list(found)
