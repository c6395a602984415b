"""What is taken out of all parts, whatever they say: what is not seen, or can't be checked.

Elements are those of ECMA-376, part 1; of VML, part 4; of the extensions [MS-DOCX], [MS-PPTX] and [MS-ODRAWXML].
"""

from __future__ import annotations

import re

from lxml import etree

from sparkocr.office.drawings import A
from sparkocr.office.equations import M
from sparkocr.office.package import ALTERNATIVES, local_name
from sparkocr.office.redact.names import is_named
from sparkocr.office.redact.spans import Replace
from sparkocr.office.redact.trees import remove, unwrap, words
from sparkocr.office.styles import W

__all__ = ["clean_tree", "drop_comments", "drop_empty", "strip_foreign", "tidy_namespaces"]

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _REQUIRED = _MC + "Choice", "Requires"
_PREFIXES = [_MC + word for word in ("Ignorable", "ProcessContent", "MustUnderstand")]
_KNOWN = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/XML/1998/namespace",
)
# Who may change what; links to data, macros, programs and other files; names that only programs see; hints.
_DROPPED = [
    *(
        W + name
        for name in words(
            "permStart permEnd proofErr smartTagPr customXmlPr subDoc control objectEmbed objectLink printerSettings"
            " alias tag dataBinding placeholder latentStyles rsid entryMacro exitMacro divId"
        )
    ),
    *(_P + name for name in words("custDataLst controls smartTags modifyVerifier snd sndAc contentPart")),
    *(_C + name for name in words("externalData printSettings pivotSource pivotFmts")),
    _O + "OLEObject",
    _O + "signatureline",
]
# The same, in whatever version of an extension.
_DROPPED_EXTENSIONS = [
    "{*}" + name
    for name in words(
        "creationId imgProps svgBlip webExtensionLinked webExtensionCreated OLEObject contentPart snd sndAc"
        " presenceInfo docId reactions taskDetails"
    )
]
_EXTENSION_BINDING = "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding"
_MEDIA = [A + name for name in words("audioCd audioFile videoFile wavAudioFile quickTimeFile")] + [
    "{http://schemas.microsoft.com/office/powerpoint/2010/main}media"
]
_UNWRAPPED = [W + "smartTag", W + "customXml"]
_SETTINGS = {
    W + name
    for name in words(
        "zoom embedTrueTypeFonts saveSubsetFonts mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader"
        " bordersDoNotSurroundFooter gutterAtTop defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone"
        " doNotHyphenateCaps evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets"
        " drawingGridHorizontalSpacing drawingGridVerticalSpacing displayBackgroundShape characterSpacingControl"
        " footnotePr endnotePr compat themeFontLang clrSchemeMapping decimalSymbol listSeparator"
    )
} | {M + "mathPr"}
_LINKS = [A + name for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver")]
_HARMLESS_ACTION = re.compile(r"(?:ppaction://(?:noaction|hlinksldjump|hlinkshowjump\?jump=[a-z]+))?")
# References of charts to cells of a sheet, whose name can be any.
_FORMULAS, _CELLS = (
    ["{*}f", "{*}sqref", "{*}fullRef", "{*}formulaRef"],
    re.compile(r"(?::?\$?[A-Z]{1,3}\$?\d{1,7}){1,2}"),
)
_NUMBERS = {"numCache", "numLit", "numDim"}
_CHARTS = ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://schemas.microsoft.com/office/drawing/")


def strip_foreign(root: etree._Element) -> None:
    """Drop comments of XML, texts between elements, and what is of a namespace that no Office program knows."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter(etree.Element)):
        if not _is_known(element.tag):
            remove(element)
            continue
        element.tail = None
        for name in element.keys():  # noqa: SIM118  a list: they are deleted
            if name.startswith("{") and not _is_known(name):
                del element.attrib[name]
        _strip_prefixes(element)


def tidy_namespaces(root: etree._Element) -> None:
    """Drop the namespaces that are not needed any more."""
    kept = {
        word.partition(":")[0]
        for element in root.iter(etree.Element)
        for name in (*_PREFIXES, *([_REQUIRED] if element.tag == _CHOICE else []))
        for word in element.get(name, "").split()
    }
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(kept))


def clean_tree(root: etree._Element, replace: Replace) -> None:
    """Drop what can't be checked or is not seen."""
    if root.tag == W + "settings":
        root[:] = [setting for setting in root if setting.tag in _SETTINGS]
    _replace_objects(root)
    for element in list(root.iter(*_DROPPED, *_DROPPED_EXTENSIONS, _EXTENSION_BINDING)):
        remove(element)
    if next(root.iter(*_MEDIA), None) is not None:
        for element in list(root.iter(*_MEDIA, _P + "timing")):
            remove(element)
    for element in list(root.iter(*_UNWRAPPED)):
        unwrap(element)
    for item in list(root.iter(W + "listItem")):
        if any(is_named(value, replace) for value in item.values()):
            remove(item)  # a choice that was not made, else it is in the text too
    for link in list(root.iter(*_LINKS)):
        if not _HARMLESS_ACTION.fullmatch(link.get("action", "")):
            remove(link)
    _clean_charts(root, replace)


def _strip_prefixes(element: etree._Element) -> None:
    """Drop prefixes of unknown namespaces where they are listed, and a form of content that needs one."""
    for name in (*_PREFIXES, *([_REQUIRED] if element.tag == _CHOICE else [])):
        words = element.get(name, "").split()
        known = [word for word in words if _is_known("{" + (element.nsmap.get(word.partition(":")[0]) or "?"))]
        if name == _REQUIRED and known != words:
            remove(element)
        elif known != words:
            element.set(name, " ".join(known))


def drop_comments(root: etree._Element) -> None:
    """Drop the places in a text that comments belong to."""
    for mark in list(root.iter(*(W + f"comment{name}" for name in ("RangeStart", "RangeEnd", "Reference")))):
        remove(mark)


def drop_empty(root: etree._Element) -> None:
    """Drop extensions and forms of a content of which nothing is left; if only the last form is, it is the content."""
    for extension in list(root.iter("{*}ext")):
        if extension.get("uri") and not len(extension):
            remove(extension)
    for element in list(root.iter(ALTERNATIVES)):
        for choice in element.findall(_CHOICE):
            if not len(choice):
                element.remove(choice)
        if element.find(_CHOICE) is None:
            for rest in element.findall(_MC + "Fallback"):
                unwrap(rest)
            unwrap(element)


def _is_known(name: str) -> bool:
    """Tell whether a name is of a namespace of Office; VML in presentations has attributes without one."""
    return name.startswith("{") and name[1:].startswith(_KNOWN)


def _replace_objects(root: etree._Element) -> None:
    """Leave only the pictures of embedded objects."""
    for element in list(root.iter(W + "object")):
        element.tag = W + "pict"
        element.attrib.clear()
    for frame in list(root.iter(_P + "graphicFrame")):
        if next(frame.iter(_P + "oleObj"), None) is None:
            continue
        picture = next(frame.iter(_P + "pic"), None)
        if picture is None:
            remove(frame)
            continue
        own, other = (next(element.iter(_P + "cNvPr"), None) for element in (frame, picture))
        if own is not None and other is not None:
            other.set("id", own.get("id", ""))
        frame.addprevious(picture)
        remove(frame)


def _clean_charts(root: etree._Element, replace: Replace) -> None:
    """Take names of sheets, and numbers that are identifiers, out of a chart."""
    for element in list(root.iter(*_FORMULAS)):
        if (element.text or "").strip() and element.tag[1:].startswith(_CHARTS):
            cells = (element.text or "").rpartition("!")[2]
            element.text = f"Sheet1!{cells if _CELLS.fullmatch(cells) else '$A$1'}"
    for element in root.iter(_C + "formatCode"):
        if is_named(element.text or "", replace):
            element.text = "General"
    for element in root.iter():
        if element.get("formatCode") and is_named(element.get("formatCode", ""), replace):
            element.set("formatCode", "General")
    for point in list(root.iter("{*}pt")):
        value = "".join(point.itertext())
        if any(local_name(one) in _NUMBERS for one in point.iterancestors()) and is_named(value, replace):
            remove(point)
