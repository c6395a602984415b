"""Jobs that documents end, and what Spark's errors mean."""

import pytest
from py4j.protocol import Py4JNetworkError
from pyspark.errors import PySparkException, PySparkRuntimeError

from sparkocr.apps.spark_errors import ends_workers, sentence_of
from sparkocr.apps.survive import MOST_LOST, Result, survive

CRASH = (
    "Job aborted due to stage failure: Task 1 in stage 2.0 failed 4 times, most recent failure: Lost task 1.3 in stage "
    "2.0: org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)\n\tat org.apache…"
)


class Jobs:
    """Jobs that fail if they have a poisonous document."""

    def __init__(self, *poisonous, message=CRASH):
        self.poisonous = set(poisonous)
        self.message = message
        self.sizes = []

    def __call__(self, files):
        paths = {row["path"] for row in files.collect()}
        self.sizes.append(len(paths))
        if paths & self.poisonous:
            raise PySparkException(self.message)
        return Result([files], len(paths))


@pytest.fixture(scope="module")
def files(spark):
    return spark.createDataFrame([(f"{number:02}.pdf",) for number in range(20)], "path string").cache()


def test_a_job_without_poison_is_computed_once(files):
    jobs = Jobs()
    result = survive(files, jobs)
    assert (jobs.sizes, result.count, result.lost) == ([20], 20, {})


def test_poisonous_documents_are_named_and_all_others_read(files):
    jobs = Jobs("03.pdf", "17.pdf")
    result = survive(files, jobs)
    assert {row["path"] for row in result.rows.collect()} == {
        f"{number:02}.pdf" for number in range(20)
    } - jobs.poisonous
    assert (result.count, set(result.lost)) == (18, jobs.poisonous)
    assert set(result.lost.values()) == {"the job that reads it fails: a Python worker crashed or was killed"}
    assert len(jobs.sizes) < 24


def test_if_all_are_lost_it_is_not_the_documents(files):
    jobs = Jobs(*(f"{number:02}.pdf" for number in range(20)))
    with pytest.raises(PySparkException, match="crashed"):
        survive(files, jobs)
    assert jobs.sizes.count(1) == MOST_LOST


def test_no_search_for_what_no_document_can_be_the_cause_of(files):
    jobs = Jobs("03.pdf", message="java.io.IOException: No space left on device")
    with pytest.raises(PySparkException, match="No space"):
        survive(files, jobs)
    assert jobs.sizes == [20]


@pytest.mark.parametrize(
    ("error", "sentence", "by_a_document"),
    [
        (PySparkException(CRASH), "a Python worker crashed or was killed", True),
        (PySparkException("ExecutorLostFailure (executor 1 exited"), "executors were lost", True),
        (PySparkException("java.lang.OutOfMemoryError: Java heap space"), "Java ran out of memory", True),
        (PySparkException("ModuleNotFoundError: No module named 'sparkocr'"), "the package is not there", False),
        (PySparkRuntimeError("[JAVA_GATEWAY_EXITED] Java gateway"), "Java did not start", False),
        (Py4JNetworkError("Answer from Java side is empty"), "Spark's Java process ended", False),
        (
            PySparkException("[PATH_NOT_FOUND] Path does not exist: file:/a. SQLSTATE: 42K03\nmore"),
            "Path does not",
            False,
        ),
        (ImportError("Spark Connect needs more packages: pip install"), "Spark Connect needs more packages", False),
        (PySparkException("An error occurred while calling o1.x.\n: java.io.IOException: why\n\tat a"), "why", False),
        (PySparkException(""), "PySparkException", False),
    ],
)
def test_sentences(error, sentence, by_a_document):
    assert sentence_of(error).startswith(sentence)
    assert "\n" not in sentence_of(error)
    assert ends_workers(error) is by_a_document
