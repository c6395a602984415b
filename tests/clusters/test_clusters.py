"""The same rows wherever Spark runs, and whoever is killed there."""

import json
import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from clusters import programs
from clusters.conftest import environment, submitted
from sparkocr.cli import main

HERE = Path(__file__).parent
WORKERS = ("worker", "daemon", "executor")


def run(script, *arguments):
    """Run a program in a process of its own; it may be killed with all that it started."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    env = environment(**submitted())
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, start_new_session=True)


def text_rows(out):
    """Return what the command line wrote."""
    lines = [line for part in (out / "text" / "text.json").glob("part-*") for line in part.read_text().splitlines()]
    rows = map(json.loads, lines)
    return sorted(
        (row["path"], row["pagenum"], row.get("text"), row.get("exception", "").rpartition(": ")[2]) for row in rows
    )


@pytest.fixture(scope="module")
def here(spark, folder, tmp_path_factory):
    """What the command line writes and the programs give in the local session of the other tests."""
    out = tmp_path_factory.mktemp("here")
    assert main(["text", str(folder), "--out", f"{out}/text", "--format", "json", "--master", "local[2]"]) == 1
    return out, programs.rows_of(spark, folder, out)


def check_same(ended, out, here):
    """Check what a run of the programs wrote and printed; return what else it printed."""
    where, rows = here
    *_, last = ended.stdout.splitlines() or [""]
    assert (ended.returncode, last[:1]) == (1, "{"), ended.stderr[-3000:]  # one document can't be read
    found = json.loads(last)
    assert {name: found.pop(name) for name in rows} == rows
    assert text_rows(out) == text_rows(where)
    assert "12 pages, 1 failure, " in ended.stdout
    return found


@pytest.mark.parametrize("cluster", ["local-cluster[2,1,1024]", "connect"])
def test_a_cluster_gives_the_same_rows(cluster, request, here, folder, tmp_path):
    url = request.getfixturevalue(cluster) if cluster == "connect" else cluster
    assert check_same(run("programs.py", url, folder, tmp_path), tmp_path, here) == {}


def test_so_does_one_on_which_everybody_is_killed(standalone, here, folder, tmp_path):
    """The driver in the middle of a write and of a stream; then a worker, a daemon and an executor of others."""
    first = run("kills.py", standalone, folder, tmp_path)
    assert first.returncode == -SIGKILL, first.stderr[-3000:]
    assert not list(tmp_path.rglob("_SUCCESS"))
    assert {path.name for path in tmp_path.glob("killed-*")} == {"killed-driver"}
    found = check_same(run("kills.py", standalone, folder, tmp_path), tmp_path, here)
    for whom in WORKERS:
        assert (tmp_path / f"killed-{whom}").exists()
        assert found[whom] == here[1]["recognised"], whom
    names = [name for name, _ in found["written"]]
    assert names == ["letter.p0.txt", "letter.p1.txt", "ports.p0.txt", "ports.p1.txt"]
    assert found["streamed"] == found["written"]


def test_the_programs_say_what_they_should(here):
    _, rows = here
    counts = {name: len(found) for name, found in rows.items()}
    assert counts == {
        "recognised": 6,
        "images": 1,
        "reader": 10,
        "writer": 1,
        "searchable": 4,
        "tables": 4,
        "deidentified": 3,
        "entities": 1,
        "dicom": 2,
        "headers": 1,
        "stream": 6,
    }
    failed = {name: sum('"exception": null' not in row for row in found) for name, found in rows.items()}
    assert {name for name, number in failed.items() if number} > {"recognised", "stream"}
    assert "PERSON" in rows["entities"][0]
