"""Pictures in PDF that claim large sizes, or have many parts."""

# ruff: noqa: E501  an object of PDF is easier to read in one line

from __future__ import annotations

import struct
import zlib

from bombs.making import FLATE, GIB, MIB, blanks, bomb, jbig2, jpeg_of_scans, jpx, page, picture, stream


def bits(side: int) -> bytes:
    """Return the entries of a square picture of one bit a pixel."""
    return b"/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1" % (side, side)


@bomb("jbig2_regions.pdf")
def _() -> bytes:
    return picture(
        jbig2(200, 30_000),
        bits(30000) + b"/Filter/JBIG2Decode",
    )


@bomb("jbig2_many_small.pdf")
def _() -> bytes:
    return picture(
        jbig2(100_000, 2000),
        bits(2000) + b"/Filter/JBIG2Decode",
    )


@bomb("jbig2_globals_flate.pdf")
def _() -> bytes:
    entries = b"/Width 200/Height 200/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 6 0 R>>"
    return picture(jbig2(1, 200), entries, {6: stream(blanks(2 * GIB), FLATE)})


@bomb("jbig2_flate_chain.pdf")
def _() -> bytes:
    data = zlib.compress(jbig2(100_000, 2000), 9)
    return picture(
        data, b"/Width 2000/Height 2000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter[/FlateDecode/JBIG2Decode]"
    )


@bomb("ccitt_huge.pdf")
def _() -> bytes:
    return picture(
        b"\xff" * 1000,
        b"/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>",
    )


@bomb("picture_huge.pdf")
def _() -> bytes:
    return picture(blanks(2700 * MIB), b"/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8" + FLATE)


@bomb("picture_claims.pdf")
def _() -> bytes:
    return picture(b"abc", b"/Width 65000/Height 65000/ColorSpace/DeviceRGB/BitsPerComponent 8")


@bomb("picture_inline_claims.pdf")
def _() -> bytes:
    return page(b"q 99 0 0 99 0 0 cm BI/W 65000/H 65000/CS/RGB/BPC 8 ID abc EI Q")


@bomb("pictures_medium_many.pdf")
def _() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 10000/Height 10000/ColorSpace/DeviceRGB/BitsPerComponent 8" + FLATE
    data = blanks(286 * MIB)
    more = {5 + k: stream(data, entries) for k in range(20)}
    content = b"".join(b"q 9 0 0 9 %d 0 cm /I%d Do Q " % (k, k) for k in range(20))
    return page(
        content, more, resources=b"/XObject<<" + b"".join(b"/I%d %d 0 R" % (k, 5 + k) for k in range(20)) + b">>"
    )


@bomb("picture_drawn_often.pdf")
def _() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 5000/Height 5000/ColorSpace/DeviceRGB/BitsPerComponent 8" + FLATE
    return page(
        b"q 200 0 0 100 0 0 cm " + b"/I Do " * 3000 + b"Q",
        {5: stream(blanks(72 * MIB), entries)},
        resources=b"/XObject<</I 5 0 R>>",
    )


@bomb("picture_nested_flate.pdf")
def _() -> bytes:
    return picture(
        zlib.compress(blanks(2 * GIB), 9),
        b"/Width 100/Height 100/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter[/FlateDecode/FlateDecode]",
    )


@bomb("picture_function.pdf")
def _() -> bytes:
    program = b"{" + b"dup mul " * 50_000 + b"dup dup}"
    more = {
        6: b"[/Separation/A/DeviceRGB 7 0 R]",
        7: stream(program, b"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]"),
    }
    return picture(blanks(4 * MIB), b"/Width 2000/Height 2000/ColorSpace 6 0 R/BitsPerComponent 8" + FLATE, more)


@bomb("jpx_claims.pdf")
def _() -> bytes:
    return picture(jpx(60_000), b"/Width 60000/Height 60000/ColorSpace/DeviceGray/Filter/JPXDecode")


@bomb("jpx_tiles.pdf")
def _() -> bytes:
    data = bytearray(jpx(60_000))
    struct.pack_into(">II", data, 24, 1, 1)
    return picture(bytes(data), b"/Width 60000/Height 60000/ColorSpace/DeviceGray/Filter/JPXDecode")


@bomb("jpeg_scans.pdf")
def _() -> bytes:
    return picture(
        jpeg_of_scans(4000, 3000), b"/Width 4000/Height 4000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    )
