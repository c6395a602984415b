"""Documents that are changed: small ones of all kinds with a secret in each place for text, and real ones."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pikepdf
from PIL import Image, PngImagePlugin

from robustness import KINDS
from sparkocr import samples

# ruff: noqa: E402  the makers of tests have to be on the path before
_TESTS = Path(__file__).parents[2] / "tests"
sys.path[:0] = [str(_TESTS), str(_TESTS / "dicom")]  # `dicom` is also a bench
import make_dicom  # type: ignore[import-not-found]

from imaging import make_bombs as of_images  # type: ignore[import-not-found]
from office import make_office  # type: ignore[import-not-found]
from pdf import make_form, make_pdf  # type: ignore[import-not-found]

__all__ = ["SECRET", "Seed", "found_seeds", "made_seeds"]

SECRET = "Confidentialissimo"  # noqa: S105  it is in the documents
"""A word of all documents that are made here, which no exception and no log may have."""
TEXT = f"Patient: {SECRET}\nPhone 4711 0815"


@dataclass(frozen=True)
class Seed:
    """A document that is changed."""

    kind: str
    ending: str
    content: bytes


def made_seeds() -> Iterator[Seed]:
    """Make documents of all kinds."""
    yield from (Seed("pdf", ".pdf", content) for content in pdfs())
    yield from (Seed("image", ending, content) for ending, content in images())
    yield from (Seed("word", ".docx", content) for content in word_documents())
    yield from (Seed("word", ".doc", content) for content in old_documents())
    yield Seed("powerpoint", ".pptx", make_office.presentation([[[SECRET, "b"], ["c", "d"]]], [[["e"]]]))
    yield from (Seed("dicom", ".dcm", content) for content in dicom_files())
    yield from (Seed("hocr", ".hocr", content.encode()) for content in hocrs())


def found_seeds(folder: Path, largest: int) -> Iterator[Seed]:
    """Read the documents of a folder that have not more bytes than `largest`."""
    for path in sorted(folder.rglob("*")):
        kind = next((kind for kind, endings in KINDS.items() if path.suffix.lower() in endings), None)
        if kind is not None and path.is_file() and path.stat().st_size <= largest:
            yield Seed(kind, path.suffix.lower(), path.read_bytes())


def pdfs() -> Iterator[bytes]:
    """Make PDFs: text, forms, tables, scans; plain, with streams of objects, and encrypted."""
    encryption = pikepdf.Encryption(owner="owner", user="")
    fields = [make_form.text("name", SECRET), make_form.check_box("box"), make_form.choice("list", [SECRET, "b"])]
    for content in (samples.pdf(TEXT, "Second page"), samples.table([["a", SECRET], ["c", "d"]]), form(fields)):
        yield content
        yield saved(content, stream_decode_level=pikepdf.StreamDecodeLevel.specialized, compress_streams=False)
        yield saved(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        yield saved(content, encryption=encryption)
    codes = [make_pdf.Text(72, 700, f"{SECRET} \u0416\u4e2d")]
    inline = b"q 40 0 0 40 9 9 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q 0 0 m 90 90 l S"
    yield make_pdf.make_pdf([make_pdf.Page(codes, content=inline, rotate=90)], page_labels=True)
    grays = small_picture()
    for mode in ("L", "1", "RGB", "CMYK"):  # JPEG, CCITT, JPEG, JPEG
        buffer = io.BytesIO()
        grays.convert(mode).save(buffer, "PDF", resolution=72, title=SECRET)
        yield buffer.getvalue()


def form(fields: list[make_form.Widget]) -> bytes:
    """Make a form with a title, an outline and a comment."""
    content: bytes = make_form.make_form([fields])
    with pikepdf.open(io.BytesIO(content)) as document:
        document.docinfo["/Title"] = pikepdf.String(SECRET)
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(SECRET, 0))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 30, 30], Contents=pikepdf.String(SECRET)
        )
        document.pages[0].Annots.append(document.make_indirect(note))
        return written(document)


def saved(content: bytes, **options: Any) -> bytes:
    """Write a PDF anew."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return written(document, **options)


def written(document: pikepdf.Pdf, **options: Any) -> bytes:
    """Write a PDF."""
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


def small_picture() -> Image.Image:
    """Draw text so small that a stage takes milliseconds for it."""
    return Image.open(io.BytesIO(samples.image(SECRET))).convert("L").resize((200, 60))


def images() -> Iterator[tuple[str, bytes]]:
    """Make images of all formats, and their usual kinds."""
    gray = small_picture()
    colour, pages = gray.convert("RGB"), [gray.convert("RGB").rotate(9), gray.convert("1")]
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", SECRET)
    texts.add_text("Comment", SECRET, zip=True)
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, 6  # description, orientation
    for picture, ending, name, options in (
        (colour, ".png", "PNG", {"pnginfo": texts, "dpi": (200, 200)}),
        (gray.convert("P"), ".png", "PNG", {"transparency": 3}),
        (gray.convert("1"), ".png", "PNG", {}),
        (colour, ".jpg", "JPEG", {"exif": exif, "comment": SECRET, "dpi": (200, 200)}),
        (colour, ".jpg", "JPEG", {"progressive": True}),
        (gray.convert("CMYK"), ".jpg", "JPEG", {}),
        (colour, ".tif", "TIFF", {"compression": "tiff_lzw", "save_all": True, "append_images": pages}),
        (colour, ".tif", "TIFF", {"description": SECRET, "dpi": (200, 200)}),
        (gray.convert("1"), ".tif", "TIFF", {"compression": "group4"}),
        (gray.convert("1"), ".tif", "TIFF", {"compression": "group3", "save_all": True, "append_images": pages[1:]}),
        (colour, ".tif", "TIFF", {"compression": "jpeg"}),
        (colour, ".tif", "TIFF", {"compression": "tiff_adobe_deflate", "big_tiff": True}),
        (gray, ".tif", "TIFF", {"compression": "packbits"}),
        (colour, ".gif", "GIF", {"save_all": True, "append_images": pages, "comment": SECRET.encode()}),
        (colour, ".webp", "WEBP", {"exif": exif}),
        (colour, ".webp", "WEBP", {"lossless": True, "save_all": True, "append_images": pages[:1]}),
        (colour, ".bmp", "BMP", {}),
        (gray.convert("P"), ".bmp", "BMP", {}),
        (colour, ".jp2", "JPEG2000", {}),
        (gray, ".j2k", "JPEG2000", {"no_jp2": True}),
        (gray, ".pnm", "PPM", {}),  # no format that is read
    ):
        yield ending, of_images.saved(picture, name, **options)


def word_documents() -> Iterator[bytes]:
    """Make Word documents: one from python-docx, a small one, and one with parts of other formats."""
    yield make_office.letter()
    yield samples.word(TEXT, [["Name", SECRET], ["b", "c"]])
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Symbol;}}\pard %s \u8364? \'e4\par\trowd\cell a\cell\row}" % SECRET.encode()
    html = f"<html><body><p>{SECRET}</p><ul><li>a<li>b</ul><table><tr><td colspan=2>c</table></body></html>".encode()
    equation = f"<w:p><m:oMath><m:f><m:num><m:r><m:t>{SECRET}</m:t></m:r></m:num><m:den/></m:f></m:oMath></w:p>"
    field = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DATE </w:instrText></w:r></w:p>"
    spanning = make_office.cell(SECRET, properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')
    rows = make_office.table([spanning], ["a", "b"])
    chunks = "<w:altChunk r:id='c1'/><w:altChunk r:id='c2'/>"
    content = make_office.word_xml(equation + field + rows + make_office.paragraph(SECRET) + chunks)
    parts = [("c1", "aFChunk", "chunk.rtf", rtf), ("c2", "aFChunk", "chunk.html", html)]
    yield with_parts(content, parts)


def old_documents() -> Iterator[bytes]:
    """Make the frames of Office documents of old formats, without a document in them."""
    yield make_office.ole("WordDocument", "1Table")
    yield make_office.ole("PowerPoint Document", "Current User")


def with_parts(content: bytes, parts: list[tuple[str, str, str, bytes]]) -> bytes:
    """Add parts to a Word document: id, kind, name and bytes of each."""
    names = make_office.relations(**{name: (kind, target) for name, kind, target, _ in parts})
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "word/_rels/document.xml.rels":
                target.writestr(name, source.read(name))
        target.writestr("word/_rels/document.xml.rels", names)
        for _, _, name, data in parts:
            target.writestr(f"word/{name}", data)
    return buffer.getvalue()


def dicom_files() -> Iterator[bytes]:
    """Make DICOM files of the usual encodings, and one that holds a PDF."""
    patient = f"{SECRET}^Jane"
    yield samples.dicom_pdf(samples.pdf(TEXT), patient=patient)
    grays = np.asarray(small_picture())[:40, :80]
    colours = np.stack([grays] * 3, -1)
    texts = {"PatientName": patient, "PatientComments": SECRET, "StudyDescription": SECRET}
    for syntax in (
        make_dicom.EXPLICIT, make_dicom.IMPLICIT, make_dicom.BIG_ENDIAN, make_dicom.DEFLATED, make_dicom.RLE,
        make_dicom.JPEG_BASELINE, make_dicom.JPEG_LS, make_dicom.JPEG_2000,
    ):  # fmt: skip
        yield make_dicom.dicom(grays, grays[::-1], syntax=syntax, **texts)
        yield make_dicom.dicom(colours, syntax=syntax, **texts)


def hocrs() -> Iterator[str]:
    """Make hOCR: of words with all properties, and of a table."""
    words = " ".join(
        f"<span class='ocrx_word' title='bbox {9 * k} 0 {9 * k + 8} 9; x_wconf 91; x_fsize 9'>{SECRET}</span>"
        for k in range(9)
    )
    line = f"<span class='ocr_line' title='bbox 0 0 99 9; baseline 0.01 -2; textangle 90; x_size 9'>{words}</span>"
    page = f"<div class='ocr_page' title='image \"{SECRET}\"; bbox 0 0 99 99; ppageno 0; scan_res 300 300'>"
    yield f"{page}<div class='ocr_carea' title='bbox 0 0 99 9'><p class='ocr_par' dir='rtl'>{line}</p></div></div>"
    rows = "".join(
        f"<span class='ocr_line' title='bbox 0 {20 * k} 300 {20 * k + 12}'>"
        + "".join(
            f"<span class='ocrx_word' title='bbox {100 * n} {20 * k} {100 * n + 60} {20 * k + 12}'>{SECRET}</span>"
            for n in range(3)
        )
        + "</span>"
        for k in range(5)
    )
    yield f"<html><body><div class='ocr_page' title='bbox 0 0 300 100'>{rows}</div></body></html>"
