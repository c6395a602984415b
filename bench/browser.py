"""A headless Chromium that a program looks into, over the pipe of its DevTools protocol."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
_POLL = 0.02  # seconds


def find_chromium() -> str | None:
    """Return the program, None if there is none on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A browser with one page; a context manager.

    Parameters
    ----------
    program : str
        Chromium.
    width, height : int
        Of its window, in px.
    """

    def __init__(self, program: str, width: int = 1400, height: int = 1000) -> None:
        self._program, self._size = program, f"--window-size={width},{height}"
        self._sent = 0
        self._rest = b""
        self._session = ""
        self.requests: list[str] = []
        self.problems: list[str] = []

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, self._write = os.pipe()
        self._read, their_end = os.pipe()
        # Chromium reads its commands from 3 and writes to 4, whatever the numbers are here.
        shell = f'exec "$@" 3<&{theirs} 4>&{their_end}'
        options = [*_OPTIONS, self._size, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", shell, "bash", self._program, *options],
            pass_fds=(theirs, their_end),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(their_end)
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._write)
        os.close(self._read)
        self._process.terminate()
        self._process.wait(10)
        self._profile.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol, and keep what is told meanwhile of requests, errors and refusals.

        Raises
        ------
        RuntimeError
            The method failed.
        """
        self._sent += 1
        message: dict[str, Any] = {"id": self._sent, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._sent:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._notice(answer)

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has ended.")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _notice(self, message: dict[str, Any]) -> None:
        method, told = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(told["exceptionDetails"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.problems.append(told["entry"]["text"])

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript, or of its promise.

        Raises
        ------
        RuntimeError
            It threw.
        """
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def open(self, path: Path) -> None:
        """Go to a file, without waiting for it."""
        self.call("Page.navigate", url=path.absolute().as_uri())

    def wait(self, expression: str, seconds: float = 30, each: Callable[[], object] = lambda: None) -> float:
        """Wait until an expression is true, and do something at each look; return the seconds that it took.

        Raises
        ------
        TimeoutError
            It took longer.
        """
        began = time.perf_counter()
        while not self.evaluate(expression):
            each()
            if time.perf_counter() - began > seconds:
                raise TimeoutError(expression)
            time.sleep(_POLL)
        return time.perf_counter() - began

    def picture(self, path: Path) -> None:
        """Write a picture of the window as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def renderer(self) -> tuple[float, float]:
        """Return the resident set in MiB, and the CPU seconds so far, of the largest process that shows pages."""
        found = [(0.0, 0.0)]
        for process in psutil.Process(self._process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if "--type=renderer" in process.cmdline():
                    found.append((process.memory_info().rss / 2**20, sum(process.cpu_times()[:2])))
        return max(found)
