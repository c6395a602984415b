"""Transfer syntaxes: how data sets are written, and pixels in them (PS3.5, annex A; PS3.6, annex A)."""

from __future__ import annotations

__all__ = [
    "BIG_ENDIAN",
    "DEFLATED",
    "EXPLICIT",
    "HTJ2K",
    "IMPLICIT",
    "JPEG_2000",
    "JPEG_2000_LOSSLESS",
    "JPEG_BASELINE",
    "JPEG_EXTENDED",
    "JPEG_LOSSLESS",
    "JPEG_LS",
    "JPEG_LS_NEAR",
    "NATIVE",
    "RLE",
]

IMPLICIT, EXPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
RLE = "1.2.840.10008.1.2.5"
JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS = ("1.2.840.10008.1.2.4." + number for number in ("50", "51", "57"))
JPEG_LS, JPEG_LS_NEAR = "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"
JPEG_2000_LOSSLESS, JPEG_2000, HTJ2K = ("1.2.840.10008.1.2.4." + number for number in ("90", "91", "203"))

NATIVE = frozenset({IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED})
"""Those without encoded frames."""
