"""Work that fails in the ways of native libraries, in a module that child processes and Spark's workers import."""

import ctypes
import os
import pickle
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sparkocr.errors import DocumentError
from sparkocr.isolation.work import Limits, Work, answer
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

GOOD = np.full((40, 60), 255, np.uint8)
SECRET = "text of the page"  # noqa: S105
HOURS = 10_000


def page_of(text, width=60, height=40):
    box = Box(0.0, 0.0, float(width), float(height))
    line = Line((Word(text, box, 90.0, ""),), box, 20.0)
    return Page((Block((Paragraph((line,), box),), box),), width, height)


def abort():
    os.abort()


def null_pointer():
    ctypes.string_at(0)


def hang():
    time.sleep(HOURS)


def hang_and_ignore():
    """Hang in native code that holds the interpreter's lock, as an endless loop of a library may."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    ctypes.PyDLL(None).sleep(HOURS)


def fill_memory():
    blocks = [np.ones(2**22, np.uint8) for _ in range(100)]  # 400 MB
    time.sleep(HOURS)
    return blocks


def memory_error():
    return np.empty(2**62, np.uint8)


def document_error():
    raise DocumentError("The image is too large for this engine")


def value_error():
    raise ValueError(SECRET)


def surrogates():
    return page_of("caf\udce9 \ud800")


def empty():
    return Page((), 60, 40)


def noise():
    """Write to the standard streams as Python and as C do, more than a pipe holds."""
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        print("noise " * 20, file=stream, flush=True)
        os.write(number, b"noise\n" * 20_000)
    return page_of(f"read {len(sys.stdin.read())} bytes")


def sys_exit():
    sys.exit(SECRET)


def hard_exit():
    os._exit(3)


def close_connection():
    os.closerange(3, 256)
    time.sleep(HOURS)


class KillsWhenSent(str):
    __slots__ = ()

    def __reduce__(self):
        os.kill(os.getpid(), signal.SIGKILL)


class HangsWhenSent(str):
    __slots__ = ()

    def __reduce__(self):
        time.sleep(HOURS)


def killed_when_sent():
    return page_of(KillsWhenSent("x"))


def hang_when_sent():
    return page_of(HangsWhenSent("x"))


def not_to_be_sent():
    return page_of(sys.stdout)


def pause():
    time.sleep(0.1)
    return page_of("rested")


FAULTS = (
    abort,
    null_pointer,
    hang,
    hang_and_ignore,
    hang_when_sent,
    fill_memory,
    memory_error,
    document_error,
    value_error,
    surrogates,
    empty,
    noise,
    sys_exit,
    hard_exit,
    close_connection,
    killed_when_sent,
    not_to_be_sent,
    pause,
)


def bad(fault):
    """Make the page on which `Faulty` has a fault."""
    return np.full((40, 60), FAULTS.index(fault), np.uint8)


@dataclass(frozen=True)
class Faulty:
    """Has the fault that the page asks for, or gives the id of its process as the text of the page."""

    name: str = ""

    def read(self, pixels, _resolution, *, symbols=False):  # noqa: ARG002
        number = int(pixels[0, 0])
        return FAULTS[number]() if number < len(FAULTS) else page_of(str(os.getpid()))


@dataclass(frozen=True)
class Tells:
    """Tells something about what it got, or where it runs."""

    about: str

    def read(self, pixels, resolution, *, symbols=False):
        facts = {
            "arguments": lambda: f"{pixels.tolist()} {pixels.dtype} {resolution} {symbols}",
            "limits": lambda: Path("/proc/self/limits").read_text(),
            "place": place,
        }
        return page_of(facts[self.about]())


def place():
    """Tell the open files of a test, the standard input and output, the number of sockets, what of Spark is there."""
    links = {}
    for file in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the listing itself
            links[file.name] = str(file.readlink())
    files = [link for link in links.values() if link.endswith("worker.lock")]
    sockets = sum(link.startswith("socket:") for link in links.values())
    spark = sorted({"pyspark", "py4j", "sparkocr.stage"} & set(sys.modules))
    return "|".join(str(fact) for fact in (files, [links["0"], links["1"]], sockets, spark, sys.path))


@dataclass(frozen=True)
class Unloadable:
    """Can't be made in another process."""

    def __reduce__(self):
        return int, (SECRET,)


def read_row(level: pa.Int32Scalar, *, engine: Any) -> dict:
    """Read a grey page, and tell which process did."""
    page = engine.read(np.full((40, 60), level.as_py(), np.uint8), 300)
    return {"content": f"{page.text} {os.getppid()}".encode()}


@dataclass(frozen=True)
class Isolated:
    """Lets an engine read in a process of its own."""

    engine: Any
    seconds: float
    megabytes: int = 0

    def read(self, pixels, resolution, *, symbols=False):
        message = pickle.dumps((pixels, resolution, symbols))
        made = answer(Work(partial(_read, self.engine)), message, Limits(self.seconds, self.megabytes))
        return pickle.loads(made)  # noqa: S301


def _read(engine, message, _number):
    pixels, resolution, symbols = pickle.loads(message)  # noqa: S301
    return pickle.dumps(engine.read(pixels, resolution, symbols=symbols))


def parts(message, first):
    """Give the id of the process three times, or crash after the first."""
    for number in range(first, 3):
        if number and bytes(message) == b"crash":
            null_pointer()
        yield str(os.getpid()).encode()


def slow_parts(_message, _first):
    for _ in range(4):
        time.sleep(0.2)
        yield b"rested"
