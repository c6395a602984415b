"""A program that is killed in the middle, part by part; when it is run again, its work must be done once."""

import os
import signal
import sys
from functools import partial
from pathlib import Path
from time import sleep

from programs import on_cluster, recognised, rows_as_text, written
from pyspark.sql import functions as F

WORKERS = ("worker", "daemon", "executor")


def parent_of(process):
    """Return the id of the parent of a process (proc(5), field 4 of stat)."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def kill_worker(path, *, whom, mark):
    """Kill the worker that runs this, its daemon or its executor: once, at a document."""
    if "minutes" in path and not mark.exists():
        mark.touch()
        daemon = os.getppid()
        os.kill({"worker": os.getpid(), "daemon": daemon, "executor": parent_of(daemon)}[whom], signal.SIGKILL)
    return path


def in_second_batch(path, *, folder):
    """Say that a stream is in its second batch, and stay in it until the driver is killed."""
    if "ports" in path:
        (folder / "in-second-batch").touch()
        while not (folder / "killed-driver").exists():
            sleep(0.05)
    return path


def kill_driver(path, *, folder, driver):
    """Kill the driver, a group of processes: once, in the middle of its write and its stream."""
    if path.endswith("ports.pdf 1") and not (folder / "killed-driver").exists():
        while not (folder / "in-second-batch").exists():
            sleep(0.05)
        (folder / "killed-driver").touch()
        os.killpg(driver, signal.SIGKILL)
    return path


def passed(rows, function, *columns):
    """Return rows whose paths a function has seen, where they are computed."""
    seen = F.udf(function, "string", useArrow=False).asNondeterministic()(F.concat_ws(" ", *columns))
    return rows.withColumn("path", F.element_at(F.split(seen, " "), 1))


def write(session, folder, out):
    """Write texts, a page in each task."""
    pages = session.read.format("pdf").option("pagesPerPartition", 1).load(f"{folder}/[lp]*.pdf")
    pages = passed(pages, partial(kill_driver, folder=out, driver=os.getpgrp()), "path", "pagenum")
    return to_files(pages.select("path", "pagenum", "text").write).mode("append").save(f"{out}/written")


def stream(session, folder, out):
    """Start to write the texts of a stream of files, one in a batch."""
    files = session.readStream.format("pdf").option("maxFilesPerTrigger", 1).load(f"{folder}/[lp]*.pdf")
    pages = passed(files, partial(in_second_batch, folder=out), "path").select("path", "pagenum", "text")
    query = (
        to_files(pages.writeStream)
        .option("checkpointLocation", f"{out}/streamed-checkpoint")
        .trigger(availableNow=True)
    )
    return query.start(f"{out}/streamed")


def to_files(writer):
    return writer.format("binaryFormat").option("type", "text").option("field", "text")


def killed(session, folder, out):
    """Return what there is in the end: by name, rows or files."""
    query = stream(session, folder, out)
    write(session, folder, out)
    query.awaitTermination()
    found = {}
    for whom in WORKERS:
        function = partial(kill_worker, whom=whom, mark=out / f"killed-{whom}")
        found[whom] = rows_as_text(passed(recognised(session, folder, out), function, "path"))
    files = {name: [[file, text.decode()] for file, text in written(out / name)] for name in ("written", "streamed")}
    return found | files


if __name__ == "__main__":
    sys.exit(on_cluster(*sys.argv[1:], more=killed))
