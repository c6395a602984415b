"""The list of all files, and the makers that they share with the tests of the same limits."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from imaging import make_bombs as of_images  # type: ignore[import-not-found]
from pdf import make_bombs as of_pdf  # type: ignore[import-not-found]

MIB = 1 << 20
GIB = 1 << 30
Objects = dict[int, bytes]
Maker = Callable[[], bytes]
BOMBS: dict[str, Maker] = {}
"""What makes each file, by its name."""

FLATE: bytes = of_pdf.FLATE
FORM: bytes = of_pdf.FORM
HELVETICA: bytes = of_pdf.HELVETICA
stream: Callable[..., bytes] = of_pdf.stream
pdf: Callable[[Objects], bytes] = of_pdf.pdf
pdf_of_streams: Callable[..., bytes] = of_pdf.pdf_of_streams
catalog_in_stream: Callable[[int], bytes] = of_pdf.catalog_in_stream
packed_after: Callable[..., bytes] = of_pdf.packed_after
page: Callable[..., bytes] = of_pdf.page
picture: Callable[..., bytes] = of_pdf.picture
form_field: Callable[..., bytes] = of_pdf.fields
forms: Callable[..., Objects] = of_pdf.forms
jbig2: Callable[[int, int], bytes] = of_pdf.jbig2
saved: Callable[..., bytes] = of_images.saved
jpeg_of_scans: Callable[[int, int], bytes] = of_images.jpeg_of_scans
jpx: Callable[[int], bytes] = of_images.jpx
TIFF: bytes = of_images.TIFF
directory: Callable[..., bytes] = of_images.directory
tiff: Callable[..., bytes] = of_images.tiff
empty_directories: Callable[[int], bytes] = of_images.empty_directories


def bomb(name: str) -> Callable[[Maker], Maker]:
    """Add a file to those that are made."""

    def add(make: Maker) -> Maker:
        BOMBS[name] = make
        return make

    return add


@lru_cache(4)
def blanks(count: int, block: bytes = b" " * MIB) -> bytes:
    """Deflate so many bytes of one block again and again, with their check sum."""
    times, check_sum = count // len(block), 1
    for _ in range(times):
        check_sum = zlib.adler32(block, check_sum)
    packed: bytes = of_pdf.packed(times, block)
    return packed + check_sum.to_bytes(4, "big")
