"""The stage that groups the frames of DICOM files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr.enums import SplittingStrategy
from sparkocr.schemas import FrameRangesSchema
from sparkocr.stage.columns import EXCEPTION, Dataset, constant, earlier_exception, quoted
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import choice, column, integer
from sparkocr.stage.partitions import spread
from sparkocr.transformers.dicom.file_stage import FRAMES, DicomStage
from sparkocr.transformers.dicom.rows import frame_ranges

_PLAN, _NUMBER, _GROUP = "__plan", "__number", "__group"


class DicomSplitter(DicomStage):
    """Group the frames of DICOM files, so that the groups are shown in parallel: a row for each group.

    Adds the columns `outputCol`, an array of numbers of frames from 0, and `exception`. `DicomToImageV2` and
    `DicomToImageV3` take it as their second input column. They spread frames by themselves, so this stage is for
    programs that want to decide how many frames are in a row.

    Examples
    --------
    >>> rows = LightPipeline([DicomSplitter()]).fromBinary(samples.dicom("One", "Two", "Three"))
    >>> [row["frames"] for row in rows]
    [[0, 1], [2]]
    """

    outputCol = column("frames", "Column for the numbers of the frames.")
    partitionNum = integer(5, "Partitions of groups; 0 chooses by the number of cores, -1 leaves them.", minimum=-1)
    splitNumBatch = integer(2, "Frames per row, or rows per file, by `splittingStrategy`.", minimum=1)
    splittingStrategy = choice(
        SplittingStrategy.FIXED_SIZE_OF_PARTITION, "What splitNumBatch counts.", aliases=("splittingStategy",)
    )
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")

    def _groups(self, dataset: Dataset, file: Any) -> Any:
        is_size = self.getSplittingStrategy() is SplittingStrategy.FIXED_SIZE_OF_PARTITION
        group = partial(frame_ranges, count=self.getSplitNumBatch(), is_size=is_size)
        return self._udf(group, FrameRangesSchema, deterministic=True)(file, earlier_exception(dataset))

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        output, gone = self.getOutputCol(), self._dropped(dataset)
        grouped = dataset.withColumn(_PLAN, self._groups(dataset, quoted(self._file_column(dataset)))).drop(*gone)
        plan = F.col(_PLAN)
        rows = grouped.select("*", F.posexplode_outer(plan["frames"]).alias(_NUMBER, _GROUP))
        origin = self.optional_column(dataset, "originCol", StringType())
        key = F.xxhash64(origin) + F.coalesce(F.col(_NUMBER), F.lit(0))
        rows = spread(rows, self.getPartitionNum(), key)
        return rows.withColumns({output: F.col(_GROUP), EXCEPTION: plan[EXCEPTION]}).drop(_PLAN, _NUMBER, _GROUP)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        self.optional_column(row, "originCol", StringType())
        plan = self._groups(row, row[self._file_column(row)])
        groups = plan["frames"].as_py() or [None]
        rest = row.drop(*self._dropped(row))
        for group in groups:
            columns = {self.getOutputCol(): constant(row, group, FRAMES), EXCEPTION: plan[EXCEPTION]}
            yield rest.withColumns(columns)
