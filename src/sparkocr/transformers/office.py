"""Stages that read Word and PowerPoint documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BinaryType, IntegerType, StringType, StructField, StructType

from sparkocr.document.office import written
from sparkocr.enums import TextFormat
from sparkocr.errors import DocumentError
from sparkocr.kinds import file_kind
from sparkocr.office import read
from sparkocr.office.content import Content
from sparkocr.office.kind import Family
from sparkocr.office.word import WordTables
from sparkocr.schemas import BytesSchema, DocumentTextSchema, SpannedTableSchema, TableSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import GuardParams
from sparkocr.stage.light_row import LightRow, element
from sparkocr.stage.params import boolean, choice, column, integer, string
from sparkocr.stage.table_rows import TableRows, tables_schema
from sparkocr.stage.tables import table_fields

__all__ = ["DocToPdf", "DocToText", "DocToTextTable", "PptToPdf", "PptToText", "PptToTextTable"]

TIMEOUT = 120  # a start of LibreOffice takes 2 s and a long document tens of seconds


class _OfficeStage(GuardParams, Stage):
    """Base of the stages of this module: documents in `inputCol`, and a limit for LibreOffice."""

    inputCol = column("content", "Column with the bytes of the file.")
    timeout = integer(TIMEOUT, "Longest time in s that LibreOffice may take for a document.", minimum=1)

    input_type = BinaryType()
    runs_light = True


class _ReadingStage(_OfficeStage):
    """Base of the stages that read what is in a document."""

    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    pageNumCol = column("pagenum", "Column for the number of the page or slide, from 0; 0 for Word documents.")
    keepInput = boolean(False, "Whether the bytes of the file stay in the result.")


FORMAT_DOC = (
    "How the text is written: plain, as Markdown with headings, lists and tables, or as JSON, see "
    "sparkocr.schemas.PageJsonSchema."
)


class DocToText(_ReadingStage):
    r"""Extract the text of Word documents: DOCX, DOCM, DOTX, DOTM, and DOC if LibreOffice is installed.

    Adds the columns `outputCol`, `pageNumCol` (0: pages are not in the file) and `exception`; drops the input column
    unless `keepInput` is set. One row per document. If a part of a document can't be read, the row has the rest of its
    text, and an `exception`.

    See Also
    --------
    sparkocr.office.word.word_text : what the text has, and in which order.

    Examples
    --------
    >>> content = samples.word("Price list", [["Apples", "2 EUR"], ["Pears", "3 EUR"]])
    >>> [document["text"] for document in LightPipeline([DocToText()]).fromBinary(content)]
    ['Price list\nApples\t2 EUR\nPears\t3 EUR']
    """

    outputCol = column("text", "Column for the text.")
    outputFormat = choice(TextFormat.TEXT, FORMAT_DOC)

    def _apply(self, dataset: Data) -> Data:
        origin = self.optional_column(dataset, "originCol", StringType())
        read_one = partial(_text, stage=self.uid, seconds=self.getTimeout(), how=self.getOutputFormat())
        extract = self._udf(read_one, DocumentTextSchema, deterministic=False)
        result = extract(column_of(dataset, self.getInputCol()), origin, earlier_exception(dataset))
        made = with_result(dataset, result, {self.getOutputCol(): "text"})
        return self._without_input(made.withColumn(self.getPageNumCol(), constant(made, 0, IntegerType())))


_PagesSchema = StructType(
    [
        StructField("pages", ArrayType(StringType())),
        StructField("kind", StringType()),
        StructField(EXCEPTION, StringType()),
    ]
)
_RESULT, _NUMBER, _PAGE = "__document", "__page_number", "__page"


class DocumentPages(_ReadingStage):
    """Base of the stages that give a row for each page, slide or sheet of a document."""

    outputCol = column("text", "Column for the text.")
    outputFormat = choice(TextFormat.TEXT, FORMAT_DOC)

    named_columns: ClassVar[tuple[str, ...]] = ("outputCol", "pageNumCol")
    _read: ClassVar[Callable[..., Content]]

    def _document(self, dataset: Dataset) -> Any:
        """Return all pages of a row."""
        origin = self.optional_column(dataset, "originCol", StringType())
        options = {"seconds": self.getTimeout(), "how": self.getOutputFormat()}
        extract = partial(_pages, read_content=type(self)._read, stage=self.uid, **options)  # noqa: SLF001
        udf = self._udf(extract, _PagesSchema, deterministic=False)
        return udf(column_of(dataset, self.getInputCol()), origin, earlier_exception(dataset))

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        found = dataset.withColumn(_RESULT, self._document(dataset))
        pages = found.select("*", F.posexplode_outer(F.col(_RESULT)["pages"]).alias(_NUMBER, _PAGE))
        columns = self._columns(F.col(_PAGE), F.coalesce(_NUMBER, F.lit(0)), F.col(_RESULT))
        return self._without_input(pages.withColumns(columns)).drop(_RESULT, _NUMBER, _PAGE)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        result = self._document(row)
        pages = result["pages"]
        for number in range(len(pages)) if pages.is_valid and len(pages) else [0]:
            columns = self._columns(element(pages, number), constant(row, number, IntegerType()), result)
            yield self._without_input(row.withColumns(columns))

    def _columns(self, page: Any, number: Any, result: Any) -> dict[str, Any]:
        """Return the output columns."""
        return {self.getOutputCol(): page, self.getPageNumCol(): number, EXCEPTION: result[EXCEPTION]}


class PptToText(DocumentPages):
    r"""Extract the text of PowerPoint documents: PPTX, PPTM, PPSX, POTX, and PPT if LibreOffice is installed.

    Adds the columns `outputCol`, `pageNumCol` (the slide) and `exception`; drops the input column unless `keepInput` is
    set. One row per slide, hidden ones too. If a chart can't be read, the rows of the document have the rest of the
    text, and an `exception`.

    See Also
    --------
    sparkocr.office.slides.slide_content : what the text has, and in which order.

    Examples
    --------
    >>> (document,) = LightPipeline([PptToText()]).fromBinary(samples.word("A letter"))
    >>> document["text"], document["exception"].message  # doctest: +ELLIPSIS
    (None, 'PptToText_...: Content is a Word document, no PowerPoint document.')
    """

    _read = staticmethod(read.ppt_content)


class _TableStage(_ReadingStage, TableRows):
    """Base of the stages that read tables."""

    withSpans = boolean(
        False, "Whether tables say which cells are merged, and headings: see sparkocr.schemas.SpannedTableSchema."
    )

    _read: ClassVar[Callable[..., WordTables]]

    def _tables(self, dataset: Dataset) -> Any:
        self.optional_column(dataset, "originCol", StringType())
        extract = partial(_tables, read_tables=type(self)._read, stage=self.uid, seconds=self.getTimeout())  # noqa: SLF001
        schema = tables_schema(SpannedTableSchema if self.getWithSpans() else TableSchema)
        udf = self._udf(extract, schema, deterministic=False)
        return udf(column_of(dataset, self.getInputCol()), earlier_exception(dataset))


class DocToTextTable(_TableStage):
    """Extract the tables of Word documents: DOCX, DOCM, DOTX, DOTM, and DOC if LibreOffice is installed.

    Adds the columns `outputCol` (a table, see `sparkocr.schemas.TableSchema`) and `exception`, and `tableIndexCol` and
    `pageNumCol` if they are set; drops the input column unless `keepInput` is set. One row per table; a document
    without tables is one row, whose table is null. The label of a table's area is its number.

    Boxes of cells have the width that the file says, in points, and are zero besides, as places on the page are not in
    the file.

    See Also
    --------
    sparkocr.office.word.word_tables : which tables there are, and what is in their cells.

    Examples
    --------
    >>> content = samples.word("Price list", [["Apples", "2 EUR"], ["Pears", "3 EUR"]])
    >>> (page,) = LightPipeline([DocToTextTable()]).fromBinary(content)
    >>> [[cell["chunkText"] for cell in row] for row in page["tables"]["chunks"]]
    [['Apples', '2 EUR'], ['Pears', '3 EUR']]
    """

    pageNumCol = string("", "Column for the number of the page, which is 0 as pages are not in the file; empty: none.")

    _read = staticmethod(read.doc_tables)


def _slide_tables(content: bytes | memoryview, *, seconds: float) -> WordTables:
    """Read the tables of slides, which all are where they are seen."""
    return WordTables(read.ppt_tables(content, seconds=seconds), "")


class PptToTextTable(_TableStage):
    """Extract the tables of PowerPoint documents: PPTX, PPTM, PPSX, POTX, and PPT if LibreOffice is installed.

    Adds the columns `outputCol` (a table, see `sparkocr.schemas.TableSchema`: points, origin top-left), `pageNumCol`
    (the slide) and `exception`, and `tableIndexCol` if it is set; drops the input column unless `keepInput` is set. One
    row per table; a document without tables is one row, whose table is null. The label of a table's area is its number.

    See Also
    --------
    sparkocr.office.slides.slide_tables : in which order, and what the boxes are.

    Examples
    --------
    >>> (document,) = LightPipeline([PptToTextTable()]).fromBinary(samples.word("A letter"))
    >>> document["tables"], document["exception"].message  # doctest: +ELLIPSIS
    (None, 'PptToTextTable_...: Content is a Word document, no PowerPoint document.')
    """

    _read = staticmethod(_slide_tables)


class _PdfStage(_OfficeStage):
    """Base of the stages that convert documents to PDF."""

    outputCol = column("content", "Column for the bytes of the PDF file.")

    _family: ClassVar[Family]

    def _apply(self, dataset: Data) -> Data:
        convert = partial(_pdf, family=self._family, stage=self.uid, seconds=self.getTimeout())
        udf = self._udf(convert, BytesSchema, deterministic=False)
        result = udf(column_of(dataset, self.getInputCol()), earlier_exception(dataset))
        return with_result(dataset, result, {self.getOutputCol(): "content"})


class DocToPdf(_PdfStage):
    """Convert Word documents to PDF with LibreOffice, which has to be installed on every worker.

    Adds the columns `outputCol`, which by default replaces the document, and `exception`. If a part of a document can't
    be read, or LibreOffice leaves out equations because its part Math is not installed, the row has the PDF of the
    rest, and an `exception`.

    See Also
    --------
    sparkocr.office.libreoffice.convert_document : how LibreOffice is run.

    Examples
    --------
    >>> (document,) = LightPipeline([DocToPdf()]).fromBinary(samples.image("A picture"))
    >>> document["content"], document["exception"].message  # doctest: +ELLIPSIS
    (None, 'DocToPdf_...: Content is no Office document: it is an image, use BinaryToImage, or DocumentToText ...')
    """

    _family = Family.WORD


class PptToPdf(_PdfStage):
    """Convert PowerPoint documents to PDF with LibreOffice, which has to be installed on every worker.

    Adds the columns `outputCol`, which by default replaces the document, and `exception`. Hidden slides are left out.

    See Also
    --------
    sparkocr.office.libreoffice.convert_document : how LibreOffice is run.

    Examples
    --------
    >>> (document,) = LightPipeline([PptToPdf()]).fromBinary(samples.word("A letter"))
    >>> document["content"], document["exception"].message  # doctest: +ELLIPSIS
    (None, 'PptToPdf_...: Content is a Word document, no PowerPoint document.')
    """

    _family = Family.POWERPOINT


def _text(
    content: pa.BinaryScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    stage: str,
    seconds: float,
    how: TextFormat,
) -> dict[str, Any]:
    """Extract the text of one document."""
    raise_earlier(exception)
    (parts,), problem = read.doc_content(file_content(content), seconds=seconds)
    return {"text": written(parts, how, path=origin.as_py(), page=0), **_problem(stage, problem)}


def _pages(
    content: pa.BinaryScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    read_content: Callable[..., Content],
    stage: str,
    seconds: float,
    how: TextFormat,
) -> dict[str, Any]:
    """Extract the text of all pages of one document."""
    raise_earlier(exception)
    data = file_content(content)
    kind = file_kind(data).ending
    try:
        pages, problem = read_content(data, seconds=seconds)
    except DocumentError as error:
        return {"kind": kind, **_problem(stage, str(error))}
    texts = [written(parts, how, path=origin.as_py(), page=number) for number, parts in enumerate(pages)]
    return {"pages": texts, "kind": kind, **_problem(stage, problem)}


def _tables(
    content: pa.BinaryScalar,
    exception: pa.StringScalar,
    *,
    read_tables: Callable[..., WordTables],
    stage: str,
    seconds: float,
) -> dict[str, Any]:
    """Extract the tables of one document."""
    raise_earlier(exception)
    found, problem = read_tables(file_content(content), seconds=seconds)
    tables = [
        {"table": table_fields(number, table, str(number)), "page": table.page} for number, table in enumerate(found)
    ]
    return {"tables": tables, **_problem(stage, problem)}


def _problem(stage: str, problem: str) -> dict[str, str]:
    """Return what the `exception` column says beside what could be read."""
    return {EXCEPTION: failure(stage, DocumentError(problem))} if problem else {}


def _pdf(
    content: pa.BinaryScalar, exception: pa.StringScalar, *, family: Family, stage: str, seconds: float
) -> dict[str, Any]:
    """Convert one document."""
    raise_earlier(exception)
    pdf, problem = read.to_pdf(file_content(content), family, seconds=seconds)
    return {"content": pdf, **_problem(stage, problem)}
