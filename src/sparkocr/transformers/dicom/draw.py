"""The stage that masks regions in DICOM files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial, reduce
from operator import and_
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, IntegerType

from sparkocr.dicom.draw import Boxes, Corners, fill_boxes
from sparkocr.dicom.encode import Compression
from sparkocr.dicom.syntaxes import JPEG_2000_LOSSLESS, JPEG_BASELINE, JPEG_LS, JPEG_LS_NEAR, RLE
from sparkocr.errors import DocumentError
from sparkocr.schemas import MaskedFileSchema
from sparkocr.stage.columns import EXCEPTION, Dataset, earlier_exception, quoted
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_row
from sparkocr.stage.group import AggregatingStage
from sparkocr.stage.guard_params import GuardParams
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, column, columns, integer, number, settings, split_settings, string
from sparkocr.stage.partitions import gathered
from sparkocr.stage.regions import check_regions, read_regions
from sparkocr.stage.udf import RowUdf
from sparkocr.transformers.dicom.file_stage import holds_paths
from sparkocr.transformers.dicom.rows import source_of

__all__ = ["DicomDrawRegions"]

_SYNTAXES = {  # names as PS3.6, annex A
    "RLELossless": RLE,
    "JPEGBaseline8Bit": JPEG_BASELINE,
    "JPEGLSLossless": JPEG_LS,
    "JPEGLSNearLossless": JPEG_LS_NEAR,
    "JPEG2000Lossless": JPEG_2000_LOSSLESS,
}
_QUALITY = 90  # of JPEG
_KEY, _TAKEN, _FILE, _PARTS, _MADE = "__key", "__taken", "__file", "__parts", "__made"


class DicomDrawRegions(GuardParams, AggregatingStage):
    """Mask regions in the pixels of DICOM files, and write them anew.

    The rows of a file, one for each frame, become one. The result has the columns `aggCols`, the file if `keepInput` is
    set, `outputCol`, `transferSyntaxCol` and `exception`.

    See Also
    --------
    sparkocr.dicom.draw.fill_boxes : what is filled with what, and what else goes.

    Notes
    -----
    The frame of a row is told by `pageNumCol`; if that column is not there, by the field ``page`` of the regions. **If
    the rows of a file are not of all its frames**, because `DicomToImageV3` left some out or the frame isn't told, each
    region is masked on all frames: what is in the others is not known.

    Masks fail closed: if a row failed before, its regions are null, or one has no valid place or size, the result is
    null and `exception` says why. No regions (an empty array) are nothing to mask. Overlays and icons go in any case,
    since nobody has looked at them.

    A file stays in its transfer syntax where something encodes it: uncompressed, RLE, JPEG-LS and JPEG 2000; those
    without loss are the same pixel by pixel outside of the regions. Other compressed files become RLE Lossless, or
    uncompressed if RLE can't hold them. `transferSyntaxCol` has the UID.

    On a stream, use it inside ``foreachBatch``. In a `LightPipeline` all rows are those of one file.

    Examples
    --------
    >>> files = spark.createDataFrame([("a.dcm", samples.dicom("Jane Doe"))], "path string, content binary")
    >>> pages = ImageTextDetector(outputCol="regions").transform(DicomToImageV3(keepInput=True).transform(files))
    >>> masked = DicomDrawRegions().transform(pages)
    >>> shown = DicomToImageV3(inputCol="dicom").transform(masked)  # of the letters, which have grays, nothing is left
    >>> [(row.path, row.transfer_syntax, sorted(set(row.image.data))) for row in shown.collect()]
    [('a.dcm', '1.2.840.10008.1.2.1', [0, 255])]

    Without Spark, of one file:

    >>> find = [DicomToImageV3(keepInput=True), ImageTextDetector(outputCol="regions")]
    >>> light = LightPipeline([*find, DicomDrawRegions(), DicomToImageV3(inputCol="dicom")], keepImages=True)
    >>> frames = light.fromBinary(samples.dicom("Jane Doe", "Ward 7"))
    >>> [sorted(set(frame["image"].to_pil().tobytes())) for frame in frames]
    [[0, 255], [0, 255]]
    """

    inputCol = column("content", "Column with the bytes of the DICOM file, or with its path.")
    inputRegionsCol = column("regions", "Column with an array of regions, or with a single one, in px of the image.")
    outputCol = column("dicom", "Column for the bytes of the masked file.")
    transferSyntaxCol = string(
        "transfer_syntax", "Column for the UID of the transfer syntax of the masked file; empty: none."
    )
    pageNumCol = column("pagenum", "Column with the number of the row's frame.")
    aggCols = columns(["path"], "Columns that the rows of one file share; they come back. Bytes tell no files apart.")
    keepInput = boolean(False, "Whether the original file stays in the result.")
    scaleFactor = number(1.0, "Factor for the places of regions: 1 / scale of the images they are on.", more_than=0)
    rotated = boolean(False, "Accepted for old programs: regions with an angle are always masked turned.")
    compression = string(
        "RLELossless",
        "Transfer syntax of what is compressed. Unless it is set, files stay in their own where something encodes it.",
        pattern="|".join(_SYNTAXES),
        allowed=f"one of {', '.join(_SYNTAXES)}",
        example="JPEGLSLossless",
    )
    compressionQuality = settings(
        None,
        "Quality of JPEGBaseline8Bit, 1 to 100, and largest error of a pixel in JPEGLSNearLossless.",
        example=["8Bit=80", "LSNearLossless=2"],
        pattern=r"8Bit=([1-9]\d?|100)|LSNearLossless=(\d\d?|1\d\d|2[0-4]\d|25[0-5])",
        allowed="8Bit=1 to 100, LSNearLossless=0 to 255",
    )
    forceCompress = boolean(False, "Whether files that are not compressed become so.")
    forceOutput = boolean(
        False, "Whether a file that can't be compressed as is wanted is written uncompressed, instead of failing."
    )
    outputPartitionSize = integer(1, "Accepted for old programs: files are spread over the cluster.", minimum=1)

    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        holds_paths(self, dataset, "inputCol", self.getInputCol())
        check_regions(self, dataset)
        for name in self.getAggCols():
            self.check_column(dataset, "aggCols", name=name)

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        self._refuse_stream(dataset)
        keys, carried = self._shared(dataset)
        numbered = {name: f"{_KEY}{place}" for place, name in enumerate(keys)}
        taken = {name: f"{_TAKEN}{place}" for place, name in enumerate(carried)}
        rows = dataset.select(
            *(quoted(name).alias(alias) for name, alias in {**numbered, **taken}.items()),
            quoted(self.getInputCol()).alias(_FILE),
            F.struct(
                self.optional_column(dataset, "pageNumCol", IntegerType()).alias("number"),
                quoted(self.getInputRegionsCol()).alias("regions"),
                earlier_exception(dataset).alias("exception"),
            ).alias(_PARTS),
        )
        first = [F.first(name, ignorenulls=True).alias(name) for name in (_FILE, *taken.values())]
        files = gathered(rows, *numbered.values()).agg(*first, F.collect_list(_PARTS).alias(_PARTS))
        known = reduce(and_, (F.col(name).isNotNull() for name in numbered.values()))
        made = files.withColumn(_MADE, self._drawing()(F.col(_FILE), F.col(_PARTS), known))
        shared = {name: F.col({**numbered, **taken}[name]) for name in self.getAggCols()}
        columns = self._columns(shared, F.col(_FILE), F.col(_MADE))
        return made.select(*(value.alias(name) for name, value in columns.items()))

    def light_document(self, rows: Iterator[LightRow]) -> Iterator[LightRow]:
        """Mask the file of which the rows are the frames; of each row only its regions are held."""
        first: LightRow | None = None
        parts: list[dict[str, Any]] = []
        for row in rows:
            self._check(row)
            if first is None:
                names = dict.fromkeys([*self.getAggCols(), self.getInputCol()])
                first = LightRow({name: row[name] for name in names})
            parts.append(
                {
                    "number": self.optional_column(row, "pageNumCol", IntegerType()),
                    "regions": row[self.getInputRegionsCol()],
                    "exception": earlier_exception(row),
                }
            )
        if first is not None:
            file, (keys, _) = first[self.getInputCol()], self._shared(first)
            known = pa.scalar(all(first[name].is_valid for name in keys))
            shared = {name: first[name] for name in self.getAggCols()}
            yield LightRow(self._columns(shared, file, self._drawing()(file, parts, known)))

    def _drawing(self) -> RowUdf:
        draw = partial(_draw, scale=self.getScaleFactor(), compression=self._compression())
        return self._udf(draw, MaskedFileSchema, deterministic=False)

    def _columns(self, shared: Mapping[str, Any], file: Any, made: Any) -> dict[str, Any]:
        """Return the columns of the result."""
        columns = dict(shared)
        if self.getKeepInput():
            columns[self.getInputCol()] = file
        columns[self.getOutputCol()] = made["content"]
        if self.getTransferSyntaxCol():
            columns[self.getTransferSyntaxCol()] = made["transferSyntax"]
        return columns | {EXCEPTION: made[EXCEPTION]}

    def _shared(self, dataset: Dataset) -> tuple[list[str], list[str]]:
        """Return the columns that tell files apart, and those of bytes.

        Raises
        ------
        ValueError
            There are none that do.
        """
        is_bytes = {name: dataset.schema[name].dataType == BinaryType() for name in self.getAggCols()}
        keys = [name for name, holds in is_bytes.items() if not holds]
        if not keys:
            raise ValueError(f"{self.uid}: aggCols needs a column that tells files apart, such as path")
        return keys, [name for name, holds in is_bytes.items() if holds]

    def _compression(self) -> Compression:
        qualities = dict(split_settings(self.getCompressionQuality()))
        is_chosen = self.isSet("compression") or self.getForceCompress()
        return Compression(
            _SYNTAXES[self.getCompression()] if is_chosen else "",
            self.getForceCompress(),
            self.getForceOutput(),
            int(qualities.get("8Bit", _QUALITY)),
            int(qualities.get("LSNearLossless", 0)),
        )


def _draw(
    file: pa.Scalar,
    parts: Iterable[Mapping[str, pa.Scalar]],
    known: pa.BooleanScalar,
    *,
    scale: float,
    compression: Compression,
) -> pa.StructArray:
    """Mask one file."""
    if not known.as_py():
        raise DocumentError("A column of aggCols is null: nothing tells the row's file")
    rows = [dict(part.items()) for part in parts]
    for row in rows:
        raise_earlier(row["exception"])
    source = source_of(file)
    by_frame: dict[int, list[Corners]] = {}
    for row in rows:
        if not row["regions"].is_valid:
            raise DocumentError("There are no regions, not even none: the column is null")
        number = row["number"].as_py()
        if number is not None:
            by_frame.setdefault(number, [])
        for region in read_regions(row["regions"]):
            frame = region.page if number is None else number
            by_frame.setdefault(frame, []).append(region.box.corners() * scale)
    masked = fill_boxes(source, Boxes(by_frame=by_frame, knows_all=False), compression)
    return file_row({"content": masked.content, "transferSyntax": masked.transfer_syntax}, MaskedFileSchema)
