"""Content that is cut or changed is an error of its page; what can still be read to its end is read."""

import base64
import io
import zlib
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from pdf.make_objects import form, helvetica, locked, look, new, plain, saved, text, texts, words
from sparkocr.errors import DocumentError
from sparkocr.pdf.ranges import page_ranges

DAMAGED = "Content of PDF page is damaged."
LINES = [f"Entry {number} of the list" for number in range(40)]
CONTENT = b"".join(text(line, 72, 750 - 14 * number, 10) for number, line in enumerate(LINES))
PACKED = zlib.compress(CONTENT)
WHOLE = "\n".join(LINES)


def with_content(data, **entries):
    document = new(b"")
    stream = Stream(document, data)
    for name, value in entries.items():
        stream[f"/{name}"] = value
    document.pages[0].obj.Contents = document.make_indirect(stream)
    return document


def check_text(document, expected):
    """Check that all that reads a page gives a text, or that it is damaged."""
    content = plain(document)
    assert texts(content) == [expected]
    if expected == DAMAGED:
        assert words(content) == [DAMAGED]
        with pytest.raises(DocumentError, match=DAMAGED):
            look(content)
    else:
        assert words(content) == [expected.split()]
        assert (look(content) < 128).any()


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]


def lzw(data):
    """Pack as PDF writers do (ISO 32000-1, 7.4.4.2), with the codes of all lengths."""
    codes, table, width, before = [(256, 9)], {bytes([c]): c for c in range(256)}, 9, b""
    following = 258
    for byte in data:
        piece = before + bytes([byte])
        if piece in table:
            before = piece
            continue
        codes.append((table[before], width))
        table[piece] = following
        following += 1
        width = min(12, max(width, following.bit_length()))
        before = bytes([byte])
    codes += [(table[before], width), (257, min(12, (following + 1).bit_length()))]
    bits = "".join(format(code, f"0{length}b") for code, length in codes)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def predicted(data, columns=40):
    """Pack with PNG's predictor Up."""
    rows = [data[i : i + columns].ljust(columns) for i in range(0, len(data), columns)]
    above = [bytes(columns), *rows]
    return zlib.compress(
        b"".join(
            b"\2" + bytes((x - y) % 256 for x, y in zip(row, up, strict=True))
            for row, up in zip(rows, above[:-1], strict=True)
        )
    )


PREDICTOR = Dictionary(Predictor=12, Columns=40)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PACKED, WHOLE),
        (PACKED[:-4], WHOLE),
        (PACKED[:-2], WHOLE),
        (PACKED[:-4] + b"\0\0\0\0", WHOLE),
        (PACKED + b"\r\n", WHOLE),
        (PACKED + b"garbage after the end" * 50, WHOLE),
        (b"", ""),
        (b"\n", ""),
        (zlib.compress(b""), ""),
        (PACKED[:-30], DAMAGED),
        (PACKED[:-5], DAMAGED),
        (PACKED[: len(PACKED) // 2], DAMAGED),
        (PACKED[:1], DAMAGED),
        (b"\n" + PACKED, DAMAGED),
        (b"\0\0" + PACKED[2:], DAMAGED),
        (PACKED[:2], DAMAGED),
        (b"\xff" * 200, DAMAGED),
        (b"no flate at all", DAMAGED),
    ],
)
def test_flate(data, expected):
    content = plain(with_content(data, Filter=Name.FlateDecode))
    assert texts(content) == [expected]
    assert texts(plain(with_content(data, Filter=Array([Name.Fl])))) == [expected]


@pytest.mark.parametrize("expected", [WHOLE, DAMAGED])
def test_flate_everywhere(expected):
    check_text(with_content(PACKED if expected == WHOLE else PACKED[:-30], Filter=Name.FlateDecode), expected)


def test_flate_with_a_wrong_byte_anywhere_gives_all_lines_or_an_error():
    for place in range(2, len(PACKED) - 4, len(PACKED) // 40):
        (result,) = texts(plain(with_content(flipped(PACKED, place), Filter=Name.FlateDecode)))
        assert result == DAMAGED or len(result.splitlines()) == len(LINES), place


def test_flate_of_writers_that_never_end():
    packer = zlib.compressobj()
    data = packer.compress(CONTENT) + packer.flush(zlib.Z_SYNC_FLUSH)
    check_text(with_content(data, Filter=Name.FlateDecode), WHOLE)


A85, AHX = Name.ASCII85Decode, Name.ASCIIHexDecode


@pytest.mark.parametrize(
    ("data", "filters", "expected"),
    [
        (base64.a85encode(PACKED) + b"~>", [A85, Name.FlateDecode], WHOLE),
        (base64.a85encode(PACKED[:-30]) + b"~>", [A85, Name.FlateDecode], DAMAGED),
        (base64.a85encode(PACKED)[:-100], [A85, Name.FlateDecode], DAMAGED),
        (PACKED.hex().encode() + b">", [AHX, Name.FlateDecode], WHOLE),
        (PACKED.hex().encode()[:-99], [AHX, Name.FlateDecode], DAMAGED),
        (zlib.compress(base64.a85encode(CONTENT) + b"~>"), [Name.FlateDecode, A85], WHOLE),
        (zlib.compress(base64.a85encode(CONTENT) + b"~>")[:-50], [Name.FlateDecode, A85], DAMAGED),
        (zlib.compress(PACKED), [Name.FlateDecode, Name.FlateDecode], WHOLE),
        (zlib.compress(PACKED[:-40]), [Name.FlateDecode, Name.FlateDecode], DAMAGED),
        (zlib.compress(PACKED)[:-40], [Name.FlateDecode, Name.FlateDecode], DAMAGED),
        (base64.a85encode(CONTENT) + b"~>", [A85], WHOLE),
        (base64.a85encode(CONTENT)[:-200], [A85], DAMAGED),
        (CONTENT.hex().encode() + b">", [AHX], WHOLE),
        (CONTENT.hex().encode()[:-202], [AHX], DAMAGED),
        (lzw(CONTENT), [Name.LZWDecode], WHOLE),
        (lzw(CONTENT)[:-100], [Name.LZWDecode], DAMAGED),
        (lzw(CONTENT)[:200], [Name.LZWDecode], DAMAGED),
    ],
)
def test_filters(data, filters, expected):
    check_text(with_content(data, Filter=Array(filters)), expected)


@pytest.mark.parametrize(("cut", "expected"), [(0, WHOLE), (4, WHOLE), (40, DAMAGED)])
def test_predictors(cut, expected):
    data = predicted(CONTENT)
    document = with_content(data[: len(data) - cut], Filter=Name.FlateDecode, DecodeParms=PREDICTOR)
    check_text(document, expected)


def test_uncompressed_content_is_taken_as_it_is():
    check_text(with_content(CONTENT), WHOLE)
    check_text(with_content(CONTENT + b"unknown operators q q BT"), WHOLE)


@pytest.mark.parametrize("length", [10, 5000])
def test_wrong_length(length):
    content = plain(with_content(CONTENT))
    assert texts(content.replace(b"/Length %d" % len(CONTENT), b"/Length %d" % length)) == [WHOLE]


@pytest.mark.parametrize("damaged", [0, 1, 2, None])
def test_content_in_parts(damaged):
    document = new(b"")
    cuts = [0, CONTENT.index(b"BT", 700), CONTENT.index(b"Tj", 1400), len(CONTENT)]
    parts = [zlib.compress(CONTENT[first:last]) for first, last in pairwise(cuts)]
    if damaged is not None:
        parts[damaged] = parts[damaged][:-30]
    streams = [Stream(document, part, Filter=Name.FlateDecode) for part in parts]
    document.pages[0].obj.Contents = Array([document.make_indirect(stream) for stream in streams])
    check_text(document, WHOLE if damaged is None else DAMAGED)


def test_a_part_that_is_cut_and_one_with_a_wrong_check_sum():
    document = new(b"")
    streams = [
        Stream(document, part, Filter=Name.FlateDecode) for part in (PACKED[:-4] + b"1234", zlib.compress(b"BT"))
    ]
    document.pages[0].obj.Contents = Array([document.make_indirect(stream) for stream in streams])
    assert texts(plain(document)) == [DAMAGED]  # a text that doesn't end is more than a wrong check sum


def packed_form(document, content, **entries):
    drawing = form(document, b"", **entries)
    drawing.write(content, filter=Name.FlateDecode)
    return drawing


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("cut", [0, 30])
def test_forms(deep, cut):
    document = new(b"/X Do")
    drawing = packed_form(document, PACKED[: len(PACKED) - cut])
    if deep:
        drawing = packed_form(document, zlib.compress(b"/Y Do"), Resources=Dictionary(XObject=Dictionary(Y=drawing)))
    document.pages[0].obj.Resources.XObject = Dictionary(X=drawing)
    check_text(document, DAMAGED if cut else WHOLE)


def test_only_pages_that_draw_a_damaged_form_are_damaged():
    document = new(b"/X Do", text("second page"), text("third page") + b"/Y Do")
    damaged = packed_form(document, PACKED[:-30])
    outer = packed_form(document, zlib.compress(b"q Q"), Resources=Dictionary(XObject=Dictionary(X=damaged)))
    resources = document.make_indirect(document.pages[0].obj.Resources)
    resources.XObject = Dictionary(X=damaged, Y=outer)
    for page in document.pages:
        page.obj.Resources = resources
    expected = [DAMAGED, "second page", "third page"]
    assert texts(plain(document)) == expected
    parts = page_ranges(plain(document), pages_per_range=1)
    assert [found for part in parts for found in texts(part.content)] == expected


def test_form_in_itself():
    document = new(text("shown") + b"/X Do")
    drawing = packed_form(document, zlib.compress(b"/X Do"))
    drawing.Resources = Dictionary(XObject=Dictionary(X=drawing))
    document.pages[0].obj.Resources.XObject = Dictionary(X=drawing)
    assert texts(plain(document)) == ["shown"]


@pytest.mark.parametrize("cut", [0, 30])
@pytest.mark.parametrize("with_form", [False, True])
def test_looks_of_annotations(cut, with_form):
    document = new(text("Body"))
    drawing = packed_form(document, PACKED[: len(PACKED) - cut], Resources=Dictionary(Font=Dictionary(F1=helvetica())))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 612, 792]), AP=Dictionary(N=drawing))
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])
    if with_form:
        document.Root.AcroForm = Dictionary(Fields=Array([]))
    (result,) = texts(plain(document))
    assert (result == DAMAGED) == bool(cut)


@pytest.mark.parametrize("data", [PACKED, PACKED[:-4], PACKED[:-30], PACKED + b"\n\n", PACKED[:-4] + b"\0" * 4])
@pytest.mark.parametrize("revision", [3, 4, 6])
def test_encrypted_documents(data, revision):
    content = plain(with_content(data, Filter=Name.FlateDecode))
    with pikepdf.open(io.BytesIO(content)) as document:
        encryption = pikepdf.Encryption(owner="o", user="u", R=revision, aes=revision > 3, metadata=revision > 3)
        content = saved(document, encryption=encryption, compress_streams=False)
    assert texts(content, password="u") == texts(plain(with_content(data, Filter=Name.FlateDecode)))


@pytest.mark.parametrize("where", ["MediaBox", "UserUnit"])
def test_damage_of_documents_that_are_mended(where):
    document = with_content(PACKED[:-30], Filter=Name.FlateDecode)
    if where == "UserUnit":
        document.pages[0].obj.UserUnit = 2
        content = plain(document)
    else:
        content = plain(document).replace(b"/Count 1", b"/Count 4")
    assert texts(content) == [DAMAGED]
    assert texts(locked(content)) == [DAMAGED]


def test_other_pages_are_read():
    document = new(text("first"), b"", text("third"))
    document.pages[1].obj.Contents = document.make_indirect(Stream(document, PACKED[:-30], Filter=Name.FlateDecode))
    assert texts(plain(document)) == ["first", DAMAGED, "third"]
    parts = list(page_ranges(plain(document), pages_per_range=2))
    assert [found for part in parts for found in texts(part.content)] == ["first", DAMAGED, "third"]
