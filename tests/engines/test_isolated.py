"""What an engine does to its process is an error of one page."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from functools import partial

import numpy as np
import psutil
import pytest

from engines import faulty
from engines.faulty import FAULTS, GOOD, SECRET, Faulty, Tells, Unloadable, bad, read_row
from sparkocr.engines import isolated
from sparkocr.engines.isolated import Isolated
from sparkocr.engines.tesseract import Tesseract
from sparkocr.errors import DocumentError
from sparkocr.schemas import BytesSchema
from sparkocr.stage.udf import row_udf

LONG = 60.0  # a deadline for those that never reach it, also on a busy machine
SHORT = 0.3
ENGINE = Isolated(Faulty(), LONG)


@pytest.fixture(autouse=True, scope="module")
def no_children_left():
    yield
    isolated._pool._waiting.clear()
    assert children() == set()


def children():
    """Return the ids of the children of this process that wait for pages, and of those that wait to be reaped."""
    found = psutil.Process().children()
    return {child.pid for child in found if is_dead(child) or "isolated" in " ".join(child.cmdline())}


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


def fails(fault, seconds=LONG, megabytes=0):
    """Read a page with a fault between two good ones; return the message and the processes of the good pages."""
    before = pid_of()
    with pytest.raises(DocumentError) as error:
        Isolated(ENGINE.engine, seconds, megabytes).read(bad(fault), 0)
    assert SECRET not in str(error.value)
    return str(error.value), before, pid_of()


class TestResults:
    @pytest.mark.parametrize("symbols", [False, True])
    def test_equal_those_without_isolation(self, two_lines, symbols):
        expected = Tesseract().read(two_lines, 300, symbols=symbols)
        assert Isolated(Tesseract(), LONG, 4000).read(two_lines, 300, symbols=symbols) == expected
        assert expected.text

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

    def test_it_pickles(self):
        engine = Isolated(Tesseract(), 5.0, 700)
        assert pickle.loads(pickle.dumps(engine)) == engine  # noqa: S301


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "message"),
        [
            (faulty.abort, "The engine crashed (SIGABRT)"),
            (faulty.null_pointer, "The engine crashed (SIGSEGV)"),
            (faulty.killed_when_sent, "The engine crashed (SIGKILL)"),
            (faulty.hard_exit, "The engine crashed (exit code 3)"),
        ],
    )
    def test_a_crash_ends_the_child(self, fault, message):
        text, before, after = fails(fault)
        assert text == message
        assert before != after
        assert dies(before)

    def test_a_closed_connection_ends_the_child(self, monkeypatch):
        monkeypatch.setattr(isolated, "_EXIT_SECONDS", SHORT)
        text, before, after = fails(faulty.close_connection)
        assert text == "The engine crashed (it closed its connection)"
        assert before != after
        assert dies(before)

    @pytest.mark.parametrize("fault", [faulty.hang, faulty.hang_and_ignore, faulty.hang_when_sent])
    def test_a_late_page_ends_the_child(self, fault):
        text, before, after = fails(fault, SHORT)
        assert text == "The engine took longer than 0.3 s"
        assert before != after
        assert dies(before)

    def test_a_large_page_ends_the_child(self):
        text, before, after = fails(faulty.fill_memory, LONG, 300)
        assert text == "The engine needs more than 300 MB"
        assert before != after
        assert dies(before)

    def test_a_page_within_the_limits(self):
        assert Isolated(Faulty(), LONG, 200).read(bad(faulty.pause), 0).text == "rested"

    def test_zero_is_no_limit(self):
        assert Isolated(Faulty(), 0).read(bad(faulty.pause), 0).text == "rested"

    @pytest.mark.parametrize(
        ("fault", "message"),
        [
            (faulty.document_error, "The image is too large for this engine"),
            (faulty.value_error, "Unexpected ValueError in the engine"),
            (faulty.memory_error, "Unexpected MemoryError in the engine"),
            (faulty.sys_exit, "Unexpected SystemExit in the engine"),
            (faulty.not_to_be_sent, "Unexpected TypeError in the engine"),
        ],
    )
    def test_an_error_leaves_the_child(self, fault, message):
        text, before, after = fails(fault)
        assert text == message
        assert before == after

    def test_noise_stays_out_of_the_standard_output(self, capfd):
        pid_of(Isolated(Faulty("other"), LONG))
        engine = Isolated(Faulty("noisy"), LONG)  # it starts here, with the standard error that is watched
        assert engine.read(bad(faulty.noise), 0).text == "read 0 bytes"
        found = capfd.readouterr()
        assert found.out == ""
        assert "noise" in found.err

    def test_an_engine_that_cannot_start(self):
        with pytest.raises(DocumentError) as error:
            Isolated(Unloadable(), LONG).read(GOOD, 0)
        assert str(error.value) == "The engine can't start: Unexpected ValueError in the engine"

    def test_an_interpreter_that_cannot_start(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(DocumentError) as error:
            Isolated(Faulty("never"), LONG).read(GOOD, 0)
        assert str(error.value) == "The process for the engine can't start: The engine crashed (exit code 1)"

    def test_an_interpreter_that_starts_too_late(self, monkeypatch):
        monkeypatch.setattr(isolated, "_START_SECONDS", 0.001)
        with pytest.raises(DocumentError, match=r"^The process for the engine can't start: The engine took longer"):
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
    def test_it_has_only_what_it_needs(self, tmp_path):
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
        assert spark == "[]"
        assert path == str(sys.path)

    @pytest.mark.parametrize("given", [None, "2"])
    def test_it_has_one_thread(self, monkeypatch, given):
        monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
        if given:
            monkeypatch.setenv("OMP_THREAD_LIMIT", given)
        isolated._pool._waiting.clear()
        assert told("threads") == f"{given or 1} 1"

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

    def test_the_two_that_were_used_last_stay(self):
        first, second, third = (Isolated(Faulty(name), LONG) for name in "abc")
        kept, dropped = pid_of(first), pid_of(second)
        assert pid_of(first) == kept
        added = pid_of(third)
        assert dies(dropped)
        assert children() == {kept, added}

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
            others = [pool.apply(pid_of, (Isolated(Faulty(name), LONG),)) for name in "ab"]  # its copies are dropped
            assert len({here, there, *others}) == 4
        assert all(dies(pid) for pid in (there, *others))
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


def test_a_fault_in_spark_costs_one_row(spark):
    read = row_udf("Read_1", partial(read_row, engine=ENGINE), BytesSchema, name="Read", deterministic=False)
    levels = [255, 255, FAULTS.index(faulty.null_pointer), 255, 255, FAULTS.index(faulty.abort), 255]
    rows = spark.createDataFrame(list(enumerate(levels)), "id int, level int").coalesce(1)
    found = rows.select("id", read("level").alias("r")).select("id", "r.content", "r.exception").collect()
    failed = {row["id"]: row["exception"] for row in found if row["exception"]}
    assert failed == {2: "Read_1: The engine crashed (SIGSEGV).", 5: "Read_1: The engine crashed (SIGABRT)."}
    readers, workers = zip(*(row["content"].split() for row in found if row["content"]), strict=True)
    assert len(set(workers)) == 1, "the worker lives on"
    assert [readers.count(reader) for reader in dict.fromkeys(readers)] == [2, 2, 1]
