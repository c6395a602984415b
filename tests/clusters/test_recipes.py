"""Executors whose Python lacks this package get it: by an archive, by an artifact of Spark Connect, or by an image."""

import re
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import numpy as np
import pytest

from clusters.conftest import FAST, SPARK_HOME, environment, submitted
from sparkocr import __file__ as package

ROOT = Path(__file__).parents[2]
ENVIRONMENT = "environment/bin/python"
READ = """
import sys
from pyspark.sql import SparkSession
from sparkocr.stage import partitions
from sparkocr.transformers import PdfToText
partitions.MIN_PARTITIONS = partitions.PARTITIONS_PER_CORE = 1
session = SparkSession.builder.{master}.getOrCreate()
{before}
files = session.read.format("binaryFile").load("{folder}/letter.pdf")
for row in sorted(PdfToText().transform(files).collect(), key=lambda row: row["pagenum"]):
    print(row["text"], row["exception"])
session.stop()
"""
LINES = ["A letter about Roe, with text layer None", "Patient: Jane Roe None"]
WITHOUT_DAEMON = {name: value for name, value in FAST.items() if name != "spark.python.daemon.module"}


def make_environment(folder):
    """Make a virtual environment with the dependencies of this one, but not this package; return its site-packages."""
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(str(Path(np.__file__).parents[1]))
    return packages


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A Python that has not this package."""
    folder = tmp_path_factory.mktemp("bare")
    make_environment(folder)
    python = folder / "bin" / "python"
    found = subprocess.run([python, "-c", "import pyspark, sparkocr"], capture_output=True, text=True, check=False)
    if found.returncode == 0:
        pytest.skip("this package is installed beside its dependencies, not from a working copy")
    assert "No module named 'sparkocr'" in found.stderr
    return str(python)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An environment with this package, packed."""
    folder = tmp_path_factory.mktemp("packed")
    packages = make_environment(folder / "environment")
    shutil.copytree(Path(package).parent, packages / "sparkocr", ignore=shutil.ignore_patterns("__pycache__"))
    with tarfile.open(folder / "environment.tar.gz", "w:gz", compresslevel=1) as target:
        target.add(folder / "environment", ".")
    return folder / "environment.tar.gz"


def program(tmp_path, **parts):
    path = tmp_path / "read.py"
    path.write_text(READ.format(**{"before": ""} | parts))
    return path


def check_read(command, env):
    """Run a program that reads a letter."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.splitlines()[-2:] == LINES


def test_archives(standalone, bare, archive, folder, tmp_path):
    settings = WITHOUT_DAEMON | {
        "spark.cores.max": 1,
        "spark.pyspark.driver.python": sys.executable,
        "spark.pyspark.python": ENVIRONMENT,
    }
    command = [SPARK_HOME / "bin" / "spark-submit", "--master", standalone, "--archives", f"{archive}#environment"]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    path = program(tmp_path, master=f"master('{standalone}')", folder=folder)
    check_read([*command, path], environment(PYSPARK_PYTHON=bare))


def test_in_cluster_mode_the_archive_runs_the_driver_too(archive, folder, tmp_path):
    """A standalone cluster has no such mode for Python: the driver is started here as YARN would start it there."""
    shutil.unpack_archive(archive, tmp_path / "environment", filter="fully_trusted")
    env = environment(**submitted(), PYSPARK_PYTHON=str(tmp_path / ENVIRONMENT))
    path = program(tmp_path, master="master('local[1]')", folder=folder)
    check_read([tmp_path / ENVIRONMENT, path], env)


def test_without_a_recipe_the_command_line_says_what_is_missing(bare, folder, tmp_path):
    env = environment(**submitted(**{"spark.python.daemon.module": "pyspark.daemon"}), PYSPARK_PYTHON=bare)
    command = [sys.executable, "-m", "sparkocr.cli", "text", str(folder / "letter.pdf"), "--out", str(tmp_path)]
    master = ["--master", "local-cluster[1,1,1024]"]  # elsewhere than in local mode, Spark starts its own daemon
    ended = subprocess.run([*command, *master], capture_output=True, text=True, check=False, env=env)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("sparkocr: the package is not there where Spark's Python runs")


def test_artifacts_on_spark_connect(connect, bare, archive, folder, tmp_path):
    uses = "session.conf.set('spark.sql.execution.pyspark.python', '{}')"
    path = program(tmp_path, master=f"remote('{connect}')", folder=folder, before=uses.format(bare))
    ended = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False, env=environment())
    assert ended.returncode != 0
    before = f"session.addArtifacts('{archive}#environment', archive=True)\n{uses.format(ENVIRONMENT)}"
    path = program(tmp_path, master=f"remote('{connect}')", folder=folder, before=before)
    check_read([sys.executable, path], environment())


def test_the_image_has_what_it_needs():
    text = re.sub(r"\\\n\s*", "", (ROOT / "docker" / "Dockerfile").read_text())
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    by_word = {}
    for word, rest in lines:
        by_word.setdefault(word, []).append(rest)
    allowed = (ROOT / ".dockerignore").read_text().split()
    copied = [name for rest in by_word["COPY"] if "--from" not in rest for name in rest.split()[:-1]]
    assert all(f"!{name}" in allowed and (ROOT / name).exists() for name in copied)
    assert {"pyproject.toml", "src", "requirements/base.txt"} <= set(copied)
    spark = re.search(r"^pyspark==(\S+)", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE)[1]
    assert f"SPARK_IMAGE=apache/spark:{spark}" in by_word["ARG"], "the driver and the executors have one version"
    assert by_word["USER"] == ["185"], "not root"
    assert "PYSPARK_PYTHON=/usr/local/bin/python" in by_word["ENV"][0]
    assert by_word["ENTRYPOINT"] == ['["/opt/entrypoint.sh"]']
    hadolint = shutil.which("hadolint")
    if hadolint:
        subprocess.run([hadolint, ROOT / "docker" / "Dockerfile"], check=True)
