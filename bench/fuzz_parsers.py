"""Read damaged bytes with each parser that is written in Python, and look for errors that nobody foresaw, and hangs.

    python bench/fuzz_parsers.py [--only NAME ...] [--seconds N] [--seed N] [--out DIR]

Where atheris can be imported, it changes the bytes, guided by what they make the code do. It is no dependency of this
project; put it beside the environment, and on the path:

    pip install --target DIR atheris
    PYTHONPATH=DIR python bench/fuzz_parsers.py

Without it the bytes are changed at random. A finding is an error other than those that a parser may raise, or more
than --most seconds of computing; errors that are raised at the same place are one. --out keeps the bytes, and what
took longest.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import logging
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from contextlib import redirect_stderr, suppress
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from common import table

HAS_ATHERIS = importlib.util.find_spec("atheris") is not None
LARGEST = 100_000  # bytes


class TooLongError(BaseException):
    """Bytes took too long; nothing may catch it."""


class Run:
    """Reads bytes with one parser, and keeps what is wrong."""

    def __init__(self, name: str, parser: Any, options: argparse.Namespace) -> None:
        self.name, self.parser, self.options = name, parser, options
        self.count, self.slowest, self.end = 0, 0.0, time.monotonic() + options.seconds
        self.found: dict[str, int] = {}
        signal.signal(signal.SIGPROF, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    def read(self, data: bytes) -> None:
        """Read bytes."""
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self.options.most)
        try:
            self.parser.read(data)
        except self.parser.may_raise:
            pass
        except BaseException as error:  # noqa: BLE001  it is what is looked for
            self._add(error, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.count += 1
        seconds = time.process_time() - start
        if seconds > self.slowest:
            self.slowest = seconds
            self._keep("slowest", data)

    def _add(self, error: BaseException, data: bytes) -> None:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/sparkocr/" in frame.filename]
        place = f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else "no line of ours"
        key = f"{type(error).__name__} in {place}"
        self.found[key] = self.found.get(key, 0) + 1
        if self.found[key] == 1:
            print(f"{self.name}: {key}", flush=True)
            self._keep(f"{type(error).__name__}-{len(self.found)}", data)

    def _keep(self, what: str, data: bytes) -> None:
        if self.options.out:
            self.options.out.mkdir(parents=True, exist_ok=True)
            (self.options.out / f"{self.name}-{what}").write_bytes(data)

    def result(self) -> tuple[str, int, float, str]:
        """Return the row of the table."""
        return self.name, self.count, self.slowest, "; ".join(self.found)


def main() -> None:
    """Run each parser in a process of its own."""
    options = parsed()
    warnings.simplefilter("ignore")
    logging.disable()
    parsers = imported()
    context = get_context("fork")  # what is imported is changed for atheris once
    rows = []
    for name in options.only or parsers:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(name, parsers[name], options, there))
        process.start()
        there.close()
        row = (name, 0, 0.0, "it ended without a result")
        with suppress(EOFError):
            while True:
                row = here.recv()
        process.join()
        print(f"{time.strftime('%H:%M:%S')} {row}", flush=True)
        rows.append(row)
    print("\n" + table(("parser", "inputs", "seconds of the slowest", "findings"), rows))


def imported() -> dict[str, Any]:
    """Import all parsers; by atheris, if it is there, so that it knows which lines are run."""
    if not HAS_ATHERIS:
        from fuzzing.parsers import PARSERS

        return dict(PARSERS)
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["sparkocr"]):
        from fuzzing.parsers import PARSERS
    return dict(PARSERS)


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", help="only these parsers")
    parser.add_argument("--seconds", type=float, default=60, help="for each parser (%(default)s)")
    parser.add_argument("--most", type=float, default=5, help="seconds that bytes may take (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the random changes")
    parser.add_argument("--out", type=Path, help="folder for the bytes that are findings")
    return parser.parse_args()


def work(name: str, parser: Any, options: argparse.Namespace, answer: Any) -> None:
    """Read damaged bytes with one parser for some time, and send the results now and then."""
    run = Run(name, parser, options)
    seeds = list(parser.seeds())
    for seed in seeds:
        run.read(seed)
    if HAS_ATHERIS:
        guided(run, seeds, options, answer)
    else:
        at_random(run, seeds, options)
        answer.send(run.result())


def guided(run: Run, seeds: list[bytes], options: argparse.Namespace, answer: Any) -> None:
    """Let atheris change the bytes; it ends the process."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    def once(data: bytes) -> None:
        run.read(data)
        if run.count % 100 == 0 or time.monotonic() > run.end - 1:
            answer.send(run.result())

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        settings = [f"-max_total_time={options.seconds:.0f}", f"-max_len={LARGEST}", f"-seed={options.seed + 1}"]
        atheris.Setup([sys.argv[0], corpus, *settings, "-rss_limit_mb=4000", "-verbosity=0"], once)
        atheris.Fuzz()


def at_random(run: Run, seeds: list[bytes], options: argparse.Namespace) -> None:
    """Change bytes at random."""
    from fuzzing.anywhere import changed_bytes

    chance = random.Random(options.seed)  # noqa: S311  it is no secret
    while time.monotonic() < run.end:
        run.read(changed_bytes(chance.choice(seeds), chance)[:LARGEST])


if __name__ == "__main__":
    main()
