"""Runs many variants of a stage in one Spark job, because every job costs half a second."""

from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType, StructField, StructType

_FILE = StructType([StructField("path", StringType()), StructField("content", BinaryType())])


def files(spark, **contents):
    """A DataFrame of files in one partition, their paths being the names of the arguments."""
    return spark.createDataFrame(list(contents.items()), _FILE).coalesce(1)


def collect(frames):
    """Collect named DataFrames at once: a dict from name to rows, sorted by path and page.

    Every row also has `partition`, the partition that it was made in. Columns that only other frames have are null.
    """
    marked = [
        frame.select("*", F.spark_partition_id().alias("partition"), F.lit(name).alias("variant"))
        for name, frame in frames.items()
    ]
    rows = union(marked).collect()
    rows.sort(key=lambda row: (row["path"] or "", row["pagenum"] or 0))
    return {name: [row for row in rows if row["variant"] == name] for name in frames}


def union(frames):
    """One DataFrame of many, whose jobs take as long as theirs together."""
    while len(frames) > 1:  # in pairs, as Spark walks through the whole plan at each union
        pairs = zip(frames[::2], frames[1::2], strict=False)
        rest = frames[-1:] if len(frames) % 2 else []
        frames = [one.unionByName(other, allowMissingColumns=True) for one, other in pairs] + rest
    return frames[0].coalesce(8)  # each task reads the plans of all frames
