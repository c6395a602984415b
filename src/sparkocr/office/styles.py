"""Styles of Word documents, as far as they say what a reader sees: ECMA-376, part 1, 17.7."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sparkocr.office.package import ON

__all__ = ["NOTHING", "Styles", "W", "integer_of", "is_on", "value_of"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTHING = etree.Element("nothing")
_LARGEST = 2**31 - 1
_TITLE = "title"  # name of a built-in style in all languages of Word
_NO_HEADING = 9  # the outline level of body text: 17.3.1.20


class Styles:
    """The styles of a document by their id.

    Parameters
    ----------
    root : lxml element or None
        The part ``styles.xml``.
    """

    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.findall(W + "style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        defaults = (style for style in found if style.get(W + "default") in ON)
        self._default = next(
            (style.get(W + "styleId") for style in defaults if style.get(W + "type") == "paragraph"), None
        )
        self._hidden: dict[str, bool] = {}
        self._numberings: dict[str | None, etree._Element | None] = {}

    def paragraph_style(self, properties: etree._Element | None) -> str | None:
        """Return the style that the properties of a paragraph name, or else the document's own."""
        return value_of(properties, "pStyle") or self._default

    def numbering(self, style: str | None) -> etree._Element | None:
        """Return the ``numPr`` of a paragraph style or of one that it is based on."""
        if style not in self._numberings:
            said = (item.find(f"{W}pPr/{W}numPr") for item in self._chain(style))
            self._numberings[style] = next((found for found in said if found is not None), None)
        return self._numberings[style]

    def heading_level(self, properties: etree._Element | None) -> int:
        """Return the level of a heading, from 1, or 0 for what is none; the title of a document has level 1."""
        level = integer_of(properties, "outlineLvl")
        if level is None:
            chain = list(self._chain(self.paragraph_style(properties)))
            levels = (integer_of(item.find(W + "pPr"), "outlineLvl") for item in chain)
            level = next((found for found in levels if found is not None), None)
            if level is None and any((value_of(item, "name") or "").lower() == _TITLE for item in chain):
                level = 0
        return level + 1 if level is not None and level < _NO_HEADING else 0

    def is_hidden(self, properties: etree._Element | None) -> bool:
        """Tell whether a run with these properties is hidden text."""
        if properties is None:
            return False
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        style = value_of(properties, "rStyle")
        return bool(style) and self._hides(style or "")

    def _hides(self, style: str) -> bool:
        if style not in self._hidden:
            said = (is_on(item.find(W + "rPr"), "vanish") for item in self._chain(style))
            self._hidden[style] = next((found for found in said if found is not None), False)
        return self._hidden[style]

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        """Give a style and those it is based on."""
        seen = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value_of(self._styles[style], "basedOn")


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """Return the value of a property, or None."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else found.get(W + "val")


def integer_of(parent: etree._Element | None, name: str) -> int | None:
    """Return the value of a property as a whole number, or None; numbers out of 32 bits are none."""
    value = value_of(parent, name)
    try:
        number = int(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number <= _LARGEST else None


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """Tell whether a switch is on, or None if nothing is said: ECMA-376, part 1, 17.17.4."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else found.get(W + "val", "true") not in {"0", "false", "off"}
