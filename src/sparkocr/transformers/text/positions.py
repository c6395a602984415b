"""Stages between the text of a page and NLP: where on the page entities are, and positions of changed text."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from pyspark.sql.types import ArrayType, DataType, StringType, StructField, StructType

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region, level_regions
from sparkocr.positions.boxes import Placed, SpanBoxes
from sparkocr.positions.find import Chunk, find_spans
from sparkocr.positions.text import PositionText, Units, are_characters, pdf_entries
from sparkocr.positions.update import Replacement, replaced_texts
from sparkocr.positions.update_characters import replaced_characters
from sparkocr.schemas import AnnotationsSchema, PositionsSchema, RegionsSchema
from sparkocr.stage.annotations import label_of, score_of
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, column, integer, number, optional_columns, string
from sparkocr.stage.positions import field_of, structs_of, units_of
from sparkocr.stage.regions import region_fields

_logger = logging.getLogger(__name__)


class PositionFinder(Stage):
    """Find where chunks of the text of a page, such as the entities of Spark NLP, are on the page.

    Adds the column `outputCol` of regions, one for each line that a chunk covers, and `exception`. The `index` of a
    region is that of its chunk, counted over all input columns; a chunk that is not found has none. `label` and `score`
    are `entity` (or `ner_label`, `label`) and `confidence` of the chunk's metadata, `page` is that of the positions.

    See Also
    --------
    sparkocr.positions.find.find_spans : how chunks are found.
    sparkocr.positions.boxes.SpanBoxes : how boxes are cut.

    Notes
    -----
    Only letters and digits are compared, so the text may differ from the positions in spaces, line ends, hyphens,
    punctuation, case, accents, ligatures and forms of Unicode. A chunk of at least four letters that is still not there
    may be similar to at least 80 % (`sparkocr.positions.find.SIMILARITY`). Of several places, the one counts
    that fits the offsets of all chunks; chunks without sensible offsets are taken in order.

    A chunk that is not found is logged as a warning on the worker, with index, length and label but not its text, and
    the row succeeds. A row whose chunks are null, or which has chunks but no positions, gets an `exception`.

    Positions are those of a PDF's text layer if they are single characters of which some are line ends or not on a
    whole px; `pdfScaleFactor` is for these, `ocrScaleFactor` for all others.

    Examples
    --------
    >>> words = [PdfToText(extractCoordinates=True, storeSplittedPdf=True), PdfToHocr(), HocrTokenizer()]
    >>> light = LightPipeline([*words, PositionFinder(inputCol="token", padding=0)])  # or chunks of Spark NLP
    >>> (page,) = light.fromBinary(samples.pdf("Dear Jane"))
    >>> texts = [token["result"] for token in page["token"]]
    >>> [(texts[place["index"]], round(place["x"]), round(place["width"])) for place in page["coordinates"]]
    [('Dear', 40, 26), ('Jane', 69, 26)]
    """

    inputCol = column("ner_chunk", "Column with chunks, if `inputCols` is not set.")
    inputCols = optional_columns("Columns with chunks, instead of `inputCol`.")
    pageMatrixCol = column("positions", "Column with the positions of the text.")
    outputCol = column("coordinates", "Column for the regions.")
    padding = integer(5, "Px or points by which regions grow to each side, at the left and top only to 0.", minimum=0)
    ocrScaleFactor = number(
        1.0, "Factor for the height of regions in OCR positions, around their middle; before padding.", more_than=0
    )
    pdfScaleFactor = number(1.0, "The same for positions of a PDF's text layer.", more_than=0)
    smoothCoordinates = boolean(
        False, "Whether all regions of a line have the same top and bottom, so that they don't follow single letters."
    )
    matchingWindow = integer(10, "Deprecated, without effect: the whole text is searched.", minimum=0)
    windowPageTolerance = boolean(True, "Deprecated, without effect: the whole text is searched.")
    ignoreSchema = boolean(False, "Whether columns of other types are taken; fields they lack count as null.")

    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        parameter = "inputCol" if self.getInputCols() is None else "inputCols"
        for name in self._chunk_columns():
            self._check_kind(dataset, parameter, AnnotationsSchema, name=name)
        self._check_kind(dataset, "pageMatrixCol", PositionsSchema)

    def _chunk_columns(self) -> list[str]:
        """Return the names of the columns with chunks."""
        return self.getInputCols() or [self.getInputCol()]

    def _check_kind(self, dataset: Dataset, parameter: str, kind: DataType, *, name: str | None = None) -> None:
        """Check a column; with `ignoreSchema` only that it is there."""
        self.check_column(dataset, parameter, None if self.getIgnoreSchema() else kind, name=name)

    def _apply(self, dataset: Data) -> Data:
        options = _Options(
            self.uid,
            self.getPadding(),
            self.getOcrScaleFactor(),
            self.getPdfScaleFactor(),
            smooth=self.getSmoothCoordinates(),
        )
        schema = StructType([StructField("regions", RegionsSchema), StructField(EXCEPTION, StringType())])
        find = self._udf(partial(_find, options=options), schema, deterministic=False)
        chunks = [column_of(dataset, name) for name in self._chunk_columns()]
        found = find(earlier_exception(dataset), column_of(dataset, self.getPageMatrixCol()), *chunks)
        return with_result(dataset, found, {self.getOutputCol(): "regions"})


class _Options(NamedTuple):
    """Parameters of `PositionFinder`, by their meaning."""

    stage: str
    padding: int
    ocr_scale: float
    pdf_scale: float
    smooth: bool = False


class _Annotation(NamedTuple):
    """A chunk, its label and its score."""

    chunk: Chunk
    label: str
    score: float


def _find(exception: Any, positions: Any, *columns: Any, options: _Options) -> dict[str, Any]:
    """Find the chunks of one row."""
    raise_earlier(exception)
    annotations = [annotation for chunks in columns for annotation in _annotations(chunks)]
    if not annotations:
        return {"regions": []}
    text = PositionText(units_of(positions))
    spans = find_spans(text, [annotation.chunk for annotation in annotations])
    pdfs = pdf_entries(text.units) if options.ocr_scale != options.pdf_scale else set()
    boxes = SpanBoxes(text)
    numbers: list[int] = []
    regions: list[Region] = []
    for index, (annotation, span) in enumerate(zip(annotations, spans, strict=True)):
        if span is None:
            length, label = len(annotation.chunk.text), annotation.label
            _logger.warning("%s: chunk %d is not found (length %d, label %r)", options.stage, index, length, label)
            continue
        for placed in boxes.of(*span):
            scale = options.pdf_scale if placed.entry in pdfs else options.ocr_scale
            box = _grown(placed, scale, options.padding)
            numbers.append(index)
            regions.append(Region(box, placed.page, annotation.score, annotation.label))
    if options.smooth:
        regions = level_regions(regions)
    return {"regions": [region_fields(*found) for found in zip(numbers, regions, strict=True)]}


def _grown(placed: Placed, scale: float, padding: int) -> Box:
    """Return the box, higher by a factor, with padding; its left and top are not below 0."""
    extra = (placed.bottom - placed.top) * (scale - 1) / 2 + padding
    left, top = max(0.0, placed.left - padding), max(0.0, placed.top - extra)
    return Box(left, top, placed.right + padding - left, placed.bottom + extra - top)


def _annotations(value: Any) -> Iterator[_Annotation]:
    """Yield the chunks of a column; only the fields that count leave Arrow.

    Raises
    ------
    DocumentError
        If there are none because nobody looked for them, or it is no column of structs.
    """
    if not value.is_valid:
        raise DocumentError("There are no chunks, not even none: the column is null")
    structs = structs_of(value, "chunks")
    fields = [field_of(structs, name).to_pylist() for name in ("result", "begin", "end", "metadata")]
    for result, begin, end, metadata in zip(*fields, strict=True):
        known = dict(metadata or ())
        label = label_of(known) or ""
        chunk = Chunk(result or "", -1 if begin is None else begin, -1 if end is None else end)
        yield _Annotation(chunk, label, score_of(known) or 0.0)


class UpdateTextPosition(Stage):
    """Write a changed text, such as a de-identified one, into the positions of the original text.

    Adds the column `outputCol`, positions with the same places but the new text, and `exception`. In positions of
    single characters, words that did not change keep them, and any other is one position.

    See Also
    --------
    sparkocr.positions.update_characters.replaced_characters : how the text is dealt out to single characters.
    sparkocr.positions.update.replaced_texts : how it is dealt out to words and larger units.

    Notes
    -----
    `inputText` is a column of strings, or of structs or arrays of structs with a field of strings, like
    ``newDocs.result``. An array with as many texts as the positions have pages has one for each page; the texts of any
    other are joined with spaces. A null text gives an `exception`, an empty one leaves no text.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from sparkocr.stage.light_row import LightRow
    >>> row = LightRow({"content": pa.scalar(samples.pdf("Jane Smith")), "replace_text": pa.scalar("John Doe")})
    >>> (page,) = UpdateTextPosition().light_rows(*PdfToText(extractCoordinates=True).light_rows(row))
    >>> [(unit["c"], round(unit["x"])) for unit in page["output_positions"].as_py()[0]["mapping"]]
    [('John', 40), (' ', 66), ('Doe', 69)]
    """

    inputCol = column("positions", "Column with the positions of the original text.")
    inputText = string(
        "replace_text", "Column with the new text, or path to it like 'newDocs.result'.", pattern=r".+", example="other"
    )
    outputCol = column("output_positions", "Column for the positions of the new text.")

    input_type = PositionsSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        name, path = self._text_path(dataset)
        schema = StructType([StructField("moved", PositionsSchema), StructField(EXCEPTION, StringType())])
        update = self._udf(partial(_update, path=path), schema, deterministic=True)
        columns = (column_of(dataset, name) for name in (self.getInputCol(), name))
        return with_result(dataset, update(earlier_exception(dataset), *columns), {self.getOutputCol(): "moved"})

    def _text_path(self, dataset: Dataset) -> tuple[str, tuple[str, ...]]:
        """Return the column of the text and the fields that lead to it; the name of a column may have dots.

        Raises
        ------
        ValueError
            If there is no such column, or no text at the end of the path.
        """
        wanted = self.getInputText()
        name = wanted if wanted in dataset.columns else wanted.split(".")[0]
        if name not in dataset.columns:
            self.check_column(dataset, "inputText")
        path = tuple(wanted[len(name) + 1 :].split(".")) if wanted != name else ()
        kind = dataset.schema[name].dataType
        for field in path:
            struct = kind.elementType if isinstance(kind, ArrayType) else kind
            inner = struct[field].dataType if isinstance(struct, StructType) and field in struct.names else None
            if inner is None:
                raise ValueError(f"{self.uid}: inputText={wanted!r} leads nowhere: there is no field {field!r}")
            kind = ArrayType(inner) if isinstance(kind, ArrayType) else inner
        if kind.simpleString() not in {"string", "array<string>"}:
            raise ValueError(f"{self.uid}: inputText={wanted!r} must be a string or array<string>; it is {kind}")
        return name, path


def _update(exception: Any, positions: Any, text: Any, *, path: tuple[str, ...]) -> dict[str, Any]:
    """Write one row's text into its positions."""
    raise_earlier(exception)
    units, new = units_of(positions), text.as_py()
    for field in path:
        new = [item and item[field] for item in new] if isinstance(new, list) else new and new[field]
    if new is None:
        raise DocumentError("There is no text")
    pages = [{"mapping": page["mapping"] or []} for page in (p or {"mapping": None} for p in positions.as_py())]
    moved: list[dict[str, list[dict[str, Any]]]] = [{"mapping": []} for _ in pages]
    old = [unit for page in pages for unit in page["mapping"]]
    for said, unit, box in _dealt(units, [new] if isinstance(new, str) else [item or "" for item in new], len(pages)):
        place = dict(zip(("x", "y", "width", "height"), box, strict=True)) if box else {}
        moved[units.entries[unit]]["mapping"].append(old[unit] | place | {"c": said})
    return {"moved": moved}


def _dealt(units: Units, texts: list[str], pages: int) -> Iterator[Replacement]:
    """Yield what stands where, on page after page if there is a text for each."""
    if len(texts) != pages:
        yield from _replaced(units, " ".join(texts))
        return
    for page, text in enumerate(texts):
        first, last = np.searchsorted(units.entries, [page, page + 1]).tolist()
        part = slice(first, last)
        of_page = Units(units.texts[part], units.boxes[part], units.pages[part], units.entries[part])
        yield from (made._replace(unit=first + made.unit) for made in _replaced(of_page, text))


def _replaced(units: Units, text: str) -> Iterator[Replacement]:
    """Write a text into units of any size."""
    if are_characters(units.texts):
        yield from replaced_characters(units, text)
    else:
        yield from (Replacement(said, unit, None) for unit, said in enumerate(replaced_texts(units, text)))
