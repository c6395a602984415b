r"""Fields of Word documents: which stay fields, and which are only their result from now on.

ECMA-376, part 1, 17.16. What a field draws from elsewhere (properties, names of files and users, data of a mailing,
macros, other files) is gone or may be an identifier, and instructions hold much that is never seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from sparkocr.office.fields import form_value, shown_by_instruction
from sparkocr.office.redact.names import is_named
from sparkocr.office.redact.spans import Replace
from sparkocr.office.redact.trees import remove, unwrap, words
from sparkocr.office.styles import W

__all__ = ["flatten_fields"]

_INTERNAL_LINK = re.compile(r'\s*HYPERLINK\s+\\l\s+"?([^"\s]+)"?(?:\s+\\[ho]\b)*\s*', re.IGNORECASE)
# Those that draw on the document itself, and form fields.
_HARMLESS = frozenset(
    words(
        "PAGE NUMPAGES SECTIONPAGES SECTION TOC INDEX SEQ STYLEREF DATE TIME EQ SYMBOL LISTNUM AUTONUM AUTONUMLGL"
        " AUTONUMOUT TC XE FORMTEXT FORMCHECKBOX FORMDROPDOWN"
    )
)
_IN_FIELDS = [W + name for name in ("fldChar", "instrText", "t", "sym", "drawing", "pict")]
_TO_BOOKMARKS = frozenset({"PAGEREF", "REF", "NOTEREF"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Open:
    """A field that has begun.

    Attributes
    ----------
    begin : lxml element
    said : list of lxml element
        What is in its instruction.
    separator : lxml element or None
    is_nested : bool
        Whether another field is in its instruction.
    """

    begin: etree._Element
    said: list[etree._Element] = field(default_factory=list)
    separator: etree._Element | None = None
    is_nested: bool = False


def flatten_fields(root: etree._Element, replace: Replace, bookmark: Callable[[str], str]) -> None:
    """Keep the fields that draw on the document itself, and only the result of the others.

    Parameters
    ----------
    root : lxml element
        A part of a Word document.
    replace : callable
        Tells what has to go from a text.
    bookmark : callable
        Returns the new name of a bookmark.
    """
    for data in list(root.iter(W + "fldData")):
        remove(data)
    _flatten_simple(root, replace, bookmark)
    _Fields(replace, bookmark).flatten(root)


class _Fields:
    """Follows the fields of a part from its beginning to its end."""

    def __init__(self, replace: Replace, bookmark: Callable[[str], str]) -> None:
        self._replace, self._bookmark = replace, bookmark
        self._opened: list[_Open] = []
        self._hiding: _Open | None = None  # the outermost field whose instruction is not over

    def flatten(self, root: etree._Element) -> None:
        """Decide about all fields."""
        for element in list(root.iter(*_IN_FIELDS)):
            if element.tag == W + "fldChar":
                self._follow(element, element.get(W + "fldCharType", ""))
            elif self._hiding is not None:
                self._hiding.said.append(element)
            elif element.tag == W + "instrText":
                remove(element)
        for one in self._opened:  # it never ends: what may be seen of it stays, as text
            _remove_all(one.begin, one.separator, *(said for said in one.said if said.tag == W + "instrText"))

    def _follow(self, sign: etree._Element, kind: str) -> None:
        """Follow a sign of a field; those without a partner go."""
        if kind == "begin":
            one = _Open(sign)
            self._opened.append(one)
            if self._hiding is None:
                self._hiding = one
            else:
                self._hiding.is_nested = True
        elif not self._opened or (kind == "separate" and self._opened[-1].separator is not None):
            remove(sign)
        elif kind == "separate":
            self._opened[-1].separator = sign
            self._show(self._opened[-1])
        elif kind == "end":
            one = self._opened.pop()
            self._show(one)
            self._end(one, sign)

    def _show(self, one: _Open) -> None:
        """Note that the instruction of a field is over."""
        if self._hiding is one:
            self._hiding = None

    def _end(self, one: _Open, end: etree._Element) -> None:
        """Decide about a field that has ended."""
        texts = [said for said in one.said if said.tag == W + "instrText"]
        instruction = "".join(said.text or "" for said in texts)
        is_alone = self._hiding is None and not one.is_nested
        kept = _kept(instruction, self._replace, self._bookmark) if is_alone else ""
        if kept:
            _remove_all(*(said for said in one.said if said is not texts[0]))
            texts[0].text = kept
            texts[0].set(_SPACE, "preserve")
            return
        if one.separator is None and self._hiding is None:
            value, default = form_value(one.begin.find(W + "ffData"))
            shown = value or default or shown_by_instruction(instruction)
            if shown:
                one.begin.addprevious(_text(shown))
        _remove_all(*one.said, one.begin, one.separator, end)


def _remove_all(*elements: etree._Element | None) -> None:
    for element in elements:
        if element is not None:
            remove(element)


def _flatten_simple(root: etree._Element, replace: Replace, bookmark: Callable[[str], str]) -> None:
    """Do so for fields that have their instruction in an attribute."""
    for element in list(root.iter(W + "fldSimple")):
        instruction = element.get(W + "instr", "")
        kept = _kept(instruction, replace, bookmark)
        if kept:
            element.set(W + "instr", kept)
            continue
        shown = shown_by_instruction(instruction)
        if shown and next(element.iter(W + "t"), None) is None:
            etree.SubElement(element, W + "r").append(_text(shown))
        unwrap(element)


def _kept(instruction: str, replace: Replace, bookmark: Callable[[str], str]) -> str:
    """Return the instruction of a field that may stay, or ``""``."""
    link = _INTERNAL_LINK.fullmatch(instruction)
    if link:
        return f' HYPERLINK \\l "{bookmark(link[1])}" '
    said = instruction.split()
    kind = said[0].upper() if said else ""
    if kind in _TO_BOOKMARKS and len(said) > 1:
        switches = " ".join(word for word in said[2:] if re.fullmatch(r"\\[a-zA-Z*@]|MERGEFORMAT", word))
        name = bookmark(said[1].strip('"'))
        return f" {kind} {name} {switches} "
    if kind not in _HARMLESS or is_named(instruction, replace) or is_named(_bare(instruction), replace):
        return ""
    return instruction


def _bare(instruction: str) -> str:
    """Return what an instruction draws itself, or else its words without switches and quotes."""
    return shown_by_instruction(instruction) or re.sub(r'\\.|"', " ", instruction)


def _text(text: str) -> etree._Element:
    element = etree.Element(W + "t")
    element.text = text
    element.set(_SPACE, "preserve")
    return element
