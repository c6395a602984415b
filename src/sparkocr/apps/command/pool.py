"""Processes that work on documents beside each other; one that dies costs its document, and nothing else."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, Generic, TypeVar

__all__ = ["worked"]

TRIES = 2  # of a document whose process died: the kernel may have taken it for memory that another one needed
_FORK = multiprocessing.get_context("fork")  # with all that is loaded already, as Spark's workers have it
_PR_SET_PDEATHSIG = 1  # prctl(2)

Item = TypeVar("Item")
Made = TypeVar("Made")


def worked(work: Callable[[Item], Made], items: Sequence[Item], processes: int) -> Iterator[tuple[Item, Made | None]]:
    """Work on items in processes of their own.

    Parameters
    ----------
    work : Callable
        What is done with an item; raises nothing.
    items : sequence
    processes : int
        How many at a time.

    Yields
    ------
    item, result
        As they are done; the result is None if the item ends its process again and again. The processes end with this
        one, however it ends, and when nobody asks for more.
    """
    pool = _Pool(work, items)
    try:
        for _ in range(min(processes, len(items))):
            pool.start()
        while pool.busy:
            for connection in wait([*pool.busy]):
                yield from pool.take(connection)
    finally:
        for connection, (process, _) in pool.busy.items():
            _end(connection, process)


class _Pool(Generic[Item, Made]):
    """Processes, and what they work on: the number of an item for each."""

    def __init__(self, work: Callable[[Item], Made], items: Sequence[Item]) -> None:
        self.work, self.items = work, items
        self.left, self.tries = deque(range(len(items))), Counter[int]()
        self.busy: dict[Any, tuple[ForkProcess, int]] = {}  # by their connections

    def start(self) -> None:
        """Start a process with the next item, if there is one."""
        if self.left:
            ours, theirs = _FORK.Pipe()
            process = _FORK.Process(target=_serve, args=(theirs, self.work, os.getpid()), daemon=True)
            process.start()
            theirs.close()
            self._give(ours, process)

    def _give(self, connection: Connection, process: ForkProcess) -> None:
        number = self.left.popleft()
        self.busy[connection] = process, number
        with suppress(OSError):  # it has died: whoever waits for its result will know
            connection.send(self.items[number])

    def take(self, connection: Any) -> Iterator[tuple[Item, Made | None]]:
        """Take what a process gives, and give it more."""
        process, number = self.busy.pop(connection)
        try:
            made = connection.recv()
        except (EOFError, OSError):
            process.join()
            self.tries[number] += 1
            if self.tries[number] < TRIES:
                self.left.append(number)
            self.start()
            if self.tries[number] == TRIES:
                yield self.items[number], None
            return
        if self.left:
            self._give(connection, process)
        else:
            _end(connection, process)
        yield self.items[number], made


def _end(connection: Any, process: ForkProcess) -> None:
    """End a process. It would not know that nothing comes any more: those started after it have its pipe open, too."""
    process.kill()
    process.join()
    connection.close()


def _serve(connection: Connection, work: Callable[[Item], Made], parent: int) -> None:
    """Work on what comes, until somebody ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that people started
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    while True:
        connection.send(work(connection.recv()))
