"""What Spark's errors mean: a sentence for each, and whether a document can be the cause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from py4j.protocol import Py4JError, Py4JNetworkError
from pyspark.errors import PySparkException

__all__ = ["SPARK_ERRORS", "ends_workers", "sentence_of"]

SPARK_ERRORS = (PySparkException, Py4JError, ConnectionError, ImportError)
"""What Spark raises when it can't start, is lost, or gives a job up."""

_SUBMIT = "docs: Clusters, Executors without the package"


@dataclass(frozen=True, slots=True)
class _Cause:
    """A cause of errors.

    Attributes
    ----------
    pattern : str
        Regular expression of what the error says.
    sentence : str
        What it means.
    ends_workers : bool
        Whether a document can be the cause: its bytes crashed what reads it, or took all memory.
    """

    pattern: str
    sentence: str
    ends_workers: bool = False


_CAUSES = (
    _Cause(r"No module named '?sparkocr", f"the package is not there where Spark's Python runs ({_SUBMIT})"),
    _Cause(r"PYTHON_VERSION_MISMATCH", "the driver and the workers have different versions of Python"),
    _Cause(r"No space left on device", "a disk is full where Spark works"),
    _Cause(r"Python worker (exited|failed to connect)|PYTHON_WORKER", "a Python worker crashed or was killed", True),
    _Cause(r"OutOfMemoryError|GC overhead", "Java ran out of memory: see spark.executor.memory", True),
    _Cause(r"ExecutorLost|executor \S+ exited|Executor heartbeat|Lost executor", "executors were lost", True),
    _Cause(r"masters are unresponsive|UNAVAILABLE|[Ff]ailed to connect|NO_ACTIVE_SESSION", "Spark can't be reached"),
    _Cause(r"JAVA_GATEWAY_EXITED|JAVA_HOME|PYTHON_GATEWAY", "Java did not start: Spark needs Java 17 or newer"),
    _Cause(r"SparkContext was shut ?down|stopped SparkContext|INACTIVE|SESSION_CLOSED", "Spark was stopped"),
)
_JAVA_CLASS = re.compile(r"^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ")
_CONDITION = re.compile(r"^\[[A-Z_.]+\]\s*")
_LOST_JAVA = "Spark's Java process ended"


def sentence_of(error: BaseException) -> str:
    """Say in a sentence what an error means, without what comes behind the first line of its message."""
    if cause := _cause_of(error):
        return cause.sentence
    if isinstance(error, Py4JNetworkError | ConnectionError):
        return _LOST_JAVA
    lines = [line for line in str(error).splitlines() if line.strip()]
    shown = next((line for line in lines if not line.startswith("An error occurred while calling")), "")
    return _CONDITION.sub("", _JAVA_CLASS.sub("", shown.lstrip(": "))) or type(error).__name__


def ends_workers(error: BaseException) -> bool:
    """Tell whether an error is one that a single document can cause."""
    cause = _cause_of(error)
    return cause is not None and cause.ends_workers


def _cause_of(error: BaseException) -> _Cause | None:
    message = str(error)
    return next((cause for cause in _CAUSES if re.search(cause.pattern, message)), None)
