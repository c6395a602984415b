"""Leaks in images and Office documents."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from documents import encode, page, png, tiff
from office.make_office import letter, ole
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.deid.channels import Channel
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import FileKind, kind_of, verify, verify_image, verify_office
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging import pixels as own

NAME = "Zanzibarski"
SECRETS = [Secret(NAME, "PERSON")]
WHITE, BLACK = Image.new("L", (60, 40), 255), Image.new("L", (60, 40), 0)


def read_dark(pixels, _):
    """An engine that reads the name where there is anything dark."""
    return NAME if pixels.min() < 100 else ""


def in_image(content, read_image=None):
    return {leak.channel for leak in verify_image(content, SECRETS, read_image=read_image).leaks}


def in_office(content, read_image=None, secrets=SECRETS):
    return {leak.channel for leak in verify_office(content, secrets, read_image=read_image).leaks}


def with_parts(**parts):
    """A letter with more parts, by the name with __ for a slash and _ for a dot."""
    file = io.BytesIO(letter())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return rezipped(file.getvalue())


def rezipped(content):
    """The same parts without gaps."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_clean_image_is_proven(kind):
    done = verify_image(encode(WHITE, kind), SECRETS, read_image=read_dark)
    assert done.is_proven
    assert done.checked == 1


def test_pixels_of_a_file_are_read():
    assert in_image(png(), read_dark) == {Channel.PICTURE}


def test_pixels_alone_are_read():
    image = own.Image(np.asarray(page()), 300, ImageType.TYPE_BYTE_GRAY)
    assert in_image(image, read_dark) == {Channel.PICTURE}
    assert in_image(image) == set()


def test_every_frame_is_read():
    first, *others = [WHITE, WHITE, BLACK]
    content = encode(first, "TIFF", save_all=True, append_images=others)
    leaks = verify_image(content, SECRETS, read_image=read_dark).leaks
    assert [leak.page for leak in leaks] == [2]
    assert in_image(tiff(("a", "b")), read_dark) == {Channel.PICTURE}


def test_colours_that_are_transparent_are_read():
    hidden = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert in_image(encode(hidden), read_dark) == {Channel.PICTURE}


def test_compressed_text_of_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NAME, zip=True)
    assert in_image(encode(WHITE, pnginfo=info)) == {Channel.METADATA}


@pytest.mark.parametrize("tag", [0x010E, 0x9C9D])  # ImageDescription; XPAuthor, which is UTF-16
def test_exif(tag):
    exif = Image.Exif()
    exif[tag] = NAME if tag == 0x010E else NAME.encode("utf-16-le") + b"\0\0"
    assert Channel.METADATA in in_image(encode(WHITE, "JPEG", exif=exif))


def test_comment_and_xmp_of_jpeg():
    assert Channel.METADATA in in_image(encode(WHITE, "JPEG", comment=NAME.encode()))
    assert Channel.METADATA in in_image(encode(WHITE, "JPEG", xmp=f"<x>{NAME}</x>".encode()))


def test_thumbnail_is_read():
    thumbnail = encode(BLACK, "JPEG")
    content = encode(WHITE, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + thumbnail)
    assert in_image(content, read_dark) == {Channel.METADATA}


def test_bytes_after_an_image():
    assert in_image(encode(WHITE) + NAME.encode()) == {Channel.BYTES}


def test_image_that_cannot_be_decoded_is_not_proven():
    content = png()
    for broken in (content[: len(content) // 2], b"\x89PNG\r\n\x1a\n", b"BM"):
        with pytest.raises(DocumentError):
            verify_image(broken, SECRETS, read_image=read_dark)


def test_clean_document_is_proven():
    done = verify_office(letter(), SECRETS, read_image=read_dark)
    assert done.is_proven


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:p xmlns:w='w'><w:r><w:t>{NAME[:3]}</w:t></w:r><w:r><w:t>{NAME[3:]}</w:t></w:r></w:p>",
        f"<x><author name='{NAME}'/></x>",
        f"<x><!-- {NAME} --></x>",
        f"<x>{''.join(f'&#{ord(letter)};' for letter in NAME)}</x>",
        f"<Properties><Company>{NAME}</Company></Properties>",
    ],
    ids=["runs", "attribute", "comment", "references", "property"],
)
def test_parts(xml):
    assert in_office(with_parts(word__extra_xml=xml)) == {Channel.PART}


def test_words_of_different_paragraphs_are_not_one():
    xml = "<w:p xmlns:w='w'>Zanzi</w:p><w:p>barski</w:p>".replace("<w:p>", "<w:p xmlns:w='w'>")
    assert in_office(with_parts(word__extra_xml=f"<b>{xml}</b>")) == set()


def test_sizes_are_no_identifiers():
    xml = "<x cx='123456' id='00AB1234'/>"
    assert in_office(with_parts(word__extra_xml=xml), secrets=[Secret("123456", "ID"), Secret("1234", "ID")]) == set()


def test_names_of_parts():
    assert Channel.FILE_NAME in in_office(with_parts(**{f"word__{NAME}_xml": "<x/>"}))


def test_pictures_are_read():
    assert Channel.PICTURE in in_office(with_parts(docProps__extra_jpeg=encode(page(), "JPEG")), read_dark)


def test_documents_in_documents():
    inner = with_parts(word__extra_xml=f"<x>{NAME}</x>")
    assert in_office(with_parts(word__embeddings__a_docx=inner)) == {Channel.PART}


def test_bytes_of_no_part():
    content = letter()
    assert Channel.UNLISTED in in_office(NAME.encode() * 10 + content)


@pytest.mark.parametrize("part", [ole("Contents"), b"\x01\0\0\0 metafile", b"%PDF-1.7", b"<x>", b"<!DOCTYPE x><x/>"])
def test_part_that_may_hold_anything_is_not_proven(part):
    with pytest.raises(DocumentError):
        verify_office(with_parts(word__extra_bin=part), SECRETS, read_image=None)


def test_document_in_document_without_end_is_not_proven():
    content = letter()
    for _ in range(6):
        content = with_parts(word__embeddings__a_docx=content)
    with pytest.raises(DocumentError, match="nested too deep"):
        verify_office(content, SECRETS, read_image=None)


def test_bomb_is_not_proven(monkeypatch):
    monkeypatch.setattr("sparkocr.deid.channels._MAX_DECODED", 1 << 20)
    with pytest.raises(DocumentError, match="larger"):
        verify_office(with_parts(word__extra_xml=b" " * (1 << 21)), SECRETS, read_image=None)


def test_cut_document_is_not_proven():
    with pytest.raises(DocumentError):
        verify_office(letter()[:-100], SECRETS, read_image=None)


def test_kinds_of_files():
    pdf = make_pdf([Page([Text(72, 700, NAME)])])
    assert [kind_of(content) for content in (pdf, png(), letter())] == [FileKind.PDF, FileKind.IMAGE, FileKind.OFFICE]
    assert not verify(pdf, SECRETS, read_image=None).is_proven
    for other in (b"", b"text", ole("WordDocument")):
        with pytest.raises(DocumentError):
            verify(other, SECRETS, read_image=None)
