"""Names that stand in a PDF, found in its bytes, so that most documents need no closer look at their objects.

To look up an object takes as long as PDFium takes for a line of text. What could ask for enormous work has a name of
its own, though, and names are never packed but in object streams, which `sparkocr.pdf.containers` unpacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["OBJECT_STREAM", "TABLE", "Names", "names_in"]

OBJECT_STREAM, TABLE = b"ObjStm", b"XRef"

_MOST_REFERENCES = 64  # of a kind: with more, it is faster to look at what the pages use that are read

_SPACE = rb"[\x00\t\n\f\r ]"
_END = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"  # of a name
_PACKED = rb"/(?:FlateDecode|DCTDecode|CCITTFaxDecode|JPXDecode|JBIG2Decode)" + _END
_ONE_FILTER = _SPACE + rb"*(?:" + _PACKED + rb"|\[" + _SPACE + rb"*" + _PACKED + _SPACE + rb"*\])"
_NO_STREAM = _SPACE + rb"*(?:/|<<|>>)"  # a name, a dictionary, or nothing
_REFERENCE = _SPACE + rb"*(\d+)" + _SPACE + rb"+(\d+)" + _SPACE + rb"+R"
_FOUND = re.compile(
    rb"/(?:"
    rb"(ObjStm|XRef)"
    rb"|(CharProcs|Pattern|Shading|Function(?:s|Type)?|Filter" + _END + rb"(?!" + _ONE_FILTER + rb"))"
    rb"|(AP)"
    rb"|(SMask)(?!" + _SPACE + rb"*/None)"
    rb"|(DescendantFonts)"
    rb"|(ToUnicode|Encoding|FontFile[23]?|CIDToGIDMap)(?!" + _NO_STREAM + rb")(?:" + _REFERENCE + rb")?"
    rb")" + _END + rb"|/((?:[ACDEFOPSTX][A-Za-z]{0,14})?#[2-7])"
)
_CONTAINERS = re.compile(rb"/(ObjStm|XRef)" + _END + rb"|/(?:[OX][A-Za-z]{0,5})?#[2-7]")
_CONTAINER, _NEVER_PLAIN, _LOOK, _MASK, _COMPOSITE, _STREAM, _NUMBER, _GENERATION, _ESCAPED = range(1, 10)  # its groups
_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]*)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPED_NAMES = re.compile(
    rb"CharProcs|Pattern|Shading|Function(?:s|Type)?|Filter|AP|SMask|DescendantFonts|ToUnicode|Encoding"
    rb"|FontFile[23]?|CIDToGIDMap"
)


@dataclass(slots=True)
class Names:
    """What the names in a document tell of it.

    Attributes
    ----------
    is_plain : bool
        Whether it has no glyphs of instructions, patterns, shadings and functions, and each stream has one filter.
    has_looks, has_masks, has_composite_fonts : bool
        Whether it may have looks of annotations, masks of graphic states, fonts of several bytes a character.
    maps, encodings, font_files : set of (int, int)
        Numbers of the objects that fonts refer to as such.
    """

    is_plain: bool = True
    has_looks: bool = False
    has_masks: bool = False
    has_composite_fonts: bool = False
    maps: set[tuple[int, int]] = field(default_factory=set)
    encodings: set[tuple[int, int]] = field(default_factory=set)
    font_files: set[tuple[int, int]] = field(default_factory=set)

    def add(self, match: re.Match[bytes]) -> None:
        """Add what a name tells that was found."""
        kind = match.lastindex
        if kind == _NEVER_PLAIN:
            self.is_plain = False
        elif kind == _LOOK:
            self.has_looks = True
        elif kind == _MASK:
            self.has_masks = True
        elif kind == _COMPOSITE:
            self.has_composite_fonts = True
        else:
            self._add_reference(*match.group(_STREAM, _NUMBER, _GENERATION))

    def _add_reference(self, name: bytes, number: bytes | None, generation: bytes | None) -> None:
        """Add the object that a font refers to; it isn't plain if that is no reference."""
        found = self.maps if name == b"ToUnicode" else self.encodings if name == b"Encoding" else self.font_files
        if number is None or generation is None:
            self.is_plain = False
        else:
            found.add((int(number), int(generation)))
            self.is_plain = self.is_plain and len(found) <= _MOST_REFERENCES


def names_in(content: bytes | memoryview, found: Names) -> Iterator[tuple[bytes, int]]:
    """Add what the names tell that stand in some bytes, in which anything may only look like a name.

    Parameters
    ----------
    content : bytes or memoryview
        A file, or the objects of an object stream.
    found : Names
        What is known of the document; added to, unless it is known not to be plain.

    Yields
    ------
    bytes
        `OBJECT_STREAM` or `TABLE`: the name of a stream that objects are kept in.
    int
        Where it ends.
    """
    for match in (_FOUND if found.is_plain else _CONTAINERS).finditer(content):
        kind = match.lastindex or _ESCAPED
        if kind == _CONTAINER:
            yield match[_CONTAINER], match.end()
        elif kind != _ESCAPED:
            found.add(match)
        elif whole := _NAME.match(content, match.start()):
            name = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), whole[1])
            if name in {OBJECT_STREAM, TABLE}:
                yield name, whole.end()
            elif _ESCAPED_NAMES.fullmatch(name):
                found.is_plain = False
