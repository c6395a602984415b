"""The stage that reads files of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, DoubleType, StringType, StructField, StructType

from sparkocr.enums import TextFormat
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.kinds import HEAD_BYTES, Family, family_of_start, holds_pdf
from sparkocr.office import read
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, quoted
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import GuardParams, PdfGuardParams
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, choice, column, integer, secret, string
from sparkocr.stage.udf import NO_LIMITS
from sparkocr.transformers.dicom import DicomToImageV3, DicomToPdf
from sparkocr.transformers.image import BinaryToImage
from sparkocr.transformers.office import FORMAT_DOC, TIMEOUT, DocumentPages
from sparkocr.transformers.pdf import PdfToImage, PdfToText
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC
from sparkocr.transformers.recognition import ImageToText
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.text import PageToJson, PageToMarkdown

__all__ = ["DocumentToText"]

_DICOM_PDF = "dicom_pdf"
_ROUTES = (*Family, _DICOM_PDF)
_ROUTE, _FILE = "__route", "__file"
_RouteSchema = StructType([StructField("route", StringType()), StructField(EXCEPTION, StringType())])
# What stages on the way add for each other.
_BETWEEN = (
    *("image", "positions", "fonts", "tables", "height_dimension", "width_dimension", "total_pages", "documentnum"),
)


class _OfficeToText(DocumentPages):
    """Reads documents whose pages are not pictures."""

    kindCol = string("", "Column for the format; empty: none.")

    _read = staticmethod(read.any_content)

    def _columns(self, page: Any, number: Any, result: Any) -> dict[str, Any]:
        kind = {self.getKindCol(): result["kind"]} if self.getKindCol() else {}
        return super()._columns(page, number, result) | kind


class DocumentToText(EngineParams, PdfGuardParams, Stage):
    r"""Read the text of files of all kinds, each as it is best read: one stage for mixed folders.

    What a file is, its content says, not its name. Adds the columns `outputCol`, `pageNumCol` (from 0: page, frame,
    slide or sheet), `confidenceCol` (0 to 100; null for what needed no OCR), `kindCol` and `exception`; drops the input
    column unless `keepInput` is set. One row per page. A file that can't be read is one row with an `exception`.

    ===========================================  ========================================================
    PDF                                          digital pages by their text, scanned ones by OCR
    PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000,  by OCR; HEIC needs the extra ``heic``
    PNM, AVIF, HEIC
    DICOM                                        frames by OCR, a PDF in it as a PDF; needs the extra
                                                 ``dicom``
    DOCX, PPTX, XLSX, ODT, ODS, ODP, RTF, HTML,  as they are: headings, lists and tables are in the file
    EML, MSG, plain text
    DOC, PPT, XLS                                the same, if LibreOffice is installed
    ===========================================  ========================================================

    See Also
    --------
    sparkocr.read_documents : the same for paths, in one call.

    Notes
    -----
    It runs the stages for each kind: `PdfToText`, `PdfToImage`, `BinaryToImage`, `DicomToImageV3`, `ImageToText`,
    `PageToMarkdown` and `PageToJson`. Columns that these add for each other (such as ``image`` and ``positions``) are
    not in the result; columns of the input with their names are dropped. Spark reads the files once for each kind.

    Examples
    --------
    >>> light = LightPipeline([DocumentToText(outputFormat="markdown")])
    >>> for file in (samples.word("Price list", [["Apples", "2 EUR"]]), samples.pdf("In season:\n\n• apples")):
    ...     for page in light.fromBinary(file):
    ...         print(page["kind"], repr(page["text"].result))
    docx 'Price list\n\n<table>\n<tr>\n<td> Apples </td>\n<td> 2 EUR </td>\n</tr>\n</table>\n'
    pdf 'In season:\n\n- apples\n'
    """

    inputCol = column("content", "Column with the bytes of the file.")
    outputCol = column("text", "Column for the text.")
    originCol = column("path", "Column that says where the file is from; JSON tells it.")
    pageNumCol = column("pagenum", "Column for the number of the page, frame, slide or sheet, from 0.")
    confidenceCol = column("confidence", "Column for the mean confidence of words that were read by OCR, 0 to 100.")
    kindCol = column("kind", "Column for what the file is: pdf, image, dicom, docx, xlsx, eml and so on.")
    outputFormat = choice(TextFormat.TEXT, FORMAT_DOC)
    resolution = integer(300, "Resolution in dpi at which scanned pages of PDFs are read.", minimum=1, maximum=10_000)
    maxPixels = integer(MAX_PIXELS, "Largest image or page in pixels; a larger one is an exception.", minimum=1)
    password = secret(PASSWORD_DOC)
    timeout = integer(TIMEOUT, "Longest time in s that LibreOffice may take for an old document.", minimum=1)
    keepInput = boolean(False, "Whether the bytes of the file stay in the result, whole in every row.")
    partitionNum = integer(
        0, "Partitions for pages; 0 chooses by the number of cores, -1 leaves them in place.", minimum=-1
    )

    input_type = BinaryType()
    runs_light = True
    gives_text = True
    named_columns: ClassVar[tuple[str, ...]] = ("outputCol", "pageNumCol", "confidenceCol", "kindCol")

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        self.optional_column(dataset, "originCol", StringType())
        tell = self._udf(_route, _RouteSchema, deterministic=True, limits=NO_LIMITS)
        start = F.substring(quoted(_FILE), 1, HEAD_BYTES)
        routed = self._prepared(dataset).withColumn(_ROUTE, tell(start)["route"])
        parts = []
        for route in _ROUTES:
            part = routed.where(F.col(_ROUTE) == route).drop(_ROUTE)
            for stage in self._stages(route):
                part = stage.transform(part)
            made = self._finished(part, route)
            parts.append(made.select(*(quoted(name) for name in [*self._kept(dataset), *self._ours()])))
        return reduce(DataFrame.unionByName, parts)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        self.optional_column(row, "originCol", StringType())
        route = route_of(bytes(file_content(row[self.getInputCol()])[:HEAD_BYTES]))
        rows: Iterator[LightRow] = iter([self._prepared(row)])
        for stage in self._stages(route):
            rows = stage.light_document(rows)
        for made in rows:
            found = self._finished(made, route)
            yield LightRow({name: found[name] for name in [*self._kept(row), *self._ours()]})

    def _prepared(self, dataset: Data) -> Data:
        """Give the file a name of our own, and leave out what would be taken for columns of stages on the way."""
        made = dataset.withColumn(_FILE, column_of(dataset, self.getInputCol()))
        return made.drop(*(set(dataset.columns) - {*self._kept(dataset), EXCEPTION}))

    def _kept(self, dataset: Dataset) -> list[str]:
        """Return the columns of the input that are in the result."""
        left_out = {*self._ours(), *_BETWEEN} | (set() if self.getKeepInput() else {self.getInputCol()})
        return [name for name in dataset.columns if name not in left_out]

    def _ours(self) -> list[str]:
        """Return the columns that are added."""
        return [*(self.getOrDefault(name) for name in self.named_columns), EXCEPTION]

    def _finished(self, made: Data, route: str) -> Data:
        """Add the columns that the stages of a route do not."""
        if self.getConfidenceCol() not in made.columns:
            made = made.withColumn(self.getConfidenceCol(), constant(made, None, DoubleType()))
        if self.getKindCol() not in made.columns:
            kind = Family.DICOM.value if route == _DICOM_PDF else str(route)
            made = made.withColumn(self.getKindCol(), constant(made, kind, StringType()))
        return made

    def _stages(self, route: str) -> list[Stage]:
        """Return the stages that read a kind of files; in messages they have the name of this one."""
        made = self._made(route)
        for stage in made:
            stage._resetUid(self.uid)  # noqa: SLF001  the way that `pyspark.ml` has for it
        return made

    def _made(self, route: str) -> list[Stage]:
        """Make these stages."""
        places = {"originCol": self.getOriginCol(), "pageNumCol": self.getPageNumCol()}
        file = {"inputCol": _FILE, **places}
        guard, spread = self._given(GuardParams), {"partitionNum": self.getPartitionNum()}
        how = self.getOutputFormat()
        if route == Family.DOCUMENT:
            to_text = {"outputCol": self.getOutputCol(), "outputFormat": how, "timeout": self.getTimeout()}
            return [_OfficeToText(**file, **to_text, kindCol=self.getKindCol(), **guard)]
        reading = [self._recognition(how), *self._writing(how)]
        if route == Family.IMAGE:
            return [BinaryToImage(**file, **spread, **guard, maxPixels=self.getMaxPixels()), *reading]
        if route == Family.DICOM:
            return [DicomToImageV3(**file, **spread, **guard), *reading]
        pdf = self._given(PdfGuardParams) | {"password": self.getPassword()}
        structure = {} if how is TextFormat.TEXT else {"extractCoordinates": True, "fontsCol": "fonts"}
        tables = {} if how is TextFormat.TEXT else {"tablesCol": "tables"}
        digital = PdfToText(**file, **spread, **pdf, **structure, **tables, outputCol=self.getOutputCol())
        render = {"resolution": self.getResolution(), "maxPixels": self.getMaxPixels()}
        moved = {"partitionNumAfterSplit": self.getPartitionNum()}
        scanned = PdfToImage(**file, **pdf, **render, **moved, fallBackCol=self.getOutputCol())
        inside = [DicomToPdf(inputCol=_FILE, outputCol=_FILE, **guard)]
        return [*(inside if route == _DICOM_PDF else []), digital, scanned, *reading]

    def _recognition(self, how: TextFormat) -> ImageToText:
        """Return the stage that reads images, with the settings of the user."""
        structure = {} if how is TextFormat.TEXT else {"pageIteratorLevel": "word", "tablesCol": "tables"}
        columns = {"outputCol": self.getOutputCol(), "confidenceCol": self.getConfidenceCol()}
        return ImageToText(**columns, **structure, **self._given(EngineParams))

    def _writing(self, how: TextFormat) -> list[Stage]:
        """Return the stage that writes what was read."""
        columns = {"textCol": self.getOutputCol(), "confidenceCol": self.getConfidenceCol(), "tablesUnit": "pt"}
        if how is TextFormat.MARKDOWN:
            return [PageToMarkdown(**columns, outputCol=self.getOutputCol())]
        places = {"originCol": self.getOriginCol(), "pageNumCol": self.getPageNumCol()}
        return [PageToJson(**columns, **places, outputCol=self.getOutputCol())] if how is TextFormat.JSON else []

    def _given(self, group: type[GuardParams]) -> dict[str, Any]:
        """Return the parameters of a group that the user has set."""
        return {name: self.getOrDefault(name) for name in group.declared() if self.isSet(name)}


def route_of(start: bytes | None) -> str:
    """Return which stages read a file, by its first bytes."""
    family = family_of_start(start)
    return _DICOM_PDF if family is Family.DICOM and holds_pdf(start) else family


def _route(start: pa.BinaryScalar) -> dict[str, Any]:
    return {"route": str(route_of(start.as_py()))}
