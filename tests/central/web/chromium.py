"""A real Chromium, told what to do by its DevTools protocol over two pipes: no library needed."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 30.0
NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """This machine's Chromium; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass
class Chromium:
    """One page of a running browser."""

    to: int
    back: int
    session: str = ""
    came: bytes = b""
    events: list[dict[str, Any]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command; its result."""
        number = next(self.numbers)
        said: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self.session:
            said["sessionId"] = self.session
        os.write(self.to, json.dumps(said).encode() + b"\0")
        while True:
            message = self._next(time.monotonic() + PATIENCE)
            if message.get("id") == number:
                assert "error" not in message, (method, message["error"])
                result: dict[str, Any] = message["result"]
                return result
            self.events.append(message)

    def _next(self, limit: float) -> dict[str, Any]:
        while b"\0" not in self.came:
            ready, _, _ = select.select([self.back], [], [], max(0, limit - time.monotonic()))
            assert ready, "Chromium does not answer"
            part = os.read(self.back, 1 << 20)
            assert part, "Chromium has ended"
            self.came += part
        one, self.came = self.came.split(b"\0", 1)
        message: dict[str, Any] = json.loads(one)
        return message

    def wait(self, method: str) -> None:
        """Wait for an event that came since the last command, or comes now."""
        limit = time.monotonic() + PATIENCE
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._next(limit))
        self.events.clear()

    def open(self, address: str) -> None:
        """Go to an address and wait until it is there."""
        self.events.clear()
        self.ask("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def run(self, words: str) -> Any:
        """What an expression gives in the page."""
        got = self.ask("Runtime.evaluate", expression=words, returnByValue=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def until(self, words: str) -> None:
        """Wait until an expression holds: some of a page comes with its first picture only."""
        limit = time.monotonic() + PATIENCE
        while not self.run(words):
            assert time.monotonic() < limit, words
            drawn = "new Promise(done => requestAnimationFrame(() => done()))"
            self.ask("Runtime.evaluate", expression=drawn, awaitPromise=True)

    def press(self, key: str, code: int = 0, text: str = "", times: int = 1) -> None:
        """Press a key: "Tab", "Enter"."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code, "text": text}
        for _ in range(times):
            self.ask("Input.dispatchKeyEvent", type="keyDown", **about)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **about)

    def tab(self) -> dict[str, Any]:
        """Go to the next control; what it is."""
        self.press("Tab", 9)
        found: dict[str, Any] = self.run(_FOCUS)
        return found

    def go_by_key(self, words: str) -> None:
        """Tab to the control that says `words`, and press Enter on it."""
        for _ in range(60):
            if self.tab()["words"].startswith(words):
                self.enter()
                return
        raise AssertionError(f"no control says {words!r}")

    def enter(self) -> None:
        """Press Enter and wait for the page it leads to."""
        self.events.clear()
        self.press("Enter", 13, "\r")
        self.wait("Page.loadEventFired")

    def type(self, words: str) -> None:
        """Type into the field that has the focus."""
        self.ask("Input.insertText", text=words)

    def shape(self, width: int, height: int, *, dark: bool = False, touch: bool = True) -> None:
        """Be a screen of this size in CSS pixels."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=touch,
        )
        look = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[look])

    def picture(self, path: Path) -> None:
        """The whole page as a PNG."""
        taken = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))


_FOCUS = """(() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const style = getComputedStyle(it);
  return {name: it.tagName, words: (it.innerText || it.id || "").trim(),
          ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          inside: box.top >= -1 && box.bottom <= innerHeight + 1};
})()"""


# It reads commands from 3 and writes to 4: ours are put there, wherever they lie.
_BEGIN = """
import fcntl, os, sys
ours = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
os.dup2(ours[0], 3)
os.dup2(ours[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


@contextlib.contextmanager
def running(folder: Path, *words: str) -> Iterator[Chromium]:
    """A browser with nothing in it; it ends with the block."""
    found = program()
    assert found is not None
    to_read, to_write = os.pipe()
    back_read, back_write = os.pipe()
    # The sandbox needs rights that a container's root has not; only our own page is opened.
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    options += ["--no-first-run", "--disable-background-networking", "--hide-scrollbars"]
    options += [f"--user-data-dir={folder}", "--remote-debugging-pipe", *words, "about:blank"]

    process = subprocess.Popen(
        [sys.executable, "-S", "-c", _BEGIN, str(to_read), str(back_write), found, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(to_read, back_write),
    )
    os.close(to_read)
    os.close(back_write)
    try:
        browser = Chromium(to_write, back_read)
        targets = browser.ask("Target.getTargets")["targetInfos"]
        page = next(each["targetId"] for each in targets if each["type"] == "page")
        got = browser.ask("Target.attachToTarget", targetId=page, flatten=True)
        browser.session = got["sessionId"]
        browser.ask("Page.enable")
        yield browser
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)
        os.close(to_write)
        os.close(back_read)
