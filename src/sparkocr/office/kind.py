"""What an Office file is: told by its content, never by its name."""

from __future__ import annotations

import struct
from enum import Enum

from sparkocr.errors import DocumentError
from sparkocr.kinds import unopened
from sparkocr.kinds.ole import MAGIC, read_stream_start, root_streams
from sparkocr.office.package import ZIP_MAGIC, Package, open_package

__all__ = ["Family", "Kind", "kind_of"]

_ENCRYPTED = "Document is encrypted: it opens only with a password."
_TYPES = "[Content_Types].xml"
_UNKNOWN = "Content is no Office document."
# The first 32 bytes of the stream WordDocument, [MS-DOC] 2.5.2: flags at 10, of which 0x0100 is fEncrypted.
_FIB_FLAGS, _FIB_ENCRYPTED = 10, 0x0100


class Family(Enum):
    """The program that a document is for."""

    WORD = "Word document"
    POWERPOINT = "PowerPoint document"


class Kind(Enum):
    """The format of a document; the value is the ending that LibreOffice knows it by."""

    DOCX = "docx"
    PPTX = "pptx"
    DOC = "doc"
    PPT = "ppt"

    @property
    def family(self) -> Family:
        """The program that it is for."""
        return Family.WORD if self in {Kind.DOCX, Kind.DOC} else Family.POWERPOINT


def kind_of(content: bytes | memoryview, family: Family) -> Kind:
    """Tell the format of a document of one program.

    Templates, slide shows and documents with macros have the formats of documents without.

    Parameters
    ----------
    content : bytes or memoryview
        The file.
    family : Family
        The program that the document has to be for.

    Raises
    ------
    DocumentError
        It is empty, damaged, encrypted, no Office document, or one for another program.
    """
    if not len(content):
        raise DocumentError("Document is empty.")
    if bytes(content[: len(MAGIC)]) == MAGIC:
        kind = _ole_kind(content)
    elif bytes(content[: len(ZIP_MAGIC)]) == ZIP_MAGIC:
        with open_package(content) as package:
            kind = _package_kind(package, content)
    else:
        raise DocumentError(unopened(_UNKNOWN, content))
    if kind.family is not family:
        raise DocumentError(f"Content is a {kind.family.value}, no {family.value}.")
    return kind


def _ole_kind(content: bytes | memoryview) -> Kind:
    """Tell what an OLE2 file holds by the names of its streams: [MS-OFFCRYPTO] 2.3.4, [MS-DOC] 2.1, [MS-PPT] 2.1."""
    streams = root_streams(content)
    if streams.keys() & {"EncryptedPackage", "EncryptedSummary"}:
        raise DocumentError(_ENCRYPTED)
    if "WordDocument" in streams:
        start = read_stream_start(content, streams["WordDocument"][0], _FIB_FLAGS + 2)
        if len(start) == _FIB_FLAGS + 2 and struct.unpack_from("<H", start, _FIB_FLAGS)[0] & _FIB_ENCRYPTED:
            raise DocumentError(_ENCRYPTED)
        return Kind.DOC
    if "PowerPoint Document" in streams:
        return Kind.PPT
    raise DocumentError(unopened(_UNKNOWN, content))


def _package_kind(package: Package, content: bytes | memoryview) -> Kind:
    """Tell what a zip file holds by the type of its main part."""
    if _TYPES not in package.parts:
        raise DocumentError(unopened(_UNKNOWN, content))
    kind = package.content_type(package.main_part)
    if "wordprocessingml" in kind or "ms-word" in kind:
        return Kind.DOCX
    if "presentationml" in kind or "ms-powerpoint" in kind:
        return Kind.PPTX
    raise DocumentError(unopened("Content is no Word or PowerPoint document.", content))
