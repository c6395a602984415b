"""Stages that turn the frames of DICOM files into images."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from operator import or_
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType

from sparkocr.enums import FrameSamplingStrategy
from sparkocr.schemas import FramePlanSchema, ImageSchema, MetadataSchema
from sparkocr.stage.columns import EXCEPTION, Dataset, column_of, constant, earlier_exception, quoted, struct_of
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, choice, column, integer, number, string
from sparkocr.stage.partitions import packed, spread
from sparkocr.transformers.dicom.file_stage import FRAMES, DicomStage
from sparkocr.transformers.dicom.metadata import metadata_of
from sparkocr.transformers.dicom.rows import MANY_FRAMES, Compress, Sampling, frame_image, plan_frames

__all__ = ["DicomToImage", "DicomToImageV2", "DicomToImageV3"]

_PLAN, _WHOLE, _PARTS, _PART = "__plan", "__whole", "__parts", "__part"
_HELPERS = _FILE, _NUMBER, _PLACE, _TOTAL, _FAILURE, _FAILED, _IMAGE = (
    *("__file", "__number", "__place", "__total", "__failure", "__failed", "__image"),
)


class _ToImage(DicomStage):
    """Base of the stages that make an image of each frame.

    A file of several frames whose bytes are given is cut into files of one frame; for one that is given by its path,
    only numbers travel. Then the frames are spread over the cluster.
    """

    outputCol = column("image", "Column for the image.")
    originCol = column("path", "Column that says where the file is from; goes into the image.")
    pageNumCol = column("pagenum", "Column for the number of the frame, from 0.")
    partitionNum = integer(
        0, "Partitions of frames; 0 chooses by the number of cores, -1 leaves them in place.", minimum=-1
    )

    def _sampling(self) -> Sampling:
        return Sampling()

    def _scale(self) -> float:
        return 1.0

    def _compress(self) -> Compress:
        return Compress()

    def _more_columns(self, dataset: Dataset, image: Any, file: Any, failed: Any) -> dict[str, Any]:  # noqa: ARG002
        """Return columns besides image, number and exception."""
        return {}

    def _plan(self, file: Any, dataset: Dataset, *, cuts: bool) -> Any:
        frames = self._frames_column(dataset)
        wanted = constant(dataset, None, FRAMES) if frames is None else column_of(dataset, frames)
        plan = self._udf(
            partial(plan_frames, sampling=self._sampling(), cuts=cuts), FramePlanSchema, deterministic=True
        )
        return plan(file, wanted, earlier_exception(dataset))

    def _image(self, dataset: Dataset, file: Any, place: Any, total: Any, failure: Any, exception: Any) -> Any:
        make = self._udf(
            partial(frame_image, scale=self._scale(), compress=self._compress()), ImageSchema, deterministic=True
        )
        origin = self.optional_column(dataset, "originCol", StringType())
        return make(file, place, total, origin, failure, exception)

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        name, is_path = self._file_column(dataset), self._is_path(dataset)
        file, gone = quoted(name), self._dropped(dataset)
        is_planned = F.lit(True) if is_path or self._frames_column(dataset) else _may_have_frames(file)
        files = dataset if self.getOrDefault("partitionNum") < 0 else packed(dataset)
        planned = files.withColumn(_PLAN, self._plan(F.when(is_planned, file), dataset, cuts=not is_path))
        plan = F.col(_PLAN)
        # What a row has besides its own frame would be copied for each of them.
        listed = planned.select(
            *(quoted(other) for other in dataset.columns if other not in gone),
            F.when(plan["files"].isNull(), file).alias(_WHOLE),
            F.coalesce(_parts(plan), F.when(plan["numbers"].isNull(), F.array(_part(F.lit(0))))).alias(_PARTS),
            plan["total"].alias(_TOTAL),
            F.coalesce(plan[EXCEPTION], earlier_exception(dataset)).alias(_FAILED),
        )
        part = F.col(_PART)
        frames = listed.select("*", F.explode_outer(_PARTS).alias(_PART)).drop(_PARTS)
        frames = frames.withColumns(
            {
                _FILE: F.col(_WHOLE) if is_path else F.coalesce(part["file"], _WHOLE),
                _NUMBER: part["number"],
                _FAILURE: part["failure"],
            }
        ).withColumn(_PLACE, F.when(part["file"].isNull(), part["number"]).otherwise(0))
        frames = frames.drop(_WHOLE, _PART)
        origin = self.optional_column(frames, "originCol", StringType())
        key = F.xxhash64(origin, F.col(_TOTAL)) + F.coalesce(F.col(_NUMBER), F.lit(0))
        frames = spread(frames, self.getOrDefault("partitionNum"), key)
        file = F.col(_FILE)
        image = self._image(frames, file, F.col(_PLACE), F.col(_TOTAL), F.col(_FAILURE), F.col(_FAILED))
        number = F.coalesce(F.col(_NUMBER), F.lit(0))
        columns = self._columns(frames, F.col(_IMAGE), number, file, F.col(_FAILED))
        return frames.withColumn(_IMAGE, image).withColumns(columns).drop(*_HELPERS)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        file = row[self._file_column(row)]
        plan = self._plan(file, row, cuts=False)
        rest = row.drop(*self._dropped(row))
        failed, nothing = plan[EXCEPTION], constant(row, None, StringType())
        numbers = plan["numbers"].as_py() if plan["numbers"].is_valid else [0]
        for frame in numbers or [None]:
            place = constant(row, frame, IntegerType())
            image = self._image(row, file, place, plan["total"], nothing, failed)
            yield rest.withColumns(self._columns(row, image, constant(row, frame or 0, IntegerType()), file, failed))

    def _columns(self, dataset: Dataset, image: Any, number: Any, file: Any, failed: Any) -> dict[str, Any]:
        """Return the output columns."""
        columns = {self.getOrDefault("outputCol"): image, self.getOrDefault("pageNumCol"): number}
        return columns | self._more_columns(dataset, image, file, failed) | {EXCEPTION: image[EXCEPTION]}


def _may_have_frames(content: Column) -> Column:
    """Tell without Python whether files may have several frames: most have one, and then travel once."""
    found = [F.contains(content, F.lit(mark)) for mark in MANY_FRAMES]
    return F.coalesce(reduce(or_, found), F.lit(False))


def _parts(plan: Column) -> Column:
    """Return the frames of a plan, each with its file, if it was cut, or the reason why there is none."""

    def part(number: Column, place: Column) -> Column:
        return _part(number, F.get(plan["files"], place), F.get(plan["failures"], place))

    return F.transform(plan["numbers"], part)


def _part(number: Column, file: Column | None = None, failure: Column | None = None) -> Column:
    """Return a frame of a plan."""
    file = F.lit(None).cast("binary") if file is None else file
    failure = F.lit(None).cast("string") if failure is None else failure
    return F.struct(number.alias("number"), file.alias("file"), failure.alias("failure"))


class _WithMetadata(_ToImage):
    """Base of the stages that also give the header."""

    metadataCol = string("metadata", "Column for the header as JSON, see `DicomToMetadata`; empty: none.")

    def _hides(self) -> bool:
        return False

    def _more_columns(self, dataset: Dataset, image: Any, file: Any, failed: Any) -> dict[str, Any]:  # noqa: ARG002
        name = self.getOrDefault("metadataCol")
        if not name:
            return {}
        read = self._udf(partial(metadata_of, only_harmless=self._hides()), MetadataSchema, deterministic=True)
        return {name: read(file, failed)["metadata"]}


class DicomToImage(_WithMetadata):
    """Show the frames of DICOM files as a viewer shows them: a row with an image for each frame.

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`; gray, or blue, green, red),
    `pageNumCol`, `metadataCol` and `exception`; drops the input column unless `keepInput` is set or it holds paths.

    See Also
    --------
    sparkocr.dicom.display.show : what a viewer shows.
    DicomToImageV3 : the same with a choice of frames, a size, and compressed pixels.

    Notes
    -----
    A file is given by its bytes, or by its path, which may be a URL that fsspec knows. Of a path one frame at a time is
    read, so that a file of thousands of frames needs no more memory than one; drop `content` in front of this stage.

    The resolution of images is unknown, 0: sizes in a header are those of the patient.

    Examples
    --------
    >>> light = LightPipeline([DicomToImage(), ImageToText()])
    >>> pages = light.fromBinary(samples.dicom("First frame", "Second frame"))
    >>> [(page["pagenum"], page["text"].result.strip()) for page in pages]
    [(0, 'First frame'), (1, 'Second frame')]
    """

    deIdentifyMetadata = boolean(False, "Whether `metadataCol` has only what can't tell who the patient is.")

    def _hides(self) -> bool:
        return bool(self.getOrDefault("deIdentifyMetadata"))


class DicomToImageV2(_WithMetadata):
    """Show the frames of DICOM files, or some frames of each, such as those of `DicomSplitter`.

    The same as `DicomToImage`; `inputCols` may have a second column, with the numbers of the frames that are shown.

    Examples
    --------
    >>> light = LightPipeline([DicomSplitter(keepInput=True), DicomToImageV2(inputCols=["content", "frames"])])
    >>> [page["pagenum"] for page in light.fromBinary(samples.dicom("One", "Two", "Three"))]
    [0, 1, 2]
    """

    metadataCol = string("", _WithMetadata.metadataCol.doc)


class DicomToImageV3(_ToImage):
    """Show the frames of DICOM files, of all sizes and compressions, or some of them.

    The same as `DicomToImage` without its metadata, and with a choice of frames, their size, and how they travel.
    Adds `frameDimsCol` if it has a name.

    Notes
    -----
    Masks must cover all frames: where `frameLimit` left some out, `DicomDrawRegions` draws each region on all of them.

    ``compressionMode``:

    ========  ============================================================================================
    disabled  ``data`` of images holds pixels
    enabled   ``data`` holds a JPEG file; all stages read it, but recognition sees its artifacts
    auto      a JPEG file where the frames of a file have more than `compressionThreshold` megapixels together
    ========  ============================================================================================

    Examples
    --------
    >>> show = DicomToImageV3(frameLimit=2, frameSamplingStrategy="stride", scale=0.5)
    >>> light = LightPipeline([show], keepImages=True)
    >>> pages = light.fromBinary(samples.dicom("One", "Two", "Three", "Four"))
    >>> [(page["pagenum"], page["image"].to_pil().size) for page in pages]
    [(0, (300, 60)), (2, (300, 60))]
    """

    scale = number(
        0.0,
        "Factor for the sides of images; 0: they stay. `DicomDrawRegions` takes 1 / `scale` as `scaleFactor`.",
        minimum=0,
    )
    frameLimit = integer(0, "How many frames of a file are shown; 0: all.", minimum=0)
    frameSamplingStrategy = choice(FrameSamplingStrategy.CONSECUTIVE, "Which frames are shown, if not all.")
    compressionMode = string(
        "disabled",
        "Whether `data` of images holds JPEG files instead of pixels: see the notes.",
        pattern="disabled|enabled|auto",
        allowed="disabled, enabled or auto",
        example="auto",
    )
    compressionThreshold = number(
        64.0, "Megapixels (2**20) of all frames of a file above which ``auto`` compresses.", minimum=0
    )
    compressionQuality = integer(85, "Quality of JPEG.", minimum=1, maximum=95)
    compressImage = boolean(False, "Whether `data` of images holds PNG files, which lose nothing.")
    memoryOptimized = boolean(False, "Accepted for old programs: one frame at a time is always read.")
    frameDimsCol = string("", "Column for the size of the image in px (struct of width and height); empty: none.")

    def _sampling(self) -> Sampling:
        return Sampling(self.getFrameLimit(), self.getFrameSamplingStrategy())

    def _scale(self) -> float:
        return float(self.getScale())

    def _compress(self) -> Compress:
        mode = self.getCompressionMode()
        quality = 0 if mode == "disabled" else self.getCompressionQuality()
        return Compress(self.getCompressImage(), quality, self.getCompressionThreshold() if mode == "auto" else 0.0)

    def _more_columns(self, dataset: Dataset, image: Any, file: Any, failed: Any) -> dict[str, Any]:  # noqa: ARG002
        name = self.getFrameDimsCol()
        return {name: struct_of(dataset, width=image["width"], height=image["height"])} if name else {}
