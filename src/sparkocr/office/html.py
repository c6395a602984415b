"""HTML that is a part of a Word document: as much of it as has text.

libxml2 repairs what is not well-formed, and gives it piece by piece, so that neither a tree nor its depth matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from sparkocr.office.blocks import Blocks
from sparkocr.office.fields import CHECKED, UNCHECKED
from sparkocr.office.numbering import format_number

__all__ = ["decoded", "html_blocks"]

_BULLET, _INDENT = "\N{BULLET}", "  "
_SPACES = re.compile("[ \t\r\n\f]+")
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)", re.IGNORECASE)
_KEPT_SPACES = re.compile(r"(?:^|;)\s*white-space\s*:\s*pre", re.IGNORECASE)
# In XHTML these may have no end of their own, in HTML all that follows would be theirs.
_ENDED_AT_ONCE = re.compile(rb"<(script|style|title|textarea|iframe|noscript)\b([^<>]*)/>", re.IGNORECASE)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CHARSET_BYTES = 1024  # how far the HTML standard, 13.2.3.2, looks for it
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WESTERN = "cp1252"

_SKIPPED = frozenset({"head", "script", "style", "title", "template", "xml", "rt", "rp", "iframe", "datalist"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "ul",
})  # fmt: skip
_TABLES = frozenset({"table", "tr", "td", "th"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_NUMBERED = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLED = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_STYLE_OF_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z-]+)\s*(?:;|$)", re.IGNORECASE)
_NO_VALUE = frozenset({"hidden", "image", "file", "password", "range", "color"})


def decoded(data: bytes, charset: str = "") -> str:
    """Return bytes as text: by their byte order mark, what they say of themselves, UTF-8 if they are, or Windows-1252.

    Parameters
    ----------
    data : bytes
        Text.
    charset : str
        What is said about them elsewhere; counts after the byte order mark.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if b"\0" in data[:_CHARSET_BYTES]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    for name in (charset, "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode(_WESTERN, "replace")


def html_blocks(data: bytes, charset: str = "") -> list[etree._Element]:
    """Read HTML or XHTML.

    Parameters
    ----------
    data : bytes
        The document, or a piece of one.
    charset : str
        Its encoding, if that is known from elsewhere.

    Returns
    -------
    list of lxml element
        Paragraphs and tables of Word. Items of lists begin with their bullet or number.
    """
    said = _CHARSET.search(data, 0, _CHARSET_BYTES)
    named = charset or (said[1].decode("ascii", "replace") if said else "")
    # What a document says of itself as bytes of one size is wrong about UTF-16.
    text = decoded(data, "" if named.lower().startswith(("utf-16", "unicode")) and b"\0" not in data else named)
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True, huge_tree=True)
    source = _ENDED_AT_ONCE.sub(rb"<\1\2></\1>", text.encode("utf-8", "replace"))
    if source.strip():
        etree.fromstring(source, parser)
    return reader.blocks.result()


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item and how it is written; None for bullets."""

    number: int | None
    kind: str


class _Reader:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._skipped = 0  # how deep we are in what is not shown
        self._kept = 0  # how deep we are in what keeps its white space
        self._lists: list[_List] = []
        self._label = ""
        self._after_space = True
        self._options: list[tuple[str, bool]] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        style = attributes.get("style", "")
        if self._skipped or tag in _SKIPPED or "hidden" in attributes or _NOT_SHOWN.search(style):
            self._skipped += 1
            return
        if self._kept or tag in {"pre", "textarea"} or _KEPT_SPACES.search(style):
            self._kept += 1
        if tag == "br":
            self._write("\n")
            self._after_space = True
        elif tag in _TABLES:
            self._end_paragraph()
            self._begin_part_of_table(tag, attributes)
        elif tag in _BLOCKS:
            self._end_paragraph()
            self._begin_block(tag, attributes, style)
        else:
            self._begin_control(tag, attributes)

    def _begin_part_of_table(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            self.blocks.begin_table()
        elif tag == "tr":
            self.blocks.begin_row()
        else:
            self.blocks.begin_cell(columns=_count(attributes, "colspan"), rows=_count(attributes, "rowspan"))

    def _begin_control(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "input":
            self._write(_value(attributes))
        elif tag == "select":
            self._options = []
        elif tag == "option" and self._options is not None:
            self._options.append(("", "selected" in attributes))

    def _begin_block(self, tag: str, attributes: Mapping[str, str], style: str) -> None:
        named = _STYLE_OF_LIST.search(style)
        own = _STYLED.get(named[1].lower() if named else "", "")
        if tag == "ol":
            kind = own or _NUMBERED.get(attributes.get("type", ""), "decimal")
            self._lists.append(_List(_number(attributes.get("start", ""), 1), kind))
        elif tag in _LISTS:
            self._lists.append(_List(None, own if own == "none" else ""))
        elif tag == "li":
            self._label = self._next_label(attributes)
        elif tag in _HEADINGS:
            self.blocks.heading(_HEADINGS[tag])

    def _next_label(self, attributes: Mapping[str, str]) -> str:
        """Return what stands in front of an item."""
        if not self._lists:
            return f"{_BULLET} "
        here = self._lists[-1]
        indent = _INDENT * (len(self._lists) - 1)
        if here.kind == "none":
            return indent
        if here.number is None:
            return f"{indent}{_BULLET} "
        number = _number(attributes.get("value", ""), here.number)
        here.number = number + 1
        return f"{indent}{format_number(number, here.kind)}. "

    def end(self, tag: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= 1
            return
        self._kept -= self._kept > 0
        if tag == "table":
            self._end_paragraph()
            self.blocks.end_table()
        elif tag in {"td", "th"}:
            self._end_paragraph()
            self.blocks.end_cell()
        elif tag in _BLOCKS:
            self._end_paragraph()
            if tag in _LISTS and self._lists:
                self._lists.pop()
            if tag == "li":
                self._label = ""
        elif tag == "select" and self._options is not None:
            options, self._options = self._options, None
            chosen = [text for text, is_chosen in options if is_chosen] or [text for text, _ in options[:1]]
            self._write(", ".join(" ".join(text.split()) for text in chosen))

    def data(self, text: str) -> None:
        """Take text."""
        if self._skipped:
            return
        if self._options is not None:
            if self._options:
                before, is_chosen = self._options[-1]
                self._options[-1] = before + text, is_chosen
        elif self._kept:
            self._write(text.replace("\r\n", "\n"))
            self._after_space = text.endswith("\n")
        else:
            text = _SPACES.sub(" ", text)
            if self._after_space:
                text = text.removeprefix(" ")
            self._write(text)
            self._after_space = text.endswith(" ") if text else self._after_space

    def close(self) -> None:
        """End the document."""
        self._end_paragraph()

    def _write(self, text: str) -> None:
        if text and self._label:
            self.blocks.text(self._label)
            self.blocks.item(self._label.strip(), max(1, len(self._lists)))
            self._label = ""
        self.blocks.text(text)

    def _end_paragraph(self) -> None:
        self.blocks.end_paragraph()
        self._after_space = True


def _value(attributes: Mapping[str, str]) -> str:
    """Return what a control of a form shows."""
    kind = attributes.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        return CHECKED if "checked" in attributes else UNCHECKED
    return "" if kind in _NO_VALUE else attributes.get("value", "")


def _count(attributes: Mapping[str, str], name: str) -> int:
    return _number(attributes.get(name, ""), 1)


def _number(text: str, otherwise: int) -> int:
    """Return a whole number of up to nine digits."""
    found = re.match(r"\s*(\d{1,9})\b", text)
    return int(found[1]) if found else otherwise
