"""What work on a page does to its process is an error of that page."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from functools import partial

import numpy as np
import psutil
import pytest

import faulty
from faulty import GOOD, SECRET, Faulty, Isolated, Tells, Unloadable, bad
from sparkocr.errors import DocumentError
from sparkocr.isolation import process, work
from sparkocr.isolation.work import IsolationError, Limits, Work, answers

LONG = 60.0  # a deadline for those that never reach it, also on a busy machine
SHORT = 0.3
ENGINE = Isolated(Faulty(), LONG)


@pytest.fixture(autouse=True, scope="module", params=["fork", "spawn"])
def kind(request):
    """Children are copies of this process, or fresh interpreters."""
    known = {child.pid for child in psutil.Process().children()}
    start = process._Fork if request.param == "fork" else process._spawned
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "started", start)
        work._pool._waiting.clear()
        yield request.param
        work._pool._waiting.clear()
    gc.collect()  # tracebacks of errors hold children
    left = [child for child in psutil.Process().children() if child.pid not in known]
    assert [child.cmdline() for child in left] == []


def waiting():
    """Return the ids of the children of this process that wait for pages."""
    return {child._process.pid for _, child in work._pool._waiting}


def is_dead(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def dies(pid):
    """Wait until a process is dead."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            if is_dead(psutil.Process(pid)):
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def pid_of(engine=ENGINE):
    """Return the id of the process in which an engine reads."""
    return int(engine.read(GOOD, 0).text)


def told(about, pixels=GOOD):
    return Isolated(Tells(about), LONG).read(pixels, 0).text


def fails(fault, seconds=LONG, megabytes=0, error=IsolationError):
    """Read a page with a fault between two good ones; return the message and the processes of the good pages."""
    before = pid_of()
    with pytest.raises(error) as raised:
        Isolated(ENGINE.engine, seconds, megabytes).read(bad(fault), 0)
    assert SECRET not in str(raised.value)
    return str(raised.value), before, pid_of()


class TestResults:
    @pytest.mark.parametrize(
        "pixels",
        [
            np.arange(6, dtype=np.uint8).reshape(2, 3),
            np.arange(18, dtype=np.uint8).reshape(2, 3, 3),
            np.arange(24, dtype=np.uint8).reshape(2, 3, 4),
            np.arange(24, dtype=np.uint8).reshape(4, 6)[::2, ::-2],
            np.frombuffer(b"ab", np.uint8).reshape(1, 2),
            np.zeros((0, 5), np.uint8),
        ],
        ids=["grey", "colour", "opaque", "strided", "read-only", "none"],
    )
    def test_pixels_arrive(self, pixels):
        assert told("arguments", pixels) == f"{pixels.tolist()} uint8 0 False"

    def test_options_arrive(self):
        page = Isolated(Tells("arguments"), LONG).read(np.zeros((1, 1), np.uint8), 300, symbols=True)
        assert page.text == "[[0]] uint8 300 True"

    def test_large_pages(self):
        pixels = np.full((8000, 4000), 255, np.uint8)
        assert int(ENGINE.read(pixels, 300).text) == pid_of()

    @pytest.mark.parametrize("fault", [faulty.empty, faulty.surrogates])
    def test_unusual_pages(self, fault):
        assert ENGINE.read(bad(fault), 0) == fault()


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "message"),
        [
            (faulty.abort, "A library crashed (SIGABRT)"),
            (faulty.null_pointer, "A library crashed (SIGSEGV)"),
            (faulty.killed_when_sent, "A library crashed (SIGKILL)"),
            (faulty.hard_exit, "A library crashed (exit code 3)"),
        ],
    )
    def test_a_crash_ends_the_child(self, fault, message):
        text, before, after = fails(fault)
        assert text == message
        assert before != after
        assert dies(before)

    def test_a_closed_connection_ends_the_child(self, monkeypatch):
        monkeypatch.setattr(work, "EXIT_SECONDS", SHORT)
        text, before, after = fails(faulty.close_connection)
        assert text == "A library crashed (it closed its connection)"
        assert before != after
        assert dies(before)

    @pytest.mark.parametrize("fault", [faulty.hang, faulty.hang_and_ignore, faulty.hang_when_sent])
    def test_a_late_page_ends_the_child(self, fault):
        text, before, after = fails(fault, SHORT)
        assert text == "The page took longer than 0.3 s"
        assert before != after
        assert dies(before)

    def test_a_large_page_ends_the_child(self):
        text, before, after = fails(faulty.fill_memory, LONG, 300)
        assert text == "The page needs more than 300 MB"
        assert before != after
        assert dies(before)

    def test_a_page_within_the_limits(self):
        assert Isolated(Faulty(), LONG, 4000).read(bad(faulty.pause), 0).text == "rested"

    def test_zero_is_no_limit(self):
        assert Isolated(Faulty(), 0).read(bad(faulty.pause), 0).text == "rested"

    @pytest.mark.parametrize(
        ("fault", "message"),
        [
            (faulty.document_error, "The image is too large for this engine"),
            (faulty.value_error, "ValueError in "),
            (faulty.memory_error, "MemoryError in "),
            (faulty.sys_exit, "SystemExit in "),
            (faulty.not_to_be_sent, "TypeError in "),
        ],
    )
    def test_an_error_leaves_the_child(self, fault, message):
        text, before, after = fails(fault, error=DocumentError if fault is faulty.document_error else RuntimeError)
        assert text.startswith(message)
        assert before == after

    def test_noise_stays_out_of_the_standard_output(self, capfd):
        work._pool._waiting.clear()
        engine = Isolated(Faulty(), LONG)  # it starts here, with the standard error that is watched
        assert engine.read(bad(faulty.noise), 0).text == "read 0 bytes"
        found = capfd.readouterr()
        assert found.out == ""
        assert "noise" in found.err

    def test_work_that_cannot_be_loaded(self):
        before = pid_of()
        with pytest.raises(RuntimeError, match=r"^ValueError in "):
            Isolated(Unloadable(), LONG).read(GOOD, 0)
        assert pid_of() == before

    def test_an_interpreter_that_cannot_start(self, kind, monkeypatch):
        if kind == "fork":
            pytest.skip("a fork needs none")
        work._pool._waiting.clear()
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(IsolationError) as error:
            Isolated(Faulty(), LONG).read(GOOD, 0)
        assert str(error.value) == "The process for the page can't start: A library crashed (exit code 1)"

    def test_a_process_that_starts_too_late(self, monkeypatch):
        work._pool._waiting.clear()
        monkeypatch.setattr(work, "_START_SECONDS", 1e-9)  # over when the work is sent
        with pytest.raises(IsolationError, match=r"^The process for the page can't start: The page took longer"):
            Isolated(Faulty("never"), LONG).read(GOOD, 0)

    def test_a_child_that_dies_between_pages_costs_no_page(self):
        pid = pid_of()
        os.kill(pid, signal.SIGKILL)
        assert dies(pid)
        assert pid_of() != pid

    def test_an_interrupted_page_does_not_answer_the_next(self):
        def interrupt(*_):
            raise KeyboardInterrupt

        before = pid_of()
        previous = signal.signal(signal.SIGALRM, interrupt)
        try:
            signal.setitimer(signal.ITIMER_REAL, SHORT)
            with pytest.raises(KeyboardInterrupt):
                ENGINE.read(bad(faulty.hang), 0)
        finally:
            signal.signal(signal.SIGALRM, previous)
        assert pid_of() != before


class TestChild:
    def test_it_has_only_what_it_needs(self, kind, tmp_path):
        work._pool._waiting.clear()
        stdin = os.dup(0)
        with (tmp_path / "worker.lock").open("w") as file:
            os.set_inheritable(file.fileno(), True)
            os.dup2(file.fileno(), 0)
            try:
                place = told("place")
            finally:
                os.dup2(stdin, 0)
                os.close(stdin)
            files, streams, sockets, spark, path = place.split("|")
        assert files == "[]"
        assert streams == "['/dev/null', '/dev/null']"
        assert sockets == "1"
        assert kind == "fork" or spark == "[]"
        assert path == str(sys.path)

    def test_it_writes_no_memory_image(self):
        (limit,) = (line for line in told("limits").splitlines() if line.startswith("Max core"))
        assert limit.split()[4:6] == ["0", "0"]

    def test_it_ignores_the_interrupt_of_a_terminal(self):
        pid = pid_of()
        assert os.getpgid(pid) != os.getpgid(0)
        os.kill(pid, signal.SIGINT)
        assert pid_of() == pid

    def test_limits_share_it(self):
        assert pid_of() == pid_of(Isolated(ENGINE.engine, LONG - 1, 4000))

    def test_it_does_all_work(self):
        assert pid_of() == pid_of(Isolated(Faulty("other"), LONG))
        assert waiting() == {pid_of()}

    def test_a_second_one_works_while_the_first_waits(self):
        def parts():
            return answers(Work(faulty.parts), b"", Limits(LONG))

        first, second, third = parts(), parts(), parts()
        pids = {int(next(found)) for found in (first, second, third)}
        assert len(pids) == 3
        assert [len(list(found)) for found in (first, second, third)] == [2, 2, 2]
        assert waiting() < pids
        assert len(waiting()) == 2, "two stages may be at work by turns"

    def test_one_that_knows_too_much_is_not_kept(self, monkeypatch):
        monkeypatch.setattr(work, "_MOST_KNOWN", 2)
        work._pool._waiting.clear()
        before = pid_of()
        assert pid_of(Isolated(Faulty("second"), LONG)) == before
        assert pid_of() != before

    def test_each_thread_has_its_own(self):
        here, there = pid_of(), []
        thread = threading.Thread(target=lambda: there.extend([pid_of(), pid_of()]))
        thread.start()
        thread.join()
        assert there[0] == there[1] != here
        assert dies(there[0])
        assert pid_of() == here

    def test_a_fork_has_its_own(self):
        here = pid_of()
        with multiprocessing.get_context("fork").Pool(1) as pool:
            there = pool.apply(pid_of)
            assert there == pool.apply(pid_of) != here
        assert dies(there)
        assert pid_of() == here


class TestParent:
    @pytest.mark.parametrize("last", [partial(os._exit, 0), partial(ENGINE.read, bad(faulty.hang_and_ignore), 0)])
    def test_its_end_is_the_end_of_the_child(self, last):
        def work():
            pids.send(pid_of())
            last()

        here, pids = multiprocessing.Pipe()
        parent = multiprocessing.get_context("fork").Process(target=work)
        parent.start()
        pid = here.recv()
        time.sleep(SHORT)  # it ends, or waits for a page that never comes
        parent.kill()
        parent.join()
        assert dies(pid)


class TestParts:
    def test_all_come(self):
        found = [bytes(part) for part in answers(Work(faulty.parts), b"", Limits(LONG), 1)]
        assert len(found) == 2

    def test_a_crash_after_some(self):
        found = answers(Work(faulty.parts), b"crash", Limits(LONG))
        next(found)
        with pytest.raises(IsolationError, match="SIGSEGV"):
            next(found)

    def test_each_has_all_the_time(self):
        assert len(list(answers(Work(faulty.slow_parts), b"", Limits(0.5)))) == 4

    def test_no_more_are_wanted(self):
        found = answers(Work(faulty.parts), b"", Limits(LONG))
        pid = int(next(found))
        found.close()
        assert pid in waiting()
        assert pid_of() == pid
