"""Limits of documents, which are checked before memory and time are taken for what small files ask for.

Documents that people read stay far below them. Where one is exceeded, the document or the page is an exception that
names the limit. `current` are those that count, and `limited` sets others for a while.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from typing import Any

__all__ = ["LIMIT_NAMES", "DocumentLimits", "current", "limited", "limits_of", "name_of", "told", "written"]

_BYTES = "bytes"
_UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def _at_most(default: int, unit: str, about: str) -> Any:
    """Declare a limit: its default, its unit, which are bytes or what is counted, and what it is for."""
    return field(default=default, metadata={"unit": unit, "about": about})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLimits:
    """All limits of documents; those of `sparkocr.limits.limits_of` are the same in camel case.

    What pages of PDF cost was measured with PDFium: 600 bytes a drawing, 1,800 a form, 250 a character, and 5 µs
    a drawing. So a page at its limits takes about 1 GB and some seconds.
    """

    max_pages: int = _at_most(100_000, "pages", "A PDF; one page may be in it again and again, in 6 bytes each.")
    max_object_bytes: int = _at_most(
        64 << 20, _BYTES, "The streams of a PDF that hold other objects, together, unpacked: 500,000 objects."
    )
    max_stream_bytes: int = _at_most(
        128 << 20,
        _BYTES,
        "One stream of a PDF, unpacked, unless it is a picture; fonts of all Chinese characters have 30 MB.",
    )
    max_filters: int = _at_most(8, "filters", "One stream of a PDF; programs write at most two or three.")
    max_page_bytes: int = _at_most(
        128 << 20, _BYTES, "The instructions of a page and of the forms, patterns and glyphs in it, unpacked."
    )
    max_repeated_bytes: int = _at_most(1 << 30, _BYTES, "The same, counting those of a form as often as it is drawn.")
    max_drawings: int = _at_most(
        1_000_000,
        "drawings",
        "A page, those in forms and patterns as often as they are drawn. Detailed maps have 200,000.",
    )
    max_characters: int = _at_most(1_000_000, "characters", "A page, likewise; the pages of a newspaper have 50,000.")
    max_nodes: int = _at_most(
        200_000, "objects", "Forms, fonts, patterns, annotations and the like of a page, with those they refer to."
    )
    max_pattern_cells: int = _at_most(20_000_000, "cells", "How often a tiling pattern is repeated on a page.")
    max_pattern_overlap: int = _at_most(400, "layers", "How often a tiling pattern is drawn over itself.")
    max_function_bytes: int = _at_most(
        64 << 10, _BYTES, "A program that computes a colour; those that programs write have less than 10 kB."
    )
    max_functions: int = _at_most(10_000, "functions", "Parts of one function, each as often as it is a part.")
    max_sample_bytes: int = _at_most(64 << 20, _BYTES, "The samples of a function.")
    max_mesh_bytes: int = _at_most(16 << 20, _BYTES, "The mesh of a shading.")
    max_map_bytes: int = _at_most(
        16 << 20,
        _BYTES,
        "The map of a font from codes to letters or to glyphs; those of all Chinese characters have 1 MB.",
    )
    max_mapped_codes: int = _at_most(
        4_000_000, "codes", "Codes that the map of a font gives, again and again ones too: there are 65,536."
    )
    max_picture_bytes: int = _at_most(768 << 20, _BYTES, "The pictures of a page, unpacked, each counted once.")
    max_shown_pixels: int = _at_most(6_000_000_000, "px", "The pictures of a page, as often as they are drawn.")
    max_region_pixels: int = _at_most(
        1_500_000_000, "px", "All regions of a picture in JBIG2: most have one or two of the size of the page."
    )
    max_jbig2_segments: int = _at_most(20_000, "segments", "A picture in JBIG2.")
    max_depth: int = _at_most(
        32, "levels", "Fields of a form, nodes of a tree of names, and arrays in a value, inside of each other."
    )
    max_fields: int = _at_most(200_000, "fields", "The form of a PDF, with its widgets.")
    max_value_parts: int = _at_most(
        500_000, "parts", "Elements of arrays in the value of a field, and options of all fields."
    )
    max_value_characters: int = _at_most(
        1 << 24, "characters", "The value of a field, and bytes of a stream that is one."
    )

    max_scanned_pixels: int = _at_most(4_000_000_000, "px", "A JPEG, times its scans: a progressive one has about ten.")
    max_decoded_bytes: int = _at_most(
        1536 << 20, _BYTES, "What the decoder of an image takes, with its pixels, whatever `maxPixels` allows."
    )
    max_tiff_segments: int = _at_most(250_000, "segments", "Strips or tiles of a TIFF image; some have one a row.")
    max_tiff_frames: int = _at_most(20_000, "frames", "A TIFF file, each of which becomes a row.")

    max_unpacked_bytes: int = _at_most(
        512 << 20, _BYTES, "An Office document, unpacked: Word itself opens no file that is larger."
    )
    max_xml_bytes: int = _at_most(
        128 << 20,
        _BYTES,
        "A part of an Office document; its tree takes ten times as much. 500 pages of plain text are some 5 MB.",
    )
    max_tags: int = _at_most(
        8_000_000, "elements", "A part of an Office document. 500 pages of plain text have some 100,000."
    )
    max_read_bytes: int = _at_most(
        256 << 20, _BYTES, "All parts that are read: a small file can refer to one of them again and again."
    )
    max_cells: int = _at_most(5_000_000, "cells", "All tables of an Office document.")
    max_covered_cells: int = _at_most(
        1_000_000, "covered cells", "Cells of a table that lie below merged ones: a small file can ask for very many."
    )

    max_hocr_characters: int = _at_most(
        16_000_000, "characters", "A page of hOCR; a crowded one with all its symbols has half a million."
    )
    max_hocr_tag: int = _at_most(1_000_000, "characters", "A tag of hOCR, of which a parser makes attributes.")
    max_hocr_words: int = _at_most(
        500_000, "words and elements", "A page of hOCR; that of a newspaper has 20,000 with all its symbols."
    )
    max_tokens: int = _at_most(
        250_000, "tokens", "A page of hOCR that becomes tokens, of 1 kB each; a crowded one has 5,000."
    )
    max_merged_words: int = _at_most(
        50_000, "words", "A page of hOCR that is merged with others, which takes time by the square; most have 3,000."
    )

    max_inflated_bytes: int = _at_most(1 << 30, _BYTES, "A deflated DICOM file: zlib makes a thousand bytes of one.")
    max_dicom_frames: int = _at_most(
        1 << 20, "frames", "A DICOM file: slides have some 100,000, but a few bytes may claim any number."
    )


_current: ContextVar[DocumentLimits] = ContextVar("limits", default=DocumentLimits())  # noqa: B039  it is frozen


def current() -> DocumentLimits:
    """Return the limits that count."""
    return _current.get()


@contextmanager
def limited(limits: DocumentLimits) -> Iterator[None]:
    """Let other limits count within the ``with`` block."""
    token = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(token)


def name_of(attribute: str) -> str:
    """Return what users call a limit: ``maxPages`` for ``max_pages``."""
    first, *others = attribute.split("_")
    return first + "".join(map(str.capitalize, others))


def told(attribute: str) -> str:
    """Say what a limit is, in a message: ``100,000 pages (maxPages)``."""
    value = getattr(current(), attribute)
    return f"{written(value, _FIELDS[attribute].metadata['unit'])} ({name_of(attribute)})"


def limits_of(given: Mapping[str, Any], base: DocumentLimits | None = None) -> DocumentLimits:
    """Return limits with some that a user gives, by the names that users know.

    Parameters
    ----------
    given : Mapping
        For instance ``{"maxPages": 500}``.
    base : DocumentLimits, optional
        The others; default: the defaults.

    Raises
    ------
    ValueError
        There is no such limit, or it is no integer from 1.
    """
    for name, value in given.items():
        if name not in LIMIT_NAMES:
            raise ValueError(f"There is no limit {name!r}; there are {', '.join(LIMIT_NAMES)}.")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} must be an integer from 1; got {value!r}")
    return replace(base or DocumentLimits(), **{LIMIT_NAMES[name]: value for name, value in given.items()})


def written(value: int, unit: str) -> str:
    """Write a limit: bytes in the largest unit of which it is a multiple."""
    if unit != _BYTES:
        return f"{value:,} {unit}"
    factor, name = next(((factor, name) for factor, name in _UNITS if value % factor == 0), (1, _BYTES))
    return f"{value // factor:,} {name}"


_FIELDS = {each.name: each for each in fields(DocumentLimits)}
LIMIT_NAMES = {name_of(attribute): attribute for attribute in _FIELDS}
"""Attributes of limits by what users call them."""
