"""How many partitions rows are spread over: the work follows pages, not bytes."""

from __future__ import annotations

import os
import re
from itertools import accumulate, count
from math import gcd

from pyspark.sql import Column, DataFrame, GroupedData, SparkSession
from pyspark.sql import functions as F

from sparkocr.stage.spark_versions import deal_out

UNLIMITED_EXECUTORS = 2**31 - 1  # Spark's default of spark.dynamicAllocation.maxExecutors
# Small enough tasks to keep all cores busy to the end, few enough to cost nothing (10 ms each).
PARTITIONS_PER_CORE, MIN_PARTITIONS = 4, 16
SHARES = (256, 256, 256, 128, 64, 32, 16, 8, 4, 2, 1, 1)
"""How the rows of a core are shared out to its tasks, where a row takes seconds.

Tasks that become smaller end together: of pages that take .2 to 4 s, 110,000 on 1,000 cores, the last core is done 1.4
instead of 11 longest pages after the first. Halves are those of factoring, which begins with one; here no task is more
than a quarter, so that a lost executor has not half of its work to do again.

References
----------
S. Hummel, E. Schonberg, L. Flynn, Factoring: a method for scheduling parallel loops, CACM 35 (8), 1992.
"""
_GOLDEN = (5**0.5 - 1) / 2  # a step of this part of a circle deals consecutive numbers out evenly (Fibonacci hashing)


def spread(dataset: DataFrame, partitions: int, key: Column, *, is_light: bool = False) -> DataFrame:
    """Deal rows out to partitions by an integer key, so that pages and not bytes decide who works.

    Parameters
    ----------
    dataset : DataFrame
    partitions : int
        How many, of as many rows each; 0 chooses: as `SHARES` for each core. -1 leaves the rows where they are.
    key : Column
        Integer; consecutive keys go to different partitions, as far as there are some. (A plain ``repartition(n)``
        would sort all rows first, ``repartition(column)`` puts a few small rows into one partition.)
    is_light : bool
        Whether a row takes milliseconds, as text does: then 0 chooses `PARTITIONS_PER_CORE`, all alike.
    """
    if partitions < 0:
        return dataset
    if partitions or is_light:
        number = partitions or _light_partitions(dataset)
        return deal_out(dataset, number, F.pmod(key, F.lit(number)).cast("int"))
    slots = cores(dataset.sparkSession)
    return deal_out(dataset, len(SHARES) * slots, _shared_out(key, slots).cast("int"))


def _shared_out(key: Column, cores: int) -> Column:
    """Return the partition of a key: the first ones, one for each core, take the first share, and so on."""
    parts = sum(SHARES) * cores
    part = F.pmod(F.pmod(key, F.lit(parts)) * F.lit(step_around(parts)).cast("long"), F.lit(parts))
    *bounds, _ = accumulate(SHARES)
    taken = F.floor(part / cores)
    turn = sum((F.when(taken >= bound, 1).otherwise(0) for bound in bounds), F.lit(0))
    return turn * cores + F.pmod(part, F.lit(cores))


def step_around(parts: int) -> int:
    """Return a step by which all parts of a circle are visited, any few steps far from each other."""
    return next(number for number in count(int(_GOLDEN * parts)) if gcd(number, parts) == 1)


def packed(dataset: DataFrame) -> DataFrame:
    """Put rows that lie in many small partitions into fewer, without moving them: for work that costs less than a task.

    They are at most `PARTITIONS_PER_CORE` per core.
    """
    return dataset.coalesce(_light_partitions(dataset))


def gathered(dataset: DataFrame, *keys: str) -> GroupedData:
    """Group rows by columns, in `PARTITIONS_PER_CORE` for each core, but at least `MIN_PARTITIONS`.

    Spark's own number, 200, is a task for each even of three documents once they are cached.
    """
    return dataset.repartition(max(MIN_PARTITIONS, _light_partitions(dataset)), *keys).groupBy(*keys)


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
