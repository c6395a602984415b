"""A bar that shows what is done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from pyspark.sql.utils import is_remote
from tqdm import tqdm

from sparkocr.apps.survive import Result

if TYPE_CHECKING:
    from pyspark import Accumulator
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = ["bar_of", "run_with_progress"]

POLL_SECONDS = 0.5


def bar_of(unit: str) -> tqdm[Any]:
    """Return a bar for pages, tables or documents; how many there will be is known at the end."""
    bar: tqdm[Any] = tqdm(unit=f" {unit}", desc="reading")
    return bar


def run_with_progress(session: SparkSession, rows: DataFrame, counted: str, bar: tqdm[Any]) -> Result:
    """Compute all rows once and keep them; count those with a value in a column, and show how many are done meanwhile.

    Finished tasks report their rows, so the bar moves in steps; on Spark Connect, where they can't, only at the end.
    Its total is not known before the end: counting pages first would read every document twice.
    """
    is_counted = F.col(counted).isNotNull()
    # Both kinds of session have `DataFrame.observe`, but it tells nothing before the end; Connect alone has handlers of
    # progress, which count tasks. Workers on other machines may reach neither a disk nor a port of the driver.
    done = None if is_remote() else session.sparkContext.accumulator(0)
    if done is not None:
        rows = rows.withColumn("exception", _counting(done, is_counted))
    result = rows.cache()
    began = bar.n
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(result.where(is_counted).count)
        while not wait([job], POLL_SECONDS).done:
            if done is not None:
                bar.update(began + done.value - bar.n)
        failed = job.exception() is not None  # then others will count anew
        bar.update(began + (0 if failed else job.result()) - bar.n)
    return Result([result], job.result())


def _counting(done: Accumulator[int], is_counted: Column) -> Column:
    """Return the column of exceptions as it is, and count rows on the way."""

    def count(exception: str | None, is_counted: bool) -> str | None:
        done.add(int(is_counted))
        return exception

    return F.udf(count, StringType(), useArrow=False).asNondeterministic()("exception", is_counted)
