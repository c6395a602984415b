"""Streams of PDF that become large when they are unpacked."""

from __future__ import annotations

import zlib

from bombs.making import (
    FLATE,
    GIB,
    HELVETICA,
    MIB,
    blanks,
    bomb,
    catalog_in_stream,
    packed_after,
    page,
    pdf_of_streams,
    stream,
)


@bomb("flate_4gb.pdf")
def _() -> bytes:
    return page(blanks(2 * GIB), filters=FLATE)


@bomb("flate_paths.pdf")
def _() -> bytes:
    return page(blanks(400 * MIB, b"0 0 9 9 re f " * 80_000), filters=FLATE)


@bomb("flate_letters.pdf")
def _() -> bytes:
    text = b"BT/F 9 Tf 9 9 Td(" + b"a" * 30_000 + b")Tj ET "
    return page(blanks(200 * MIB, text * 30), filters=FLATE, resources=HELVETICA)


@bomb("flate_pictures.pdf")
def _() -> bytes:
    more = {5: stream(b"\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")}
    return page(blanks(200 * MIB, b"/I Do " * 100_000), more, filters=FLATE, resources=b"/XObject<</I 5 0 R>>")


@bomb("flate_inline.pdf")
def _() -> bytes:
    return page(blanks(200 * MIB, b"BI/W 1/H 1/CS/G/BPC 8 ID a EI " * 30_000), filters=FLATE)


@bomb("flate_saves.pdf")
def _() -> bytes:
    return page(blanks(100 * MIB, b"q " * 500_000), filters=FLATE)


@bomb("flate_clips.pdf")
def _() -> bytes:
    return page(blanks(50 * MIB, b"0 0 99 99 re W n " * 50_000), filters=FLATE)


@bomb("flate_nested.pdf")
def _() -> bytes:
    return page(
        zlib.compress(zlib.compress(blanks(2 * GIB), 9), 9), filters=b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    )


@bomb("flate_many_parts.pdf")
def _() -> bytes:
    part = stream(blanks(200 * MIB), FLATE)
    parts = dict.fromkeys(range(5, 45), part)
    return page(
        b"",
        {
            **parts,
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents["
            + b" ".join(b"%d 0 R" % n for n in parts)
            + b"]>>",
        },
    )


@bomb("same_part_often.pdf")
def _() -> bytes:
    return page(
        b"",
        {
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[" + b"5 0 R " * 2000 + b"]>>",
            5: stream(blanks(2 * MIB), FLATE),
        },
    )


@bomb("lzw.pdf")
def _() -> bytes:
    return page(lzw_of_zeros(2 * GIB), filters=b"/Filter/LZWDecode")


def lzw_of_zeros(count: int) -> bytes:
    """Return LZW data of about so many blanks: each code is one longer than the last, until the table is full."""
    codes = [256, 32, *range(258, 4094)]
    widths = [9, 9, *(9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12 for code in codes[2:])]
    bits = "".join(f"{code:0{width}b}" for code, width in zip(codes, widths, strict=True)) * 8
    made = 8 * sum(range(1, len(codes)))
    return int(bits, 2).to_bytes(len(bits) // 8, "big") * (count // made)


@bomb("run_length.pdf")
def _() -> bytes:
    return page(zlib.compress(b"\x81 " * (32 * MIB), 9), filters=b"/Filter[/FlateDecode/RunLengthDecode]")


@bomb("hex_chain.pdf")
def _() -> bytes:
    data = b"20" * 1000
    for _ in range(9):
        data = data.hex().encode()
    return page(data, filters=b"/Filter[" + b"/ASCIIHexDecode" * 10 + b"]")


@bomb("many_filters.pdf")
def _() -> bytes:
    return page(b" " * 1000, filters=b"/Filter[" + b"/ASCIIHexDecode" * 100_000 + b"]")


@bomb("object_stream.pdf")
def _() -> bytes:
    return catalog_in_stream(2048)


@bomb("xref_stream.pdf")
def _() -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    }
    return pdf_of_streams(objects, size=400_000_000, pack=before_zeros, filters=FLATE)


def before_zeros(data: bytes) -> bytes:
    """Deflate data, with 2 GiB of zeros after them."""
    return packed_after(data, 2048, bytes(MIB))
