"""Small files that ask for enormous work, one for each kind that is known, for `hostile.py`."""

# ruff: noqa: E501  an object of PDF is easier to read in one line

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache

from PIL import Image

MIB = 1 << 20
GIB = 1 << 30
Objects = dict[int, bytes]
Maker = Callable[[], bytes]
BOMBS: dict[str, Maker] = {}
"""What makes each file, by its name."""


def bomb(name: str) -> Callable[[Maker], Maker]:
    """Add a file to those that are made."""

    def add(make: Maker) -> Maker:
        BOMBS[name] = make
        return make

    return add


@lru_cache(4)
def blanks(count: int, block: bytes = b" " * MIB) -> bytes:
    """Deflate so many bytes of one block again and again, which is packed once."""
    deflate, times = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), count // len(block)
    packed = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    check_sum = 1
    for _ in range(times):
        check_sum = zlib.adler32(block, check_sum)
    return b"\x78\xda" + packed * times + b"\x03\0" + check_sum.to_bytes(4, "big")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return an object that is a stream."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: Objects, trailer: bytes = b"") -> bytes:
    """Write a PDF; object 1 is its root."""
    file, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(file), max(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        file += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    file += b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(file)


def page(
    content: bytes = b"",
    more: Objects | None = None,
    *,
    resources: bytes = b"",
    page_entries: bytes = b"",
    root: bytes = b"",
    filters: bytes = b"",
    box: bytes = b"[0 0 200 100]",
) -> bytes:
    """Write a PDF of one page, whose content is object 4."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>%s>>"
            % (box, resources, page_entries),
            4: stream(content, filters),
            **(more or {}),
        }
    )


FLATE = b"/Filter/FlateDecode"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 200 100]"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
SHOW = b"q 200 0 0 100 0 0 cm /Im Do Q"


def picture(data: bytes, entries: bytes, more: Objects | None = None) -> bytes:
    """Write a PDF of one page that shows a picture."""
    body = stream(data, b"/Type/XObject/Subtype/Image" + entries)
    return page(SHOW, {5: body, **(more or {})}, resources=b"/XObject<</Im 5 0 R>>")


# ---- streams


@bomb("flate_4gb.pdf")
def _() -> bytes:
    return page(blanks(2 * GIB), filters=FLATE)


@bomb("flate_paths.pdf")
def _() -> bytes:
    return page(blanks(400 * MIB, b"0 0 9 9 re f " * 80_000), filters=FLATE)


@bomb("flate_letters.pdf")
def _() -> bytes:
    text = b"BT/F 9 Tf 9 9 Td(" + b"a" * 30_000 + b")Tj ET "
    return page(blanks(200 * MIB, text * 30), filters=FLATE, resources=FONT)


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
    return with_object_stream(2 * GIB)


def with_object_stream(count: int) -> bytes:
    """Write a PDF whose catalog is in an object stream, before so many blanks."""
    deflate = zlib.compressobj(9)
    inside = b"<</Type/Catalog/Pages 2 0 R>> "
    head = b"1 0 "
    data = (
        deflate.compress(head + inside)
        + b"".join(deflate.compress(b" " * MIB) for _ in range(count // MIB))
        + deflate.flush()
    )
    file, places = bytearray(b"%PDF-1.7\n"), {}
    objects = {
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        4: stream(data, b"/Type/ObjStm/N 1/First %d" % len(head) + FLATE),
    }
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    rows = [(0, 0, 255), (2, 4, 0), *((1, places[n], 0) for n in (2, 3, 4)), (1, start, 0)]
    table_of = b"".join(struct.pack(">BIB", *row) for row in rows)
    file += (
        b"5 0 obj\n"
        + stream(table_of, b"/Type/XRef/W[1 4 1]/Size 6/Root 1 0 R")
        + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    )
    return bytes(file)


@bomb("xref_stream.pdf")
def _() -> bytes:
    file = bytearray(b"%PDF-1.7\n")
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    }
    places = {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    rows = [(0, 0, 255), *((1, places[n], 0) for n in (1, 2, 3)), (1, start, 0)]
    deflate = zlib.compressobj(9)
    data = deflate.compress(b"".join(struct.pack(">BIB", *row) for row in rows))
    data += b"".join(deflate.compress(bytes(MIB)) for _ in range(2048)) + deflate.flush()
    file += (
        b"4 0 obj\n"
        + stream(data, b"/Type/XRef/W[1 4 1]/Size 400000000/Root 1 0 R" + FLATE)
        + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    )
    return bytes(file)


# ---- trees


@bomb("count_lie.pdf")
def _() -> bytes:
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1048575>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        }
    )


@bomb("pages_exponential.pdf")
def _() -> bytes:
    more = {
        5 + k: b"<</Type/Pages/Parent 2 0 R/Count 9999/Kids[" + b"%d 0 R " % (6 + k) * 10 + b"]>>" for k in range(8)
    }
    return page(
        b"",
        {
            2: b"<</Type/Pages/Kids[5 0 R]/Count 100000000>>",
            **more,
            13: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        },
    )


@bomb("page_often.pdf")
def _() -> bytes:
    return page(b"", {2: b"<</Type/Pages/Count 300000/Kids[" + b"3 0 R " * 300_000 + b"]>>"})


@bomb("pages_direct.pdf")
def _() -> bytes:
    return page(b"", {2: b"<</Type/Pages/Count 300000/Kids[" + b"<</Type/Page>>" * 300_000 + b"]>>"})


@bomb("pages_deep.pdf")
def _() -> bytes:
    more = {5 + k: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (4 + k, 6 + k) for k in range(50_000)}
    return page(b"", {2: b"<</Type/Pages/Kids[5 0 R]/Count 1>>", **more, 50_005: b"<</Type/Page/MediaBox[0 0 9 9]>>"})


@bomb("pages_cycle.pdf")
def _() -> bytes:
    return page(
        b"", {2: b"<</Type/Pages/Kids[2 0 R 3 0 R 5 0 R]/Count 9>>", 5: b"<</Type/Pages/Kids[2 0 R 5 0 R]/Count 7>>"}
    )


@bomb("outline_cycle.pdf")
def _() -> bytes:
    return page(
        b"",
        {
            5: b"<</First 6 0 R/Last 6 0 R>>",
            6: b"<</Title(a)/Parent 5 0 R/First 7 0 R/Next 6 0 R/Dest[3 0 R/Fit]>>",
            7: b"<</Title(a)/First 6 0 R/Next 5 0 R/Dest[3 0 R/Fit]>>",
        },
        root=b"/Outlines 5 0 R",
    )


@bomb("outline_exponential.pdf")
def _() -> bytes:
    more = {5: b"<</First 6 0 R/Last 6 0 R>>"}
    for k in range(40):
        more[6 + 2 * k] = b"<</Title(a)/First %d 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (8 + 2 * k, 7 + 2 * k)
        more[7 + 2 * k] = b"<</Title(b)/First %d 0 R/Dest[3 0 R/Fit]>>" % (8 + 2 * k)
    return page(b"", more, root=b"/Outlines 5 0 R")


@bomb("outline_long.pdf")
def _() -> bytes:
    more = {5: b"<</First 6 0 R/Last 6 0 R>>"}
    more |= {6 + k: b"<</Title(a)/Next %d 0 R/Dest[3 0 R/Fit]>>" % (7 + k) for k in range(200_000)}
    return page(b"", more, root=b"/Outlines 5 0 R")


@bomb("names_cycle.pdf")
def _() -> bytes:
    more = {
        5: b"<</Dests 6 0 R/EmbeddedFiles 6 0 R>>",
        6: b"<</Kids[6 0 R 7 0 R]/Limits[(a)(z)]>>",
        7: b"<</Kids[6 0 R 7 0 R 6 0 R]/Limits[(a)(z)]>>",
        8: b"<</First 9 0 R/Last 9 0 R>>",
        9: b"<</Title(a)/Dest(b)>>",
    }
    return page(b"", more, root=b"/Names 5 0 R/Outlines 8 0 R/Collection<</View/D>>")


@bomb("names_exponential.pdf")
def _() -> bytes:
    more = {
        5: b"<</Dests 6 0 R/EmbeddedFiles 6 0 R>>",
        46: b"<</Names[(x)(y)]/Limits[(a)(z)]>>",
        50: b"<</First 51 0 R/Last 51 0 R>>",
        51: b"<</Title(a)/Dest(b)>>",
    }
    more |= {6 + k: b"<</Kids[%d 0 R %d 0 R]/Limits[(a)(z)]>>" % (7 + k, 7 + k) for k in range(40)}
    return page(b"", more, root=b"/Names 5 0 R/Outlines 50 0 R/Collection<</View/D>>")


@bomb("arrays_deep.pdf")
def _() -> bytes:
    return page(b"", page_entries=b"/X" + b"[" * 100_000 + b"]" * 100_000)


@bomb("content_arrays_deep.pdf")
def _() -> bytes:
    return page(b"[" * 500_000 + b"]" * 500_000 + b" TJ", resources=FONT)


@bomb("content_dicts_deep.pdf")
def _() -> bytes:
    return page(b"/a " + b"<</a" * 500_000 + b" 1" + b">>" * 500_000 + b" BDC", resources=FONT)


@bomb("resources_deep.pdf")
def _() -> bytes:
    more = {5 + k: stream(b"/X Do", FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + k)) for k in range(3000)}
    more[3005] = stream(b"", FORM)
    return page(b"/X Do", more, resources=b"/XObject<</X 5 0 R>>")


@bomb("references_in_circle.pdf")
def _() -> bytes:
    return page(
        b"/X Do",
        {5: b"6 0 R", 6: b"5 0 R"},
        resources=b"/XObject<</X 5 0 R>>/Font 5 0 R",
        page_entries=b"/Annots 5 0 R",
    )


@bomb("box_huge.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", box=b"[0 0 1e9 1e9]")


@bomb("unit_huge.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", page_entries=b"/UserUnit 75000")


@bomb("box_nan.pdf")
def _() -> bytes:
    return page(b"0 0 9 9 re f", box=b"[0 0 99999999999999999999999999999999999999999999 9e999]")


# ---- forms, patterns, glyphs, shadings


@bomb("form_itself.pdf")
def _() -> bytes:
    return page(
        b"/X Do",
        {5: stream(b"/X Do /X Do", FORM + b"/Resources<</XObject<</X 5 0 R>>>>")},
        resources=b"/XObject<</X 5 0 R>>",
    )


@bomb("form_exponential.pdf")
def _() -> bytes:
    more = {5 + k: stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + k)) for k in range(9)}
    more[14] = stream(b"0 0 1 1 re f", FORM)
    return page(b"/X Do", more, resources=b"/XObject<</X 5 0 R>>")


@bomb("form_inherits.pdf")
def _() -> bytes:
    return page(
        b"/X Do /Y Do",
        {5: stream(b"/Y Do /Y Do", FORM), 6: stream(b"/X Do /X Do", FORM)},
        resources=b"/XObject<</X 5 0 R/Y 6 0 R>>",
    )


@bomb("form_flate.pdf")
def _() -> bytes:
    return page(b"/X Do", {5: stream(blanks(2 * GIB), FORM + FLATE)}, resources=b"/XObject<</X 5 0 R>>")


@bomb("form_often.pdf")
def _() -> bytes:
    return page(b"/X Do " * 100_000, {5: stream(blanks(MIB), FORM + FLATE)}, resources=b"/XObject<</X 5 0 R>>")


@bomb("group_stack.pdf")
def _() -> bytes:
    group = FORM + b"/Group<</S/Transparency/I true>>"
    more = {
        5 + k: stream(
            b"/G gs /X Do", group + b"/Resources<</ExtGState<</G<</ca .5>>>>/XObject<</X %d 0 R>>>>" % (6 + k)
        )
        for k in range(35)
    }
    more[40] = stream(b"0 0 99 99 re f", FORM)
    return page(b"/X Do", more, resources=b"/XObject<</X 5 0 R>>", box=b"[0 0 2800 2800]")


@bomb("mask_chain.pdf")
def _() -> bytes:
    group = FORM + b"/Group<</S/Transparency/CS/DeviceGray>>"
    more = {
        5 + k: stream(
            b"/G gs 0 0 99 99 re f /G gs 0 0 99 99 re f",
            group + b"/Resources<</ExtGState<</G<</SMask<</S/Luminosity/G %d 0 R>>>>>>>>" % (6 + k),
        )
        for k in range(25)
    }
    more[30] = stream(b"0 0 99 99 re f", group)
    return page(b"/G gs 0 0 99 99 re f", more, resources=b"/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>")


@bomb("mask_itself.pdf")
def _() -> bytes:
    group = FORM + b"/Group<</S/Transparency/CS/DeviceGray>>"
    more = {
        5: stream(b"/G gs 0 0 99 99 re f 0 0 9 9 re f", group + b"/Resources<</ExtGState<</G 6 0 R>>>>"),
        6: b"<</SMask<</S/Luminosity/G 5 0 R>>>>",
    }
    return page(b"/G gs 0 0 99 99 re f", more, resources=b"/ExtGState<</G 6 0 R>>")


@bomb("picture_mask_itself.pdf")
def _() -> bytes:
    return picture(b"\0", b"/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 5 0 R/Mask 5 0 R")


def tiling(content: bytes, steps: bytes, box: bytes, more: bytes = b"") -> bytes:
    """Return a tiling pattern."""
    return stream(
        content,
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox%s/XStep %s/YStep %s/Resources<<%s>>"
        % (box, steps, steps, more),
    )


def painted(pattern: bytes, more: Objects | None = None) -> bytes:
    """Write a PDF whose page is painted with a pattern."""
    return page(b"/Pattern cs /P scn 0 0 200 100 re f", {5: pattern, **(more or {})}, resources=b"/Pattern<</P 5 0 R>>")


@bomb("pattern_tiny_steps.pdf")
def _() -> bytes:
    return painted(tiling(b"0 0 1 1 re f", b"0.00001", b"[0 0 1 1]"))


@bomb("pattern_large_box.pdf")
def _() -> bytes:
    return painted(tiling(b"0 0 1 1 re f", b"0.01", b"[0 0 2000 2000]"))


@bomb("pattern_itself.pdf")
def _() -> bytes:
    return painted(tiling(b"/Pattern cs /P scn 0 0 9 9 re f 1 1 7 7 re f", b"1", b"[0 0 9 9]", b"/Pattern<</P 5 0 R>>"))


@bomb("pattern_chain.pdf")
def _() -> bytes:
    more = {
        5 + k: tiling(
            b"/Pattern cs /P scn 0 0 200 100 re f", b"1", b"[0 0 200 100]", b"/Pattern<</P %d 0 R>>" % (6 + k)
        )
        for k in range(12)
    }
    more[17] = tiling(b"0 0 1 1 re f", b"1", b"[0 0 200 100]")
    return painted(more[5], more)


@bomb("pattern_flate.pdf")
def _() -> bytes:
    return painted(
        stream(
            blanks(2 * GIB),
            b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9" + FLATE,
        )
    )


def glyphs(content: bytes, more: Objects | None = None, entries: bytes = b"", filters: bytes = b"") -> bytes:
    """Write a PDF with text in a Type 3 font of one glyph."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>%s>>"
        % entries
    )
    return page(
        b"BT /F 9 Tf 9 9 Td (" + b"a" * 100 + b") Tj ET",
        {5: font, 6: stream(content, filters), **(more or {})},
        resources=b"/Font<</F 5 0 R>>",
    )


@bomb("glyph_itself.pdf")
def _() -> bytes:
    return glyphs(b"1 0 d0 BT /F 1 Tf (" + b"a" * 100 + b") Tj ET", entries=b"/Resources<</Font<</F 5 0 R>>>>")


@bomb("glyph_chain.pdf")
def _() -> bytes:
    text = b"1 0 d0 BT /F 1 Tf (" + b"a" * 1000 + b") Tj ET"
    more: Objects = {}
    for k in range(10):
        more[5 + 2 * k] = (
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]/CharProcs<</a %d 0 R>>"
            b"/Encoding<</Differences[97/a]>>/Resources<</Font<</F %d 0 R>>>>>>" % (6 + 2 * k, 7 + 2 * k)
        )
        more[6 + 2 * k] = stream(text)
    return glyphs(text, {**more, 25: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"})


@bomb("glyph_flate.pdf")
def _() -> bytes:
    return glyphs(blanks(2 * GIB), filters=FLATE)


@bomb("glyph_forms.pdf")
def _() -> bytes:
    more = {7 + k: stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (8 + k)) for k in range(9)}
    more[16] = stream(b"0 0 1 1 re f", FORM)
    return glyphs(b"1 0 d0 /X Do", more, entries=b"/Resources<</XObject<</X 7 0 R>>>>")


@bomb("shading_long_function.pdf")
def _() -> bytes:
    program = b"{" + b"dup mul " * 100_000 + b"pop dup dup}"
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 200 0 100]/Function 6 0 R>>",
        6: stream(program, b"/FunctionType 4/Domain[0 200 0 100]/Range[0 1 0 1 0 1]"),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_deep.pdf")
def _() -> bytes:
    program = b"{" * 200_000 + b"}" * 200_000
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Function 6 0 R>>",
        6: stream(program, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]"),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_stitching.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 200 100]/Function 6 0 R>>",
        36: b"<</FunctionType 2/Domain[0 1]/N 1>>",
    }
    more |= {
        6 + k: b"<</FunctionType 3/Domain[0 1]/Bounds[.1 .2 .3 .4 .5 .6 .7 .8 .9]/Encode["
        + b"0 1 " * 10
        + b"]/Functions["
        + b"%d 0 R " % (7 + k) * 10
        + b"]>>"
        for k in range(30)
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_itself.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 200 100]/Function 6 0 R>>",
        6: b"<</FunctionType 3/Domain[0 1]/Bounds[.5]/Encode[0 1 0 1]/Functions[6 0 R 6 0 R]>>",
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("function_samples.pdf")
def _() -> bytes:
    more = {
        5: b"<</ShadingType 1/ColorSpace/DeviceRGB/Function 6 0 R>>",
        6: stream(
            blanks(2 * GIB),
            b"/FunctionType 0/Size[30000 30000]/BitsPerSample 8/Domain[0 1 0 1]/Range[0 1 0 1 0 1]" + FLATE,
        ),
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("shading_mesh.pdf")
def _() -> bytes:
    flag = b"\0" + b"\xff\xff\xff\xff" * 24 + b"\0\0\xff\xff" * 4
    more = {
        5: stream(
            blanks(400 * MIB, (flag * 10_000)),
            b"/ShadingType 7/ColorSpace/DeviceGray/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8/Decode[0 200 0 100 0 1]"
            + FLATE,
        )
    }
    return page(b"/S sh", more, resources=b"/Shading<</S 5 0 R>>")


@bomb("dashes.pdf")
def _() -> bytes:
    return page(b"[0.00001 0.00001] 0 d 1 w 0 0 m 200 100 l S")


@bomb("curves.pdf")
def _() -> bytes:
    return page(b"5 w 1 J 1 j 0 0 m " + b"0 0 1e9 1e9 200 100 c -9e8 0 9e9 -1e9 0 0 c " * 20_000 + b"S")


@bomb("colour_spaces.pdf")
def _() -> bytes:
    more = {5 + k: b"[/Indexed %d 0 R 1 (aaaaaa)]" % (6 + k) for k in range(5000)}
    return page(b"/C cs 1 sc 0 0 9 9 re f", {**more, 5005: b"/DeviceRGB"}, resources=b"/ColorSpace<</C 5 0 R>>")


@bomb("icc_flate.pdf")
def _() -> bytes:
    return page(
        b"/C cs 0 0 0 sc 0 0 9 9 re f",
        {5: stream(blanks(2 * GIB), b"/N 3" + FLATE)},
        resources=b"/ColorSpace<</C[/ICCBased 5 0 R]>>",
    )


# ---- fonts


@bomb("font_file_flate.pdf")
def _() -> bytes:
    more = {
        5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R/FirstChar 97/LastChar 97/Widths[500]>>",
        6: b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>",
        7: stream(blanks(2 * GIB), FLATE),
    }
    return page(b"BT /F 9 Tf 9 9 Td (aaaa) Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("font_map_flate.pdf")
def _() -> bytes:
    more = {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", 6: stream(blanks(2 * GIB), FLATE)}
    return page(b"BT /F 9 Tf 9 9 Td (aaaa) Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("font_map_entries.pdf")
def _() -> bytes:
    entries = b"1 beginbfrange\n<0000> <ffff> <" + b"0041" * 100 + b">\nendbfrange\n"
    more = {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    }
    more[6] = stream(blanks(64 * MIB, entries * 1000), FLATE)
    return page(b"BT /F 9 Tf 9 9 Td <00410042> Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("font_cmap_ranges.pdf")
def _() -> bytes:
    cmap = b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 begincidrange <00000000> <ffffffff> 0 endcidrange endcmap "
    more = {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    }
    more[6] = stream(blanks(64 * MIB, cmap * 1000), b"/Type/CMap/CMapName/A" + FLATE)
    return page(b"BT /F 9 Tf 9 9 Td <00410042> Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("fonts_many.pdf")
def _() -> bytes:
    more = {5 + k: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>" for k in range(50_000)}
    names = b"".join(b"/F%d %d 0 R" % (k, 5 + k) for k in range(50_000))
    return page(b"BT /F1 9 Tf 9 9 Td (\x01\x02) Tj ET", more, resources=b"/Font<<" + names + b">>")


@bomb("font_widths.pdf")
def _() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W["
        + b"0 65535 500 " * 300_000
        + b"]>>]>>"
    )
    return page(b"BT /F 9 Tf 9 9 Td <" + b"0041" * 5000 + b"> Tj ET", {5: font}, resources=b"/Font<</F 5 0 R>>")


# ---- pictures in PDF


def generic_region(count: int, side: int) -> bytes:
    """Return JBIG2 segments of so many large regions."""
    first = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    body = struct.pack(">IIIIB", side, side, 0, 0, 0) + b"\0" + bytes([3, 255, 253, 255, 2, 254, 254, 254]) + bytes(16)
    return first + b"".join(struct.pack(">IBBBI", 1 + k, 38, 0, 1, len(body)) + body for k in range(count))


@bomb("jbig2_regions.pdf")
def _() -> bytes:
    return picture(
        generic_region(200, 30_000),
        b"/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode",
    )


@bomb("jbig2_many_small.pdf")
def _() -> bytes:
    return picture(
        generic_region(100_000, 2000),
        b"/Width 2000/Height 2000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode",
    )


@bomb("jbig2_globals_flate.pdf")
def _() -> bytes:
    entries = b"/Width 200/Height 200/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 6 0 R>>"
    return picture(generic_region(1, 200), entries, {6: stream(blanks(2 * GIB), FLATE)})


@bomb("jbig2_flate_chain.pdf")
def _() -> bytes:
    data = zlib.compress(generic_region(100_000, 2000), 9)
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
    return picture(jpx(), b"/Width 60000/Height 60000/ColorSpace/DeviceGray/Filter/JPXDecode")


def jpx(side: int = 60_000) -> bytes:
    """Return a JPEG 2000 codestream whose header claims a huge picture."""
    buffer = io.BytesIO()
    Image.new("L", (64, 64), 200).save(buffer, "JPEG2000", no_jp2=True)
    data = bytearray(buffer.getvalue())
    struct.pack_into(">IIIIIIII", data, 8, side, side, 0, 0, side, side, 0, 0)
    return bytes(data)


@bomb("jpx_tiles.pdf")
def _() -> bytes:
    data = bytearray(jpx(60_000))
    struct.pack_into(">II", data, 24, 1, 1)
    return picture(bytes(data), b"/Width 60000/Height 60000/ColorSpace/DeviceGray/Filter/JPXDecode")


@bomb("jpeg_scans.pdf")
def _() -> bytes:
    return picture(
        jpeg_of_scans(), b"/Width 4000/Height 4000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    )


def jpeg_of_scans(count: int = 3000) -> bytes:
    """Return a progressive JPEG in which one scan is repeated."""
    buffer = io.BytesIO()
    Image.new("L", (4000, 4000), 200).save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    scan = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + scan * count + b"\xff\xd9"


# ---- form fields and annotations


def fields(value: bytes, more: Objects | None = None) -> bytes:
    """Write a PDF with a form field."""
    return page(b"", more, root=b"/AcroForm<</Fields[<</T(k)/FT/Tx/V %s>>]>>" % value)


@bomb("value_deep.pdf")
def _() -> bytes:
    return fields(b"[" * 450 + b"(x)" + b"]" * 450)


@bomb("value_exponential.pdf")
def _() -> bytes:
    return fields(b"6 0 R", {6 + k: b"[" + b"%d 0 R " % (7 + k) * 10 + b"]" for k in range(9)} | {15: b"(xxxxxxxxxx)"})


@bomb("value_itself.pdf")
def _() -> bytes:
    return fields(b"6 0 R", {6: b"[6 0 R 6 0 R]"})


@bomb("value_stream.pdf")
def _() -> bytes:
    return fields(b"6 0 R", {6: stream(blanks(2 * GIB), FLATE)})


@bomb("value_long_array.pdf")
def _() -> bytes:
    return fields(b"[" + b"(a)" * 2_000_000 + b"]")


@bomb("options_many.pdf")
def _() -> bytes:
    kids = b"".join(b"<</FT/Ch/T(k)/Parent 5 0 R>>" for _ in range(3000))
    return page(
        b"",
        {5: b"<</FT/Ch/T(p)/Opt[" + b"(a)" * 30_000 + b"]/Kids[" + kids + b"]>>"},
        root=b"/AcroForm<</Fields[5 0 R]>>",
    )


@bomb("fields_deep.pdf")
def _() -> bytes:
    more = {5 + k: b"<</T(a)/Parent %d 0 R/Kids[%d 0 R]>>" % (4 + k, 6 + k) for k in range(20_000)}
    return page(b"", {**more, 20_005: b"<</T(a)/FT/Tx/V(x)>>"}, root=b"/AcroForm<</Fields[5 0 R]>>")


@bomb("fields_deep_and_wide.pdf")
def _() -> bytes:
    more = {5 + k: b"<</T(a)/Kids[%d 0 R %s]>>" % (6 + k, b"<</T(b)/FT/Tx>>" * 10) for k in range(3000)}
    return page(b"", {**more, 3005: b"<</T(a)/FT/Tx/V(x)>>"}, root=b"/AcroForm<</Fields[5 0 R]>>")


@bomb("widgets_million.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"[" + b"<</Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]>>" * 1_000_000 + b"]"},
        root=b"/AcroForm<</Fields[]>>",
        page_entries=b"/Annots 5 0 R",
    )


@bomb("widget_often.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"<</Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[0 0 9 9]>>"},
        root=b"/AcroForm<</Fields[5 0 R]>>",
        page_entries=b"/Annots[" + b"5 0 R " * 300_000 + b"]",
    )


@bomb("annotation_flate.pdf")
def _() -> bytes:
    more = {5: b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>", 6: stream(blanks(2 * GIB), FORM + FLATE)}
    return page(b"", more, page_entries=b"/Annots[5 0 R]")


@bomb("annotation_forms.pdf")
def _() -> bytes:
    more = {6 + k: stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + k)) for k in range(9)}
    more |= {15: stream(b"0 0 1 1 re f", FORM), 5: b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"}
    return page(b"", more, page_entries=b"/Annots[5 0 R]")


@bomb("annotation_note.pdf")
def _() -> bytes:
    return page(
        b"",
        {5: b"<</Subtype/FreeText/Rect[0 0 99 99]/DA(/H 9 Tf)/Contents(" + b"a b " * 2_000_000 + b")>>"},
        page_entries=b"/Annots[" + b"5 0 R " * 200 + b"]",
    )


@bomb("xfa_flate.pdf")
def _() -> bytes:
    return page(b"", {5: stream(blanks(2 * GIB), FLATE)}, root=b"/AcroForm<</Fields[]/XFA 5 0 R>>")


@bomb("layers_many.pdf")
def _() -> bytes:
    groups = {6 + k: b"<</Type/OCG/Name(a)>>" for k in range(20_000)}
    names = b" ".join(b"%d 0 R" % n for n in groups)
    return page(
        b"/OC /A BDC 0 0 9 9 re f EMC " * 20_000,
        {**groups, 5: b"<</Type/OCMD/OCGs[" + names + b"]/VE[/And" + b"[/Not" * 3000 + b"]" * 3000 + b"]>>"},
        resources=b"/Properties<</A 5 0 R>>",
        root=b"/OCProperties<</OCGs[" + names + b"]/D<</OFF[" + names + b"]>>>>",
    )


# ---- images


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
    return jpeg_of_scans()


@bomb("jpeg_scans_no_end.jpg")
def _() -> bytes:
    return jpeg_of_scans(1000)[:-2]


@bomb("jpeg_cmyk_large.jpg")
def _() -> bytes:
    buffer = io.BytesIO()
    Image.new("CMYK", (12_200, 12_200)).save(buffer, "JPEG", progressive=True)
    return buffer.getvalue()


@bomb("jpeg_many_markers.jpg")
def _() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (99, 99)).save(buffer, "JPEG")
    data = buffer.getvalue()
    return data[:2] + b"\xff\xe1\0\x08Exif\0\0" * 1_000_000 + data[2:]


@bomb("tiff_empty_directories.tif")
def _() -> bytes:
    return b"II*\0" + struct.pack("<I", 8) + b"".join(struct.pack("<HI", 0, 8 + 6 * (k + 1)) for k in range(1_000_000))


def tiff(entries: Sequence[tuple[int, int, int, int]], rest: bytes = b"", following: int = 0) -> bytes:
    """Return a TIFF file of one directory."""
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *each) for each in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", following) + rest


@bomb("tiff_many_pages.tif")
def _() -> bytes:
    parts, place = [b"II*\0" + struct.pack("<I", 8)], 8
    for _ in range(200_000):
        entries = [
            (256, 4, 1, 1),
            (257, 4, 1, 1),
            (258, 3, 1, 8),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, 1, 8),
            (279, 4, 1, 1),
        ]
        place += 2 + 12 * len(entries) + 4
        parts.append(
            struct.pack("<H", len(entries))
            + b"".join(struct.pack("<HHII", *each) for each in entries)
            + struct.pack("<I", place)
        )
    return b"".join(parts)[:-4] + bytes(4)


@bomb("tiff_same_values.tif")
def _() -> bytes:
    parts, place = [b"II*\0" + struct.pack("<I", 8)], 8
    size = 2 + 12 * 3 + 4
    count = 2000
    after = 8 + size * count
    for k in range(count):
        place += size
        parts.append(
            struct.pack(
                "<HHHIIHHIIHHIII",
                3,
                254,
                3,
                1 << 20,
                after,
                256,
                4,
                1 << 19,
                after,
                262,
                3,
                1 << 20,
                after,
                place if k < count - 1 else 0,
            )
        )
    return b"".join(parts) + bytes(4 << 20)


@bomb("tiff_deflate.tif")
def _() -> bytes:
    data = blanks(2 * GIB)
    entries = [
        (256, 4, 1, 100),
        (257, 4, 1, 100),
        (258, 3, 1, 8),
        (259, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 122),
        (278, 4, 1, 100),
        (279, 4, 1, len(data)),
    ]
    return tiff(entries, bytes(122 - 8 - 2 - 96 - 4) + data)


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
    return tiff(
        entries, bytes(200 - 8 - 2 - 120 - 4) + struct.pack("<4H", 16, 16, 16, 16) + bytes(92) + blanks(1100 * MIB)
    )


@bomb("gif_frames.gif")
def _() -> bytes:
    frame = b"\x21\xf9\x04\0\0\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", 9000, 9000, 0x80, 0, 0) + bytes(6) + frame * 300_000 + b";"


@bomb("gif_extensions.gif")
def _() -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return (
        b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0x80, 0, 0) + bytes(6) + b"\x21\xfe\x01a\0" * 3_000_000 + frame + b";"
    )


@bomb("gif_huge_frame.gif")
def _() -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 65_000, 65_000, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0x80, 0, 0) + bytes(6) + frame + b";"


@bomb("webp_large.webp")
def _() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (12_000, 12_000)).save(buffer, "WEBP", lossless=True, method=0)
    return buffer.getvalue()


@bomb("webp_frames.webp")
def _() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8000, 8000), (k, 0, 0)) for k in range(10)]
    frames[0].save(buffer, "WEBP", lossless=True, method=0, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


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


# ---- Office


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: bytes, *, before: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """Write a Word document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            b'<?xml version="1.0"?>'
            + before
            + f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
            + body
            + b"</w:body></w:document>",
        )
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"


@bomb("zip_blanks.docx")
def _() -> bytes:
    return docx(PARAGRAPH + b" " * (100 * MIB))


@bomb("zip_lies.docx")
def _() -> bytes:
    data = docx(PARAGRAPH + b" " * (127 * MIB))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    changed = bytearray(data)
    struct.pack_into("<I", changed, place + 24, 1000)
    return bytes(changed)


@bomb("zip_entries.docx")
def _() -> bytes:
    return docx(PARAGRAPH, more={f"x/{k}": b"" for k in range(60_000)})


@bomb("zip_overlap.docx")
def _() -> bytes:
    data = docx(PARAGRAPH * 100_000)
    count, size, start = struct.unpack_from("<HII", data, data.rfind(b"PK\x05\x06") + 10)
    directory = data[start : start + size]
    last = directory[directory.rfind(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"document.xml", b"docu%04d.xml" % number) for number in range(2000))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 2000, count + 2000, size + len(copies), start, 0)
    return data[:start] + directory + copies + end


@bomb("xml_laughs.docx")
def _() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (k + 1, b"&a%d;" % k * 10) for k in range(12))
    return docx(b"<w:p><w:r><w:t>&a12;</w:t></w:r></w:p>", before=b'<!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]>")


@bomb("xml_quadratic.docx")
def _() -> bytes:
    return docx(
        b"<w:p><w:r><w:t>" + b"&a;" * 100_000 + b"</w:t></w:r></w:p>",
        before=b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>',
    )


@bomb("paragraphs.docx")
def _() -> bytes:
    return docx(PARAGRAPH * 1_500_000)


@bomb("runs.docx")
def _() -> bytes:
    return docx(b"<w:p>" + b"<w:r><w:t>a</w:t></w:r>" * 3_000_000 + b"</w:p>")


@bomb("cells.docx")
def _() -> bytes:
    row = b"<w:tr>" + (b"<w:tc>" + PARAGRAPH + b"</w:tc>") * 1000 + b"</w:tr>"
    return docx(b"<w:tbl>" + row * 1000 + b"</w:tbl>")


@bomb("cells_span.docx")
def _() -> bytes:
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + PARAGRAPH + b"</w:tc>"
    return docx(b"<w:tbl>" + (b"<w:tr>" + cell * 2 + b"</w:tr>") * 100 + b"</w:tbl>")


@bomb("cells_span_medium.docx")
def _() -> bytes:
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr>' + PARAGRAPH + b"</w:tc>"
    return docx(b"<w:tbl>" + (b"<w:tr>" + cell * 100 + b"</w:tr>") * 3000 + b"</w:tbl>")


@bomb("cells_before.docx")
def _() -> bytes:
    row = b'<w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc>' + PARAGRAPH + b"</w:tc></w:tr>"
    return docx(b"<w:tbl>" + row * 10 + b"</w:tbl>")


@bomb("tables_deep.docx")
def _() -> bytes:
    depth = 80
    return docx((b"<w:tbl><w:tr><w:tc>" * depth) + PARAGRAPH + (b"</w:tc></w:tr></w:tbl>" + PARAGRAPH) * depth)


@bomb("elements_deep.docx")
def _() -> bytes:
    return docx(b"<w:p>" + b"<w:sdt><w:sdtContent>" * 100_000 + b"</w:sdtContent></w:sdt>" * 100_000 + b"</w:p>")


@bomb("attributes.docx")
def _() -> bytes:
    return docx(b"<w:p " + b" ".join(b'a%d="1"' % k for k in range(500_000)) + b"/>")


@bomb("lists.docx")
def _() -> bytes:
    item = (
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    )
    return docx(item * 300_000)


# ---- hOCR


@bomb("deep.hocr")
def _() -> bytes:
    return b"<div class='ocr_page' title='bbox 0 0 9 9'>" + b"<span>" * 1_000_000 + b"a"


@bomb("deep_lines.hocr")
def _() -> bytes:
    return (
        b"<div class='ocr_page' title='bbox 0 0 9 9'>"
        + b"<span class='ocr_line' title='bbox 0 0 9 9'>" * 300_000
        + b"a"
    )


@bomb("words.hocr")
def _() -> bytes:
    word = b"<span class='ocrx_word' title='bbox 0 0 9 9'>a</span> "
    return b"<div class='ocr_page' title='bbox 0 0 9 9'>" + word * 290_000 + b"</div>"


@bomb("short_words.hocr")
def _() -> bytes:
    return (
        b"<div class='ocr_page' title='bbox 0 0 9 9'><span class=ocr_line title='bbox 0 0 9 9'>"
        + b"a " * 7_900_000
        + b"</span></div>"
    )


@bomb("symbols.hocr")
def _() -> bytes:
    return (
        b"<div class=ocr_page title='bbox 0 0 9 9'><p class=ocrx_word title='bbox 0 0 9 9'>"
        + b"<i class=ocrx_cinfo>a</i>" * 600_000
        + b"</p></div>"
    )


@bomb("pages.hocr")
def _() -> bytes:
    return b"<p class=ocr_page>a</p>" * 650_000


@bomb("title_long.hocr")
def _() -> bytes:
    return b"<div class='ocr_page' title='" + b"bbox 0 0 9 9; " * 1_000_000 + b"'>a</div>"


@bomb("title_numbers.hocr")
def _() -> bytes:
    return (
        b"<div class='ocr_page' title='bbox "
        + b"9" * 5_000_000
        + b" 0 9 9'><span class=ocrx_word title='bbox 0 0 "
        + b"9" * 5000
        + b" 9; x_wconf "
        + b"9" * 5000
        + b"'>a</span></div>"
    )


@bomb("attributes.hocr")
def _() -> bytes:
    return b"<div class='ocr_page' title='bbox 0 0 9 9' " + b"a " * 7_000_000 + b">a</div>"


@bomb("unclosed.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"<a " * 5_000_000


@bomb("comments.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"<!--" * 3_000_000


@bomb("entities.hocr")
def _() -> bytes:
    return b"<div class='ocr_page'>" + b"&#x41" * 3_000_000 + b"</div>"
