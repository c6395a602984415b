"""Messages of Outlook: [MS-OXMSG], version 2010 and later."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sparkocr.kinds.ole import Storage, open_ole
from sparkocr.office.chunks import text_blocks
from sparkocr.office.content import Part
from sparkocr.office.html import html_blocks
from sparkocr.office.mail import attachment_parts, header_parts
from sparkocr.office.word import block_parts

__all__ = ["message_parts"]

# Properties by their number, [MS-OXPROPS]: 2.1027, 2.1004, 2.1006, 2.1042, 2.1040, 2.1036, 2.731, 2.874, 2.771.
_SUBJECT, _SENDER, _ADDRESS, _SMTP, _TO, _CC, _BODY, _HTML = (
    0x0037,
    0x0C1A,
    0x0C1F,
    0x5D01,
    0x0E04,
    0x0E03,
    0x1000,
    0x1013,
)
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3707, 0x3704, 0x3001
_SENT, _DELIVERED, _CODE_PAGE = 0x00390040, 0x0E060040, 0x3FFD0003  # with their types, PtypTime and PtypInteger32
_UNICODE, _EIGHT_BITS, _BINARY = 0x001F, 0x001E, 0x0102
_ATTACHMENT = "__attach_version1.0_"  # 2.2.2
_PROPERTIES, _HEADER_BYTES, _PROPERTY = "__properties_version1.0", 32, "<II8s"  # 2.4.1.1, 2.4.2
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # of PtypTime: [MS-DTYP] 2.3.3
_LATEST = 2_650_467_743_990_000_000  # the end of 9999, in 100 ns


def message_parts(content: bytes | memoryview) -> list[Part]:
    """Read a message.

    Parameters
    ----------
    content : bytes or memoryview
        An MSG file.

    Returns
    -------
    list of Part
        As `sparkocr.office.mail.mail_parts`; messages that are attached are only named.

    Raises
    ------
    DocumentError
        It is damaged.
    """
    root = open_ole(content)
    fixed = dict(_fixed(root))
    page = fixed.get(_CODE_PAGE, b"\0\0\0\0")
    charset = f"cp{int.from_bytes(page[:4], 'little') or 1252}"
    sender, address = (_text(root, number, charset) for number in (_SENDER, _SMTP))
    address = address or _text(root, _ADDRESS, charset)
    headers = [
        ("From", f"{sender} <{address}>" if sender and "@" in address and sender != address else sender or address),
        ("To", _text(root, _TO, charset)),
        ("Cc", _text(root, _CC, charset)),
        ("Date", _when(fixed)),
    ]
    return [
        *header_parts(_text(root, _SUBJECT, charset), headers),
        *_body(root, charset),
        *attachment_parts(_names(root, charset)),
    ]


def _body(root: Storage, charset: str) -> list[Part]:
    """Return the text: HTML if it is there, else the plain text, which Outlook writes beside RTF."""
    html = root.stream(_name(_HTML, _BINARY)) or _text(root, _HTML, charset).encode()
    blocks = html_blocks(html) if html else text_blocks(_text(root, _BODY, charset))
    return [part for part in block_parts(blocks) if part.text]


def _names(root: Storage, charset: str) -> Iterator[str]:
    """Give the names of attachments."""
    for name in root.storages():
        if name.startswith(_ATTACHMENT):
            inner = root.storage(name)
            found = (_text(inner, number, charset) for number in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
            yield next((text for text in found if text), "?")


def _text(storage: Storage, number: int, charset: str) -> str:
    """Return a text, empty if it is not there."""
    wide = storage.stream(_name(number, _UNICODE))
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = storage.stream(_name(number, _EIGHT_BITS))
    try:
        return narrow.decode(charset, "replace").rstrip("\0")
    except LookupError:
        return narrow.decode("cp1252", "replace").rstrip("\0")


def _name(number: int, kind: int) -> str:
    """Return the name of the stream of a property: 2.1.1."""
    return f"__substg1.0_{number:04X}{kind:04X}"


def _fixed(root: Storage) -> Iterator[tuple[int, bytes]]:
    """Give the properties of a fixed size, with their types: 2.4.2.1."""
    data = root.stream(_PROPERTIES)[_HEADER_BYTES:]
    size = struct.calcsize(_PROPERTY)
    for tag, _, value in struct.iter_unpack(_PROPERTY, data[: len(data) // size * size]):
        yield tag, value


def _when(fixed: dict[int, bytes]) -> str:
    """Return when a message was sent, or else delivered."""
    value = fixed.get(_SENT) or fixed.get(_DELIVERED) or b""
    ticks = int.from_bytes(value, "little")
    if not 0 < ticks <= _LATEST:
        return ""
    return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat(" ", "seconds")
