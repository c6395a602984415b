"""A stage that reads the tables of digital PDF files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Literal, get_args

import pyarrow as pa
from pyspark.sql.types import BinaryType, StringType

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.pdf.document import Document, open_pdf
from sparkocr.pdf.read.drawings import Drawings
from sparkocr.schemas import SpannedTableSchema
from sparkocr.stage.columns import EXCEPTION, Dataset, column_of, earlier_exception
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import boolean, column, integer, secret, string
from sparkocr.stage.table_rows import TableRows, tables_schema
from sparkocr.stage.tables import table_fields
from sparkocr.tables.content import page_content
from sparkocr.tables.find import FoundTable, table_of_region, tables_of
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC

__all__ = ["PdfToTextTable"]

_RULED = "ruled"
Method = Literal["basic", "spreadsheet", "decide"]


class PdfToTextTable(TableRows):
    """Read the tables of digital PDF files, one row per table.

    Adds the columns `outputCol` (a table, see `sparkocr.schemas.SpannedTableSchema`: points of the displayed page,
    origin top-left) and `exception`, and `tableIndexCol` and `pageNumCol` if they are set; drops the input column
    unless `keepInput` is set. A document without tables is one row, whose table is null. `area` has the number of the
    page from 0, and the algorithm that made the table as its label. Empty cells are ``""``.

    See Also
    --------
    PdfToTables : also reads scanned pages, spreads the pages over the cluster, and joins tables over several pages.
    sparkocr.tables.find.tables_of : the same on a page.

    Notes
    -----
    The methods have the names and the meaning that they have in Tabula:

    ===========  =====================================================================================================
    basic        columns are told by white space alone. Without `guess` the whole page is one table
    spreadsheet  tables are what rulings frame, with or without `guess`
    decide       tables are found anywhere on the page, and rulings and white space tell their cells, as it suits them;
                 with or without `guess`
    ===========  =====================================================================================================

    If some pages can't be read, there are the tables of the others, and an exception.

    Examples
    --------
    >>> content = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
    >>> (page,) = LightPipeline([PdfToTextTable()]).fromBinary(content)
    >>> [[cell["chunkText"] for cell in row] for row in page["tables"]["chunks"]]
    [['Fruit', 'Price'], ['Apples', '2.50'], ['Pears', '3.20']]
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    pageIndex = integer(-1, "Page to read, from 1; -1 and 0: all.", minimum=-1)
    guess = boolean(False, "Whether the method basic looks for tables, instead of taking a whole page for one.")
    method = string(
        "decide",
        "What tells rows and columns.",
        pattern="|".join(get_args(Method)),
        allowed="one of " + ", ".join(map(repr, get_args(Method))),
        example="basic",
    )
    password = secret(PASSWORD_DOC)
    keepInput = boolean(False, "Whether the bytes of the file stay in the result.")

    input_type = BinaryType()
    runs_light = True

    def _tables(self, dataset: Dataset) -> Any:
        self.optional_column(dataset, "originCol", StringType())
        read = partial(
            _document_tables,
            stage=self.uid,
            number=self.getPageIndex(),
            guess=self.getGuess(),
            method=self.getMethod(),
            password=self.getPassword(),
        )
        udf = self._udf(read, tables_schema(SpannedTableSchema), deterministic=False)
        return udf(column_of(dataset, self.getInputCol()), earlier_exception(dataset))


def _document_tables(
    content: pa.BinaryScalar,
    exception: pa.StringScalar,
    *,
    stage: str,
    number: int,
    guess: bool,
    method: Method,
    password: str,
) -> dict[str, Any]:
    """Read the tables of one document."""
    raise_earlier(exception)
    tables: list[dict[str, Any]] = []
    problem: str | None = None
    with open_pdf(file_content(content), password) as document:
        for index in _pages(document, number):
            try:
                for found in _page_tables(document, index, guess=guess, method=method):
                    fields = table_fields(len(tables), replace(found.table, page=index), found.engine)
                    tables.append({"table": fields, "page": index})
            except DocumentError as error:
                problem = problem or failure(stage, error)
    return {"tables": tables, EXCEPTION: problem}


def _pages(document: Document, number: int) -> range:
    """Return the indices of the pages to read.

    Raises
    ------
    DocumentError
        There is no such page.
    """
    if number > len(document):
        raise DocumentError(f"There is no page {number}: the document has {len(document)}")
    return range(number - 1, number) if number > 0 else range(len(document))


def _page_tables(document: Document, index: int, *, guess: bool, method: Method) -> Iterator[FoundTable]:
    """Read the tables of one page."""
    content = page_content(document, index)
    if method != "basic":
        yield from (found for found in tables_of(content) if method == "decide" or found.engine == _RULED)
        return
    page = Box(0, 0, content.width, content.height)
    areas = [found.table.box for found in tables_of(content)] if guess else [page]
    for area in areas:
        found = table_of_region(replace(content, drawings=Drawings()), area)
        if found is not None:
            yield found
