"""Everything that could be read in a PDF: by PDFium, in its objects, and in its bytes.

The objects are read one by one, whether a page needs them or not, and by none of the code that redacts.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from pikepdf.settings import set_qpdf_limits

from sparkocr.deid.channels import Allowance, Channel, Noise, Piece
from sparkocr.deid.content_text import FontCodes, content_text, font_codes
from sparkocr.deid.fold import STOP
from sparkocr.deid.image_channels import metadata_pieces
from sparkocr.deid.loose_text import binary_piece, data_pieces, looks_like_text, string_texts
from sparkocr.errors import DocumentError
from sparkocr.imaging.jpeg import JPEG_SIGNATURE

__all__ = ["byte_pieces", "decoded", "is_pdf", "object_pieces", "open_strictly", "structure_faults"]

_DAMAGED = "PDF is damaged."
_ENCRYPTED = "PDF is encrypted, so it can't be proven."
_HEADER, _HEADER_WINDOW = b"%PDF-", 1024  # readers look for it in so many bytes
# Patterns that begin with a letter are searched many times faster, so what stands before it is looked at after it.
_END = re.compile(rb"%%EOF(?<![^\r\n]%%EOF)")
_OBJECT = re.compile(rb"(?:^|[\x00\t\n\f\r ])([0-9]{1,10}) +([0-9]{1,5}) +obj\b")
_STREAM = re.compile(rb"stream(?<!\wstream)\r?\n")
_ENDSTREAM = re.compile(rb"endstream(?<!\wendstream)(?!\w)")
_INSTRUCTION = re.compile(rb"(?:^|[\s\])>])(?:T[jJ]|BT|BDC|BMC|EMC|Do)(?:\s|$)")
_FONT_NAME = re.compile(rb"/(?:BaseFont|FontName|FontFamily)\s*(?:/[^\s/<>\[\]()]*|\([^)]*\))")
# Names of the syntax that people have, too, as keys and values of ISO 32000-1 and as glyphs: they tell nothing.
_SYNTAX_NAMES = frozenset(
    word
    for line in (
        "Adobe Ascent Border Bounds Catalog Colors Columns Contents Coords Count Courier Decode Descent",
        "Domain Encode Encoding Extend Filter First Flags Font Form Function Group Height Helvetica Image",
        "Info Kids Lab Last Length Link Mask Matrix Name Names Order Page Pages Parent Pattern Range Rect Registry",
        "Resources Root Rotate Shading Size Symbol Text Times Title Type Version Width Widths",
        "Zeta Alpha Beta Chi Delta Epsilon Eta Euro Gamma Iota Kappa Lambda Omega Omicron Phi Psi Rho Sigma Tau Theta",
    )
    for word in line.split()
)
_SYNTAX_NAME = re.compile(rb"/(?:%s)(?![^\s/<>\[\](){}%%])" % "|".join(sorted(_SYNTAX_NAMES)).encode())
_FONT_NAME_KEYS = ("/BaseFont", "/FontName", "/FontFamily", "/Registry", "/Ordering", "/CMapName", "/CharSet")
_LOSSY = ("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode")
# LZW codes of up to 12 bits stand for up to 4096 bytes: section 7.4.4 of ISO 32000-1.
_LZW_GROWTH = 2731
_MAX_DEPTH = 100  # of dictionaries and arrays in each other
_LONGEST_OBJECT = 1_000_000  # values in one object


def is_pdf(content: bytes | memoryview) -> bool:
    """Tell whether a file begins as a PDF does."""
    return _HEADER in bytes(content[:_HEADER_WINDOW])


@contextmanager
def open_strictly(content: bytes | memoryview, allowance: Allowance) -> Iterator[Pdf]:
    """Open the objects of a PDF that is whole and not encrypted.

    Raises
    ------
    DocumentError
        It is not, or what is done with it fails because it is damaged or too large.
    """
    limit = allowance.left
    limits = set_qpdf_limits(
        flate_max_memory=limit, run_length_max_memory=limit, png_max_memory=limit, tiff_max_memory=limit
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are errors here, and may quote the document
            with pikepdf.open(io.BytesIO(content), suppress_warnings=True, inherit_page_attributes=False) as document:
                _refuse(document.is_encrypted, _ENCRYPTED)
                yield document
                _refuse(bool(document.get_warnings()), _DAMAGED)
    except pikepdf.PasswordError:
        raise DocumentError(_ENCRYPTED) from None
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        raise DocumentError(_DAMAGED) from None
    finally:
        set_qpdf_limits(**cast("dict[str, Any]", limits))


def _refuse(fault: bool, message: str) -> None:
    """Raise an error if there is a fault."""
    if fault:
        raise DocumentError(message)


def structure_faults(document: Pdf, content: bytes) -> Iterator[Channel]:
    """Yield the places in which a file can hold what it does not show: any of them is a leak by itself.

    More than one end mark, a reference to an older table of objects, bytes before the header or after the end;
    objects that no table lists; files in the file.
    """
    ends = [end.end() for end in _END.finditer(content)]
    around = content[: content.find(_HEADER, 0, _HEADER_WINDOW)] + content[ends[-1] if ends else len(content) :]
    if len(ends) != 1 or Name.Prev in document.trailer or Name.XRefStm in document.trailer or around.strip():
        yield Channel.REVISION
    found = [(int(number), int(version)) for number, version in _OBJECT.findall(_between_streams(content))]
    listed = {item.objgen for item in document.objects}
    if len(found) != len(set(found)) or set(found) - listed:
        yield Channel.UNLISTED
    if len(document.attachments) or any(_is_attachment(item) for item in document.objects):
        yield Channel.ATTACHMENT


def _is_attachment(item: Any) -> bool:
    """Tell whether an object is a file, or says where one is."""
    return isinstance(item, Dictionary | Stream) and (
        Name.EF in item or item.get(Name.Type) == Name.EmbeddedFile or item.get(Name.Subtype) == Name.RichMedia
    )


def byte_pieces(content: bytes) -> Iterator[Piece]:
    """Yield what the bytes of a file say, objects or not: all that looks like words, and all between the streams."""
    plain = _SYNTAX_NAME.sub(b" ", _FONT_NAME.sub(b" ", content))
    yield binary_piece(Channel.BYTES, plain)
    between = _between_streams(plain)
    yield Piece(Channel.BYTES, between.decode("latin-1"), noise=Noise.SYNTAX)
    if not between.isascii():
        yield Piece(Channel.BYTES, between.decode("utf-8", "replace"), noise=Noise.SYNTAX)


def _between_streams(content: bytes) -> bytes:
    """Return the bytes of a file without its streams."""
    parts, place = [], 0
    while (begin := _STREAM.search(content, place)) and (end := _ENDSTREAM.search(content, begin.end())):
        parts.append(content[place : begin.start()])
        place = end.end()
    return b" ".join([*parts, content[place:]])


def object_pieces(document: Pdf, allowance: Allowance) -> Iterator[Piece]:
    """Yield all strings, names and streams of a PDF, decoded in every way they can be read.

    Raises
    ------
    DocumentError
        A stream can't be decoded, or all are too large.
    """
    places = _places(document)
    names: set[str] = set()
    for item in [document.trailer, *document.objects]:
        values = _Values()
        _walk(item, values)
        names |= values.names
        place = places.get(item.objgen, _Place()) if item.is_indirect else _Place()
        channel, page = _channel(item, place), place.page
        yield Piece(channel, STOP.join(text for data in values.strings for text in string_texts(data)), page)
        if isinstance(item, Stream):
            yield from _stream_pieces(document, item, channel, place, allowance)
    yield Piece(Channel.NAME, STOP.join(sorted(names - _SYNTAX_NAMES)))


@dataclass(frozen=True, slots=True)
class _Place:
    """What the document says of an object elsewhere."""

    page: int | None = None
    channel: Channel | None = None
    resources: Any = None


@dataclass(slots=True)
class _Values:
    """What is in an object."""

    strings: list[bytes] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def _places(document: Pdf) -> dict[tuple[int, int], _Place]:
    """Return what is known of the objects of pages, and of the metadata."""
    found: dict[tuple[int, int], _Place] = {}
    for number, page in enumerate(document.pages):
        contents = page.obj.get(Name.Contents)
        for part in contents if isinstance(contents, Array) else [contents]:
            if isinstance(part, Stream):
                found[part.objgen] = _Place(number, Channel.CONTENT, _resources(page.obj))
        annotations = page.obj.get(Name.Annots)
        for part in annotations if isinstance(annotations, Array) else ():
            if isinstance(part, Dictionary) and part.is_indirect:
                found[part.objgen] = _Place(number)
    info = document.trailer.get(Name.Info)
    if isinstance(info, Dictionary):
        found[info.objgen] = _Place(channel=Channel.METADATA)
    return found


def _resources(page: Dictionary) -> Any:
    """Return the resources of a page, its own or those of the tree above it."""
    node: Any = page
    for _ in range(_MAX_DEPTH):
        if not isinstance(node, Dictionary):
            break
        if isinstance(node.get(Name.Resources), Dictionary):
            return node.Resources
        node = node.get(Name.Parent)
    return None


def _channel(item: Any, place: _Place) -> Channel:
    """Return where the strings of an object belong to."""
    if place.channel is Channel.METADATA:
        return Channel.METADATA
    if isinstance(item, Stream) and item.get(Name.Type) == Name.Metadata:
        return Channel.METADATA
    if isinstance(item, Dictionary):
        if Name.FT in item or (Name.T in item and (Name.V in item or Name.Kids in item)):
            return Channel.FORM
        if Name.Rect in item and Name.Subtype in item:
            return Channel.ANNOTATION
    return Channel.STRING


def _walk(item: Any, values: _Values) -> None:
    """Gather the strings and names of an object, without the objects that it refers to.

    Raises
    ------
    DocumentError
        It is too deep or has too many values.
    """
    waiting: list[tuple[Any, int]] = [(item, 0)]
    count = 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > _MAX_DEPTH or count > _LONGEST_OBJECT:
            raise DocumentError("An object of the PDF is too large.")
        parts: list[Any] = []
        if isinstance(value, Dictionary | Stream):
            values.names.update(key[1:] for key in value.keys())  # noqa: SIM118  it is no mapping
            parts = [part for key, part in value.items() if key not in _FONT_NAME_KEYS]
        elif isinstance(value, Array):
            parts = list(value)
        elif isinstance(value, Name):
            values.names.add(str(value)[1:])
        elif isinstance(value, String):
            values.strings.append(bytes(value))
        # What is referred to is an object of its own
        waiting += [(part, depth + 1) for part in parts if not getattr(part, "is_indirect", False)]


def _stream_pieces(
    document: Pdf, stream: Stream, channel: Channel, place: _Place, allowance: Allowance
) -> Iterator[Piece]:
    """Yield what a stream says, by its kind."""
    data, is_picture = decoded(document, stream, allowance)
    if is_picture or stream.get(Name.Subtype) == Name.Image:
        yield binary_piece(Channel.IMAGE, data)
        if data.startswith(JPEG_SIGNATURE):
            yield from metadata_pieces(data, allowance)
        return
    if channel is Channel.METADATA:
        yield from data_pieces(channel, data)
        return
    shows = place.channel is Channel.CONTENT or stream.get(Name.Subtype) == Name.Form or Name.PatternType in stream
    shows = shows or (looks_like_text(data) and _INSTRUCTION.search(data) is not None)  # of pages that are gone, too
    if shows:
        text = content_text(data, _Fonts(stream.get(Name.Resources), place.resources).get)
        for shown in (text.shown, text.raw, text.notes):
            yield Piece(Channel.CONTENT, shown, place.page)
    if stream.get(Name.Type) == Name.XRef:
        return
    if stream.get(Name.Type) == Name.ObjStm:
        yield from data_pieces(Channel.STREAM, _SYNTAX_NAME.sub(b" ", data), noise=Noise.SYNTAX)
        return
    noise = Noise.SYNTAX if shows else Noise.NONE
    yield from data_pieces(Channel.STREAM, data, place.page, noise=noise)


class _Fonts:
    """The fonts that a stream knows by name."""

    def __init__(self, *resources: Any) -> None:
        self._fonts = [
            part[Name.Font]
            for part in resources
            if isinstance(part, Dictionary) and isinstance(part.get(Name.Font), Dictionary)
        ]
        self._known: dict[str, FontCodes] = {}

    def get(self, name: str) -> FontCodes:
        """Return what the codes of a font mean."""
        if name not in self._known:
            found = next((fonts[f"/{name}"] for fonts in self._fonts if name and f"/{name}" in fonts), None)
            self._known[name] = font_codes(found)
        return self._known[name]


def decoded(document: Pdf, stream: Stream, allowance: Allowance) -> tuple[bytes, bool]:
    """Return the bytes of a stream, decoded as far as they are no picture, and whether they are a picture's file.

    Raises
    ------
    DocumentError
        All that was decoded is too large.
    """
    given = stream.get(Name.Filter)
    names = list(given) if isinstance(given, Array) else [] if given is None else [given]
    filters = [str(name) for name in names]
    raw = stream.read_raw_bytes()
    if any(name in {"/LZWDecode", "/LZW"} for name in filters):
        allowance.take(len(raw) * _LZW_GROWTH)
    is_picture = bool(filters) and filters[-1] in _LOSSY
    if not is_picture:
        data = stream.read_bytes()
    elif len(filters) == 1:
        data = raw
    else:
        parameters = stream.get(Name.DecodeParms)
        outer = Stream(document, raw, Filter=Array(names[:-1]))
        if isinstance(parameters, Array):
            outer.DecodeParms = Array(list(parameters)[:-1])
        data = outer.read_bytes()
    allowance.take(len(data))
    return data, is_picture
