"""Tracked changes of Word documents, accepted: ECMA-376, part 1, 17.13.5."""

from __future__ import annotations

from lxml import etree

from sparkocr.office.redact.trees import remove, unwrap
from sparkocr.office.styles import W

__all__ = ["accept_revisions"]

# Marks of properties before a change, of moved ranges, and of what was inserted, which stays.
_MARKS = [
    W + name
    for name in (
        *(f"{kind}PrChange" for kind in ("p", "r", "sect", "tbl", "tc", "tr")),
        "tblPrExChange",
        "tblGridChange",
        "numberingChange",
        *(f"{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")),
        *(f"customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
        "cellIns",
        "cellMerge",
    )
]
_GONE, _KEPT = [W + "del", W + "moveFrom"], [W + "ins", W + "moveTo"]
_PROPERTIES = {W + name for name in ("rPr", "trPr", "numPr", "tcPr")}


def accept_revisions(root: etree._Element) -> None:
    """Drop what was deleted, keep what was inserted, in a part of a document."""
    for mark in list(root.iter(*_MARKS)):
        remove(mark)
    for cell in [mark.getparent().getparent() for mark in root.iter(W + "cellDel")]:
        _empty(cell)
    for mark in list(root.iter(*_GONE)):
        properties = mark.getparent()
        if properties is None or properties.tag not in _PROPERTIES:
            remove(mark)
        elif properties.tag == W + "trPr" and properties.getparent() is not None:
            remove(properties.getparent())
    for text in list(root.iter(W + "delText", W + "delInstrText")):
        remove(text)
    for paragraph in reversed(list(root.iter(W + "p"))):  # so that no content is moved twice
        _join(paragraph)
    for mark in list(root.iter(*_GONE)):
        remove(mark)
    for mark in list(root.iter(*_KEPT)):
        unwrap(mark)
    for table in list(root.iter(W + "tbl")):
        if table.find(f".//{W}tr") is None:
            remove(table)
    for cell in root.iter(W + "tc"):
        if cell.find(f".//{W}p") is None or cell[-1].tag == W + "tbl":
            etree.SubElement(cell, W + "p")


def _empty(cell: etree._Element) -> None:
    """Leave a deleted cell without text: its column is needed by the others."""
    for child in list(cell):
        if child.tag != W + "tcPr":
            cell.remove(child)
        else:
            for mark in child.findall(W + "cellDel"):
                child.remove(mark)


def _join(paragraph: etree._Element) -> None:
    """Join a paragraph whose end was deleted with the one that follows it."""
    properties = paragraph.find(W + "pPr")
    marks = [] if properties is None else [mark for name in _GONE for mark in properties.iterfind(f"{W}rPr/{name}")]
    if properties is None or not marks:
        return
    for mark in marks:
        remove(mark)
    after = paragraph.getnext()
    if after is None or after.tag != W + "p":
        return
    content = [child for child in paragraph if child.tag != W + "pPr"]
    own = after.find(W + "pPr")
    place = 0 if own is None else after.index(own) + 1
    after[place:place] = content
    section = properties.find(W + "sectPr")
    if section is None:
        remove(paragraph)
