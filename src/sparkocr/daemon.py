"""Spark's Python daemon with this library loaded.

Spark forks its Python workers from a daemon, and each then imports what it needs: this library and those below it
take a second of CPU time and 85 MB. Workers of this daemon have it all from the start, and share the memory.

It is chosen by ``spark.python.daemon.module``, which `sparkocr.start` sets for local sessions. On a cluster, set it
where the library is installed on every machine before Spark starts there.
"""

import sys

import pyspark.worker  # noqa: F401  else it is imported after the fork
from pyspark.daemon import manager

from sparkocr.stage.udf import settle_worker
from sparkocr.transformers import STAGES  # noqa: F401  all families

if __name__ == "__main__":
    settle_worker()
    sys.path_importer_cache.clear()  # else each worker reads the directory of pyspark.zip again, once per package in it
    manager()
