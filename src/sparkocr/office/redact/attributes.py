"""Attributes of Office documents: which can hold an identifier, and what becomes of them.

Names of attributes are those of ECMA-376, part 1 and part 4 (VML), and of the extensions [MS-DOCX], [MS-PPTX] and
[MS-ODRAWXML].
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from sparkocr.office.package import local_name
from sparkocr.office.redact.names import Names, is_named
from sparkocr.office.redact.spans import Replace, checked_spans, replaced
from sparkocr.office.redact.trees import words

__all__ = ["clean_attributes", "texts_in_attributes"]

# Attributes of these namespaces are checked elsewhere, or are prefixes and ids.
_OTHERS = frozenset(
    {
        "{http://schemas.openxmlformats.org/markup-compatibility/2006",
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "{http://www.w3.org/XML/1998/namespace",
    }
)

# Who, when and where from; copies of what the element itself says; numbers of sessions of editing.
_DROPPED = frozenset(
    words(
        "author date dateUtc rsid rsidR rsidRPr rsidRDefault rsidP rsidDel rsidSect rsidTr paraId textId gfxdata"
        " equationxml docLocation tgtFrame invalidUrl lastValue fullDate href src althref conformance edGrp ed"
    )
)
_DROPPED_HERE = frozenset({("cm", "dt"), ("cm", "startDate"), ("cm", "dueDate")})
_TEXTS = frozenset(words("descr title alt tooltip string displayText phldrT styleName"))
"""Attributes that are texts, on whatever element."""
_TEXT_VALUES = frozenset(
    words(
        "lvlText tblCaption tblDescription helpText statusText default listEntry docPartGallery docPartCategory"
        " sectionTitle desc title format"
    )
)
"""Elements whose value is a text."""
_NAMES = frozenset(words("name typeface ascii hAnsi cs eastAsia matchingName"))
"""Attributes that are names, of fonts too."""
_NAME_VALUES = frozenset({"name", "aliases"})
_STYLES = frozenset(words("pStyle rStyle tblStyle basedOn next link numStyleLink styleLink clickAndTypeStyle"))
_BOOKMARKS = frozenset({("bookmarkStart", "name"), ("hyperlink", "anchor")})
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWN = frozenset({"cNvPr", "docPr"})
_AUTHORS = frozenset({"comment", "cmAuthor", "author"})
_NO_AUTHOR = {"initials": "A", "providerId": "None"}
# Of comments that must have a time; any will do.
_TIMES = {("cm", "created"): "2000-01-01T00:00:00.000", ("reply", "created"): "2000-01-01T00:00:00.000"}
_LOOKS_LIKE_A_PATH = re.compile(r"[\\/].*[\\/]|\.(?:png|jpe?g|gif|bmp|tiff?|[ew]mf|svg)$", re.IGNORECASE)
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:pt|in|cm|mm|px|pc|pi|em|emu|fd?|%)?"
# Values that are no text by their form: words of the format (`center`), numbers and lists of them, colours, GUIDs,
# languages.
_FORMAL = re.compile(
    rf"[a-z][A-Za-z0-9]*|{_NUMBER}(?:[\s,;]+{_NUMBER})*|#?[0-9A-F]{{6}}|[0-9A-F]{{8}}"
    r"|\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|[a-z]{2,3}(?:-[A-Z][A-Za-z]{1,3})+|"
)
_KNOWN_ADDRESSES = ("http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/office/")
_DECLARATION = re.compile(r"[a-z-]+:(?:-?[\d.]+(?:[a-z]+|%)?|[a-z]+(?:-[a-z]+)*|#?[0-9a-fA-F]{6})")


def clean_attributes(root: etree._Element, replace: Replace, names: Names) -> None:
    """Take identifiers out of the attributes of a part.

    Texts are replaced in part; names are replaced as a whole if something has to go from them, those of bookmarks,
    authors and drawn objects always; who changed what and when is dropped. Values that have the form of a word, number
    or code of the format, and are no names by the standard, stay as they are.
    """
    for element in root.iter(etree.Element):
        kind = local_name(element)
        for attribute, value in element.items():
            namespace, _, name = attribute.rpartition("}")
            if namespace in _OTHERS or not value:
                continue
            is_author = name == "author" and kind in _AUTHORS
            if (name in _DROPPED and not is_author) or (kind, name) in _DROPPED_HERE:
                del element.attrib[attribute]
                continue
            new = _new_value(element, kind, name, value, replace, names)
            if new != value:
                element.set(attribute, new)


def texts_in_attributes(root: etree._Element) -> Iterator[str]:
    """Give the values of attributes that can be texts or names."""
    for element in root.iter(etree.Element):
        kind = local_name(element)
        for attribute, value in element.items():
            namespace, _, name = attribute.rpartition("}")
            if namespace not in _OTHERS and (_is_free(element, kind, name) or not _is_formal(name, value)):
                yield value


def _new_value(element: etree._Element, kind: str, name: str, value: str, replace: Replace, names: Names) -> str:
    """Return the new value of an attribute."""
    if (kind, name) in _TIMES:
        return _TIMES[kind, name]
    if kind in _AUTHORS and name in {"author", "name", "userId", *_NO_AUTHOR}:
        return _NO_AUTHOR.get(name) or names.new("Author ", value)
    if kind in _DRAWN and name == "name":
        return f"Item {element.get('id', '')}"
    if (kind, name) in _BOOKMARKS or (kind == "name" and local_name(element.getparent()) == "ffData"):
        return names.bookmark(value)
    if name in _TEXTS or (name == "val" and kind in _TEXT_VALUES):
        if name == "descr" and _LOOKS_LIKE_A_PATH.search(value):
            return ""
        return replaced(value, checked_spans(value, replace))
    if name == "style" and ":" in value:
        return ";".join(one for one in value.split(";") if _DECLARATION.fullmatch(one.strip()))
    if (_is_free(element, kind, name) or not _is_formal(name, value)) and is_named(value, replace):
        return ("#" if value.startswith("#") else "") + names.new("Name", value.lstrip("#"))
    return value


def _is_free(element: etree._Element, kind: str, name: str) -> bool:
    """Tell whether an attribute can have any value by the standard."""
    if name == "val":
        return kind in _STYLES or kind in _NAME_VALUES or kind in _TEXT_VALUES
    if name == "id":
        return str(element.tag).startswith(_VML)
    return name in _NAMES or name in _TEXTS or name == "styleId" or (kind, name) in _BOOKMARKS or kind in _AUTHORS


def _is_formal(name: str, value: str) -> bool:
    """Tell whether a value is no text by its form."""
    return _FORMAL.fullmatch(value) is not None or (name == "uri" and value.startswith(_KNOWN_ADDRESSES))
