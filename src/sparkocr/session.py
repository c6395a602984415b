"""A ready Spark session; the stages work as well in a session made by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from typing import Any

from pyspark import SparkConf
from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote

from sparkocr.datasource import register
from sparkocr.isolation.work import Limits
from sparkocr.limits import limits_of
from sparkocr.stage.guard import StageLimits, set_usual_limits
from sparkocr.stage.partitions import local_threads
from sparkocr.stage.spark_versions import SETTINGS as OLDER_SPARK
from sparkocr.version import __version__

SETTINGS = {
    # Java's heap holds files and rows of text; pixels stay in the Python workers.
    "spark.driver.memory": "4g",
    "spark.driver.maxResultSize": "2g",
    # The work follows pages, not bytes: Spark's 128 MB of files can be an hour of work.
    "spark.sql.files.maxPartitionBytes": "64m",
    # One thread per task: Spark runs a task per core already.
    "spark.executorEnv.OMP_THREAD_LIMIT": "1",
    # Java and its Python workers start talking sooner than over TCP.
    "spark.python.unix.domain.socket.enabled": "true",
    # A crash inside a native library says where it happened.
    "spark.sql.execution.pyspark.udf.faulthandler.enabled": "true",
    # Pruning fields of nested columns has broken access to fields of table structs.
    "spark.sql.optimizer.expression.nestedPruning.enabled": "false",
    "spark.sql.optimizer.nestedSchemaPruning.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A DataFrame at the end of a notebook's cell is a table. Java writes images and files in hex before it cuts cells:
    # a few rows fit into its heap.
    "spark.sql.repl.eagerEval.enabled": "true",
    "spark.sql.repl.eagerEval.maxNumRows": "5",
    "spark.sql.repl.eagerEval.truncate": "20",
}

LOCAL_SETTINGS = {
    # Java shares the cores with the work, and does little of it: its optimising compiler takes longer than it saves.
    # The parallel collector copes better with large arrays than G1, which gives each its own regions.
    "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC",
    # What is shuffled are mostly PDF and image files, which are compressed already.
    "spark.shuffle.compress": "false",
    # Workers start with the library loaded. Elsewhere it may not be there when Spark starts.
    "spark.python.daemon.module": "sparkocr.daemon",
}
# Partitions small enough to keep all cores busy to the end, few enough to cost nothing (10 ms each).
FILE_PARTITIONS_PER_CORE = 32
_CONNECT = "sc://"


def start(
    secret: str | None = None,  # noqa: ARG001
    jar_path: str | None = None,  # noqa: ARG001
    extra_conf: SparkConf | Mapping[str, Any] | None = None,
    master_url: str = "local[*]",
    nlp_version: str | None = None,  # noqa: ARG001
    nlp_internal: bool | str | None = None,  # noqa: ARG001
    nlp_secret: str | None = None,  # noqa: ARG001
    keys_file: str | None = None,  # noqa: ARG001
    *,
    page_timeout: float = 0.0,
    page_memory: int = 0,
    limits: Mapping[str, int] | None = None,
    use_gpu: bool = False,  # noqa: ARG001
    m1: bool = False,  # noqa: ARG001
    **legacy: Any,  # noqa: ARG001
) -> SparkSession:
    """Start a Spark session with settings that suit documents, `register` the formats and print the versions.

    Parameters
    ----------
    secret, jar_path, nlp_version, nlp_internal, nlp_secret, keys_file, use_gpu, m1, **legacy
        Accepted and ignored, so that programs written for licensed products run: there is no key and no jar.
    extra_conf : SparkConf or Mapping, optional
        More settings of Spark; they win over the defaults here.
    master_url : str
        Where Spark runs; ``sc://host:port`` is a server of Spark Connect, whose own settings count.
    page_timeout, page_memory : float, int
        Seconds that a page may take, and MiB that it may need, in stages that say nothing else; 0: no limit. With one,
        work on documents is done in processes of its own, and what crashes, hangs or is too large is an exception.
    limits : Mapping, optional
        Other limits of what small files may ask for, in stages and readers that say nothing else, such as
        ``{"maxPages": 500}``; see ``sparkocr.limits``.

    Returns
    -------
    SparkSession
        The running session if there is one (Spark then applies the settings that it can change), else a new one.

    Raises
    ------
    ImportError
        Spark Connect needs more packages.
    ValueError
        There is no such limit, or it is no integer from 1.
    """
    set_usual_limits(StageLimits(Limits(page_timeout, page_memory), limits_of(limits or {})))
    if is_remote() or master_url.startswith(_CONNECT):
        return _prepared(_connected(master_url, extra_conf))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # local mode: workers are children of this process
    if running := SparkSession.getActiveSession():
        master_url = running.conf.get("spark.master", master_url) or master_url  # Spark would note another one
    settings = SETTINGS | OLDER_SPARK
    if threads := local_threads(master_url):
        settings |= LOCAL_SETTINGS
        settings["spark.sql.files.minPartitionNum"] = str(FILE_PARTITIONS_PER_CORE * threads)
    builder = SparkSession.builder.appName("sparkocr").master(master_url)
    for key, value in (settings | _settings_of(extra_conf)).items():
        builder = builder.config(key, value)
    return _prepared(builder.getOrCreate())


def _settings_of(extra_conf: SparkConf | Mapping[str, Any] | None) -> dict[str, str]:
    """Return the settings of the user."""
    if isinstance(extra_conf, SparkConf):
        return dict(extra_conf.getAll())
    return {str(key): str(value) for key, value in (extra_conf or {}).items()}


def _connected(server: str, extra_conf: SparkConf | Mapping[str, Any] | None) -> SparkSession:
    """Return the running session of Spark Connect, or connect to a server; set what a session may set of it.

    Raises
    ------
    ImportError
        Packages are missing; the message says which.
    """
    if find_spec("grpc") is None:
        raise ImportError("Spark Connect needs more packages: pip install 'sparkocr[connect]'")
    session = SparkSession.getActiveSession() or SparkSession.builder.remote(server).getOrCreate()
    for key, value in (SETTINGS | OLDER_SPARK | _settings_of(extra_conf)).items():
        if session.conf.isModifiable(key):
            session.conf.set(key, value)
    return session


def _prepared(session: SparkSession) -> SparkSession:
    register(session)
    _print_versions(session)
    return session


def info(session: SparkSession | None = None) -> None:
    """Print the versions of Spark, sparkocr and Tesseract, one a line, as programs and logs look for them."""
    import tesserocr

    _print_versions(session)
    print(f"Tesseract version: {tesserocr.tesseract_version().split()[1]}")  # noqa: T201


def _print_versions(session: SparkSession | None) -> None:
    """Print the lines that the original product prints."""
    spark = session.version if session else installed_version("pyspark")
    print(f"Spark version: {spark}\nSpark OCR version: {__version__}")  # noqa: T201


def version() -> str:
    """Return the version of sparkocr."""
    return __version__
