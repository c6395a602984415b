"""The text of a page as every engine gives it: blocks of paragraphs of lines of words of symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from sparkocr.layout.box import Box

__all__ = ["Block", "Font", "FontRun", "Line", "Page", "Paragraph", "Symbol", "Word", "mean_confidence"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One character as it is seen: a letter with its accents.

    Attributes
    ----------
    text : str
    box : Box
        In px of the image, like all boxes of a page.
    confidence : float
        0 to 100.
    """

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Font:
    """What a file tells of the letters of a word.

    Attributes
    ----------
    name : str
        Of the font, without the tag of a subset.
    size : float
        In points.
    is_bold, is_italic : bool
    level : int
        Of the heading that the letters are part of by the outline of the document, from 1; 0 for others.
    """

    name: str
    size: float
    is_bold: bool = False
    is_italic: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class FontRun:
    """Words of a line that follow each other in one font, and the box around them."""

    font: Font
    box: Box


@dataclass(frozen=True, slots=True)
class Word:
    """A word.

    Attributes
    ----------
    text : str
        In logical order, as it is typed: also where it is read from the right.
    box : Box
    confidence : float
        0 to 100.
    before : str
        What stands between it and the word before it on its line: mostly one space, nothing in Chinese.
    symbols : tuple of Symbol
        Its characters; empty unless they were asked for.
    font : Font or None
        That of its first letter; None where it is unknown, as in an image, or was not asked for.
    """

    text: str
    box: Box
    confidence: float
    before: str = " "
    symbols: tuple[Symbol, ...] = ()
    font: Font | None = None


def mean_confidence(words: Iterable[Word]) -> float:
    """Return the mean over words, 0 to 100; 0 without words."""
    return fmean([word.confidence for word in words] or [0.0])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes
    ----------
    words : tuple of Word
        In reading order, at least one.
    box : Box
    row_height : float
        Px from the descenders to the ascenders of its font.
    descenders, ascenders : float
        Px that letters reach below the baseline, and above the height of an x; 0 if unknown.
    baseline : (float, float)
        Slope of the baseline, and its distance from the lower left corner of the box in px, negative above it: as in
        the property ``baseline`` of hOCR 1.2.
    """

    words: tuple[Word, ...]
    box: Box
    row_height: float
    descenders: float = 0.0
    ascenders: float = 0.0
    baseline: tuple[float, float] = (0.0, 0.0)

    @property
    def text(self) -> str:
        """The words and what stands between them; before the first one, marks of its direction only."""
        first, *others = self.words
        return first.before.lstrip() + first.text + "".join(word.before + word.text for word in others)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; at least one."""

    lines: tuple[Line, ...]
    box: Box

    @property
    def text(self) -> str:
        """Its lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that stand below each other, like those of a column; at least one."""

    paragraphs: tuple[Paragraph, ...]
    box: Box

    @property
    def text(self) -> str:
        """Its paragraphs, with a blank line in between."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Page:
    """All text of an image in reading order; without blocks where there is no text.

    Attributes
    ----------
    blocks : tuple of Block
    width, height : int
        Size of the image in px.
    """

    blocks: tuple[Block, ...]
    width: int
    height: int

    @property
    def text(self) -> str:
        """Its blocks, with a blank line in between."""
        return "\n\n".join(block.text for block in self.blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Walk over the paragraphs in reading order."""
        return (paragraph for block in self.blocks for paragraph in block.paragraphs)

    def lines(self) -> Iterator[Line]:
        """Walk over the lines in reading order."""
        return (line for paragraph in self.paragraphs() for line in paragraph.lines)

    def words(self) -> Iterator[Word]:
        """Walk over the words in reading order."""
        return (word for line in self.lines() for word in line.words)
