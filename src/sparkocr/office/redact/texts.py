"""All texts that are stored in a document, shown or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.office.package import ZIP_MAGIC, Package, open_package
from sparkocr.office.redact.attributes import texts_in_attributes
from sparkocr.office.redact.document import check_format, styles_of
from sparkocr.office.redact.pieces import instructions_of, units_of
from sparkocr.office.styles import Styles

__all__ = ["OfficeText", "OfficeTexts", "texts_of"]

_DEEPEST = 5  # files in files
_XML_ENDINGS = (".xml", ".rels", ".vml")


class OfficeText(NamedTuple):
    """A text of a document.

    Attributes
    ----------
    text : str
        A paragraph, or a text or name that stands alone.
    part : str
        Name of the part that it is in; of files in files, all names with ``"!"`` between.
    """

    text: str
    part: str


class OfficeTexts(NamedTuple):
    """The texts of a document.

    Attributes
    ----------
    texts : list of OfficeText
    unread : list of str
        Parts that have none that can be read: pictures, fonts, objects of other programs.
    """

    texts: list[OfficeText]
    unread: list[str]


def texts_of(content: bytes) -> OfficeTexts:
    """Return everything that a document says, without an eye on what is shown of it.

    Parameters
    ----------
    content : bytes
        A Word or PowerPoint document (DOCX, PPTX and their like).

    Returns
    -------
    list of OfficeText
        Part by part: its name; its paragraphs, as `sparkocr.office.redact.document.rewrite` asks about them, and those
        with hidden and deleted text more than once; texts outside of paragraphs; instructions of fields; attributes
        that are no words or numbers of the format; the addresses of links. Texts of embedded documents and sheets too.
    list of str
        Parts without text.

    Raises
    ------
    DocumentError
        The document is damaged, encrypted, or of an old format.
    """
    check_format(content)
    result = OfficeTexts([], [])
    with open_package(content) as package:
        _read(package, "", result, _DEEPEST)
    return result


def _read(package: Package, place: str, result: OfficeTexts, depth: int) -> None:
    """Read all parts of a zip file."""
    try:
        styles = styles_of(package, package.main_part)
    except DocumentError:  # a zip file of another kind
        styles = Styles(None)
    for part in package.parts:
        name = place + part
        result.texts.append(OfficeText(part, name))
        if part.lower().endswith(_XML_ENDINGS) or package.content_type(part).endswith("xml"):
            result.texts.extend(OfficeText(text, name) for text in _texts(package.xml(part), styles))
            continue
        data = package.read(part)
        if data.startswith(ZIP_MAGIC) and depth:
            with open_package(data, package) as inner:
                _read(inner, f"{name}!", result, depth - 1)
        elif (text := _plain_text(data)) is not None:
            result.texts.append(OfficeText(text, name))
        else:
            result.unread.append(name)


def _texts(root: etree._Element, styles: Styles) -> Iterator[str]:
    """Give the texts of a part."""
    for unit in units_of(root, styles.is_hidden):
        yield from unit.texts()
    yield from instructions_of(root)
    yield from texts_in_attributes(root)
    for node in root.iter():
        if not isinstance(node.tag, str) and node.text:  # a comment
            yield node.text
        if node.tail and node.tail.strip():
            yield node.tail


def _plain_text(data: bytes) -> str | None:
    """Return the text of an imported document or the like, or None of what is no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
