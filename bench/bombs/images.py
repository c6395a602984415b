"""Images."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from PIL import Image

from bombs.making import GIB, MIB, TIFF, blanks, bomb, directory, empty_directories, jpeg_of_scans, jpx, saved, tiff


@bomb("png_rgba_large.png")
def _() -> bytes:
    return png(12_200, 12_200, colour=6)


@bomb("png_rgb16_large.png")
def _() -> bytes:
    return png(12_200, 12_200, colour=2, bits=16)


@bomb("png_huge.png")
def _() -> bytes:
    return png(60_000, 60_000, colour=0, rows=100)


@bomb("png_text_chunks.png")
def _() -> bytes:
    return png(100, 100, colour=0, chunks=chunk(b"zTXt", b"a\0\0" + blanks(GIB)) * 20)


@bomb("png_profile.png")
def _() -> bytes:
    return png(100, 100, colour=2, chunks=chunk(b"iCCP", b"a\0\0" + blanks(2 * GIB)))


@bomb("png_many_chunks.png")
def _() -> bytes:
    return png(100, 100, colour=0, chunks=chunk(b"teXt", b"") * 1_000_000)


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, colour: int, bits: int = 8, rows: int = 0, chunks: bytes = b"") -> bytes:
    """Return a PNG file of zeros, of all rows or less."""
    line = 1 + width * {0: 1, 2: 3, 6: 4}[colour] * bits // 8
    deflate = zlib.compressobj(9)
    data = b"".join(deflate.compress(bytes(line)) for _ in range(rows or height)) + deflate.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunks + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@bomb("jpeg_scans.jpg")
def _() -> bytes:
    return jpeg_of_scans(4000, 3000)


@bomb("jpeg_scans_no_end.jpg")
def _() -> bytes:
    return jpeg_of_scans(4000, 1000)[:-2]


@bomb("jpeg_cmyk_large.jpg")
def _() -> bytes:
    return saved(Image.new("CMYK", (12_200, 12_200)), "JPEG", progressive=True)


@bomb("jpeg_many_markers.jpg")
def _() -> bytes:
    data = saved(Image.new("L", (99, 99)), "JPEG")
    return data[:2] + b"\xff\xe1\0\x08Exif\0\0" * 1_000_000 + data[2:]


@bomb("tiff_empty_directories.tif")
def _() -> bytes:
    return empty_directories(1_000_000)


@bomb("tiff_many_pages.tif")
def _() -> bytes:
    entries = [
        (256, 4, 1, 1),
        (257, 4, 1, 1),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 1),
    ]
    return chained(entries, 200_000)


@bomb("tiff_same_values.tif")
def _() -> bytes:
    count, size = 2000, len(directory([(0, 0, 0, 0)] * 3))
    after = len(TIFF) + size * count
    entries = [(254, 3, 1 << 20, after), (256, 4, 1 << 19, after), (262, 3, 1 << 20, after)]
    return chained(entries, count) + bytes(4 << 20)


def chained(entries: Sequence[tuple[int, int, int, int]], count: int) -> bytes:
    """Return a TIFF file of so many directories that are the same."""
    size = len(directory(entries))
    following = [len(TIFF) + size * number for number in range(1, count)]
    return TIFF + b"".join(directory(entries, place) for place in [*following, 0])


@bomb("tiff_deflate.tif")
def _() -> bytes:
    data = blanks(2 * GIB)
    entries = [
        (256, 4, 1, 100),
        (257, 4, 1, 100),
        (258, 3, 1, 8),
        (259, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 200),
        (278, 4, 1, 100),
        (279, 4, 1, len(data)),
    ]
    return tiff(entries, data)


@bomb("tiff_strips.tif")
def _() -> bytes:
    entries = [
        (256, 4, 1, 1),
        (257, 4, 1, 10_000_000),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 10_000_000, 200),
        (278, 4, 1, 1),
        (279, 4, 10_000_000, 200),
    ]
    return tiff(entries, bytes(50_000_000))


@bomb("tiff_samples.tif")
def _() -> bytes:
    entries = [
        (256, 4, 1, 12_000),
        (257, 4, 1, 12_000),
        (258, 3, 4, 200),
        (259, 3, 1, 8),
        (262, 3, 1, 2),
        (273, 4, 1, 300),
        (277, 3, 1, 4),
        (278, 4, 1, 12_000),
        (279, 4, 1, 900_000),
        (338, 3, 1, 2),
    ]
    return tiff(entries, struct.pack("<4H", 16, 16, 16, 16) + bytes(92) + blanks(1100 * MIB))


def gif(side: int, blocks: bytes) -> bytes:
    """Return a GIF file of two colours."""
    return b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6) + blocks + b";"


def gif_frame(side: int) -> bytes:
    """Return a frame of a GIF file, which has the data of one pixel."""
    return b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x44\x01\0"


@bomb("gif_frames.gif")
def _() -> bytes:
    return gif(9000, (b"\x21\xf9\x04\0\0\0\0\0" + gif_frame(1)) * 300_000)


@bomb("gif_extensions.gif")
def _() -> bytes:
    return gif(9, b"\x21\xfe\x01a\0" * 3_000_000 + gif_frame(1))


@bomb("gif_huge_frame.gif")
def _() -> bytes:
    return gif(9, gif_frame(65_000))


@bomb("webp_large.webp")
def _() -> bytes:
    return saved(Image.new("RGBA", (12_000, 12_000)), "WEBP", lossless=True, method=0)


@bomb("webp_frames.webp")
def _() -> bytes:
    frames = [Image.new("RGB", (8000, 8000), (k, 0, 0)) for k in range(10)]
    return saved(frames[0], "WEBP", lossless=True, method=0, save_all=True, append_images=frames[1:])


@bomb("bmp_claims.bmp")
def _() -> bytes:
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 154, 0, 54, 40, 12_000, 12_000, 1, 8, 1, 0, 0, 0, 0, 0) + bytes(2000)


@bomb("jp2_claims.j2k")
def _() -> bytes:
    return jpx(12_000)


@bomb("jp2_tiles.j2k")
def _() -> bytes:
    data = bytearray(jpx(12_000))
    struct.pack_into(">II", data, 24, 1, 1)
    return bytes(data)
