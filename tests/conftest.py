"""Fixtures of all tests: one Spark session, classic or Connect, and documents made on the spot."""

import os
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests share the makers of documents
# For every Java that a test starts: what they run is over before the second compiler pays, and Spark has sound classes.
os.environ.setdefault(
    "SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)


def pytest_make_parametrize_id(val):
    """Files in names of tests would differ from process to process: some tell when they were made."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_addoption(parser):
    parser.addoption("--spark", choices=["classic", "connect"], default="classic", help="kind of Spark session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep in one process, where `make test` has two, what shares jobs or memory: a file, contract, clusters."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return next((folder for folder in ("clusters", "contract") if f"/{folder}/" in file), file)

    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    """Begin with what takes longest and mostly waits, so that the last to end is short: clusters and Connect."""
    items.sort(key=lambda item: "clusters" not in item.path.parts and item.path.name != "test_connect.py")


@pytest.fixture(scope="session")
def spark(request, tmp_path_factory):
    """A session on two cores, without the settings of `sparkocr.start`: everything must work in any session."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    builder = SparkSession.builder.config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
    if request.config.getoption("--spark") == "connect":
        session = builder.remote("local[2]").getOrCreate()
    else:
        # A third less CPU time. On Connect, SQL is compiled and workers start as users have it.
        builder = builder.config("spark.driver.extraJavaOptions", "-XX:+UseSerialGC")
        builder = builder.config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        builder = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.driver.memory", "2g")
        builder = builder.config("spark.python.daemon.module", "sparkocr.daemon")
        builder = builder.config("spark.python.sql.dataFrameDebugging.enabled", "false")  # asks Java at each column
        session = builder.master("local[2]").getOrCreate()
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("error", UserWarning)
        patch.setattr("sparkocr.stage.partitions.MIN_PARTITIONS", 4)  # a task costs more than the few pages here
        patch.setattr("sparkocr.stage.partitions.PARTITIONS_PER_CORE", 2)
        patch.setattr("sparkocr.stage.partitions.SHARES", (1, 1))
        yield session
    session.stop()


@pytest.fixture
def limit():
    """A function that sets limits of documents for a test."""
    with ExitStack() as stack:
        from sparkocr.limits import DocumentLimits, limited

        yield lambda **limits: stack.enter_context(limited(DocumentLimits(**limits)))
