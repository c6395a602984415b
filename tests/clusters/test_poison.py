"""Documents that crash, hang or fill a library cost a row each, on a cluster as on one machine."""

import json
import subprocess
import sys
from functools import reduce
from pathlib import Path

import pytest
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from clusters.conftest import environment, submitted
from clusters.poisoned import FAULTS, poison
from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples
from sparkocr.transformers import (
    BinaryToImage,
    DicomToImageV3,
    PdfDeidentifier,
    PdfToImage,
    PdfToText,
)

LIMITS = {"pageTimeout": 8.0, "pageMemory": 700}  # a busy machine fills so much in time
LETTER = make_pdf([Page([Text(72, 700, "Patient: Jane Roe")])])
KINDS = {  # by what reads them: a stage, a good document, and what may fail in it
    "text": (PdfToText, LETTER, ("pdfium_open", "pdfium_text")),
    "image": (PdfToImage, LETTER, ("pdfium_render",)),
    "deidentified": (PdfDeidentifier, LETTER, ("qpdf", "pdfium_text")),
    "decoded": (BinaryToImage, png("A photo"), ("pillow",)),
    "dicom": (DicomToImageV3, samples.dicom("A frame"), ("pydicom",)),
}
OPTIONS = {PdfDeidentifier: {"detectors": ["fields"]}}


def documents(kind):
    """Two good documents for each bad one."""
    _, good, libraries = KINDS[kind]
    bad = {f"{library} {fault}": good + b"\n%" + poison(library, fault) for library in libraries for fault in FAULTS}
    return {name: content for place, entry in enumerate(bad.items()) for name, content in (entry, (f"{place}", good))}


@pytest.mark.parametrize(("master", "kinds"), [("local[2]", ["text"]), ("local-cluster[2,1,1024]", list(KINDS))])
def test_poison_costs_a_row_each(master, kinds):
    tests = str(Path(__file__).parents[1])
    given = submitted(**{"spark.executorEnv.PYTHONPATH": tests, "spark.task.maxFailures": "1"})
    env = environment(**given, PYTHONPATH=tests)
    command = [sys.executable, __file__, master, *kinds]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert list(found) == kinds
    for kind, rows in found.items():
        assert [name for name, _ in rows] == sorted(documents(kind)), kind
        failed = {name: message for name, message in rows if message}
        assert failed.keys() == {name for name in documents(kind) if " " in name}, kind
        for name, message in failed.items():
            expected = {"kill": "SIGKILL", "segv": "SIGSEGV", "loop": "longer than 8 s", "fill": "more than 700 MB"}
            assert expected[name.split()[1]] in message, (kind, name)


def run(master, *kinds):
    """Run all stages on their documents, in one job, and print which rows have an exception."""
    from sparkocr import start

    session = start(master_url=master, extra_conf={"spark.python.daemon.module": "clusters.poisoned"})
    frames = []
    for kind in kinds:
        stage, *_ = KINDS[kind]
        files = session.createDataFrame(list(documents(kind).items()), "path string, content binary").repartition(2)
        rows = stage(**LIMITS, **OPTIONS.get(stage, {})).transform(files)
        frames.append(rows.select(F.lit(kind), "path", "exception"))
    found = {kind: [] for kind in kinds}
    for kind, path, exception in sorted(reduce(DataFrame.union, frames).collect()):
        found[kind].append((path, exception))
    sys.stdout.write(json.dumps(found) + "\n")
    session.stop()


if __name__ == "__main__":
    run(*sys.argv[1:])
