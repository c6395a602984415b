"""Documents of other formats that Word takes the place of a part of its own with: ECMA-376, part 1, 17.17.2."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import io
import re
import zipfile
from email.message import EmailMessage

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.kinds.ole import MAGIC
from sparkocr.office.blocks import Blocks
from sparkocr.office.html import decoded, html_blocks
from sparkocr.office.package import ZIP_MAGIC, parse_xml
from sparkocr.office.rtf import RTF, rtf_blocks

__all__ = ["chunk_blocks", "text_blocks", "word_file"]

_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_UNKNOWN = "An imported part has a format that can't be read."
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_START_BYTES = 2048
# Names of fields that begin a web page in one file: RFC 2557.
_VERSION = b"mime-version:"
_MAIL = re.compile(rb"(?:Content-Type|From|Date|Subject|X-[\w-]+)\s*:", re.IGNORECASE)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|body|head|p|div|table|span|h[1-6]|ul|ol|br|b|i|strong|meta)\b", re.IGNORECASE
)


def word_file(data: bytes) -> bytes | None:
    """Return the Word document that a chunk is, or None.

    Parameters
    ----------
    data : bytes
        The chunk: a file, or one whose parts are in one XML file.

    Raises
    ------
    DocumentError
        It is an XML file that is damaged.
    """
    if data.startswith((ZIP_MAGIC, MAGIC)):
        return data
    if _FLAT[1:-1].encode() not in data[:_START_BYTES]:
        return None
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        types = etree.Element("Types")
        for part in parse_xml(data).iterfind(f"{_FLAT}part"):
            name, kind = part.get(f"{_FLAT}name", ""), part.get(f"{_FLAT}contentType", "")
            etree.SubElement(types, "Override", PartName=name, ContentType=kind)
            archive.writestr(name.lstrip("/"), _content(part))
        archive.writestr("[Content_Types].xml", etree.tostring(types))
    return file.getvalue()


def _content(part: etree._Element) -> bytes:
    """Return the bytes of a part of a document in one XML file."""
    root = part.find(f"{_FLAT}xmlData/*")
    if root is not None:
        return bytes(etree.tostring(root))
    try:
        return base64.b64decode(part.findtext(f"{_FLAT}binaryData", ""))
    except binascii.Error:
        return b""


def chunk_blocks(data: bytes, content_type: str) -> list[etree._Element]:
    """Read a chunk that is no Word document.

    Parameters
    ----------
    data : bytes
        The chunk.
    content_type : str
        What the document says that it is; counts where the content does not tell.

    Returns
    -------
    list of lxml element
        Paragraphs and tables of Word.

    Raises
    ------
    DocumentError
        Its format is unknown.
    """
    kind, _, parameters = content_type.lower().partition(";")
    charset = re.search(r'charset\s*=\s*"?([\w.:-]+)', parameters)
    named = charset[1] if charset else ""
    start = data.lstrip(_MARKS)[:_START_BYTES].lstrip()
    if start.startswith(RTF):
        return rtf_blocks(data[data.index(RTF) :])
    is_page = kind in {"text/html", "application/xhtml+xml"}
    if start.lower().startswith(_VERSION) or (_MAIL.match(start) and not is_page and kind != "text/plain"):
        return _web_archive(data.lstrip(_MARKS).lstrip())
    if is_page or (kind != "text/plain" and _is_html(start)):
        return html_blocks(data, named)
    if kind == "text/plain" or (kind.startswith("application/octet") and _is_text(data)):
        return text_blocks(decoded(data, named))
    raise DocumentError(_UNKNOWN)


def _is_html(start: bytes) -> bool:
    """Tell whether a chunk begins as HTML does, in whatever encoding."""
    return _TAG.search(start.replace(b"\0", b"")) is not None


def _is_text(data: bytes) -> bool:
    """Tell whether bytes of an unknown kind can be text."""
    try:
        return not re.search("[\x00-\x08\x0e-\x1f]", data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def text_blocks(text: str) -> list[etree._Element]:
    """Make a paragraph of each line."""
    blocks = Blocks()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"):
        blocks.text(line)
        blocks.end_paragraph(keep_empty=True)
    return blocks.result()


def _web_archive(data: bytes) -> list[etree._Element]:
    """Read a web page in one file: its page, which the others are pictures and frames of."""
    try:
        message = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:  # messages in messages
        raise DocumentError(_UNKNOWN) from None
    start = str(message.get_param("start") or "").strip()
    for wanted in ("text/html", "application/xhtml+xml", "text/plain"):
        found = [part for part in parts if part.get_content_type() == wanted]
        found.sort(key=lambda part: str(part.get("Content-ID", "")).strip() != start)  # the first one, if none is named
        if found:
            content, charset = found[0].get_payload(decode=True), str(found[0].get_param("charset") or "")
            page = content if isinstance(content, bytes) else b""
            return text_blocks(decoded(page, charset)) if wanted == "text/plain" else html_blocks(page, charset)
    raise DocumentError(_UNKNOWN)
