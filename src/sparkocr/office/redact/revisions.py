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
    _drop_deleted(root)
    _join_paragraphs(root)
    for mark in list(root.iter(*_GONE)):
        remove(mark)
    for mark in list(root.iter(*_KEPT)):
        unwrap(mark)
    _mend_tables(root)


def _drop_deleted(root: etree._Element) -> None:
    """Drop texts, cells and rows that were deleted; ends of paragraphs that were keep their mark."""
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


def _mend_tables(root: etree._Element) -> None:
    """Drop tables without rows, and give each cell the paragraph that it has to end with."""
    for table in list(root.iter(W + "tbl")):
        if next(table.iter(W + "tr"), None) is None:
            remove(table)
    for cell in root.iter(W + "tc"):
        if next(cell.iter(W + "p"), None) is None or cell[-1].tag == W + "tbl":
            etree.SubElement(cell, W + "p")


def _empty(cell: etree._Element) -> None:
    """Leave a deleted cell without text: its column is needed by the others."""
    for child in list(cell):
        if child.tag != W + "tcPr":
            cell.remove(child)
        else:
            for mark in child.findall(W + "cellDel"):
                child.remove(mark)


def _join_paragraphs(root: etree._Element) -> None:
    """Join paragraphs whose end was deleted with those that follow them."""
    waiting: dict[etree._Element, list[etree._Element]] = {}  # what comes to a paragraph from those before it
    for paragraph in list(root.iter(W + "p")):
        properties, after = paragraph.find(W + "pPr"), paragraph.getnext()
        is_open = properties is not None and any(properties.find(f"{W}rPr/{mark}") is not None for mark in _GONE)
        if properties is None or not is_open or after is None or after.tag != W + "p":
            continue
        content = waiting.pop(paragraph, [])
        content += [child for child in paragraph if child is not properties]
        waiting[after] = content
        if properties.find(W + "sectPr") is None:
            remove(paragraph)
    for paragraph, content in waiting.items():
        place = 0 if paragraph.find(W + "pPr") is None else 1
        paragraph[place:place] = content
