"""Let children do work, within limits."""

from __future__ import annotations

import math
import mmap
import os
import pickle
import signal
import socket
import subprocess
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from sparkocr.errors import DocumentError
from sparkocr.isolation.messages import NUMBER_BYTES, Body, Function, Head, receive, send
from sparkocr.isolation.process import EXIT_SECONDS, end, started

__all__ = ["IsolationError", "Limits", "Work", "answer", "answers"]

_START_SECONDS = 60.0  # for an interpreter and the imports of the work: 1 s, minutes on a cold network drive
_CHECK_SECONDS = 0.02  # between two looks at the memory; a core fills about 40 MB in it
_WAIT_SECONDS = 3600.0  # a wait without limit, as long as sockets take it
_MEGABYTE = 2**20
_KEPT = 2  # children of a thread: two stages can be at work by turns
_MOST_KNOWN = 64  # works that a child keeps, with the models that they have loaded


class IsolationError(DocumentError):
    """Work that was ended: it crashed, took too long or grew too large."""


class _NotTakenError(IsolationError):
    """A child died before it took the work: that is not the work's fault."""


class Limits(NamedTuple):
    """Limits of work; 0: none.

    Attributes
    ----------
    seconds : float
        Longest time until the next answer. At the first work of a child it includes what the libraries load then.
    megabytes : int
        Largest resident memory of the child, in units of 2**20 bytes: interpreter, libraries, models, what it works on
        and what it kept of earlier work. It is looked at every 20 ms, so a child may exceed it for a moment: address
        space (``RLIMIT_AS``) says little, and allocations that fail may end as a worse result.
    """

    seconds: float = 0.0
    megabytes: int = 0


@dataclass(frozen=True)
class Work:
    """A function that children call.

    Attributes
    ----------
    function : Callable
        Takes a message, which it must not keep, and a number, and returns the answer, or an iterator of answers. It
        must be picklable: a function of an importable module, or a `functools.partial` of one over plain values.
    dumps : Callable
        Pickles it; what it gives `pickle` can load.
    """

    function: Function = field(repr=False)
    dumps: Callable[[Any], bytes] = field(default=pickle.dumps, repr=False)

    @cached_property
    def pickled(self) -> bytes:
        """The function as a child gets it."""
        return self.dumps(self.function)

    @cached_property
    def key(self) -> bytes:
        """What tells it from other work."""
        return sha256(self.pickled).digest()

    def __reduce__(self) -> Any:
        return Work, (self.function, self.dumps)


def answer(work: Work, message: Body, limits: Limits) -> memoryview:
    """Let a child do work that gives one answer.

    Parameters
    ----------
    work : Work
    message : bytes-like
    limits : Limits

    Returns
    -------
    memoryview
        Of a memory file.

    Raises
    ------
    IsolationError
        The child crashed or exceeded a limit.
    Exception
        That of the work.
    """
    found = list(answers(work, message, limits))
    return found[0]


def answers(work: Work, message: Body, limits: Limits, start: int = 0) -> Iterator[memoryview]:
    """Let a child do work that gives several answers, each of which has all the time again.

    The child waits with the next one until it is asked for.

    Parameters
    ----------
    work, message, limits
        As in `answer`.
    start : int
        The number that the function gets.

    Yields
    ------
    memoryview

    Raises
    ------
    IsolationError
        The child crashed or exceeded a limit.
    Exception
        That of the work.
    """
    child, (kind, body) = _pool.begin(work, message, limits, start)
    try:
        while kind == Head.PART:
            yield memoryview(body)
            kind, body = child.next(limits)
    except GeneratorExit:  # no more answers are wanted
        if child.stop():
            _pool.give(child)
        else:
            child.end()
        raise
    except BaseException:
        child.end()
        raise
    _pool.give(child)
    if kind == Head.ERROR:
        raise pickle.loads(body)  # noqa: S301  from a process of ours
    if kind == Head.ANSWER:
        yield memoryview(body)


class _Child:
    """A process that does work; it is ended with this object, with the thread and with the process that made it."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = started(other)
        self._known: dict[bytes, None] = {}
        self.end = weakref.finalize(self, end, os.getpid(), self._process, self._socket)

    def begin(self, work: Work, message: Body, limits: Limits, start: int) -> tuple[bytes, Body]:
        """Give it work, and return the first answer."""
        if work.key not in self._known:
            kind, body = self._learn(work)
            if kind == Head.ERROR:
                return kind, body
            self._known[work.key] = None
        return self._ask(limits, Head.CALL + work.key + start.to_bytes(NUMBER_BYTES), message)

    def _learn(self, work: Work) -> tuple[bytes, Body]:
        """Send it work."""
        try:
            return self._ask(Limits(_START_SECONDS), Head.WORK + work.key, work.pickled)
        except IsolationError as error:
            if self._known:
                raise
            raise IsolationError(f"The process for the page can't start: {error}") from None

    def next(self, limits: Limits) -> tuple[bytes, Body]:
        """Return one more answer."""
        return self._ask(limits, Head.NEXT)

    def stop(self) -> bool:
        """Tell it that no more answers are wanted; return whether it waits for work again."""
        with suppress(IsolationError, OSError):
            kind, _ = self._ask(Limits(EXIT_SECONDS), Head.STOP)
            return bool(kind == Head.END)
        return False

    def knows(self, work: Work) -> bool:
        """Tell whether it has got some work before."""
        return work.key in self._known

    @property
    def is_full(self) -> bool:
        """Whether it knows so much work that a new one is better."""
        return len(self._known) >= _MOST_KNOWN

    def _ask(self, limits: Limits, head: bytes, body: Body | None = None) -> tuple[bytes, Body]:
        """Send a message and wait for the answer within limits."""
        deadline = monotonic() + (limits.seconds or math.inf)
        try:
            send(self._socket, head, body)
            while (left := deadline - monotonic()) > 0:
                self._socket.settimeout(min(left, _CHECK_SECONDS if limits.megabytes else _WAIT_SECONDS))
                with suppress(TimeoutError):
                    return receive(self._socket)
                if limits.megabytes and self._resident() > limits.megabytes * _MEGABYTE:
                    raise IsolationError(f"The page needs more than {limits.megabytes} MB")
        except EOFError:
            raise IsolationError(f"A library crashed ({self._fate()})") from None
        except ConnectionError:  # rather than the end of the file: so Linux tells that the message is unread
            raise _NotTakenError(f"A library crashed ({self._fate()})") from None
        raise IsolationError(f"The page took longer than {limits.seconds:g} s")

    def _resident(self) -> int:
        """Return its resident memory in bytes: the second field of /proc/pid/statm, see proc(5)."""
        try:
            return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * mmap.PAGESIZE
        except OSError:  # it is gone, as the connection will tell
            return 0

    def _fate(self) -> str:
        """Tell how it ended."""
        try:
            code = self._process.wait(EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            return "it closed its connection"
        names = {-number: number.name for number in signal.Signals}
        return names.get(code, f"exit code {code}")


class _Pool(threading.local):
    """The children of a thread that wait for work; the one that was used last is at the end."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, _Child]] = []

    def begin(self, work: Work, message: Body, limits: Limits, start: int) -> tuple[_Child, tuple[bytes, Body]]:
        """Give a child work, a new one if need be, and return it with its first answer."""
        child = self._take(work)
        if child is not None:
            with suppress(_NotTakenError):  # it died after its last work
                return child, self._begun(child, work, message, limits, start)
        child = _Child()
        return child, self._begun(child, work, message, limits, start)

    @staticmethod
    def _begun(child: _Child, *request: Any) -> tuple[bytes, Body]:
        """Give a child work; end it if there is no answer, because it may still work."""
        try:
            return child.begin(*request)
        except BaseException:
            child.end()
            raise

    def _take(self, work: Work) -> _Child | None:
        """Take the child that was used last, rather one that knows the work."""
        own = [(pid, child) for pid, child in self._waiting if pid == os.getpid()]  # a fork has a copy of the list
        own.sort(key=lambda entry: entry[1].knows(work))
        self._waiting = own
        return own.pop()[1] if own else None

    def give(self, child: _Child) -> None:
        """Keep a child for more work."""
        if child.is_full:
            child.end()
            return
        self._waiting.append((os.getpid(), child))
        while len(self._waiting) > _KEPT:
            self._waiting.pop(0)[1].end()


_pool = _Pool()
