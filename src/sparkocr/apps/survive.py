"""A job that goes on without the documents that end it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr.apps.spark_errors import SPARK_ERRORS, ends_workers, sentence_of

__all__ = ["Result", "survive"]

# So many documents in a row, one by one, and none that can be read: it is not the documents.
MOST_LOST = 8


@dataclass(frozen=True)
class Result:
    """What was computed and kept.

    Attributes
    ----------
    parts : sequence of DataFrame
        Its rows; they are cached.
    count : int
        What counts of them.
    lost : mapping of str to str
        By path, why there are no rows of a document.
    """

    parts: Sequence[DataFrame]
    count: int
    lost: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> DataFrame:
        """All rows."""
        return reduce(DataFrame.union, self.parts)

    def forget(self) -> None:
        """Free the memory of the rows."""
        for part in self.parts:
            part.unpersist()

    def with_part(self, other: Result) -> Result:
        """Return this result and another one."""
        return Result([*self.parts, *other.parts], self.count + other.count, {**self.lost, **other.lost})


def survive(files: DataFrame, compute: Callable[[DataFrame], Result]) -> Result:
    """Compute a result of files; if the job is ended by workers that crash, do it without those that crash them.

    The files are computed again in halves, and the halves that fail in halves again, down to single files. A job that
    all goes well with is computed once.

    Parameters
    ----------
    files : DataFrame
        Has a column `path`.
    compute : Callable
        Computes and keeps the result of some of the files.

    Returns
    -------
    Result
        The result of all files but those that are lost.

    Raises
    ------
    Exception
        Spark's, if it is no document that ends the job.
    """
    try:
        return compute(files)
    except SPARK_ERRORS as error:
        if not ends_workers(error):
            raise
        paths = sorted({row["path"] for row in files.select("path").collect()})
        return _without_lost(files, paths, compute, compute(files.where(F.lit(False))), error)


def _without_lost(
    files: DataFrame,
    paths: Sequence[str],
    compute: Callable[[DataFrame], Result],
    earlier: Result,
    error: Exception,
) -> Result:
    """Compute the halves of files whose job was ended by an error, and return them with an earlier result."""
    if len(paths) == 1:
        lost = {**earlier.lost, paths[0]: f"the job that reads it fails: {sentence_of(error)}"}
        if len(lost) == MOST_LOST and not earlier.count:
            raise error
        return Result(earlier.parts, earlier.count, lost)
    for half in (paths[: len(paths) // 2], paths[len(paths) // 2 :]):
        try:
            earlier = earlier.with_part(compute(files.where(F.col("path").isin(list(half)))))
        except SPARK_ERRORS as failed:
            if not ends_workers(failed):
                raise
            earlier = _without_lost(files, half, compute, earlier, failed)
    return earlier
