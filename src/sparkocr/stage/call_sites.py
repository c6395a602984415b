"""Build plans without asking which line of the program builds them."""

from __future__ import annotations

from threading import Lock

from pyspark.errors import utils

__all__ = ["without_call_sites"]

_CACHED_SETTING = "_enable_debugging_cache"


class _WithoutCallSites:
    """Keeps PySpark from looking for the line of the user's program behind each column, for its error messages.

    For columns that a stage makes it would find lines of this library, and every lookup asks the JVM five times: half
    of the time that a transform takes. PySpark has a setting for it, ``spark.python.sql.dataFrameDebugging.enabled``,
    but reads it once per process; what it then goes by is set here for as long as any thread is in the ``with`` block.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._outside: bool | None = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._outside = getattr(utils, _CACHED_SETTING)
                setattr(utils, _CACHED_SETTING, False)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                setattr(utils, _CACHED_SETTING, self._outside)


without_call_sites = _WithoutCallSites()
