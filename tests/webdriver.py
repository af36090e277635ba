"""A browser for tests: Debian's chromium, driven by its ChromeDriver as W3C WebDriver says. Nothing is downloaded."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's id. Source: W3C WebDriver
_STARTED = "started successfully on port"
_STARTS = 5
_FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
]  # fmt: skip


class StaleElement(AssertionError):
    """The element was found, and has been replaced since."""


class Browser:
    """One session of a browser."""

    def __init__(self, port: int, folder: Path) -> None:
        """A session of the driver at `port`; the browser keeps its files in `folder`."""
        self._port = port
        self._path = ""
        options = {"args": [*_FLAGS, f"--user-data-dir={folder}"], "binary": shutil.which("chromium")}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        found = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._path = f"/session/{found['sessionId']}"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The value that the driver answers."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        content = None if method == "GET" else json.dumps(body or {})
        connection.request(method, f"{self._path}{path}", content)
        with connection.getresponse() as response:
            value = json.loads(response.read())["value"]
        connection.close()
        if response.status != 200:
            error = StaleElement if value["error"] == "stale element reference" else AssertionError
            raise error(f"{method} {path}: {value['error']}: {value['message']}")
        return value

    def open(self, url: str) -> None:
        """Go there."""
        self.ask("POST", "/url", {"url": url})

    def size(self, width: int, height: int = 900) -> None:
        """Make the page so large, as a device of that size shows it."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})

    def scheme(self, name: str) -> None:
        """Show the page as to somebody who wants it "light" or "dark"."""
        wanted = {"features": [{"name": "prefers-color-scheme", "value": name}]}
        self.ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": wanted})

    def find(self, css: str) -> str:
        """The id of the first element that fits."""
        return str(self.ask("POST", "/element", {"using": "css selector", "value": css})[_ELEMENT])

    def find_all(self, css: str) -> list[str]:
        """The ids of all elements that fit."""
        found = self.ask("POST", "/elements", {"using": "css selector", "value": css})
        return [one[_ELEMENT] for one in found]

    def click(self, css: str) -> None:
        """Click on the first element that fits; once more if it was drawn anew in the meantime."""
        for last in (False, False, True):
            try:
                self.ask("POST", f"/element/{self.find(css)}/click")
            except StaleElement:
                if last:
                    raise
            else:
                return

    def write(self, css: str, text: str) -> None:
        """Write into a field, instead of what is there."""
        found = self.find(css)
        self.ask("POST", f"/element/{found}/clear")
        self.ask("POST", f"/element/{found}/value", {"text": text})

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the keyboard is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def text(self, css: str) -> str:
        """The text of the first element that fits, as it is seen; empty while there is none."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", css))

    def texts(self, css: str) -> list[str]:
        """The texts of all elements that fit."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", css
        )
        return found

    def name_and_role(self, element: str) -> tuple[str, str]:
        """What a screen reader calls an element, and what it says it is."""
        name = self.ask("GET", f"/element/{element}/computedlabel")
        return name, self.ask("GET", f"/element/{element}/computedrole")

    def run(self, script: str, *given: Any) -> Any:
        """The value that a script returns."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(given)})

    def hurry(self) -> None:
        """Let the console refresh at once, again and again: a test need not wait for its two seconds."""
        self.run("setInterval(refresh, 150)")

    def complaints(self) -> list[str]:
        """What the browser complained about, scripts and policies among it, since it was last asked."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, path: Path) -> None:
        """Keep a picture of what is seen."""
        path.write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def wait(self, what: Callable[[], Any], wait_s: float = 15.0) -> Any:
        """What `what` gives, as soon as it gives something; the page's own requests take their time."""
        until = time.monotonic() + wait_s
        while True:
            found = what()
            if found:
                return found
            assert time.monotonic() < until, "It did not happen."
            time.sleep(0.05)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A headless browser; skips the test where there is none."""
    driver = shutil.which("chromedriver")
    if driver is None or shutil.which("chromium") is None:
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    with _driver(driver) as port:
        found = Browser(port, folder)
        try:
            yield found
        finally:
            found.ask("DELETE", "")


@contextmanager
def _driver(command: str) -> Iterator[int]:
    """The port of a running ChromeDriver; the one it takes may be taken from it, so it is started again."""
    for _ in range(_STARTS):
        with subprocess.Popen(
            [command, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as running:
            assert running.stdout is not None
            line = next((line for line in running.stdout if _STARTED in line), "")
            try:
                if line:
                    yield int(line.rstrip(".\n").rpartition(" ")[2])
                    return
            finally:
                running.terminate()
    raise AssertionError("ChromeDriver does not start.")
