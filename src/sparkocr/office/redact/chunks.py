"""Documents in a Word document (``altChunk``), as paragraphs of it."""

from __future__ import annotations

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.blocks import Blocks
from sparkocr.office.chunks import chunk_blocks, word_file
from sparkocr.office.inline import plain_block
from sparkocr.office.package import RELATION_ID, ZIP_MAGIC, Package, open_package
from sparkocr.office.redact.trees import remove
from sparkocr.office.styles import W
from sparkocr.office.word import word_text

__all__ = ["chunk_paragraphs", "expand_chunks"]


def expand_chunks(root: etree._Element, package: Package, targets: dict[str, str]) -> None:
    """Put the text of imported documents in their place, without its look.

    Parameters
    ----------
    root : lxml element
        A part of a Word document.
    package : Package
        The document.
    targets : dict of str
        Names of the parts that the part refers to, by the ids of references.

    Raises
    ------
    DocumentError
        A document is missing, or has a format that can't be read.
    """
    for chunk in list(root.iter(W + "altChunk")):
        for block in chunk_paragraphs(package, targets.get(chunk.get(RELATION_ID, ""), "")):
            chunk.addprevious(block)
        remove(chunk)


def chunk_paragraphs(package: Package, part: str) -> list[etree._Element]:
    """Return the paragraphs and tables of an imported document."""
    data = package.read(part)
    document = word_file(data)
    if document is None:
        return [plain_block(block) for block in chunk_blocks(data, package.content_type(part))]
    with open_package(_modern(document), package) as inner:
        text, problem = word_text(inner, _modern)
    if problem:
        raise DocumentError(problem)
    blocks = Blocks()
    for line in text.split("\n"):
        blocks.text(line)
        blocks.end_paragraph(keep_empty=True)
    return blocks.result()


def _modern(document: bytes) -> bytes:
    """Return a document that can be read here.

    Raises
    ------
    DocumentError
        It has an old format.
    """
    if not document.startswith(ZIP_MAGIC):
        raise DocumentError("A document of the old format of Word is imported: save it as DOCX first.")
    return document
