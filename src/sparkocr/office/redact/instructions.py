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
from sparkocr.office.redact.trees import remove, unwrap
from sparkocr.office.styles import W

__all__ = ["flatten_fields"]

_INTERNAL_LINK = re.compile(r'\s*HYPERLINK\s+\\l\s+"?([^"\s]+)"?(?:\s+\\[ho]\b)*\s*', re.IGNORECASE)
# Those that draw on the document itself, and form fields.
_HARMLESS = frozenset(
    "PAGE NUMPAGES SECTIONPAGES SECTION TOC INDEX SEQ STYLEREF DATE TIME EQ SYMBOL LISTNUM AUTONUM AUTONUMLGL"
    " AUTONUMOUT TC XE FORMTEXT FORMCHECKBOX FORMDROPDOWN".split()
)
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
    opened: list[_Open] = []
    for element in list(root.iter(W + "fldChar", W + "instrText", W + "t", W + "sym", W + "drawing", W + "pict")):
        kind = element.get(W + "fldCharType") if element.tag == W + "fldChar" else ""
        hiding = next((one for one in opened if one.separator is None), None)
        if kind == "begin":
            if hiding is not None:
                hiding.is_nested = True
            opened.append(_Open(element))
        elif not opened:
            if element.tag in {W + "fldChar", W + "instrText"}:
                remove(element)
        elif kind == "separate":
            opened[-1].separator = element
        elif kind == "end":
            _end(opened.pop(), element, replace, bookmark, outer=opened)
        elif hiding is not None:
            hiding.said.append(element)
        elif element.tag == W + "instrText":
            remove(element)
    for one in opened:  # it never ends: what may be seen of it stays, as text
        for element in (one.begin, one.separator, *(said for said in one.said if said.tag == W + "instrText")):
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
            element.append(_run(shown))
        unwrap(element)


def _end(one: _Open, end: etree._Element, replace: Replace, bookmark: Callable[[str], str], outer: list[_Open]) -> None:
    """Decide about a field that has ended."""
    instruction = "".join(said.text or "" for said in one.said if said.tag == W + "instrText")
    kept = "" if one.is_nested else _kept(instruction, replace, bookmark)
    texts = [said for said in one.said if said.tag == W + "instrText"]
    in_instruction = any(other.separator is None for other in outer)
    for said in one.said:
        if not kept or said not in texts[:1]:
            remove(said)
    if kept and not in_instruction:
        texts[0].text = kept
        texts[0].set(_SPACE, "preserve")
        return
    if one.separator is None and not in_instruction:
        value, default = form_value(one.begin.find(W + "ffData"))
        shown = value or default or shown_by_instruction(instruction)
        if shown:
            text = etree.Element(W + "t")
            text.text = shown
            text.set(_SPACE, "preserve")
            one.begin.addprevious(text)
    for element in (*texts, one.begin, one.separator, end):
        if element is not None:
            remove(element)


def _kept(instruction: str, replace: Replace, bookmark: Callable[[str], str]) -> str:
    """Return the instruction of a field that may stay, or ``""``."""
    link = _INTERNAL_LINK.fullmatch(instruction)
    if link:
        return f' HYPERLINK \\l "{bookmark(link[1])}" '
    words = instruction.split()
    kind = words[0].upper() if words else ""
    if kind in _TO_BOOKMARKS and len(words) > 1:
        switches = " ".join(word for word in words[2:] if re.fullmatch(r"\\[a-zA-Z*@]|MERGEFORMAT", word))
        name = bookmark(words[1].strip('"'))
        return f" {kind} {name} {switches} "
    if kind not in _HARMLESS or is_named(instruction, replace) or is_named(_bare(instruction), replace):
        return ""
    return instruction


def _bare(instruction: str) -> str:
    """Return what an instruction draws itself, or else its words without switches and quotes."""
    return shown_by_instruction(instruction) or re.sub(r'\\.|"', " ", instruction)


def _run(text: str) -> etree._Element:
    run = etree.Element(W + "r")
    words = etree.SubElement(run, W + "t")
    words.text = text
    words.set(_SPACE, "preserve")
    return run
