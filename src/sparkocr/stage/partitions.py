"""How many partitions rows are spread over: the work follows pages, not bytes."""

from __future__ import annotations

import os
import re

from pyspark.sql import Column, DataFrame, GroupedData, SparkSession
from pyspark.sql import functions as F

from sparkocr.stage.spark_versions import deal_out

UNLIMITED_EXECUTORS = 2**31 - 1  # Spark's default of spark.dynamicAllocation.maxExecutors
# Small enough tasks to keep all cores busy to the end, few enough to cost nothing (10 ms each).
PARTITIONS_PER_CORE, MIN_PARTITIONS = 4, 16


def spread(dataset: DataFrame, partitions: int, key: Column, *, is_light: bool = False) -> DataFrame:
    """Deal rows out to partitions by an integer key, so that pages and not bytes decide who works.

    Parameters
    ----------
    dataset : DataFrame
    partitions : int
        How many; 0 chooses `PARTITIONS_PER_CORE` per core but at least `MIN_PARTITIONS`, -1 leaves the rows where
        they are.
    key : Column
        Integer; consecutive keys go to different partitions. (A plain ``repartition(n)`` would sort all rows
        first, ``repartition(column)`` puts a few small rows into one partition.)
    is_light : bool
        Whether a row takes milliseconds, as text does. `MIN_PARTITIONS` then does not count: it is for pages that take
        seconds, where a core could wait long for the last ones of another.
    """
    if partitions < 0:
        return dataset
    count = partitions or (_light_partitions(dataset) if is_light else _partitions(dataset))
    return deal_out(dataset, count, F.pmod(key, F.lit(count)).cast("int"))


def packed(dataset: DataFrame) -> DataFrame:
    """Put rows that lie in many small partitions into fewer, without moving them: for work that costs less than a task.

    They are at most `PARTITIONS_PER_CORE` per core.
    """
    return dataset.coalesce(_light_partitions(dataset))


def gathered(dataset: DataFrame, *keys: str) -> GroupedData:
    """Group rows by columns, in as many partitions as `spread` makes.

    Spark's own number, 200, is a task for each even of three documents once they are cached.
    """
    return dataset.repartition(_partitions(dataset), *keys).groupBy(*keys)


def _partitions(dataset: DataFrame) -> int:
    return max(MIN_PARTITIONS, _light_partitions(dataset))


def _light_partitions(dataset: DataFrame) -> int:
    return PARTITIONS_PER_CORE * cores(dataset.sparkSession)


def cores(session: SparkSession) -> int:
    """Return how many tasks run at once, from settings that are readable on Spark Connect too.

    Where no setting tells, as on a standalone cluster without ``spark.cores.max``, it is as many as make Spark's own
    number of partitions: a small cluster then has not a thousand tasks for a few pages.
    """

    def setting(name: str) -> str:
        # Not "" in place of None: where a master is not local, Spark checks it like a value that the user sets.
        return session.conf.get(name, None) or ""

    if setting("spark.default.parallelism"):
        return int(setting("spark.default.parallelism"))
    if threads := local_threads(setting("spark.master")):
        return threads
    if cluster := re.fullmatch(r"local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*,.*\]", setting("spark.master")):
        return int(cluster[1]) * int(cluster[2])
    if setting("spark.cores.max").isdecimal():  # of a standalone cluster
        return int(setting("spark.cores.max"))
    executors = setting("spark.executor.instances") or setting("spark.dynamicAllocation.maxExecutors")
    if executors.isdecimal() and int(executors) < UNLIMITED_EXECUTORS:
        return max(1, int(executors) * int(setting("spark.executor.cores") or 1))
    return max(1, int(setting("spark.sql.shuffle.partitions") or 200) // PARTITIONS_PER_CORE)


def local_threads(master: str) -> int:
    """Return how many tasks a local master runs at once; 0 if it is not local."""
    local = re.fullmatch(r"local(?:\[\s*(\d+|\*).*\])?", master)
    if not local:
        return 0
    return (os.cpu_count() or 1) if local[1] == "*" else int(local[1] or 1)
