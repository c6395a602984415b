"""What files are, by their content alone."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from PIL import Image

from sparkocr import samples
from sparkocr.kinds import Family, FileKind, family_of_start, file_kind, holds_pdf, unopened


def image(kind, **options):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, kind, **options)
    return file.getvalue()


def archive(*names, **contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "")
        for name, content in contents.items():
            made.writestr(name, content)
    return file.getvalue()


def types(main):
    part = f'<Types><Override PartName="/a.xml" ContentType="application/vnd.{main}"/></Types>'
    return archive(**{"[Content_Types].xml": part, "a.xml": "<a/>"})


def mail():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Hello"
    message.set_content("Text")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.pdf("A page"), FileKind.PDF),
        (b"\r\njunk of a printer\n" * 20 + samples.pdf("A page"), FileKind.PDF),
        (samples.dicom("A frame"), FileKind.DICOM),
        (b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 100", FileKind.DICOM),
        (image("PNG"), FileKind.PNG),
        (image("JPEG"), FileKind.JPEG),
        (image("TIFF"), FileKind.TIFF),
        (image("BMP"), FileKind.BMP),
        (image("GIF"), FileKind.GIF),
        (image("WEBP"), FileKind.WEBP),
        (image("JPEG2000"), FileKind.JPEG_2000),
        (image("PPM"), FileKind.PNM),
        (b"P2 # by hand\n2 1\n255\n0 255", FileKind.PNM),
        (image("AVIF"), FileKind.AVIF),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", FileKind.HEIC),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", FileKind.UNKNOWN),  # a film
        (samples.word("A letter"), FileKind.DOCX),
        (types("ms-word.document.macroEnabled.main+xml"), FileKind.DOCX),
        (types("openxmlformats-officedocument.presentationml.slideshow.main+xml"), FileKind.PPTX),
        (types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), FileKind.XLSX),
        (types("ms-excel.sheet.macroEnabled.main+xml"), FileKind.XLSX),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), FileKind.ODT),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet-template"), FileKind.ODS),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation"), FileKind.ODP),
        (archive("notes.txt", "word/other.txt"), FileKind.ZIP),
        (samples.word("A letter")[:-200], FileKind.DOCX),  # cut short
        (rb"{\rtf1\ansi Text}", FileKind.RTF),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>Text", FileKind.HTML),
        (b'<?xml version="1.0"?>\n<!-- a page --><html><body/></html>', FileKind.HTML),
        ("\ufeff<html><p>Text".encode("utf-16-le"), FileKind.HTML),
        (mail(), FileKind.EML),
        (b"From a@example.org Mon Jan  1 00:00:00 2024\n" + mail(), FileKind.EML),
        (b"Subject: the lease\n\nDear all", FileKind.TXT),  # one header is none
        (b"To: all\nFrom: me\nDate: today\nHello there\n", FileKind.TXT),
        ("Gr\u00fc\u00dfe".encode(), FileKind.TXT),
        ("Gr\u00fc\u00dfe aus M\u00fcnchen".encode("cp1252"), FileKind.TXT),
        ("\ufeffText".encode("utf-16-be"), FileKind.TXT),
        (b"content = b'%PDF-1.7'\n", FileKind.TXT),
        (b"BMW sells cars in Bavaria", FileKind.TXT),
        (b"P1 is the first page", FileKind.TXT),
        (b"", FileKind.EMPTY),
        (bytes(range(256)), FileKind.UNKNOWN),
        (b"\x9c\xf3\xe1\xb8\xfa\xd0", FileKind.UNKNOWN),
    ],
)
def test_content_tells_the_kind(content, kind):
    assert file_kind(content) is kind
    assert file_kind(memoryview(content)) is kind


@pytest.mark.parametrize(
    ("content", "family"),
    [
        (samples.pdf("A page"), Family.PDF),
        (samples.dicom("A frame"), Family.DICOM),
        (samples.image("A picture"), Family.IMAGE),
        (samples.word("A letter"), Family.DOCUMENT),
        (b"Text", Family.DOCUMENT),
        (None, Family.DOCUMENT),
    ],
)
def test_the_start_tells_the_family(content, family):
    assert family_of_start(content and content[:1024]) is family
    assert content is None or file_kind(content).family is family


def test_a_dicom_file_tells_that_it_holds_a_pdf():
    element = b"\x02\0\x02\0UI\x1e\0" + b"1.2.840.10008.5.1.4.1.1.104.1\0"
    assert holds_pdf(b"\0" * 128 + b"DICM" + element)
    assert not holds_pdf(samples.dicom("A frame")[:1024])
    assert not holds_pdf(None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "Can't: it is a PDF, use PdfToText or PdfToImage, or DocumentToText for any file."),
        (b"<html><p>Text", "Can't: it is an HTML page, use DocumentToText."),
        (b"", "Can't: it is empty."),
        (archive("a"), "Can't: it is a zip archive."),
        (b"\x89PNG\r\n\x1a\n cut", "Can't."),
        (b"Text", "Can't."),
        (b"\0\1\2", "Can't."),
    ],
)
def test_a_message_tells_what_a_file_is_instead(content, message):
    assert unopened("Can't.", content, Family.IMAGE) == message
