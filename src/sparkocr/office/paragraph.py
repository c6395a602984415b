"""What a paragraph of a Word document is made of: characters, fields, and what is drawn beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from sparkocr.office.drawings import text_lines
from sparkocr.office.equations import M
from sparkocr.office.fields import Field, form_value
from sparkocr.office.styles import W
from sparkocr.office.symbols import in_font, symbol

__all__ = ["ParagraphText", "characters_of", "draw_word_art", "follow_field", "font_of", "shape_lines"]

_FONTS = [W + name for name in ("ascii", "hAnsi", "cs")]
_BREAKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


@dataclass(slots=True)
class ParagraphText:
    """What is found in a paragraph: its text, what is drawn beside it, and the fields that are open.

    What is drawn is an element with paragraphs, or lines.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element | list[str]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add text that is seen, unless it is only the instruction of a field."""
        hiding = next((one for one in reversed(self.fields) if not one.shows), None)
        if hiding is not None:
            hiding.instruction.append(text)
            return
        self.parts.append(text)
        for one in self.fields:
            one.is_filled = one.is_filled or bool(text)

    def instruct(self, text: str) -> None:
        """Add to the instruction of the field that has just begun."""
        if self.fields and not self.fields[-1].shows:
            self.fields[-1].instruction.append(text)

    def draw(self, box: etree._Element | list[str]) -> None:
        """Add what is drawn beside the text."""
        self.boxes.append(box)
        for one in self.fields:
            one.is_filled = True


def follow_field(sign: etree._Element, line: ParagraphText, *, hidden: bool) -> None:
    """Follow the signs of fields; those without a partner are ignored, as a field may end in another paragraph."""
    kind, fields = sign.get(W + "fldCharType"), line.fields
    if kind == "begin":
        value, default = form_value(sign.find(W + "ffData"))
        if value and not hidden:
            line.add(value)
        fields.append(Field(is_form=value is not None or hidden, default=default))
    elif kind == "separate" and fields:
        fields[-1].shows = not fields[-1].is_form
    elif kind == "end" and fields:
        text = fields.pop().missing_result()
        if text:
            line.add(text)


def characters_of(element: etree._Element, font: str) -> str | None:
    """Return the characters that an element stands for, or None if it is no such element."""
    if element.tag in {W + "t", M + "t"}:
        return in_font((element.text or "").replace(_SOFT_HYPHEN, ""), font)
    if element.tag == W + "sym":
        return symbol(element.get(W + "char", ""), element.get(W + "font", ""))
    return _BREAKS.get(element.tag)


def font_of(properties: etree._Element | None) -> str:
    """Return the font that a run has by itself, or ``""``."""
    fonts = None if properties is None else properties.find(W + "rFonts")
    return "" if fonts is None else next((fonts.get(name) for name in _FONTS if fonts.get(name)), "")


def draw_word_art(element: etree._Element, line: ParagraphText) -> None:
    """Collect a text that is drawn along a path."""
    if element.get("on", "t") not in {"f", "false", "0"}:
        line.draw((element.get("string") or "").splitlines())


def shape_lines(shapes: etree._Element) -> list[str]:
    """Return the texts of shapes."""
    return [line for body in shapes.iter("{*}txBody") for line in text_lines(body)]
