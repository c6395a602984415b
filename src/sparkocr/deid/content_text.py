"""The strings of content streams (ISO 32000-1, 7.8.2), read without the library that writes them.

Positions do not count: strings that are shown one after the other may be parts of a word, or words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fontTools import agl
from pikepdf import Array, Dictionary, Name, Stream

from sparkocr.deid.fold import JOINT, STOP
from sparkocr.deid.loose_text import string_texts
from sparkocr.pdf.cmap import codes_to_text

__all__ = ["ContentText", "FontCodes", "content_text", "font_codes"]

_TOKEN = re.compile(
    rb"%(?P<comment>[^\r\n]*)|(?P<literal>\()|<<|>>|<(?P<hex>[0-9A-Fa-f\s\x00]*)>?"
    rb"|/(?P<name>[^\s\x00()<>\[\]{}/%]*)"
    rb"|(?P<number>[-+]?(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)\.?+)(?=[\s\x00()<>\[\]/]|$)"
    rb"|(?P<operator>[^\s\x00()<>\[\]{}/%]+)"
)
_PARENTHESIS = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n?|\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_END_OF_IMAGE = re.compile(rb"[\s\x00]EI(?=[\s\x00]|$)")
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
# Gaps in thousandths of the font size, to the left: letters are kerned by less than the first, and blanks of fonts are
# wider than the second. In between it may be either.
_KERNING, _BLANK = 100.0, 250.0
_MAC, _WINDOWS = "mac_roman", "cp1252"


@dataclass(frozen=True, slots=True)
class FontCodes:
    """What the codes of a font mean.

    Attributes
    ----------
    width : int
        Bytes of a code.
    texts : mapping of int to str
    """

    width: int = 1
    texts: Mapping[int, str] = field(default_factory=dict)

    def text(self, data: bytes) -> str:
        """Return what a string shows, as far as it is known."""
        codes = (int.from_bytes(data[at : at + self.width], "big") for at in range(0, len(data), self.width))
        return "".join(self.texts.get(code, "\ufffd") for code in codes)


@dataclass(frozen=True, slots=True)
class ContentText:
    """The strings of a content stream.

    Attributes
    ----------
    shown : str
        What it shows, by its fonts.
    raw : str
        The same as if the fonts had the usual encoding.
    notes : str
        All other strings, names and comments.
    """

    shown: str
    raw: str
    notes: str


def font_codes(font: Any) -> FontCodes:
    """Return what the codes of a font mean: by its ToUnicode map, or else by its encoding."""
    if not isinstance(font, Dictionary):
        return _usual()
    is_wide = font.get(Name.Subtype) == Name.Type0
    to_unicode = font.get(Name.ToUnicode)
    known: dict[int, str] = codes_to_text(to_unicode.read_bytes())[0] if isinstance(to_unicode, Stream) else {}
    return FontCodes(2, known) if is_wide else FontCodes(1, {**_encoding(font.get(Name.Encoding)), **known})


def _usual() -> FontCodes:
    return FontCodes(1, _encoding(None))


def _encoding(encoding: Any) -> dict[int, str]:
    """Return the letters of an encoding of a simple font."""
    base, differences = encoding, None
    if isinstance(encoding, Dictionary):
        base, differences = encoding.get(Name.BaseEncoding), encoding.get(Name.Differences)
    codec = _MAC if base == Name.MacRomanEncoding else _WINDOWS
    letters = {code: bytes([code]).decode(codec, "replace") for code in range(256)}
    code = 0
    for item in differences if isinstance(differences, Array) else ():
        if isinstance(item, Name):
            letters[code] = agl.toUnicode(str(item)[1:]) or "\ufffd"
            code += 1
        elif isinstance(item, int):
            code = item
    return letters


def content_text(data: bytes, font_of: Callable[[str], FontCodes]) -> ContentText:
    """Read the strings of a content stream; what is no valid syntax is skipped.

    Parameters
    ----------
    data : bytes
        Decoded.
    font_of : Callable
        Returns the font of a name.
    """
    reader = _Reader(font_of)
    for kind, value in _tokens(data):
        reader.take(kind, value)
    reader.flush()
    return ContentText("".join(reader.shown), "".join(reader.raw), STOP.join(reader.notes))


class _Reader:
    """Gathers the strings of a content stream."""

    def __init__(self, font_of: Callable[[str], FontCodes]) -> None:
        self.shown: list[str] = []
        self.raw: list[str] = []
        self.notes: list[str] = []
        self._font_of, self._font = font_of, _usual()
        self._name = ""
        self._operands: list[bytes | float] = []

    def take(self, kind: str, value: bytes) -> None:
        if kind == "operator":
            self._operate(value)
        elif kind == "number":
            self._operands.append(float(value.rstrip(b".")))
        elif kind == "string":
            self._operands.append(value)
        else:
            text = value.decode("utf-8", "replace")
            self.notes.append(text)
            if kind == "name":
                self._name = text

    def flush(self) -> None:
        """Note the strings that no operator has taken."""
        for operand in self._operands:
            if isinstance(operand, bytes):
                self.notes += string_texts(operand)
        self._operands = []

    def _operate(self, operator: bytes) -> None:
        if operator == b"Tf":
            self._font = self._font_of(self._name)
        if operator not in _SHOWS:
            self.flush()
            return
        for operand in self._operands:
            if isinstance(operand, bytes):
                self.shown.append(self._font.text(operand))
                self.raw.append(operand.decode("latin-1"))
            elif operator == b"TJ" and -operand >= _KERNING:
                self._add(" " if -operand >= _BLANK else JOINT)
        self._add(JOINT)
        self._operands = []

    def _add(self, gap: str) -> None:
        self.shown.append(gap)
        self.raw.append(gap)


def _tokens(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the kinds and values of tokens; brackets are left out."""
    place, ends = 0, _END_OF_IMAGE.finditer(data)
    while token := _TOKEN.search(data, place):
        place = token.end()
        kind = token.lastgroup
        if kind == "literal":
            end = _end_of_string(data, place)
            yield "string", _unescaped(data[place : end - 1])
            place = end
        elif kind == "hex":
            digits = token["hex"].translate(None, b" \t\r\n\v\f\0")
            yield "string", bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        elif kind:
            yield kind, token[kind]
            if token[kind] == b"ID" and kind == "operator":
                place = next((mark.end() for mark in ends if mark.start() >= place), place)


def _end_of_string(data: bytes, place: int) -> int:
    """Return the offset after a string in parentheses, which may hold others; or after all, if it has no end."""
    depth = 1
    while mark := _PARENTHESIS.search(data, place):
        place = mark.end() + (mark[0] == b"\\")
        depth += (mark[0] == b"(") - (mark[0] == b")")
        if not depth:
            return place
    return len(data) + 1


def _unescaped(data: bytes) -> bytes:
    """Resolve the escapes of a string: ISO 32000-1, 7.3.4.2."""

    def resolved(escape: re.Match[bytes]) -> bytes:
        value = escape[1]
        if value[:1] in b"01234567":
            return bytes([int(value, 8) & 255])
        return _ESCAPED.get(value, value)

    return _ESCAPE.sub(resolved, data) if b"\\" in data else data
