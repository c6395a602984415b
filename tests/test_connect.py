"""The contract and the programs hold on Spark Connect too: the same tests, run in a process of their own."""

import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
# Tests of what does not depend on the kind of session, and of streams, of which the programs have one.
SAME_ON_CONNECT = [
    "streaming_gives",
    "parameters_of_one_call",
    "evaluated_twice",
    "saved_and_loaded",
    "another_type",
    "unknown_input",
    "output_may_replace",
    "keep_input",
    "needs_no_fitting",
]
RUN = [
    "contract/test_stages.py",
    "integration/test_dicom_programs.py::test_frames_of_large_files",
    "integration/test_programs.py",
    "datasource/test_binary_format.py::test_spark_writes_what_it_is_told",
    "datasource/test_binary_format.py::test_spark_tells_wrong_options_before_the_job",
    "datasource/test_dicom_reader.py::test_spark_reads_headers_and_stages_go_on",
    "datasource/test_pdf_reader.py::test_spark_reads_pages_and_recognises_scanned_ones",
]


def test_the_same_tests_pass_on_spark_connect():
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--quiet",
        "--spark",
        "connect",
        "-k",
        f"not ({' or '.join(SAME_ON_CONNECT)})",
    ]
    paths = [str(TESTS / name) for name in RUN]
    run = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, cwd=TESTS.parent)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", run.stdout)[1]) > 50
