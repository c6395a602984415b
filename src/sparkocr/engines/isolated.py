"""Run an engine in a process of its own, so that a page can't take the worker with it.

The child process is a fresh interpreter, because a fork of a process with native threads may hang. It inherits the
standard error and one socket, none of the files or sockets of Spark, and doesn't import Spark. Pages travel in memory
files (memfd_create(2)): they cost one copy, no pickling, and don't use the small ``/dev/shm`` of a container. A child
dies with the thread it works for. All this is for Linux.

It is no sandbox against hostile code: what the child sends is unpickled.
"""

from __future__ import annotations

import ctypes
import faulthandler
import math
import mmap
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, cast

import cv2
import numpy as np

from sparkocr.engines.engine import Engine
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.page import Page

__all__ = ["Isolated"]

_START_SECONDS = 60.0  # for an interpreter and the imports of the engine: 0.3 s, minutes on a cold network drive
_EXIT_SECONDS = 2.0  # between the end of a child's connection and its own end
_CHECK_SECONDS = 0.02  # between two looks at the memory; a core fills about 40 MB in it
_WAIT_SECONDS = 3600.0  # a wait without limit, as long as sockets take it
_MEGABYTE = 2**20
_KEPT = 2  # children of a thread, for the same reason as Tesseract's handles: two stages can be fused
_HEAD_BYTES = 1024
_RESULT, _FAILURE, _ENGINE = b"result", b"failure", b"engine"  # heads of messages; that of a page has its shape
_PR_SET_PDEATHSIG = 1  # linux/prctl.h

# The package itself imports Spark, which the engines don't need: 0.5 s and 100 MB. So the child has the package
# without the code of its __init__.
_PROGRAM = """
import importlib.util, sys
sys.path[:] = sys.argv[3:]
sys.modules["sparkocr"] = importlib.util.module_from_spec(importlib.util.find_spec("sparkocr"))
from sparkocr.engines.isolated import serve
serve(int(sys.argv[1]), int(sys.argv[2]))
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Isolated:
    """An engine (see `sparkocr.engines.engine.Engine`) that runs another one in a child process.

    The child is kept for the next pages, one per worker process, thread and engine. A page that makes it crash, hang
    or grow too large ends it and is an error; the next page gets a new child.

    Attributes
    ----------
    engine : Engine
        Reads the pages. Its class must be in a module that can be imported.
    seconds : float
        Longest time for one page; 0: no limit. On the first page of a child it includes what the engine does in its
        first `read`, mostly the loading of its models; it never includes the start of the interpreter.
    megabytes : int
        Largest resident memory of the child, in units of 2**20 bytes: interpreter, libraries, models, the page and
        what the engine kept of earlier pages. 0: no limit.

    Notes
    -----
    The memory is looked at every 20 ms rather than limited by setrlimit(2): address space (``RLIMIT_AS``) is reserved
    generously by thread stacks and memory arenas and says little, and allocations that fail (``RLIMIT_DATA``) may end
    as a crash or as a worse result. So a child may exceed the limit for a moment. Processes that the engine starts
    are not counted.
    """

    engine: Engine
    seconds: float
    megabytes: int = 0

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:
        """Read the text of one page; see `sparkocr.engines.engine.Engine.read`.

        Raises
        ------
        DocumentError
            That of the engine, unchanged. Or the engine raised another error, of which only the type is told. Or it
            crashed, or a limit was exceeded.
        """
        head = pickle.dumps((pixels.shape, resolution, symbols))
        body = np.ascontiguousarray(pixels).data
        done, answer = _pool.ask(self.engine, head, body, self.seconds, self.megabytes)
        if not done:
            raise DocumentError(answer)
        return cast("Page", answer)


class _NotTakenError(DocumentError):
    """A child died before it took the page: that is not the page's fault."""


class _Child:
    """A process with an engine; it is ended with this object, with the thread and with the process that made it."""

    def __init__(self, engine: Engine) -> None:
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(  # noqa: S603  the interpreter that runs this
                [sys.executable, "-P", "-c", _PROGRAM, str(other.fileno()), str(os.getpid()), *sys.path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[other.fileno()],
                start_new_session=True,  # away from the signals of a terminal and of Spark's daemon
                env={"OMP_THREAD_LIMIT": "1"} | os.environ,  # as for Tesseract
            )
        self.end = weakref.finalize(self, _end, os.getpid(), self._process, self._socket)
        try:
            done, answer = self.ask(_ENGINE, pickle.dumps(engine), _START_SECONDS, 0)
        except DocumentError as error:
            self.end()
            raise DocumentError(f"The process for the engine can't start: {error}") from None
        if not done:
            self.end()
            raise DocumentError(f"The engine can't start: {answer}")

    def ask(self, head: bytes, body: bytes | memoryview, seconds: float, megabytes: int) -> tuple[bool, Any]:
        """Send a message and wait for the answer within limits: whether it is a result, and that or what failed."""
        deadline = monotonic() + (seconds or math.inf)
        try:
            _send(self._socket, head, body)
            while (left := deadline - monotonic()) > 0:
                self._socket.settimeout(min(left, _CHECK_SECONDS if megabytes else _WAIT_SECONDS))
                with suppress(TimeoutError):
                    kind, answer = _receive(self._socket)
                    return kind == _RESULT, pickle.loads(answer)  # noqa: S301  from a process of ours
                if megabytes and self._resident() > megabytes * _MEGABYTE:
                    raise DocumentError(f"The engine needs more than {megabytes} MB")
        except EOFError:
            raise DocumentError(f"The engine crashed ({self._fate()})") from None
        except ConnectionError:  # rather than the end of the file: so Linux tells that the message is unread
            raise _NotTakenError(f"The engine crashed ({self._fate()})") from None
        raise DocumentError(f"The engine took longer than {seconds:g} s")

    def _resident(self) -> int:
        """Return its resident memory in bytes: the second field of /proc/pid/statm, see proc(5)."""
        try:
            return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * mmap.PAGESIZE
        except OSError:  # it is gone, as the connection will tell
            return 0

    def _fate(self) -> str:
        """Tell how it ended."""
        try:
            code = self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            return "it closed its connection"
        names = {-number: number.name for number in signal.Signals}
        return names.get(code, f"exit code {code}")


class _Pool(threading.local):
    """The children of a thread that wait for a page; the one that was used last is at the end."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, Engine], _Child] = {}

    def ask(self, engine: Engine, *request: Any) -> tuple[bool, Any]:
        """Ask a child with this engine, a new one if need be: see `_Child.ask`."""
        key = os.getpid(), engine  # a fork has a copy of this dictionary
        child = self._waiting.pop(key, None)
        if child is not None:
            with suppress(_NotTakenError):  # it died after its last page
                return self._ask(key, child, request)
        return self._ask(key, _Child(engine), request)

    def _ask(self, key: tuple[int, Engine], child: _Child, request: tuple[Any, ...]) -> tuple[bool, Any]:
        """Ask a child and keep it; end it if there is no answer, because it may still work."""
        try:
            answer = child.ask(*request)
        except BaseException:
            child.end()
            raise
        self._waiting[key] = child
        while len(self._waiting) > _KEPT:
            self._waiting.pop(next(iter(self._waiting))).end()
        return answer


_pool = _Pool()


def _end(owner: int, process: subprocess.Popen[bytes], connection: socket.socket) -> None:
    """Kill a child and the processes that it started, and reap it; in a fork of its parent, only forget it."""
    connection.close()
    if os.getpid() == owner and process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):  # stuck in the kernel: `subprocess` reaps it later
            process.wait(_EXIT_SECONDS)


def _send(connection: socket.socket, head: bytes, body: bytes | memoryview) -> None:
    """Send a message whose body is a memory file: it is small, whole or not there at all, and never blocks."""
    with open(os.memfd_create("page"), "wb") as file:  # noqa: PTH123  it has no path
        file.write(body)
        file.flush()
        socket.send_fds(connection, [head], [file.fileno()])


def _receive(connection: socket.socket) -> tuple[bytes, mmap.mmap | bytes]:
    """Receive the head and the body of a message.

    Raises
    ------
    EOFError
        If the other end is closed, or what came is no message.
    """
    head, files, _, _ = socket.recv_fds(connection, _HEAD_BYTES, 1, socket.MSG_CMSG_CLOEXEC)
    if not files:
        raise EOFError
    with open(files[0], "rb") as file:  # noqa: PTH123  it has no path
        size = os.fstat(file.fileno()).st_size
        return head, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) if size else b""


def serve(descriptor: int, parent: int) -> None:
    """Read pages until the parent is gone; the whole life of a child.

    Parameters
    ----------
    descriptor : int
        Of the socket on which the engine comes, and then its pages.
    parent : int
        Process id of the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the memory image of a crash would have the page in it
    faulthandler.enable()  # says on the standard error where in the engine a crash happened
    cv2.setNumThreads(1)
    connection = socket.socket(fileno=descriptor)
    connection.set_inheritable(False)
    with connection, suppress(EOFError, ConnectionError):
        engine = _start(connection)
        while True:
            _serve_page(connection, engine)


def _start(connection: socket.socket) -> Engine:
    """Receive the engine."""
    _, pickled = _receive(connection)
    engine, failure = _attempt(lambda: cast("Engine", pickle.loads(pickled)))  # noqa: S301  from the parent
    _answer(connection, None if engine is None else pickle.dumps(None), failure)
    if engine is None:
        raise EOFError
    return engine


def _serve_page(connection: socket.socket, engine: Engine) -> None:
    """Read one page, and keep nothing of it."""
    head, body = _receive(connection)
    shape, resolution, symbols = pickle.loads(head)  # noqa: S301  from the parent
    pixels = np.ndarray(shape, np.uint8, body)
    _answer(connection, *_attempt(lambda: pickle.dumps(engine.read(pixels, resolution, symbols=symbols))))


def _attempt(work: Callable[[], T]) -> tuple[T | None, str]:
    """Return what some work gives, and why it gives nothing: the type of an error, as its message may be page text."""
    try:
        return work(), ""
    except DocumentError as error:
        return None, str(error)
    except BaseException as error:  # noqa: BLE001  a library that calls sys.exit has failed, too
        return None, f"Unexpected {type(error).__name__} in the engine"


def _answer(connection: socket.socket, result: bytes | None, failure: str) -> None:
    """Send the pickled result, or why there is none."""
    if result is None or failure:
        _send(connection, _FAILURE, pickle.dumps(failure))
    else:
        _send(connection, _RESULT, result)
