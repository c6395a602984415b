"""LightPipeline: the functions of a pipeline's stages on one document, in this process and without a Spark job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Self

import PIL.Image
import pyarrow as pa
from pyspark.ml import PipelineModel, Transformer
from pyspark.sql.types import DataType, StructType

from sparkocr import transformers
from sparkocr.file_names import shown
from sparkocr.imaging.pixels import is_placeholder
from sparkocr.schemas import OPTIONAL_IMAGE_FIELDS, ImageSchema, PositionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION
from sparkocr.stage.light_row import LightRow

_IMAGE_FIELDS = set(ImageSchema.names) - set(OPTIONAL_IMAGE_FIELDS)
_FILE_TYPES = {
    "path": pa.string(),
    "modificationTime": pa.timestamp("us", "UTC"),
    "length": pa.int64(),
    "content": pa.binary(),
}  # as `sparkocr.schemas.BinarySchema`
_CONTENT, _BASE64 = "content", "b64string"
_IN_MEMORY, _BASE64_IN_MEMORY = "memory", "base64_in_memory"  # paths of what is no file
_SHOWN_OF_FILE = 20  # characters of the base64 text of a file, in its path
_NO_EXCEPTION = "ocr_pipeline_exception::"


class LightPipelineException(str):
    """What the column `exception` says of one page; false if nothing went wrong.

    It is the text that the original product gives: there is one for pages without an exception, too.

    Parameters
    ----------
    message : str
        What went wrong; empty: nothing.

    Attributes
    ----------
    message : str

    Examples
    --------
    >>> LightPipelineException("PdfToText_1: Can't open file as PDF.")
    Light Pipeline Exception(message: [PdfToText_1: Can't open file as PDF.])
    >>> page = {"exception": LightPipelineException()}
    >>> page["exception"], bool(page["exception"]), page["exception"].message
    (Light Pipeline Exception(message: [ocr_pipeline_exception::]), False, '')
    """

    __slots__ = ("message",)

    message: str

    def __new__(cls, message: str = "") -> Self:
        """Make the text of a message."""
        made = super().__new__(cls, f"Light Pipeline Exception(message: [{message or _NO_EXCEPTION}])")
        made.message = message
        return made

    def __getnewargs__(self) -> tuple[str]:
        return (self.message,)

    def __bool__(self) -> bool:
        return bool(self.message)

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class ImageOutput:
    """An image column of one page.

    Attributes
    ----------
    path : str or None
        Where the image is from.
    exception : str or None
        Why there is no image.
    """

    path: str | None
    exception: str | None
    _image: dict[str, Any] | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"ImageOutput(path: {self.path}, exception: {self.exception})"

    def to_pil(self) -> PIL.Image.Image:
        """Return the image, if the pipeline was made with ``keepImages=True``.

        Raises
        ------
        ValueError
            There is no image, or it was not kept.
        """
        if self._image is None and self.exception is None:
            raise ValueError("the image was not kept: use LightPipeline(..., keepImages=True)")
        from sparkocr.utils import to_pil_image  # which brings what notebooks show, and all that needs

        return to_pil_image(self._image or {"data": None, EXCEPTION: self.exception})


@dataclass(frozen=True)
class Annotation:
    """The text of one page, with the fields of Spark NLP's annotations.

    Attributes
    ----------
    annotatorType : str
        ``image_to_text``.
    begin, end : int
        0 and the length of the text.
    result : str
        The text; empty if there is none.
    metadata : dict of str to str
        ``confidence`` (0 to 100), ``exception`` and ``sourcePath``; each is empty if there is none.
    embeddings : tuple of float
        Empty.

    Examples
    --------
    >>> Annotation("image_to_text", 0, 5, "Total", {"confidence": "96.5", "sourcePath": "memory"})
    Annotation(image_to_text, 0, 5, Total, Map(confidence -> 96.5, sourcePath -> memory), [])
    """

    annotatorType: str
    begin: int
    end: int
    result: str
    metadata: dict[str, str]
    embeddings: tuple[float, ...] = ()

    def __repr__(self) -> str:
        metadata = ", ".join(f"{key} -> {value}" for key, value in self.metadata.items())
        fields = (self.annotatorType, self.begin, self.end, self.result, f"Map({metadata})", list(self.embeddings))
        return f"Annotation({', '.join(map(str, fields))})"


@dataclass(frozen=True)
class PositionsOutput:
    """Where the text of one page stands.

    Attributes
    ----------
    mappings : list of dict
        One per unit of text, with the keys ``c``, ``x``, ``y``, ``width``, ``height``, ``fontSize`` (see
        `sparkocr.schemas.PositionSchema`) and ``source``: ``ocr`` or ``pdf``.
    """

    mappings: list[dict[str, Any]]


class LightPipeline:
    """Runs a pipeline on one document at a time, in this process: no Spark job, no session, no Java.

    It calls the same functions as the stages do on Spark, so the results are the same. For a service that answers one
    request at a time, for tests and for notebooks; many documents are Spark's work.

    Parameters
    ----------
    pipelineModel : PipelineModel or sequence of Transformer
        The stages.
    keepImages : bool
        Whether the results hold their images, for `ImageOutput.to_pil`, and the bytes of files, such as PDFs, instead
        of a short description: some MB per page and column.

    Raises
    ------
    ValueError
        A stage works on DataFrames only; names it.

    Notes
    -----
    PDFium is not thread-safe: use one process, not one thread, per document that is read at the same time.

    Examples
    --------
    >>> from sparkocr.transformers import BinaryToImage, ImageToText
    >>> light = LightPipeline([BinaryToImage(), ImageToText()])
    >>> page = light.fromBinary(b"not an image")[0]
    >>> page["image"]  # doctest: +ELLIPSIS
    ImageOutput(path: memory, exception: BinaryToImage_...: Can't open file as image.)
    >>> page["text"].result
    ''
    >>> if page["exception"]:  # false for a page that was read
    ...     print(page["exception"].message)  # doctest: +ELLIPSIS
    BinaryToImage_...: Can't open file as image.
    """

    def __init__(self, pipelineModel: PipelineModel | Sequence[Transformer], keepImages: bool = False) -> None:
        self._stages = list(_flat(pipelineModel))
        self._keep_images = keepImages
        readers = [stage for stage in self._stages if stage.gives_text]
        self._text_stages = {_text_column(stage): stage for stage in readers}
        self._read_images = [_image_column(stage) for stage in readers if stage.reads_images]

    def fromLocalPath(self, path: str | Path) -> list[dict[str, Any]]:
        """Read a file, or the files of a folder in the order of their names.

        Parameters
        ----------
        path : str or Path
            Also with ``file:`` before it, as Spark writes paths. Folders inside of a folder, and names that begin
            with ``.`` or ``_``, are left out, as Spark does.

        Returns
        -------
        list of dict
            One per page. The keys are the columns that the pipeline gives on Spark, where the file's own are `path`,
            `modificationTime`, `length` and `content`, and `content` in any case. Images are `ImageOutput`, text is
            `Annotation`, `positions` `PositionsOutput`, and `exception` is `LightPipelineException`, which is false if
            there is none; binary columns are a short description, unless images are kept.
        """
        return list(self.iterLocalPath(path))

    def iterLocalPath(self, path: str | Path) -> Iterator[dict[str, Any]]:
        """Read like `fromLocalPath`, but one page at a time: for documents with many pages."""
        place = Path(str(path).removeprefix("file://").removeprefix("file:"))
        return chain.from_iterable(self._pages(_file(file)) for file in _files(place))

    def fromBinary(self, content: bytes) -> list[dict[str, Any]]:
        """Read the bytes of a file; its `path` is ``memory``."""
        return list(self._pages({"path": _IN_MEMORY, "length": len(content), "content": content}))

    def fromString(self, text: str) -> list[dict[str, Any]]:
        """Read a file that is written as base64, with a pipeline whose first stage is for that.

        The `path` is ``base64_in_memory``; of a file that a stage makes of the text, as `Base64ToBinary` does, it has
        the first 20 characters of the text behind a colon. The results have the key `b64string` in any case.
        """
        makes_file = isinstance(self._stages[0], transformers.Base64ToBinary)
        path = f"{_BASE64_IN_MEMORY}:{text[:_SHOWN_OF_FILE]}" if makes_file else _BASE64_IN_MEMORY
        values = {"path": path, self._stages[0].getInputCol(): text}
        row = LightRow({name: pa.scalar(value, pa.string()) for name, value in values.items()})
        described = {_BASE64: _description(text)}
        return [self._output(page) | described for page in run(self._stages, row)]

    def _pages(self, file: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Read a file, given as the values of Spark's columns for it; its bytes go where the first stage looks."""
        names = {_CONTENT: self._stages[0].getInputCol()}
        values = {names.get(name, name): pa.scalar(file.get(name), kind) for name, kind in _FILE_TYPES.items()}
        if EXCEPTION in file:
            values[EXCEPTION] = pa.scalar(file[EXCEPTION], pa.string())
        described = {_CONTENT: _description(file.get(_CONTENT))}
        return (described | self._output(page) for page in run(self._stages, LightRow(values)))

    def _output(self, row: LightRow) -> dict[str, Any]:
        """Return what the user gets of one row."""
        return {column.name: self._value(row, column.name, column.dataType) for column in row.schema}

    def _value(self, row: LightRow, name: str, kind: DataType) -> Any:
        """Return one value in the form of the contract."""
        value = row[name]
        if name in self._text_stages:
            return self._annotation(row, name)
        if isinstance(kind, StructType) and set(kind.names) >= _IMAGE_FIELDS:
            return self._image(row, value)
        if kind.simpleString() == PositionsSchema.simpleString():
            return PositionsOutput(_mappings(value, "ocr" if self._was_recognised(row) else "pdf"))
        if name == EXCEPTION:
            return LightPipelineException(value.as_py() or "")
        found = _plain(value)
        is_long = (isinstance(found, bytes) and not self._keep_images) or (name == _BASE64 and found is not None)
        return _description(found) if is_long else found

    def _annotation(self, row: LightRow, name: str) -> Annotation:
        """Return the text of a row with what is known of it."""
        text = row[name].as_py() or ""
        stage = self._text_stages[name]
        confidence = stage.getConfidenceCol() if stage.hasParam("confidenceCol") else ""
        columns = {"confidence": confidence, "exception": EXCEPTION, "sourcePath": "path"}
        found = {key: _python(row, column) for key, column in columns.items()}
        metadata = {key: "" if value is None else str(value) for key, value in found.items()}
        return Annotation("image_to_text", 0, len(text), text, metadata)

    def _image(self, row: LightRow, value: pa.StructScalar) -> ImageOutput:
        """Return an image, with its pixels only if they are wanted."""
        exception = value[EXCEPTION].as_py() if EXCEPTION in value else None
        image = value.as_py() if self._keep_images and value["data"].is_valid else None
        return ImageOutput(value["origin"].as_py() or _python(row, "path"), exception, image)

    def _was_recognised(self, row: LightRow) -> bool:
        """Tell whether a page was read from an image: digital pages have none, or one of 1 x 1 px."""
        images = (row[name] for name in self._read_images if name in row)
        sizes = ((image["width"].as_py(), image["height"].as_py()) for image in images)
        return any(None in size or not is_placeholder(*size) for size in sizes)


def _text_column(stage: Stage) -> str:
    """Return the column with the text that a stage reads."""
    name: str = stage.getTextCol() if stage.hasParam("textCol") else stage.getOutputCol()
    return name


def _image_column(stage: Stage) -> str:
    """Return the column with the image that a stage reads."""
    name: str = stage.getInputCols()[0] if stage.hasParam("inputCols") else stage.getInputCol()
    return name


def run(stages: Iterable[Stage], row: LightRow) -> Iterator[LightRow]:
    """Run a row through stages; the pages of a document come one by one.

    Parameters
    ----------
    stages : iterable of Stage
        Those that have `runs_light`.
    row : LightRow
        A document.

    Returns
    -------
    iterator of LightRow
        The rows that the stages give on Spark, in the order of their pages.
    """
    rows: Iterator[LightRow] = iter([row])
    for stage in stages:
        rows = stage.light_document(rows)
    return rows


def _flat(pipeline: PipelineModel | Iterable[Transformer]) -> Iterator[Stage]:
    """Give the stages of a pipeline, those of pipelines inside of it included.

    Raises
    ------
    ValueError
        One of them needs a DataFrame.
    """
    for stage in pipeline.stages if isinstance(pipeline, PipelineModel) else pipeline:
        if isinstance(stage, PipelineModel):
            yield from _flat(stage)
        elif isinstance(stage, Stage) and stage.runs_light:
            yield stage
        else:
            name = getattr(stage, "uid", repr(stage))
            raise ValueError(f"LightPipeline cannot run the stage {name}: it works on a Spark DataFrame only")


def _files(path: Path) -> list[Path]:
    """Return a file, or the files of a folder by name; names that Spark's reader leaves out are left out."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith((".", "_")))


def _file(path: Path) -> dict[str, Any]:
    """Read a file, as the values that Spark's reader gives for it, or an exception if that is not allowed."""
    status = path.stat()
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    found = {"path": shown(f"file:{path.absolute()}"), "modificationTime": changed, "length": status.st_size}
    try:
        return found | {"content": path.read_bytes()}
    except PermissionError:
        return found | {EXCEPTION: "Can't read file: no permission."}


def _plain(value: Any) -> Any:
    """Return the Python value of a scalar; maps, which Arrow gives as pairs, become dicts as in Spark's rows."""
    if not value.is_valid:
        return None
    if isinstance(value, pa.MapScalar):
        return dict(value.as_py())
    if isinstance(value, pa.ListScalar):
        return [_plain(item) for item in value]
    if isinstance(value, pa.StructScalar):
        return {name: _plain(item) for name, item in value.items()}
    return value.as_py()


def _python(row: LightRow, name: str) -> Any:
    """Return the Python value of a column, None if it is not there."""
    return row[name].as_py() if name in row else None


def _mappings(value: Any, source: str) -> list[dict[str, Any]]:
    """Return the units of text of all pages of a `positions` value, without their page number."""
    units = chain.from_iterable(page["mapping"] or [] for page in value.as_py() or [])
    return [{key: part for key, part in unit.items() if key != "p"} | {"source": source} for unit in units]


def _description(value: bytes | str | None) -> str:
    """Return a few words in place of a file, or of none where it could not be read."""
    if value is None:
        return "no bytes"
    return f"{len(value)} bytes" if isinstance(value, bytes) else f"base64 text of {len(value)} characters"
