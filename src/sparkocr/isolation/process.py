"""The process of a child: a fork of this one, or a fresh interpreter."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NoReturn, Protocol

from sparkocr.isolation.serve import serve

__all__ = ["EXIT_SECONDS", "Process", "end", "started"]

EXIT_SECONDS = 2.0
"""Between the end of a child's connection and its own end."""
_POLL_SECONDS = 0.002

# Packages below this one import Spark, which little of the work needs: 0.5 s and 100 MB.
_PROGRAM = """
import importlib.util, sys
sys.path[:] = sys.argv[3:]
sys.modules["sparkocr"] = importlib.util.module_from_spec(importlib.util.find_spec("sparkocr"))
from sparkocr.isolation.serve import serve
serve(int(sys.argv[1]), int(sys.argv[2]))
"""


class Process(Protocol):
    """What is needed of `subprocess.Popen`."""

    pid: int
    returncode: int | None

    def wait(self, timeout: float) -> int:
        """Wait for the end and return the exit code, or minus the number of the signal."""


def started(connection: socket.socket) -> Process:
    """Start a child: a fork, unless there are several threads: it lacks them, and may wait for them forever."""
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    return _Fork(connection) if threads == 1 else _spawned(connection)


def _spawned(connection: socket.socket) -> Process:
    """Start a fresh interpreter."""
    return subprocess.Popen(  # noqa: S603  the interpreter that runs this
        [sys.executable, "-P", "-c", _PROGRAM, str(connection.fileno()), str(os.getpid()), *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[connection.fileno()],
        start_new_session=True,  # away from the signals of a terminal and of Spark's daemon
        env={"OMP_THREAD_LIMIT": "1"} | os.environ,  # as for Tesseract
    )


class _Fork:
    """A copy of this process that serves."""

    def __init__(self, connection: socket.socket) -> None:
        self.returncode: int | None = None
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _serve_as_fork(connection.detach(), parent)

    def wait(self, timeout: float) -> int:
        """Wait for its end and return its exit code."""
        deadline = monotonic() + timeout
        while self.returncode is None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
                    break
            if monotonic() > deadline:
                raise subprocess.TimeoutExpired("fork", timeout)
            sleep(_POLL_SECONDS)
        return self.returncode


def _serve_as_fork(descriptor: int, parent: int) -> NoReturn:
    """Serve in a process that has just been forked, and end it."""
    code = 1
    try:
        os.setsid()  # away from the signals of Spark's daemon
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _close_all_but({2, descriptor})
        for stream in (0, 1):
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode, closefd=False) for n, mode in enumerate("rww"))  # noqa: SIM115
        serve(descriptor, parent)
        code = 0
    finally:
        os._exit(code)


def _close_all_but(kept: set[int]) -> None:
    """Close the files of the parent, so that what waits for their end does not wait for this process."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  the listing itself is one of them
        if int(name) not in kept:
            with suppress(OSError):
                os.close(int(name))


def end(owner: int, process: Process, connection: socket.socket) -> None:
    """Kill a child and the processes that it started, and reap it; in a fork of its parent, only forget it."""
    connection.close()
    if os.getpid() == owner and process.returncode is None:
        for kill in (os.kill, os.killpg):  # a fork that has just begun has no group yet
            with suppress(ProcessLookupError):
                kill(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):  # stuck in the kernel: it is reaped later
            process.wait(EXIT_SECONDS)
