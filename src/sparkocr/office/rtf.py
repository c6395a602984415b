r"""RTF that is a part of a Word document: as much of it as has text.

By the Rich Text Format Specification 1.9.1. A document is groups in braces, control words such as ``\par``, and text in
the code page of the font.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.blocks import Blocks
from sparkocr.office.symbols import in_font

__all__ = ["RTF", "rtf_blocks"]

RTF = b"{\\rtf"
"""How a document begins."""

# A control word with its number and the blank that ends it, a byte in hexadecimal, a sign, a brace, or text.
_TOKEN = re.compile(rb"\\([a-zA-Z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\")
_DEEPEST = 1000  # groups in groups, far more than programs write

# Groups whose text is not that of the document.
_LEFT_OUT = frozenset({
    "colortbl", "stylesheet", "info", "pict", "objdata", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "filetbl",
    "fldinst", "xe", "tc", "tcn", "bkmkstart", "bkmkend", "themedata", "colorschememapping", "latentstyles",
    "datastore", "xmlnstbl", "mmathPr", "atnid", "atnauthor", "annotation", "atrfstart", "atrfend", "atnref",
    "atndate", "atnicn", "pgptbl", "userprops", "docvar", "private", "txe", "rxe", "pntxta", "pntxtb", "nonshppict",
    "template", "wgrffmtfilter", "sp", "shprslt", "nonesttables", "falt", "panose", "mmathPict",
})  # fmt: skip
# Groups that programs may skip, but whose text is seen.
_KEPT = frozenset({"shpinst", "do", "ud"})
_TARGETS = {"fonttbl": "fonts", "footnote": "note", "listtext": "label", "pntext": "label", "upr": "upr"}
_ENDS = frozenset({"par", "sect", "cell", "row", "nestcell", "nestrow"})
_BREAKS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "\N{EN DASH}",
    "lquote": "\N{LEFT SINGLE QUOTATION MARK}", "rquote": "\N{RIGHT SINGLE QUOTATION MARK}", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\N{EM SPACE}", "enspace": "\N{EN SPACE}",
    "qmspace": "\N{FOUR-PER-EM SPACE}", "zwj": "\N{ZERO WIDTH JOINER}", "zwnj": "\N{ZERO WIDTH NON-JOINER}",
}  # fmt: skip
_SIGNS = {b"~": "\N{NO-BREAK SPACE}", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
# Code pages of character sets of fonts, and of documents for other systems.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_SYSTEMS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_SYMBOL_SET, _SYMBOLS = 2, "symbols"
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of characters
_WESTERN = "cp1252"
_HEADINGS = 9  # levels of headings, and of lists; a tenth is that of plain paragraphs


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside of a pair of braces.

    Attributes
    ----------
    skipped, hidden, in_table : bool
        Whether its text is none of the document, is not seen, and is in a cell.
    font : int
        Number of the font.
    fallback : int
        How many bytes stand for a character of Unicode.
    target : str
        What a group is for, if it is not simply text.
    """

    skipped: bool = False
    hidden: bool = False
    in_table: bool = False
    font: int = -1
    fallback: int = 1
    target: str = ""


def rtf_blocks(data: bytes) -> list[etree._Element]:
    """Read RTF.

    Parameters
    ----------
    data : bytes
        The document.

    Returns
    -------
    list of lxml element
        Paragraphs and tables of Word. Hidden and deleted text, comments, headers and footers are left out; footnotes
        come with the references to them.

    Raises
    ------
    DocumentError
        Its groups are nested too deep.
    """
    return _Reader().read(data)


class _Reader:
    """Reads a document from its beginning to its end."""

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._outer: list[Blocks] = []  # of the notes that are open
        self._group = _Group()
        self._open: list[_Group] = []
        self._page = _WESTERN
        self._pages: dict[int, str] = {}  # code pages of fonts
        self._names: dict[int, str] = {}
        self._bytes = bytearray()  # text that is not decoded yet
        self._unread = 0  # bytes to come that stand for the last character of Unicode
        self._high = 0  # first half of a character beyond 16 bits
        self._is_optional = False  # after a sign that what comes now may be skipped by programs that do not know it
        self._in_row = self._in_cell = False
        self._label = ""  # of the paragraph, as it is written
        self._depth = self._outline = 0  # of the paragraph: level of its list, and of a heading, from 1

    def read(self, data: bytes) -> list[etree._Element]:
        """Read everything."""
        place = 0
        while (found := _TOKEN.match(data, place)) is not None:
            place = found.end()
            word, number, code, sign, brace, text = found.groups()
            if word == b"bin":  # bytes follow
                place += max(0, int(number or b"0"))
            elif word is not None:
                self._word(word.decode("ascii"), None if number is None else int(number))
            elif code is not None:
                self._text(bytes.fromhex(code.decode("ascii")))
            elif sign is not None:
                self._sign(sign)
            elif brace == b"{":
                self._begin()
            elif brace is not None:
                self._end()
            elif text is not None:
                self._text(text)
        while self._open:
            self._end()
        self._flush()
        return self._blocks.result()

    def _begin(self) -> None:
        """Begin a group."""
        if len(self._open) >= _DEEPEST:
            raise DocumentError("Groups of RTF are nested too deep.")
        self._flush()
        self._open.append(self._group)
        in_two_forms = self._group.target == "upr"  # the first is for programs without Unicode
        target = "" if in_two_forms else self._group.target
        self._group = replace(self._group, target=target, skipped=self._group.skipped or in_two_forms)
        self._unread = 0

    def _end(self) -> None:
        """End a group."""
        self._flush()
        if not self._open:
            return
        ended, self._group = self._group, self._open.pop()
        self._unread, self._is_optional = 0, False
        if ended.target == "note" and self._group.target != "note" and self._outer:
            note, self._blocks = self._blocks, self._outer.pop()
            self._blocks.note(note.result())

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_optional = True
        elif sign in {b"\r", b"\n"}:
            self._word("par", None)
        elif sign in _SIGNS:
            self._character(_SIGNS[sign])

    def _text(self, text: bytes) -> None:
        left_out = min(self._unread, len(text))
        self._unread -= left_out
        if not self._group.skipped:
            self._bytes += text[left_out:]

    def _flush(self) -> None:
        """Write the text so far, which is in one font."""
        if not self._bytes:
            return
        text = bytes(self._bytes)
        self._bytes.clear()
        font = self._group.font
        if self._group.target == "fonts":
            self._names[font] = self._names.get(font, "") + text.decode("latin-1").rstrip(";")
            return
        page = self._pages.get(font, self._page)
        self._write(text.decode("latin-1" if page == _SYMBOLS else page, "replace"))

    def _character(self, text: str) -> None:
        self._flush()
        if not self._group.skipped and self._group.target != "fonts":
            self._write(text)

    def _write(self, text: str) -> None:
        if not self._group.hidden:
            self._place()
            shown = in_font(text, self._names.get(self._group.font, "").strip())
            self._blocks.text(shown)
            if self._group.target == "label":
                self._label += shown

    def _place(self) -> None:
        """Begin the cell that text is in, or end the table that it is no longer in."""
        if not self._group.in_table:
            if self._blocks.in_table:
                self._blocks.end_table()
            self._in_row = self._in_cell = False
            return
        if not self._blocks.in_table:
            self._blocks.begin_table()
        if not self._in_row:
            self._blocks.begin_row()
        if not self._in_cell:
            self._blocks.begin_cell()
        self._in_row = self._in_cell = True

    def _word(self, word: str, number: int | None) -> None:
        is_optional, self._is_optional = self._is_optional, False
        self._unread = 0
        if word == "ud" and self._open and self._open[-1].target == "upr":
            self._group = replace(self._group, skipped=self._open[-1].skipped)
        elif self._group.skipped:
            return
        elif word in _LEFT_OUT or (is_optional and word not in _KEPT):
            self._flush()
            self._group = replace(self._group, skipped=True)
        elif word in _BREAKS:
            is_label = self._group.target == "label"
            self._character(" " if word == "tab" and is_label else _BREAKS[word])
        elif word == "u":
            self._unicode((number or 0) % 0x10000)
        elif word in _ENDS:
            self._flush()
            self._ends(word)
        elif word in _TARGETS:
            self._flush()
            self._group = replace(self._group, target=_TARGETS[word])
            if word == "footnote":
                self._outer.append(self._blocks)
                self._blocks = Blocks()
        else:
            self._setting(word, number)

    def _unicode(self, code: int) -> None:
        """Write a character of Unicode; those beyond 16 bits come in two halves."""
        if code in _HIGH:
            self._flush()
            self._high = code
        elif code in _LOW:
            if self._high:
                self._character(chr(0x10000 + ((self._high - _HIGH.start) << 10) + code - _LOW.start))
            self._high = 0
        else:
            self._character(chr(code))
        self._unread = self._group.fallback

    def _ends(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        if word == "cell":
            self._group = replace(self._group, in_table=True)
            self._place()
            self._blocks.end_cell()
            self._in_cell, self._label = False, ""
        elif word == "row":
            self._in_row = self._in_cell = False
        elif word == "nestcell":  # of a table in a cell, whose rows become lines of the cell
            self._write("\t")
        elif not self._group.hidden:
            self._place()
            self._end_paragraph(keep_empty=word == "par")

    def _end_paragraph(self, *, keep_empty: bool) -> None:
        """End a paragraph, and say what it is."""
        if self._label.strip():
            self._blocks.item(self._label.strip(), self._depth + 1)
        elif 0 < self._outline <= _HEADINGS:
            self._blocks.heading(self._outline)
        self._label = ""
        self._blocks.end_paragraph(keep_empty=keep_empty)

    def _setting(self, word: str, number: int | None) -> None:
        """Follow what says how the text that comes is read."""
        if word == "fcharset" and self._group.target == "fonts":
            known = _CHARSETS.get(number or 0, self._page)
            self._pages[self._group.font] = _SYMBOLS if number == _SYMBOL_SET else known
        elif word in {"ilvl", "pard"}:
            self._depth = min(number or 0, _HEADINGS)
            self._outline = self._outline if word == "ilvl" else 0
            self._follow(word, number)
        elif word == "outlinelevel":
            self._outline = (number or 0) + 1
        elif word == "ansicpg" and number:
            self._page = _known(f"cp{number}", self._page)
        elif word in _SYSTEMS:
            self._page = _SYSTEMS[word]
        else:
            self._follow(word, number)

    def _follow(self, word: str, number: int | None) -> None:
        """Follow what says how the text of a group is read."""
        if (changed := _changed(self._group, word, number)) != self._group:
            self._flush()
            self._group = changed


def _changed(group: _Group, word: str, number: int | None) -> _Group:
    """Return what holds after a control word."""
    if word in {"f", "deff"} and number is not None:
        return replace(group, font=number)
    if word == "uc":
        return replace(group, fallback=max(0, number or 0))
    if word in {"pard", "intbl"}:
        return replace(group, in_table=word == "intbl")
    if word in {"v", "deleted"}:
        return replace(group, hidden=number != 0)
    return replace(group, hidden=False) if word == "plain" else group


def _known(page: str, otherwise: str) -> str:
    """Return a code page that Python knows."""
    name = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gbk"}.get(page, page)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return otherwise
