"""What a file is: told by its content, never by its name, and here alone.

May import only the ground: the rooms that open files ask it why they can't.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum, StrEnum

from sparkocr.errors import DocumentError
from sparkocr.kinds.ole import MAGIC as OLE_MAGIC
from sparkocr.kinds.ole import root_streams

__all__ = [
    "HEAD_BYTES",
    "MEDIA_DIRECTORY",
    "PDF_CLASS",
    "Family",
    "FileKind",
    "family_of_start",
    "file_kind",
    "holds_pdf",
    "image_kind",
    "unopened",
]

HEAD_BYTES = 1024
"""So much of a file tells its `Family`: readers look for the header of a PDF in it (implementation note 13 of Adobe's
PDF 1.7 reference), and the class of a DICOM file is told there."""
PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
"""SOP class of DICOM files that hold a PDF (PS3.4, section B.5)."""
MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"
"""SOP class of directories (the same section)."""


class Family(StrEnum):
    """Which stages read a file."""

    PDF = "pdf"
    IMAGE = "image"
    DICOM = "dicom"
    DOCUMENT = "document"


class FileKind(Enum):
    """The format of a file: its name in results, what it is called in messages, and the stage that is for it."""

    PDF = "pdf", "a PDF", "PdfToText or PdfToImage"
    DICOM = "dicom", "a DICOM file", "DicomToImageV3"
    PNG = "png", "an image", "BinaryToImage"
    JPEG = "jpeg", "an image", "BinaryToImage"
    TIFF = "tiff", "an image", "BinaryToImage"
    BMP = "bmp", "an image", "BinaryToImage"
    GIF = "gif", "an image", "BinaryToImage"
    WEBP = "webp", "an image", "BinaryToImage"
    JPEG_2000 = "jp2", "an image", "BinaryToImage"
    PNM = "pnm", "an image", "BinaryToImage"
    AVIF = "avif", "an image", "BinaryToImage"
    HEIC = "heic", "an image", "BinaryToImage"
    DOCX = "docx", "a Word document", "DocToText"
    DOC = "doc", "a Word document", "DocToText"
    PPTX = "pptx", "a PowerPoint document", "PptToText"
    PPT = "ppt", "a PowerPoint document", "PptToText"
    XLSX = "xlsx", "an Excel workbook", ""
    XLS = "xls", "an Excel workbook", ""
    ODT = "odt", "an OpenDocument text", ""
    ODS = "ods", "an OpenDocument spreadsheet", ""
    ODP = "odp", "an OpenDocument presentation", ""
    RTF = "rtf", "an RTF document", ""
    HTML = "html", "an HTML page", ""
    EML = "eml", "an email", ""
    MSG = "msg", "an Outlook message", ""
    TXT = "txt", "plain text", ""
    LOCKED = "locked", "an Office document that opens only with a password", ""
    ZIP = "zip", "a zip archive", ""
    EMPTY = "empty", "empty", ""
    UNKNOWN = "unknown", "of an unknown format", ""

    def __init__(self, ending: str, called: str, stage: str) -> None:
        self.ending = ending
        self.called = called
        self.stage = stage

    @property
    def family(self) -> Family:
        """Which stages read it."""
        if self.called == "an image":
            return Family.IMAGE
        return {FileKind.PDF: Family.PDF, FileKind.DICOM: Family.DICOM}.get(self, Family.DOCUMENT)


_PDF_HEADER = b"%PDF-"
_LATER_PDF_HEADER = re.compile(rb"%PDF-\d\.\d\s")  # programs that write PDFs have the bare header in their texts
_ZIP_MAGIC = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_RTF = b"{\\rtf"
_PREAMBLE, _DICOM_PREFIX = 128, b"DICM"  # PS3.10, section 7.1
# Old DICOM files have no preamble: their first element, of group 2 or 8, has a VR or a length of two bytes.
_OLD_DICOM = re.compile(rb"(?s)(?:[\x02\x08]\x00.\x00(?:[A-Z]{2}|..\x00\x00)|\x00[\x02\x08]\x00.(?:[A-Z]{2}|\x00\x00))")
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileKind.JPEG_2000),
    (b"\xff\x4f\xff\x51", FileKind.JPEG_2000),
)
_BMP = re.compile(
    rb"(?s)BM.{4}\0\0\0\0|BM.{8}..\0\0(?:[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0)"
)  # "BM" also begins texts
_WEBP = re.compile(rb"(?s)RIFF.{4}WEBP")
_PNM = re.compile(rb"P[1-6](?:\s+\d|\s*#)")  # netpbm: ppm(5) and its like
_PATTERNS = ((_BMP, FileKind.BMP), (_WEBP, FileKind.WEBP), (_PNM, FileKind.PNM))
# Files of ISO/IEC 14496-12 begin with a box of the brands that they follow: AVIF 1.1, section 6; ISO/IEC 23008-12, B.4.
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_LONGEST_BOX = 256

# The type of the main part of a document: ECMA-376, part 1, 11.3.10, 12.3, 13.3; the others are those of Office.
_MAIN_TYPE = re.compile(
    rb'(wordprocessingml|ms-word|presentationml|ms-powerpoint|spreadsheetml|ms-excel)[^"\']{0,60}\.main(?:\+xml)?["\']'
)
_BY_TYPE = {
    b"wordprocessingml": FileKind.DOCX,
    b"ms-word": FileKind.DOCX,
    b"presentationml": FileKind.PPTX,
    b"ms-powerpoint": FileKind.PPTX,
    b"spreadsheetml": FileKind.XLSX,
    b"ms-excel": FileKind.XLSX,
}
_BY_FOLDER = ((b"word/", FileKind.DOCX), (b"ppt/", FileKind.PPTX), (b"xl/", FileKind.XLSX))
_TYPES_PART, _MIME_PART = "[Content_Types].xml", "mimetype"
_TYPES_BYTES = 1 << 20  # of the list of types that are looked at; that of 1,000 slides has some 300 kB
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_BY_MIME = ((b"text", FileKind.ODT), (b"spreadsheet", FileKind.ODS), (b"presentation", FileKind.ODP))
_START_BYTES = 4096  # of a text, or of a zip file that is cut short: the names of its first parts are in it
# Streams in the root of an OLE2 file: [MS-OFFCRYPTO] 2.3.4, [MS-DOC] 2.1, [MS-PPT] 2.1, [MS-XLS] 2.1, [MS-OXMSG] 2.4.
_BY_STREAM = {
    "EncryptedPackage": FileKind.LOCKED,
    "EncryptedSummary": FileKind.LOCKED,
    "__properties_version1.0": FileKind.MSG,
    "WordDocument": FileKind.DOC,
    "PowerPoint Document": FileKind.PPT,
    "Workbook": FileKind.XLS,
    "Book": FileKind.XLS,
}

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXT_BYTES = 1 << 16  # that are looked at
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # no text has them; \x1b begins colours of terminals
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LEAST_ASCII = 0.6  # of text that is not UTF-8; what is neither is mostly compressed
_HTML = re.compile(
    rb"(?is)(?:\s|<\?xml[^>]*>|<!--.{0,1000}?-->)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|table|div|p|ul|ol|span|script|style|center|font)[\s>/]"
)
_HEADER_LINE = re.compile(rb"([!-9;-~]+):")  # RFC 5322, section 2.2
_MAIL_HEADERS = frozenset({
    b"received", b"return-path", b"delivered-to", b"message-id", b"mime-version", b"from", b"to", b"subject", b"date",
    b"cc", b"reply-to", b"sender", b"content-type", b"x-mailer", b"dkim-signature",
})  # fmt: skip
_LEAST_HEADERS = 3  # known ones, of an email


def file_kind(content: bytes | memoryview) -> FileKind:
    """Tell the format of a file.

    Parameters
    ----------
    content : bytes or memoryview
        The file. Of most, only the first `HEAD_BYTES` are looked at; of zip and OLE2 files the directory, too.

    Returns
    -------
    FileKind
        Damaged files have the kind that they would have: whether a file can be read, only reading tells.
    """
    if not len(content):
        return FileKind.EMPTY
    found = _kind_of_start(bytes(content[:HEAD_BYTES]))
    if found is FileKind.ZIP:
        return _zip_kind(content)
    if found is FileKind.LOCKED:
        return _ole_kind(content)
    return found or _text_kind(content)


def family_of_start(start: bytes | None) -> Family:
    """Tell which stages read a file by its first `HEAD_BYTES`."""
    found = _kind_of_start(start) if start else None
    return Family.DOCUMENT if found is None else found.family


def image_kind(content: bytes | memoryview) -> FileKind:
    """Tell the format of an image by its first bytes; `FileKind.UNKNOWN` for what is none.

    It may be a DICOM file at the same time, as some slides are: their preamble is the header of a TIFF.
    """
    return _image_of_start(bytes(content[:HEAD_BYTES])) or FileKind.UNKNOWN


def holds_pdf(start: bytes | None) -> bool:
    """Tell whether a DICOM file is of the class that holds a PDF, by its first `HEAD_BYTES` (PS3.10, section 7.1)."""
    value = PDF_CLASS.encode() + b"\0" * (len(PDF_CLASS) % 2)
    return b"\x02\0\x02\0UI" + len(value).to_bytes(2, "little") + value in (start or b"")


def unopened(message: str, content: bytes | memoryview, *families: Family | FileKind) -> str:
    """Return why a file can't be opened: what it is instead of what it should be, and which stage is for it.

    Parameters
    ----------
    message : str
        What is said anyhow, such as ``"Can't open file as PDF."``
    content : bytes or memoryview
        The file.
    families : Family or FileKind
        What it should be. A damaged file of that kind has the message alone, as has a file that may be anything.

    Examples
    --------
    >>> unopened("Can't open file as image.", b"%PDF-1.7", Family.IMAGE)
    "Can't open file as image: it is a PDF, use PdfToText or PdfToImage, or DocumentToText for any file."
    >>> unopened("Can't open file as PDF.", b"", Family.PDF)
    "Can't open file as PDF: it is empty."
    """
    kind = file_kind(content)
    if kind in families or kind.family in families or kind in {FileKind.TXT, FileKind.UNKNOWN}:
        return message
    said = f"{message.rstrip('.')}: it is {kind.called}"
    if kind in {FileKind.EMPTY, FileKind.ZIP, FileKind.LOCKED}:
        return f"{said}."
    return (
        f"{said}, use {kind.stage}, or DocumentToText for any file." if kind.stage else f"{said}, use DocumentToText."
    )


def _kind_of_start(start: bytes) -> FileKind | None:
    """Tell a format by the first bytes; `ZIP` and `LOCKED` stand for all formats in zip and OLE2 files."""
    if start[_PREAMBLE : _PREAMBLE + len(_DICOM_PREFIX)] == _DICOM_PREFIX or _OLD_DICOM.match(start):
        return FileKind.DICOM
    if start.startswith((_ZIP_MAGIC, _EMPTY_ZIP)):
        return FileKind.ZIP
    if start.startswith(OLE_MAGIC):
        return FileKind.LOCKED
    is_pdf = start.startswith(_PDF_HEADER) or _LATER_PDF_HEADER.search(start)
    return _image_of_start(start) or (FileKind.PDF if is_pdf else None)


def _image_of_start(start: bytes) -> FileKind | None:
    """Tell a format of images by the first bytes."""
    found = next((kind for magic, kind in _IMAGES if start.startswith(magic)), None)
    return found or next((kind for pattern, kind in _PATTERNS if pattern.match(start)), None) or _media_kind(start)


def _media_kind(start: bytes) -> FileKind | None:
    """Tell images in the containers of films by their brands."""
    if start[4:8] != b"ftyp":
        return None
    box = start[8 : min(int.from_bytes(start[:4]), _LONGEST_BOX)]
    brands = {box[place : place + 4] for place in (0, *range(8, len(box), 4))}  # the second is a version
    if brands & _AVIF_BRANDS:
        return FileKind.AVIF
    return FileKind.HEIC if brands & _HEIC_BRANDS else None


def _zip_kind(content: bytes | memoryview) -> FileKind:
    """Tell what a zip file holds by its list of types, or its type; of a damaged one by the names at its beginning."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            types = _start_of(archive, _TYPES_PART) if _TYPES_PART in names else b""
            mime = _start_of(archive, _MIME_PART) if _MIME_PART in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        start = bytes(content[:_START_BYTES])
        return next((kind for folder, kind in _BY_FOLDER if folder in start), FileKind.ZIP)
    if found := _MAIN_TYPE.search(types):
        return _BY_TYPE[found[1]]
    if mime.startswith(_OPEN_DOCUMENT):
        rest = mime[len(_OPEN_DOCUMENT) :]
        return next((kind for word, kind in _BY_MIME if rest.startswith(word)), FileKind.ZIP)
    return FileKind.ZIP


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a part, however large it is."""
    with archive.open(name) as part:
        return part.read(_TYPES_BYTES)


def _ole_kind(content: bytes | memoryview) -> FileKind:
    """Tell what an OLE2 file holds by the names of its streams; where the directory is damaged, nothing tells."""
    try:
        streams = root_streams(content)
    except DocumentError:
        return FileKind.UNKNOWN
    return next((kind for name, kind in _BY_STREAM.items() if name in streams), FileKind.UNKNOWN)


def _text_kind(content: bytes | memoryview) -> FileKind:
    """Tell the formats that are text apart, and what is none."""
    start = bytes(content[:_TEXT_BYTES])
    if not _is_text(start):
        return FileKind.UNKNOWN
    for mark in _MARKS:
        start = start.removeprefix(mark)
    plain = start[:_START_BYTES].replace(b"\0", b"").lstrip()  # UTF-16 is looked at like ASCII
    if plain.startswith(_RTF):
        return FileKind.RTF
    if _HTML.match(plain):
        return FileKind.HTML
    return FileKind.EML if _is_mail(plain) else FileKind.TXT


def _is_text(start: bytes) -> bool:
    """Tell whether bytes are text: UTF-16 with a mark, UTF-8, or mostly ASCII in another encoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return not _CONTROL_CHARACTERS.search(start[2:].decode(encoding, "ignore"))
    if _CONTROLS.search(start) and not start.startswith(_RTF):  # RTF may have pictures in bytes
        return False
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(start) - error.start < 4:  # noqa: PLR2004  the last character is cut
            return True
        return sum(byte < 128 for byte in start) >= _LEAST_ASCII * len(start)  # noqa: PLR2004  ASCII
    return True


def _is_mail(start: bytes) -> bool:
    """Tell whether a text begins with the headers of an email, and nothing else before an empty line."""
    known: set[bytes] = set()
    lines = start.splitlines()
    if lines and lines[0].startswith(b"From "):  # of a mailbox: RFC 4155
        del lines[0]
    for line in lines[:-1] if len(start) >= _START_BYTES else lines:  # the last one may be cut
        if not line.strip():
            break
        header = _HEADER_LINE.match(line)
        if header is not None:
            known |= {header[1].lower()} & _MAIL_HEADERS
        elif not (known and line[:1] in {b" ", b"\t"}):  # the line before goes on
            return False
    return len(known) >= _LEAST_HEADERS or (b"mime-version" in known and len(known) > 1)
