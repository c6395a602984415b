"""From rows to what a report shows of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

import numpy as np
import PIL.Image
import pyarrow as pa

from sparkocr.enums import ImageType, PageUnit
from sparkocr.imaging.pixels import Image, is_placeholder
from sparkocr.report.page import Picture, ReportPage, contents, mean_confidence, size_of
from sparkocr.report.picture import picture_of
from sparkocr.schemas import AnnotationsSchema, ImageSchema, PositionsSchema, RegionsSchema, SpannedTablesSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import PageToJson
from sparkocr.utils.display import to_pil_image
from sparkocr.utils.report_columns import ReportColumns

__all__ = ["NO_PLACES", "PAGE_JSON", "json_stage", "page_of", "pages_of_rows"]

PAGE_JSON = "__page_json"
"""Column with the page as JSON, whether the rows had it or not."""

NO_PLACES = "__places"
"""Column of positions that are null, for rows that have none."""

_PARAMETERS = {
    "text": "textCol",
    "confidence": "confidenceCol",
    "image": "imageCol",
    "entities": "entitiesCol",
    "coordinates": "coordinatesCol",
    "tables": "tablesCol",
    "regions": "regionsCol",
}  # of `PageToJson`, by what a column holds; others have the same usual names here and there
_SCHEMAS = {
    "positions": PositionsSchema,
    "entities": AnnotationsSchema,
    "coordinates": RegionsSchema,
    "regions": RegionsSchema,
    "tables": SpannedTablesSchema,
}
_SIZE_NAMES = ("height", "width", "resolution", "transform")
_SIZE = pa.struct([(name, arrow_type(ImageSchema[name].dataType)) for name in _SIZE_NAMES])
_PLACED = ("hocr", "positions", "entities", "coordinates", "tables", "regions")
_SIZES = ("width_dimension", "height_dimension")
_NOT_SHOWN = "sparkocr: the places of the text can't be shown"


def pages_of_rows(rows: Iterable[Mapping[str, Any]], names: ReportColumns, side: int) -> Iterator[ReportPage]:
    """Give the pages of rows without Spark, one by one.

    Parameters
    ----------
    rows : iterable of mapping
        Values as Spark's rows have them as dicts, as `LightPipeline` gives them, or Arrow scalars.
    names : ReportColumns
    side : int
        Px of the longer side of pictures; 0: no pictures.
    """
    for number, row in enumerate(rows):
        found = row.asDict(recursive=True) if hasattr(row, "asDict") else row
        if number == 0:
            names.check(found)
        pictures = {kind: _picture(found.get(getattr(names, kind)), side) for kind in ("image", "masked") if side}
        document = found.get(names.json)
        if _python(document) is None:
            document = _json_or_problem(found, names)
        yield page_of({**found, PAGE_JSON: document}, names, pictures.get("image"), pictures.get("masked"))


def page_of(
    row: Mapping[str, Any], names: ReportColumns, picture: Picture | None = None, masked: Picture | None = None
) -> ReportPage:
    """Return the page of a row.

    Parameters
    ----------
    row : mapping
        Its column `PAGE_JSON` has the page as JSON, or null.
    names : ReportColumns
    picture, masked : Picture or None
    """
    document, problem = _parsed(_python(row.get(PAGE_JSON)))
    text, confidence = _text_of(row.get(names.text))
    told = _number(_python(row.get(names.confidence)))
    number = _number(_python(row.get(names.pagenum)))
    sure = None if document is None else mean_confidence(document)
    return ReportPage(
        path=_string(row.get(names.path)),
        number=None if number is None else int(number),
        text=text if text is not None else (document or {}).get("text"),
        masked_text=_masked_text(row.get(names.masked_text)),
        confidence=next((one for one in (told, confidence, sure) if one is not None), None),
        exception=_exception(row.get(names.exception)) or problem,
        document=document,
        picture=picture,
        masked=masked,
    )


def json_stage(names: ReportColumns, there: Iterable[str]) -> PageToJson | None:
    """Return the stage that writes a page as JSON for the report; None if there is no column that it needs.

    Without a column of places, it reads the column `NO_PLACES`.
    """
    found = set(there)
    if not found & {getattr(names, kind) for kind in _PLACED}:
        return None
    places = next((name for name in (names.hocr, names.positions) if name in found), NO_PLACES)
    told = {_PARAMETERS[kind]: getattr(names, kind) for kind in names.told & set(_PARAMETERS)}
    parameters = {parameter: name for parameter, name in told.items() if name in found}
    return PageToJson(inputCol=places, outputCol=PAGE_JSON, tablesUnit=PageUnit.PT, **parameters)


def _json_of(row: Mapping[str, Any], names: ReportColumns) -> str | None:
    """Write a page as JSON by the places in its row; None if they are unknown."""
    known = {getattr(names, kind): kind for kind in (*_PLACED, "text", "confidence", "image")}
    known |= dict.fromkeys(_SIZES, "size")
    values = {name: _scalar(row[name], kind) for name, kind in known.items() if _python(row.get(name)) is not None}
    stage = json_stage(names, values)
    if stage is None:
        return None
    if stage.getInputCol() == NO_PLACES:
        values[NO_PLACES] = pa.scalar(None, arrow_type(PositionsSchema))
    (made,) = stage.light_document(iter([LightRow(values)]))
    written: str | None = made[PAGE_JSON].as_py()
    return written


def _json_or_problem(row: Mapping[str, Any], names: ReportColumns) -> str | None:
    """Write a page as JSON; what is none if a value of the row is of no kind that the report knows."""
    try:
        return _json_of(row, names)
    except (pa.ArrowException, ValueError, TypeError, LookupError, AttributeError):
        return ""


def _scalar(value: Any, kind: str) -> pa.Scalar:
    """Return what a column holds for the stage; of images only their size."""
    if isinstance(value, pa.Scalar):
        return value
    if kind == "image":
        return pa.scalar(_size_fields(value), _SIZE)
    if kind == "positions" and hasattr(value, "mappings"):  # of `LightPipeline`
        value = [{"mapping": value.mappings}]
    if kind == "text":
        return pa.scalar(_text_of(value)[0])
    return pa.scalar(value, arrow_type(_SCHEMAS[kind])) if kind in _SCHEMAS else pa.scalar(value)


def _size_fields(image: Any) -> dict[str, Any]:
    """Return the size of an image, and where its pixels come from."""
    if isinstance(image, Mapping):
        return {name: image.get(name) for name in _SIZE_NAMES}
    pillow = _pillow(image)
    return {"height": pillow.height, "width": pillow.width} if pillow else {}


def _parsed(value: Any) -> tuple[Mapping[str, Any] | None, str]:
    """Return a page as JSON, and what is wrong with it."""
    if value is None:
        return None, ""
    try:
        document = json.loads(value, parse_constant=lambda _: None) if isinstance(value, str) else value
        size_of(ReportPage(document=document))
        contents(ReportPage(document=document))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None, _NOT_SHOWN
    return document, ""


def _text_of(value: Any) -> tuple[str | None, float | None]:
    """Return a text and its confidence, which only annotations of `LightPipeline` have."""
    if hasattr(value, "result") and hasattr(value, "metadata"):
        return value.result, _number(value.metadata.get("confidence"))
    return _string(value), None


def _masked_text(value: Any) -> str | None:
    """Return a text, or that of annotations."""
    found = _python(value)
    if isinstance(found, list):
        return "\n".join(one["result"] or "" for one in found if one)
    return _string(found)


def _exception(value: Any) -> str | None:
    """Return a message; those of `LightPipeline` have it as an attribute."""
    return _string(getattr(value, "message", value))


def _picture(value: Any, side: int) -> Picture | None:
    """Return the picture of an image struct, of an image of `LightPipeline` that was kept, or of Pillow."""
    pillow = _pillow(_python(value))
    if pillow is None or is_placeholder(*pillow.size):
        return None
    gray = pillow.mode in {"1", "L"}
    pixels = np.asarray(pillow.convert("L" if gray else "RGB"))
    kind = ImageType.TYPE_BYTE_GRAY if gray else ImageType.TYPE_3BYTE_BGR
    return picture_of(Image(pixels if gray else np.ascontiguousarray(pixels[..., ::-1]), 0, kind), side)


def _pillow(image: Any) -> PIL.Image.Image | None:
    """Return an image of any kind for Pillow; None if there is none, or it was not kept."""
    if isinstance(image, PIL.Image.Image):
        return image
    try:
        return to_pil_image(image) if isinstance(image, Mapping) else image.to_pil()
    except (AttributeError, ValueError, KeyError):
        return None


def _python(value: Any) -> Any:
    """Return a value that is no Arrow scalar."""
    return value.as_py() if isinstance(value, pa.Scalar) else value


def _string(value: Any) -> str | None:
    found = _python(value)
    return None if found is None else str(found)


def _number(value: Any) -> float | None:
    """Return a finite number, also of a text; None if it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None
