"""PDF documents of a few kB that ask for enormous work, for tests and for `bench/bombs`."""

import struct
import zlib

MIB = 1 << 20
FLATE = b"/Filter/FlateDecode"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 200 100]"
HELVETICA = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def packed(times, block=b" " * MIB):
    """Deflate so many times one block, which is packed once; without a check sum."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    once = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + once * times + b"\x03\0"


def packed_after(first, times, block=b" " * MIB):
    """Deflate some bytes, and after them so many times one block."""
    return packed(1, first)[:-2] + packed(times, block)[2:]


def stream(data, entries=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects):
    """Write a PDF; object 1 is its root."""
    file, places = _written(objects)
    start, size = len(file), max(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        file += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    file += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(file)


def pdf_of_streams(objects, *, size=None, pack=bytes, filters=b""):
    """Write a PDF whose table of objects is a stream, too; what is not given is in the last object, a stream.

    The table claims another size if asked for, and is packed by a function, with the entries that say so.
    """
    file, places = _written(objects)
    last, start = max(objects), len(file)
    rows = [(1, places[number], 0) if number in places else (2, last, 0) for number in range(1, last + 1)]
    table = b"".join(struct.pack(">BIB", *row) for row in [(0, 0, 255), *rows, (1, start, 0)])
    entries = b"/Type/XRef/W[1 4 1]/Size %d/Root 1 0 R%s" % (size or last + 2, filters)
    file += b"%d 0 obj\n%s\nendobj\n" % (last + 1, stream(pack(table), entries))
    return bytes(file) + b"startxref\n%d\n%%%%EOF\n" % start


def _written(objects):
    """Write objects, and tell where they begin."""
    file, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return file, places


def catalog_in_stream(times):
    """Write a PDF whose catalog is in an object stream, before so many MiB of blanks."""
    data = packed_after(b"1 0 <</Type/Catalog/Pages 2 0 R>>", times)
    return pdf_of_streams(
        {
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
            4: stream(data, b"/Type/ObjStm/N 1/First 4" + FLATE),
        }
    )


def page(content=b"", more=None, *, resources=b"", entries=b"", root=b"", filters=b"", box=b"[0 0 200 100]"):
    """Write a PDF of one page, of 200 x 100 points unless its box says otherwise, whose content is object 4."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>%s>>" % (box, resources, entries),
            4: stream(content, filters),
            **(more or {}),
        }
    )


def forms(content, levels, first=5, last=b""):
    """Forms, each of which has a content that draws the next one as /X; the last one has another content."""
    made = {
        number: stream(content, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (number + 1))
        for number in range(first, first + levels)
    }
    return made | {first + levels: stream(last, FORM)}


def picture(data, entries, more=None):
    """Write a PDF of one page that shows a picture."""
    body = stream(data, b"/Type/XObject/Subtype/Image" + entries)
    return page(b"q 200 0 0 100 0 0 cm /Im Do Q", {5: body, **(more or {})}, resources=b"/XObject<</Im 5 0 R>>")


def jbig2(regions, side):
    """Segments of JBIG2: a page, and regions as large as it."""
    first = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    body = struct.pack(">IIIIB", side, side, 0, 0, 0) + b"\0" + bytes([3, 255, 253, 255, 2, 254, 254, 254]) + bytes(16)
    return first + b"".join(struct.pack(">IBBBI", 1 + k, 38, 0, 1, len(body)) + body for k in range(regions))


def fields(value, more=None):
    """Write a PDF with a form field."""
    return page(b"", more, root=b"/AcroForm<</Fields[<</T(k)/FT/Tx/V %s>>]>>" % value)
