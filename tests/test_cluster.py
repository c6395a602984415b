"""The main job and the command line on a cluster: two executors of one core, in a process of their own."""

import json
import os
import subprocess
import sys

import pytest
from pyspark.ml import PipelineModel

from documents import png, scanned_pdf, tiff
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import register, samples
from sparkocr.cli import main
from sparkocr.transformers import ImageToText, PdfDeidentifier, PdfToImage, PdfToSearchablePdf, PdfToTables, PdfToText

CLUSTER = "local-cluster[2,1,1024]"
LETTER = [Page([Text(72, 700, "A letter about Roe, with text layer")]), Page([Text(72, 700, "Patient: Jane Roe")])]
ROWS = [["Port", "Leaves"], *([f"Port {number}", f"{number}:15"] for number in range(21))]
FAST = {  # as the session of the other tests
    "spark.python.daemon.module": "sparkocr.daemon",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
}


def jobs():
    """What spreads pages: by name, the stages and the pattern of their files."""
    return {
        "pages": ([PdfToText(), PdfToImage(resolution=200), ImageToText()], "*.pdf"),
        "searchable": ([PdfToSearchablePdf(resolution=200)], "*.pdf"),
        "deidentified": ([PdfDeidentifier(detectors=["fields"], resolution=200)], "[lm]*.pdf"),
        "tables": ([PdfToTables(resolution=200)], "*.pdf"),
    }


def rows_of(session, folder):
    """Run the jobs: by name, what tells rows apart, and what was read or the size of what was made."""
    found = {}
    for name, (stages, pattern) in jobs().items():
        files = session.read.format("binaryFile").load(f"{folder}/{pattern}")
        rows = PipelineModel(stages).transform(files).drop("content", "image").collect()
        found[name] = sorted(
            [row["path"], row.asDict().get("pagenum"), said_of(row.asDict(recursive=True))] for row in rows
        )
    register(session)
    headers = session.read.format("dicom").load(f"{folder}/../studies").collect()
    found["headers"] = sorted([row["path"], row["number_of_frames"], row["exception"]] for row in headers)
    return found


def said_of(row):
    """The text of a page, the cells of a table, or the size of a PDF."""
    if "table" in row:
        return [[cell["chunkText"] for cell in cells] for cells in (row["table"] or {"chunks": []})["chunks"]]
    return row["text"].strip() if "text" in row else len(row["pdf"] or b"")


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "fax.tif").write_bytes(tiff(("First page", "Second page")))
    (documents / "letter.pdf").write_bytes(make_pdf(LETTER))
    (documents / "minutes.pdf").write_bytes(scanned_pdf(("Scanned minutes",)))
    (documents / "ports.pdf").write_bytes(samples.table(ROWS[:12], [ROWS[0], *ROWS[12:]]))
    (documents / "photo.png").write_bytes(png("A photo"))
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "IM1").write_bytes(samples.dicom("One frame", "And another"))
    return documents


def text_rows(out):
    lines = [line for part in (out / "text.json").glob("part-*") for line in part.read_text().splitlines()]
    rows = map(json.loads, lines)
    return sorted((row["path"], row["pagenum"], row["text"].strip(), row.get("exception")) for row in rows)


def test_a_cluster_gives_the_same_rows(spark, folder, tmp_path, capsys):
    command = [sys.executable, __file__, str(folder), str(tmp_path / "cluster")]
    settings = " ".join(f"--conf '{name}={value}'" for name, value in FAST.items())
    environment = os.environ | {"PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell", "SPARK_LOCAL_IP": "127.0.0.1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as cluster:
        here = rows_of(spark, folder)
        assert main(["text", str(folder), "--out", str(tmp_path / "local"), "--format", "json"]) == 0
        output, errors = cluster.communicate()
    assert cluster.returncode == 0, errors[-3000:]
    assert json.loads(output.splitlines()[-1]) == here
    assert "8 pages, 0 failures" in output
    assert "8 pages, 0 failures" in capsys.readouterr().out
    assert text_rows(tmp_path / "cluster") == text_rows(tmp_path / "local")
    assert {name: len(rows) for name, rows in here.items()} == {
        "pages": 5,
        "searchable": 3,
        "deidentified": 2,
        "tables": 3,
        "headers": 1,
    }
    assert here["tables"][-1][1:] == [0, ROWS], "a table over two pages"
    assert here["headers"][0][1:] == [2, None]
    assert all(size > 0 for _, _, size in here["deidentified"])


def on_cluster(folder, out):
    """Run the command line, which also spreads frames, and then the jobs in its session."""
    from pyspark.sql import SparkSession

    from sparkocr.stage import partitions

    partitions.MIN_PARTITIONS, partitions.PARTITIONS_PER_CORE = 4, 2  # a task costs more than a page here
    status = main(["text", folder, "--out", out, "--format", "json", "--master", CLUSTER])
    session = SparkSession.active()
    sys.stdout.write(json.dumps(rows_of(session, folder)) + "\n")
    session.stop()
    return status


if __name__ == "__main__":
    sys.exit(on_cluster(*sys.argv[1:]))
