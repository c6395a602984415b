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
    paths = [TESTS / "contract" / "test_stages.py", TESTS / "integration" / "test_programs.py"]
    run = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False, cwd=TESTS.parent)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", run.stdout)[1]) > 50
