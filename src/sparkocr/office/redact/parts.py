"""The parts that a document can have, and what they are called in a document that is written anew.

All that a document says about its parts (names, types) is replaced by what the standard says, so that nothing can be
hidden in it: ECMA-376, part 1, 11.3, 13.3 and 14.2; [MS-DOCX], [MS-PPTX] and [MS-ODRAWXML] for the newer ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["KINDS", "MAIN_TYPES", "Content", "PartKind"]

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_FORMATS = "application/vnd.openxmlformats-officedocument."
_WORD, _SLIDES, _DRAWING = (_FORMATS + name for name in ("wordprocessingml.", "presentationml.", "drawingml."))

MAIN_TYPES = {
    f"{_WORD}document.main+xml": f"{_WORD}document.main+xml",
    f"{_WORD}template.main+xml": f"{_WORD}template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml": f"{_WORD}document.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": f"{_WORD}template.main+xml",
    f"{_SLIDES}presentation.main+xml": f"{_SLIDES}presentation.main+xml",
    f"{_SLIDES}template.main+xml": f"{_SLIDES}template.main+xml",
    f"{_SLIDES}slideshow.main+xml": f"{_SLIDES}slideshow.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": f"{_SLIDES}presentation.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml": f"{_SLIDES}template.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": f"{_SLIDES}slideshow.main+xml",
}
"""Types of main parts, and what they are without macros."""


class Content(Enum):
    """What is in a part."""

    XML = "xml"
    PICTURE = "picture"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of parts.

    Attributes
    ----------
    relation : str
        Type of the references to it.
    name : str
        Of the part without its ending, below the folder of the main part; numbered if there can be several.
    content_type : str
        Empty for pictures, which have their own.
    content : Content
    is_named : bool
        Whether an element refers to it by an id; the others belong to the part that refers to them.
    is_single : bool
        Whether a document has only one.
    """

    relation: str
    name: str
    content_type: str
    content: Content = Content.XML
    is_named: bool = False
    is_single: bool = False


def _word(kind: str, *, is_named: bool = False, is_single: bool = False) -> PartKind:
    return PartKind(_RELATIONS + kind, kind, f"{_WORD}{kind}+xml", is_named=is_named, is_single=is_single)


def _slides(kind: str, folder: str = "", *, is_named: bool = False) -> PartKind:
    name = f"{folder}/{kind}" if folder else kind
    return PartKind(_RELATIONS + kind, name, f"{_SLIDES}{kind}+xml", is_named=is_named, is_single=not folder)


def _drawn(kind: str, name: str, type_: str, *, is_named: bool = False) -> PartKind:
    return PartKind(_RELATIONS + kind, name, f"{_DRAWING}{type_}+xml", is_named=is_named)


KINDS = {
    "styles": _word("styles", is_single=True),
    "numbering": _word("numbering", is_single=True),
    "settings": _word("settings", is_single=True),
    "fontTable": _word("fontTable", is_single=True),
    "footnotes": _word("footnotes", is_single=True),
    "endnotes": _word("endnotes", is_single=True),
    "header": _word("header", is_named=True),
    "footer": _word("footer", is_named=True),
    "word comments": _word("comments", is_single=True),
    "slide": _slides("slide", "slides", is_named=True),
    "slideLayout": _slides("slideLayout", "slideLayouts"),
    "slideMaster": _slides("slideMaster", "slideMasters"),
    "notesSlide": _slides("notesSlide", "notesSlides"),
    "notesMaster": _slides("notesMaster", "notesMasters"),
    "handoutMaster": _slides("handoutMaster", "handoutMasters"),
    "presProps": _slides("presProps"),
    "tableStyles": _slides("tableStyles"),
    "commentAuthors": _slides("commentAuthors"),
    "slide comments": PartKind(_RELATIONS + "comments", "comments/comment", f"{_SLIDES}comments+xml"),
    "modern comments": PartKind(
        f"{_MICROSOFT}2018/10/relationships/comments",
        "comments/modernComment",
        "application/vnd.ms-powerpoint.comments+xml",
    ),
    "authors": PartKind(
        f"{_MICROSOFT}2018/10/relationships/authors",
        "authors",
        "application/vnd.ms-powerpoint.authors+xml",
        is_single=True,
    ),
    "theme": PartKind(_RELATIONS + "theme", "theme/theme", f"{_FORMATS}theme+xml"),
    "themeOverride": PartKind(_RELATIONS + "themeOverride", "theme/themeOverride", f"{_FORMATS}themeOverride+xml"),
    "chart": _drawn("chart", "charts/chart", "chart", is_named=True),
    "chartUserShapes": _drawn("chartUserShapes", "drawings/drawing", "chartshapes", is_named=True),
    "chartEx": PartKind(
        f"{_MICROSOFT}2014/relationships/chartEx",
        "charts/chartEx",
        "application/vnd.ms-office.chartex+xml",
        is_named=True,
    ),
    "chartStyle": PartKind(
        f"{_MICROSOFT}2011/relationships/chartStyle", "charts/style", "application/vnd.ms-office.chartstyle+xml"
    ),
    "chartColorStyle": PartKind(
        f"{_MICROSOFT}2011/relationships/chartColorStyle",
        "charts/colors",
        "application/vnd.ms-office.chartcolorstyle+xml",
    ),
    "diagramData": _drawn("diagramData", "diagrams/data", "diagramData", is_named=True),
    "diagramLayout": _drawn("diagramLayout", "diagrams/layout", "diagramLayout", is_named=True),
    "diagramQuickStyle": _drawn("diagramQuickStyle", "diagrams/quickStyle", "diagramStyle", is_named=True),
    "diagramColors": _drawn("diagramColors", "diagrams/colors", "diagramColors", is_named=True),
    "diagramDrawing": PartKind(
        f"{_MICROSOFT}2007/relationships/diagramDrawing",
        "diagrams/drawing",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    ),
    "image": PartKind(_RELATIONS + "image", "media/image", "", Content.PICTURE, is_named=True),
    "word font": PartKind(_RELATIONS + "font", "fonts/font", f"{_FORMATS}obfuscatedFont", Content.FONT, is_named=True),
    "slide font": PartKind(_RELATIONS + "font", "fonts/font", "application/x-fontdata", Content.FONT, is_named=True),
}
"""The kinds of parts that are kept, by the last word of the type of the references to them."""
