"""Formats of ``spark.read`` and ``df.write``: a new kind of file that Spark reads or writes goes here.

May import `stage` and what it may.
"""

from __future__ import annotations

from pyspark.sql import SparkSession

__all__ = ["register"]


def register(spark: SparkSession) -> None:
    """Make the formats of sparkocr known to a session, also of Spark Connect.

    `sparkocr.start` does it; call it in a session that was made otherwise.

    Parameters
    ----------
    spark : SparkSession
        The session. What was registered before under the same names is replaced.
    """
    # Modules of this package find files for programs without Spark, too.
    from sparkocr.datasource.binary_format import BinaryFormat
    from sparkocr.datasource.dicom_reader import DicomDataSource
    from sparkocr.datasource.pdf_reader import PdfDataSource
    from sparkocr.stage.guard import usual_limits

    spark.dataSource.register(BinaryFormat)
    for reader in (DicomDataSource, PdfDataSource):
        spark.dataSource.register(reader.limited(usual_limits()))
