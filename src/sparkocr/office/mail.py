"""Emails as files: RFC 5322 and MIME, and what they have in common with those of Outlook."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email.message import EmailMessage

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.chunks import text_blocks
from sparkocr.office.content import Part, PartKind, item
from sparkocr.office.html import decoded, html_blocks
from sparkocr.office.word import block_parts

__all__ = ["attachment_parts", "header_parts", "mail_parts"]

_HEADERS = ("From", "To", "Cc", "Date")
_DEEPEST = 5  # messages in messages
_HTML, _TEXT = "text/html", "text/plain"
_MESSAGE = "message/rfc822"
_ATTACHMENTS = "Attachments:"


def mail_parts(content: bytes | memoryview) -> list[Part]:
    """Read an email.

    Parameters
    ----------
    content : bytes or memoryview
        An EML file.

    Returns
    -------
    list of Part
        The subject as a heading, who wrote to whom and when, the text, of which HTML is taken if it is there in two
        forms, and the names of attachments. Emails that are attached follow, with headings one level deeper.

    Raises
    ------
    DocumentError
        It is damaged.
    """
    try:
        message = email.message_from_bytes(bytes(content), _class=EmailMessage, policy=email.policy.default)
        return list(_message_parts(message, 1))
    except RecursionError:
        raise DocumentError("Messages are nested too deep.") from None


def header_parts(subject: str, headers: Iterable[tuple[str, str]], level: int = 1) -> Iterator[Part]:
    """Give the subject of a message, and its other headers."""
    if subject:
        yield Part(subject, PartKind.HEADING, level)
    yield from (Part(f"{name}: {value}") for name, value in headers if value)


def attachment_parts(names: Iterable[str]) -> Iterator[Part]:
    """Give the names of attachments."""
    known = [" ".join(name.split()) for name in names]
    if known:
        yield Part(_ATTACHMENTS)
        yield from (item(name, 1) for name in known)


def _message_parts(message: EmailMessage, level: int) -> Iterator[Part]:
    yield from header_parts(_header(message, "Subject"), ((name, _header(message, name)) for name in _HEADERS), level)
    leaves = list(_leaves(message))
    for leaf in leaves:
        if not leaf.is_attachment() and leaf.get_content_type() in {_HTML, _TEXT}:
            yield from _body_parts(leaf)
    others = [leaf for leaf in leaves if leaf.is_attachment() or leaf.get_content_type() not in {_HTML, _TEXT}]
    yield from attachment_parts(_name(leaf) for leaf in others)
    for leaf in others:
        inner = leaf.get_payload() if leaf.get_content_type() == _MESSAGE and level <= _DEEPEST else None
        first = inner[0] if isinstance(inner, list) and inner else None
        if isinstance(first, EmailMessage):
            yield from _message_parts(first, level + 1)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Give what is no container; of several forms of the same text one, rather HTML."""
    if not message.is_multipart() or message.get_content_type() == _MESSAGE:
        yield message
        return
    inner = [part for part in message.iter_parts() if isinstance(part, EmailMessage)]
    if message.get_content_type() == "multipart/alternative":
        best = [part for part in inner if part.is_multipart() or part.get_content_type() == _HTML]
        inner = best[-1:] or inner[:1]
    elif message.get_content_type() == "multipart/related":  # a page, and the pictures in it
        inner = inner[:1] + [part for part in inner[1:] if part.is_attachment()]
    for part in inner:
        yield from _leaves(part)


def _body_parts(leaf: EmailMessage) -> list[Part]:
    """Return what a text is."""
    payload = leaf.get_payload(decode=True)
    charset = ""
    with suppress(Exception):  # of a header that is damaged
        charset = str(leaf.get_content_charset() or "")
    content = payload if isinstance(payload, bytes) else b""
    read: Callable[[bytes, str], list[etree._Element]] = html_blocks
    if leaf.get_content_type() == _TEXT:
        read = _plain_blocks
    return [part for part in block_parts(read(content, charset)) if part.text]


def _plain_blocks(content: bytes, charset: str) -> list[etree._Element]:
    return text_blocks(decoded(content, charset))


def _header(message: EmailMessage, name: str) -> str:
    """Return a header, decoded; what Python's parser stumbles over is none."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001  it raises anything on damaged headers
        return ""


def _name(leaf: EmailMessage) -> str:
    """Return the name of an attachment, or what it is."""
    found: str | None = None
    with suppress(Exception):  # of a header that is damaged
        found = leaf.get_filename()
    return found or leaf.get_content_type()
