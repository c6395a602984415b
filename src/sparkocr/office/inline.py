"""Word documents with all their text in forms that LibreOffice reads, too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.blocks import Blocks
from sparkocr.office.chunks import chunk_blocks, word_file
from sparkocr.office.package import RELATION_ID, ZIP_MAGIC, Package, open_package
from sparkocr.office.styles import W
from sparkocr.office.word import UNREAD, word_text

__all__ = ["plain_block", "with_chunks_inside"]

_KIND = "aFChunk"
_PARTS = frozenset({"header", "footer", "footnotes", "endnotes"})


def with_chunks_inside(
    content: bytes | memoryview, package: Package, modern: Callable[[bytes], bytes | memoryview]
) -> tuple[bytes | memoryview, str]:
    """Put the text of imported documents into the document itself; LibreOffice reads only those that are DOCX files.

    Parameters
    ----------
    content : bytes or memoryview
        A Word document.
    package : Package
        The same, open.
    modern : callable
        Takes a Word document that is in this one, and returns it in the format that can be read here.

    Returns
    -------
    bytes or memoryview
        The document: `content` itself if there is nothing to change. The text has no look of its own.
    str
        Why text of another part is missing, else empty.
    """
    main = package.main_part
    others = (relation.target for relation in package.relations(main).values() if relation.kind in _PARTS)
    changed: dict[str, bytes] = {}
    problem = ""
    for part in dict.fromkeys((main, *others)):
        chunks = {name: found for name, found in package.relations(part).items() if found.kind == _KIND}
        if not package.has(part) or not (chunks or part == main):
            continue
        root = package.xml(part)
        before = list(root.iter(W + "altChunk"))
        for chunk in before:
            try:
                relation = chunks.get(chunk.get(RELATION_ID, ""))
                blocks = _blocks(package, "" if relation is None else relation.target, modern)
            except DocumentError as error:
                problem = problem or UNREAD.format(error)
                continue
            if blocks is not None:
                for block in blocks:
                    chunk.addprevious(block)
                chunk.getparent().remove(chunk)
                changed[part.lower()] = b""
        if part.lower() in changed:
            changed[part.lower()] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return (_with_parts(content, changed) if changed else content), problem


def _blocks(package: Package, name: str, modern: Callable[[bytes], bytes | memoryview]) -> list[etree._Element] | None:
    """Return the paragraphs and tables of a chunk, or None for one that LibreOffice reads itself."""
    data = package.read(name)
    document = word_file(data)
    if document is None:
        return [plain_block(block) for block in chunk_blocks(data, package.content_type(name))]
    if data.startswith(ZIP_MAGIC):
        return None
    with open_package(modern(document), package) as inner:
        text, problem = word_text(inner, modern)
    if problem:
        raise DocumentError(problem)
    blocks = Blocks()
    for line in text.split("\n"):
        blocks.text(line)
        blocks.end_paragraph(keep_empty=True)
    return blocks.result()


def plain_block(block: etree._Element) -> etree._Element:
    """Write notes that were brought along in brackets, and give each cell the paragraph that it has to end with."""
    for note in list(block.iter(W + "footnoteReference")):
        words = " ".join("".join(paragraph.itertext()) for paragraph in note.iter(W + "p"))
        text = etree.SubElement(note.getparent(), W + "t")
        text.text = f" [{words.strip()}]"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        note.getparent().remove(note)
    for cell in block.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag != W + "p":
            etree.SubElement(cell, W + "p")
    return block


def _with_parts(content: bytes | memoryview, parts: dict[str, bytes]) -> bytes:
    """Write a zip file anew, with other parts of these names in lower case."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for entry, data in _entries(before, parts):
            after.writestr(entry, data)
    return file.getvalue()


def _entries(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Give the names and bytes of all parts.

    Raises
    ------
    DocumentError
        One is damaged.
    """
    for entry in archive.infolist():
        own = parts.get(entry.filename.lower())
        try:
            yield entry.filename, archive.read(entry) if own is None else own
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
            raise DocumentError("Document is damaged or cut short.") from None
