"""What the stages of `sparkocr.transformers.pdf` do with one row: plain functions of Arrow scalars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from sparkocr.arrow import failure, file_content, position_fields, raise_earlier, write_image
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.pdf import ranges, render
from sparkocr.pdf.text import PageText, page_texts
from sparkocr.transformers.preprocessing import binarize_image


def document_text(content: pa.BinaryScalar, exception: pa.StringScalar, **options: Any) -> dict[str, Any]:
    """Extract the text of a whole document, page after page; its size is that of the first page."""
    raise_earlier(exception)
    found: dict[str, Any] = {}
    texts: list[str] = []
    positions: list[dict[str, Any]] = []
    for number, page in enumerate(page_texts(file_content(content), **options)):
        fields = _text_fields(page, number, **options)
        if "exception" in fields:
            raise DocumentError(fields["exception"])  # half a text would look like all of it
        found = found or fields
        texts.append(fields["text"])
        positions += fields["positions"] or []
    text = None if options["only_sizes"] else "\n".join(texts)
    return found | {"text": text, "positions": positions or None, "total": number + 1}


def range_texts(
    content: pa.BinaryScalar, exception: pa.StringScalar, first: pa.Int32Scalar, *, stage: str, **options: Any
) -> dict[str, Any]:
    """Extract the text of all pages of a range."""
    return {"pages": list(page_fields(content, exception, first.as_py(), stage=stage, **options))}


def page_fields(
    content: pa.BinaryScalar, exception: pa.StringScalar, first: int, *, stage: str, **options: Any
) -> Iterator[dict[str, Any]]:
    """Extract the text of all pages, one by one, the first of which has a number; a bad document is one page."""
    try:
        raise_earlier(exception)
        for number, page in enumerate(page_texts(file_content(content), **options), first):
            fields = _text_fields(page, number, **options)
            if "exception" in fields:
                fields["exception"] = f"{stage}: {fields['exception']}"
            yield fields
    except Exception as error:  # noqa: BLE001  one bad record must not fail the job
        yield {"exception": failure(stage, error)}


def count_pages(
    content: pa.BinaryScalar, exception: pa.StringScalar, skip: pa.BooleanScalar, *, password: str
) -> dict[str, Any]:
    """Count the pages of a document that is going to be read."""
    raise_earlier(exception)
    return {} if skip.as_py() else {"total": ranges.page_count(file_content(content), password)}


def _text_fields(page: PageText | DocumentError, number: int, *, only_sizes: bool, **_: Any) -> dict[str, Any]:
    """Return the fields of a `PageTextSchema`."""
    if isinstance(page, DocumentError):
        return {"exception": str(page)}
    positions = None
    if page.characters is not None:
        units = [position_fields(character, number) for character in page.characters]
        positions = [{"mapping": units}]
    text = None if only_sizes else page.text
    return {"text": text, "positions": positions, "height": int(page.height), "width": int(page.width)}


def page_pdf(content: pa.BinaryScalar, number: pa.Int32Scalar, *, password: str) -> dict[str, Any]:
    """Cut one page out of a range."""
    if not content.is_valid:
        return {}
    return {"content": ranges.single_page(file_content(content), number.as_py(), password=password)}


def render_row(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    skip: pa.BooleanScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    whole: bool,
    threshold: int | None,
    compress: bool,
    **options: Any,
) -> pa.StructArray:
    """Render one page, or all pages below each other; a digital page gives an image of 1 x 1 px."""
    raise_earlier(exception)
    if skip.as_py():
        placeholder = Image(np.full((1, 1), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY)
        return write_image(placeholder, origin.as_py())
    data = file_content(content)
    image = render.render_document(data, **options) if whole else render.render_page(data, number.as_py(), **options)
    if threshold is not None:
        image = binarize_image(image, threshold=threshold)
    return write_image(image, origin.as_py(), compress=compress)
