"""Everything that could be read in an Office document: all parts of its zip file, and the files in these."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from sparkocr.deid.channels import Allowance, Channel, Finding, Noise, Piece, ReadImage
from sparkocr.deid.fold import STOP
from sparkocr.deid.image_channels import image_pieces, is_image
from sparkocr.deid.loose_text import binary_piece
from sparkocr.errors import DocumentError
from sparkocr.office.package import ZIP_MAGIC, parse_xml

__all__ = ["office_pieces"]

_DAMAGED = "Document is damaged or cut short."
_MOST_PARTS = 20_000
# Of a part's header in a zip file (PKWARE's APPNOTE.TXT, 4.3.7): its size, and where the lengths of name and extra
# field stand. The data may be followed by a descriptor (4.3.9) of up to 24 bytes.
_HEADER, _LENGTHS, _DESCRIPTOR = 30, 26, 24
# Where text ends: paragraphs, cells, strings of sheets, comments, and fields of properties, whose names have no prefix.
_BREAK = re.compile(r"</(?:\w+:)?(?:p|tc|tr|si|comment|cmAuthor)>|</(?:dc|dcterms|cp|vt):\w+>|</\w+>")
_BLANK = re.compile(r"<(?:\w+:)?(?:tab|br|cr|ptab|noBreakHyphen|sym)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""=\s*("[^"]*"|'[^']*')""")
_NUMBER = re.compile(r"[0-9A-Fa-f.,%\s-]*")  # also hexadecimal: ids of paragraphs, colours
_HARMLESS = (".odttf", ".fntdata", ".ttf", ".otf", "printersettings", ".bin.rels")


def office_pieces(
    content: bytes, read_image: ReadImage | None, allowance: Allowance, depth: int = 0
) -> Iterator[Finding]:
    """Yield what is in the parts of a document, whether it shows them or not.

    Parameters
    ----------
    content : bytes
        A zip file.
    read_image : ReadImage or None
        Reads pictures; None reads their metadata only.
    allowance : Allowance
        What may be unpacked.
    depth : int
        How many files are around it.

    Raises
    ------
    DocumentError
        It can't be opened; one of its parts is damaged, encrypted, too large, or of a kind that can't be read.
    """
    allowance.check_depth(depth)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _entries(archive)
            names = [text for entry in entries for text in (entry.filename, entry.comment.decode("latin-1"))]
            yield Piece(Channel.FILE_NAME, STOP.join([*names, archive.comment.decode("latin-1")]))
            if _has_gaps(archive, content):
                yield Channel.UNLISTED
            for entry in entries:
                allowance.take(entry.file_size)
                data = archive.read(entry)
                yield from _part_pieces(entry.filename.lower(), data, read_image, allowance, depth)
    except DocumentError:
        raise
    except RuntimeError:  # zipfile's way to ask for a password
        raise DocumentError("Document is encrypted, so it can't be proven.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, struct.error):
        raise DocumentError(_DAMAGED) from None


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return what a zip file lists.

    Raises
    ------
    DocumentError
        It is too much.
    """
    entries = archive.infolist()
    if len(entries) > _MOST_PARTS:
        raise DocumentError("Document has too many parts.")
    return entries


def _has_gaps(archive: zipfile.ZipFile, content: bytes) -> bool:
    """Tell whether a zip file has bytes that belong to none of its parts, as programs leave that append files."""
    place = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if entry.header_offset - place > _DESCRIPTOR:
            return True
        lengths = struct.unpack_from("<HH", content, entry.header_offset + _LENGTHS)
        place = entry.header_offset + _HEADER + sum(lengths) + entry.compress_size
    return archive.start_dir - place > _DESCRIPTOR


def _part_pieces(
    name: str, data: bytes, read_image: ReadImage | None, allowance: Allowance, depth: int
) -> Iterator[Finding]:
    """Yield what is in a part, by its kind.

    Raises
    ------
    DocumentError
        It is of a kind that may hold anything.
    """
    if not data or name.endswith("/"):
        return
    if data.startswith(ZIP_MAGIC):
        yield from office_pieces(data, read_image, allowance, depth + 1)
    elif is_image(data):
        yield from image_pieces(data, read_image, allowance)
    elif data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<":
        yield from _xml_pieces(data)
    elif name.endswith(_HARMLESS) or any(word in name for word in _HARMLESS):
        yield binary_piece(Channel.PART, data)
    else:
        raise DocumentError("A part of the document is of a kind that can't be proven.")


def _xml_pieces(data: bytes) -> Iterator[Finding]:
    """Yield the text of XML paragraph by paragraph, its attributes, and all of it as it is.

    Raises
    ------
    DocumentError
        It is no XML.
    """
    encoding = parse_xml(data).getroottree().docinfo.encoding or "utf-8"
    xml = data.decode(encoding, "replace")
    text = _TAG.sub("", _BLANK.sub(" ", _BREAK.sub("\n", xml)))
    yield Piece(Channel.PART, html.unescape(text))
    attributes = [html.unescape(value[1:-1]) for value in _ATTRIBUTE.findall(xml)]
    yield Piece(Channel.PART, STOP.join(value for value in attributes if not _NUMBER.fullmatch(value)))
    yield Piece(Channel.PART, html.unescape(xml), noise=Noise.SYNTAX)
