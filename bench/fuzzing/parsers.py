"""What reads bytes of documents in Python, by itself: a function for each, and bytes to begin with."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pikepdf
from PIL import Image

from fuzzing.seeds import SECRET, TEXT, dicom_files, hocrs, images, old_documents, pdfs, word_documents
from sparkocr.deid.content_text import FontCodes, content_text
from sparkocr.deid.loose_text import looks_like_text, string_texts
from sparkocr.dicom.bare_code import bare_code
from sparkocr.dicom.elements import Coding, data_elements, read_meta
from sparkocr.dicom.fragments import code_size, segments
from sparkocr.dicom.frames import pixel_format
from sparkocr.dicom.header import header_json
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.strategy import parse_strategy
from sparkocr.dicom.syntaxes import RLE
from sparkocr.dicom.tag_texts import tag_texts
from sparkocr.entities.finder import EntityFinder
from sparkocr.errors import DocumentError
from sparkocr.hocr.read import parse, read
from sparkocr.hocr.render import render
from sparkocr.hocr.tokens import text_of, tokens_of
from sparkocr.imaging.jpeg import scan_pixels, with_end
from sparkocr.imaging.png import without_side_chunks
from sparkocr.imaging.tiff import check_segments, first_frame, frame_count, split_frames
from sparkocr.kinds.ole import read_stream_start, root_streams
from sparkocr.office.fields import shown_by_instruction
from sparkocr.office.html import html_blocks
from sparkocr.office.package import open_package
from sparkocr.office.rtf import rtf_blocks
from sparkocr.office.word import word_tables, word_text
from sparkocr.pdf.cmap import codes_to_glyphs, codes_to_text
from sparkocr.pdf.redact.jpeg import emptied
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.unpacked import unpacked

__all__ = ["PARSERS", "Parser"]

MOST_PIXELS = 10_000_000
SYNTAXES = (RLE, "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.90")
FILTERS = ("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode")
STRATEGY = "Tags,VR,Name,Status,Action,Options\n(0010,4000),LT,PatientComments,,cleanTag,mask\n(0010 0010),PN,,,,\n"


@dataclass(frozen=True)
class Parser:
    """A reader, what it may raise, and bytes to begin with."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]
    may_raise: tuple[type[Exception], ...] = field(default=(DocumentError,))


def read_hocr(data: bytes) -> None:
    """Read, tokenize and draw."""
    hocr = data.decode("utf-8", "replace")
    for page in read(hocr):
        try:
            render(page, MOST_PIXELS)
        except DocumentError:
            continue
    pages = parse(hocr)
    text_of(pages)
    tokens_of(pages)


def read_cmap(data: bytes) -> None:
    """Read both kinds of maps."""
    codes_to_text(data)
    codes_to_glyphs(data)


def read_content(data: bytes) -> None:
    """Read the strings of a content stream."""
    content_text(data, lambda _: FontCodes(2, {1: "a"}))


def redact_content(data: bytes) -> None:
    """Take a region out of a page with a content stream, which may draw a form and a picture."""
    with pikepdf.open(io.BytesIO(page_with_content())) as document:
        document.pages[0].Contents = document.make_stream(data)
        file = io.BytesIO()
        document.save(file)
    redact(file.getvalue(), {0: [np.array([(50.0, 50.0), (90.0, 50.0), (90.0, 90.0), (50.0, 90.0)])]})


def page_with_content() -> bytes:
    """Make a page that is not yet drawn on."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(200, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        form = document.make_stream(
            b"0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 60, 60]
        )
        page.Resources = pikepdf.Dictionary(Font={"/F1": font}, XObject={"/X": form})
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def read_jpeg(data: bytes) -> None:
    """Walk the scans, and decode and empty a block."""
    with_end(data, max_pixels=MOST_PIXELS)
    scan_pixels(data)
    try:
        size = Image.open(io.BytesIO(data), formats=["JPEG"]).size
    except (OSError, SyntaxError):
        return
    if size[0] * size[1] < MOST_PIXELS:
        emptied(data, size, [(0, 0, 20, 20)])


def read_tiff(data: bytes) -> None:
    """Walk the directories, and cut the frames."""
    frame_count(data)
    check_segments(data, first_frame(data))
    for _ in split_frames(data):
        pass


def read_dicom(data: bytes) -> None:
    """Read a header by pydicom."""
    with open_dicom(data) as dicom:
        header_json(dicom.header)
        tag_texts(dicom.header)
        pixel_format(dicom)


def read_elements(data: bytes) -> None:
    """Read all elements without pydicom."""
    view = memoryview(data)
    _, place, _ = read_meta(view, 132)
    for is_implicit in (False, True):
        try:
            for _ in data_elements(view, place, Coding(is_implicit=is_implicit)):
                pass
        except DocumentError:
            continue


def read_code(data: bytes) -> None:
    """Read code streams of frames."""
    code_size(data)
    for _ in segments(data):
        pass
    for syntax in SYNTAXES:
        try:
            bare_code(data, syntax, 3200)
        except DocumentError:
            continue


def read_ole(data: bytes) -> None:
    """List the streams, and read the start of each."""
    for sector, size in root_streams(data).values():
        read_stream_start(data, sector, min(size, 99))


def read_word(data: bytes) -> None:
    """Read the text and the tables of a document."""
    for make in (word_text, word_tables):
        with open_package(data) as package:
            make(package, lambda content: content)


def unpack(data: bytes) -> None:
    """Unpack by each filter."""
    for name in FILTERS:
        try:
            unpacked(data, name)
        except DocumentError:
            continue


def find(data: bytes) -> None:
    """Find entities by rules."""
    EntityFinder(detectors=["fields", "patterns"]).find(data.decode("utf-8", "replace")[:5000])


def read_loose(data: bytes) -> None:
    """Look for texts in bytes."""
    string_texts(data)
    looks_like_text(data)


def images_of(*endings: str) -> Callable[[], list[bytes]]:
    """Return a maker of images of some formats."""
    return lambda: [content for ending, content in images() if ending in endings]


def code_streams() -> list[bytes]:
    """Return images as DICOM files have them."""
    return [*images_of(".jpg", ".j2k", ".jp2")(), b"\1\0\0\0\x40" + bytes(59) + b"\xc8\0" * 30]


def streams() -> list[bytes]:
    """Return streams of PDFs, behind their filters and before them."""
    found = []
    for content in pdfs():
        with pikepdf.open(io.BytesIO(content)) as document:
            for each in document.objects:
                if isinstance(each, pikepdf.Stream):
                    found.append(each.read_raw_bytes()[:5000])
                    try:
                        found.append(each.read_bytes()[:5000])
                    except pikepdf.PdfError:
                        continue
    return found


CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0041> <0061> <0042> <D83DDE00> endbfchar
2 beginbfrange <0001> <0009> <0030> <0010> <0012> [<0041> <0042> <0043>] endbfrange
1 begincidrange <0000> <00FF> 1 endcidrange endcmap end end"""
DRAWING = b"""q 1 0 0 1 9 9 cm BT /F1 12 Tf 40 40 Td (abc) Tj [(d) -20 <6566>] TJ T* (g) ' ET Q 0 0 m 99 99 l S /X Do
BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI /Span <</ActualText (x)>> BDC EMC /Pattern cs 0 0 99 99 re W n"""
RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset2 Symbol;}}\pard\f0 a \u8364? \'e4\par\trowd\cell b\cell\row}"
HTML = b"<html><meta charset=utf-8><p>a</p><ol type=i start=3><li>b</ol><table><tr><td rowspan=2>c<td>d</table></html>"

PARSERS: dict[str, Parser] = {
    "hocr": Parser(read_hocr, lambda: [text.encode() for text in hocrs()]),
    "cmap": Parser(read_cmap, lambda: [CMAP]),
    "content": Parser(read_content, lambda: [DRAWING, *streams()]),
    "redact": Parser(redact_content, lambda: [DRAWING]),
    "filters": Parser(unpack, streams),
    "jpeg": Parser(read_jpeg, images_of(".jpg")),
    "png": Parser(without_side_chunks, images_of(".png")),
    "tiff": Parser(read_tiff, images_of(".tif")),
    "dicom": Parser(read_dicom, lambda: list(dicom_files())),
    "elements": Parser(read_elements, lambda: list(dicom_files())),
    "code": Parser(read_code, code_streams),
    "strategy": Parser(
        lambda data: parse_strategy(data.decode("utf-8", "replace")), lambda: [STRATEGY.encode()], (ValueError,)
    ),
    "rtf": Parser(rtf_blocks, lambda: [RTF]),
    "html": Parser(html_blocks, lambda: [HTML]),
    "ole": Parser(read_ole, lambda: list(old_documents())),
    "word": Parser(read_word, lambda: list(word_documents())),
    "fields": Parser(
        lambda data: shown_by_instruction(data.decode("utf-8", "replace")),
        lambda: [b' SYMBOL 65 \\f "Wingdings" \\s 12 ', b' QUOTE "a" \\* roman ', b" EQ \\f(1;2) "],
    ),
    "entities": Parser(find, lambda: [TEXT.encode(), f"Dr. {SECRET}, born 1950-05-01, 12 Main St., a@b.org".encode()]),
    "loose": Parser(read_loose, lambda: [*streams(), TEXT.encode("utf-16")]),
}
"""Readers by name."""
