"""Characters of a PDF page with their boxes.

A box spans the advance of the character and the height of its font, and all of its ink. Spaces have the gap between
their neighbours as their box, line ends and spaces at the ends of a line have no width.

There are thousands on a page, so PDFium is called directly.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_double
from math import atan2, degrees, hypot, isfinite
from typing import Any

import pypdfium2.raw as pdfium_c

from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.read.text_layer import TextLayer
from sparkocr.positions.position import Position

__all__ = [
    "characters_at",
    "directed_characters",
    "expand_ligatures",
    "line_ends_at_jumps",
    "place_spaces",
    "places",
    "shown_text",
]

# Unicode chart "Alphabetic Presentation Forms", U+FB00 to U+FB06.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "\u017ft", "ﬆ": "st"}
_LIGATURE_OF = {letters: ligature for ligature, letters in _LIGATURES.items()}
_ANY_LIGATURE = re.compile("[ﬀ-ﬆ]")

_PIECES = re.compile(r"\s+|\S+")
_HYPHEN_MARKS = (0x02, 0xFFFE)
_SPACE, _CARRIAGE_RETURN, _LINE_END = 0x20, 0x0D, 0x0A  # PDFium ends lines with "\r\n"
_UNKNOWN = "\ufffd"
# Of the font size. Some fonts claim boxes of many lines; usual ones are 1.0 to 1.9 high.
_TALLEST, _ASCENT, _DESCENT = 2.0, 1.0, 0.3
_LARGEST_SIZE = 0x7FFFFFFF
_EVERYWHERE = (-1e9, 1e9, 1e9, -1e9)  # left, top, right, bottom
_NOTHING = 0  # what PDFium gives for a glyph without a letter

_Place = tuple[float, float, float, float, int, float]  # box, font size and direction
_NOWHERE: _Place = (0, 0, 0, 0, 0, 0.0)


def expand_ligatures(text: str) -> str:
    """Replace Latin ligatures (U+FB00 to U+FB06) by their letters."""
    return _ANY_LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)


def directed_characters(layer: TextLayer, *, normalize_ligatures: bool) -> Iterator[tuple[Position, float]]:
    r"""Read the characters of a page in PDFium's order, and tell the angle of each baseline.

    Letters that one glyph shows share the glyph's box evenly.

    Parameters
    ----------
    layer : TextLayer
        The text of a page.
    normalize_ligatures : bool
        Give the letters of Latin ligatures, or the ligatures.

    Yields
    ------
    Position, float
        The angle is in degrees, clockwise on the displayed page, from -180 to 180; 0 for upright text. There are
        spaces and line ends (``"\n"``), whose boxes and angles mean nothing: see `place_spaces`.
    """
    for letters, place in _glyphs(layer):
        angle = place[5]
        if letters.isascii() and len(letters) == 1:  # nearly always, so it's short
            yield Position(letters, *place[:5]), angle
            continue
        # PDFium counts in UTF-16
        text = letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        text = expand_ligatures(text) if normalize_ligatures else _LIGATURE_OF.get(text, text)
        for character in _share_box(text, place[:5]):
            yield character, angle


def characters_at(layer: TextLayer, numbers: Iterable[int]) -> Iterator[tuple[Position, float]]:
    """Yield the characters with these numbers that are on the page, as `directed_characters` does."""
    place_of = places(layer)
    for number in numbers:
        place, _ = place_of(number)
        if place is not None:
            yield Position(layer.text[number], *place[:5]), place[5]


def line_ends_at_jumps(characters: Iterable[tuple[Position, float]]) -> list[Position]:
    r"""End the line where upright text goes on more than its height above or below.

    PDFium compares the places of two values of form fields within their fields, so it takes all of them for one line.

    Parameters
    ----------
    characters : iterable of (Position, float)
        As of `directed_characters`.

    Returns
    -------
    list of Position
        The characters, with ``"\n"`` in place of the spaces at a jump.
    """
    found: list[Position] = []
    before: tuple[Position, float] | None = None
    spaces = 0  # since the character before
    for character, angle in characters:
        if character.c.isspace():
            spaces = spaces + 1 if character.c != "\n" else 0
            before = before if spaces else None
        else:
            if spaces and before is not None and not (angle or before[1]) and _jumps(before[0], character):
                found[-spaces:] = [Position("\n", *_NOWHERE[:5])]
            before, spaces = (character, angle), 0
        found.append(character)
    return found


def _jumps(one: Position, other: Position) -> bool:
    """Tell whether the middles of two characters are further apart than the height of both."""
    return abs(one.y + one.height / 2 - other.y - other.height / 2) > max(one.height, other.height)


def place_spaces(text: str, characters: Sequence[Position]) -> list[Position]:
    """Give every character of a text its box.

    Parameters
    ----------
    text : str
        A text that consists of the characters, spaces and line ends.
    characters : sequence of Position
        Characters in the order of the text; spaces and line ends among them are ignored.

    Returns
    -------
    list of Position
        One for each character of `text`: the given ones, and new ones for spaces and line ends.
    """
    visible = [character for character in characters if not character.c.isspace()]
    placed: list[Position] = []
    done = 0
    for piece in _PIECES.findall(text):
        if piece.isspace():
            placed += _spaces(piece, visible[max(0, done - 1) : done], visible[done : done + 1])
        else:
            placed += visible[done : done + len(piece)]
            done += len(piece)
    return placed


def _spaces(spaces: str, before: Sequence[Position], after: Sequence[Position]) -> list[Position]:
    """Place spaces between the character before and the one after, if there are any."""
    neighbour = next(iter((*before, *after)), None)
    if neighbour is None:
        return [Position(c, 0, 0, 0, 0, 0) for c in spaces]
    left = right = neighbour.x + neighbour.width if before else neighbour.x
    if before and after and "\n" not in spaces:
        other = after[0]
        if other.x + other.width <= neighbour.x:  # right-to-left text
            left, right = other.x + other.width, neighbour.x
        else:
            right = max(left, other.x)
    return _share_box(spaces, (left, neighbour.y, right - left, neighbour.height, neighbour.font_size))


def _share_box(letters: str, place: tuple[float, float, float, float, int]) -> list[Position]:
    """Divide a box evenly among letters, in their direction of reading."""
    x, y, width, height, font_size = place
    step = width / max(1, len(letters))
    columns: Sequence[int] = range(len(letters))
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters):
        columns = columns[::-1]
    return [
        Position(c, x + column * step, y, step, height, font_size) for c, column in zip(letters, columns, strict=True)
    ]


def _glyphs(layer: TextLayer) -> Iterator[tuple[str, _Place]]:
    """Yield the letters (UTF-16 units) that one glyph shows, and its place."""
    letters, place = "", _NOWHERE
    for letter, letter_place in _letters(layer):
        if letter_place == place and place != _NOWHERE:
            letters += letter
            continue
        if letters:
            yield letters, place
        letters, place = letter, letter_place
    if letters:
        yield letters, place


def _letters(layer: TextLayer) -> Iterator[tuple[str, _Place]]:
    """Yield UTF-16 units and their places; the letters of one glyph have the same.

    What is beside the page is left out.
    """
    yield from _without_beside(_all_letters(layer))


def _without_beside(letters: Iterable[tuple[str, _Place]]) -> Iterator[tuple[str, _Place]]:
    """Leave out the white space around what is nothing, because it's beside the page; but for one line end."""
    last, is_beside, ends_line = "\n", False, False
    for letter, place in letters:
        if not letter:
            is_beside = True
        elif is_beside and letter in " \n":
            ends_line = ends_line or letter == "\n"
        else:
            if is_beside and ends_line and last != "\n":
                yield "\n", _NOWHERE
            is_beside = ends_line = False
            yield letter, place
            last = letter


def _all_letters(layer: TextLayer) -> Iterator[tuple[str, _Place]]:
    """Yield UTF-16 units and their places; nothing for what is beside the page.

    A glyph that means nothing is U+FFFD, or a space if it has no ink.
    """
    raw, joined, checks_letters = layer.textpage.raw, layer.joined, layer.is_cipher
    place_of = places(layer)
    for i in range(pdfium_c.FPDFText_CountChars(raw)):
        code = pdfium_c.FPDFText_GetUnicode(raw, i)
        code = code if code <= sys.maxunicode else _NOTHING
        if code == _CARRIAGE_RETURN:
            continue
        if code == _LINE_END:
            if end := joined.get(i, "\n"):
                yield end, _NOWHERE
            continue
        place, has_ink = place_of(i)
        if place is None:
            yield (" " if code == _SPACE else ""), _NOWHERE
        elif code in _HYPHEN_MARKS and pdfium_c.FPDFText_IsHyphen(raw, i) == 1:
            yield "-", place
            yield "\n", _NOWHERE
        elif code < _SPACE or code in _HYPHEN_MARKS or (checks_letters and _is_unknown(raw, i)):
            yield _UNKNOWN if has_ink else " ", place
        else:
            yield chr(code), place


def shown_text(layer: TextLayer) -> str:
    """Return the text of a page in PDFium's order, with its marks, without what is beside the page.

    It says the same as `directed_characters`, but far faster: only its characters must have the numbers of the text.
    """
    beside = _beside_page(layer)
    if not (layer.joined or layer.has_unknown or beside):
        return layer.text.replace("\r", "")
    letters = list(layer.text)
    for place, end in layer.joined.items():
        letters[place] = end or "\r"
    for number in _unknown_letters(layer) if layer.has_unknown else ():
        letters[number] = _UNKNOWN if _has_ink(layer.textpage.raw, number) else " "
    if not beside:
        return "".join(letters).replace("\r", "")
    for number in beside:
        letters[number] = ""
    shown = _without_beside((letter, _NOWHERE) for letter in letters if letter != "\r")
    return "".join(letter for letter, _ in shown)


def _beside_page(layer: TextLayer) -> list[int]:
    """Return the numbers of the characters that are beside the page; white space isn't looked at."""
    raw, page, text = layer.textpage.raw, layer.page, layer.text
    left, bottom, right, top = page.get_bbox()
    shown = pdfium_c.FPDFText_GetBoundedText(raw, left, top, right, bottom, None, 0)
    if shown >= len(text) or shown >= pdfium_c.FPDFText_GetBoundedText(raw, *_EVERYWHERE, None, 0):
        return []
    loose = pdfium_c.FS_RECTF()
    ink_left, ink_right, ink_bottom, ink_top = (c_double() for _ in range(4))

    def is_beside(number: int) -> bool:
        pdfium_c.FPDFText_GetLooseCharBox(raw, number, loose)
        if loose.right > left and loose.left < right and loose.top > bottom and loose.bottom < top:
            return False
        pdfium_c.FPDFText_GetCharBox(raw, number, ink_left, ink_right, ink_bottom, ink_top)
        across = max(ink_right.value, loose.right) > left and min(ink_left.value, loose.left) < right
        return not (across and max(ink_top.value, loose.top) > bottom and min(ink_bottom.value, loose.bottom) < top)

    return [number for number, letter in enumerate(text) if letter not in " \r\n" and is_beside(number)]


def _unknown_letters(layer: TextLayer) -> Iterator[int]:
    """Yield the numbers of the characters of a page that mean nothing."""
    raw = layer.textpage.raw
    for number, letter in enumerate(layer.text):
        is_mark = ord(letter) in _HYPHEN_MARKS and pdfium_c.FPDFText_IsHyphen(raw, number) != 1
        is_control = letter < " " and letter not in "\r\n" and ord(letter) not in _HYPHEN_MARKS
        if is_mark or is_control or (layer.is_cipher and _is_unknown(raw, number)):
            yield number


def _has_ink(raw: Any, index: int) -> bool:
    """Tell whether a character can be seen."""
    left, right, bottom, top = (c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    return right.value > left.value and top.value > bottom.value


def _is_unknown(raw: Any, index: int) -> bool:
    """Tell whether a font does not say which letter a glyph is."""
    return bool(pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1)


def places(layer: TextLayer) -> Callable[[int], tuple[_Place | None, bool]]:
    """Return the function from the number of a character to its place, None beside the page, and whether it has ink."""
    page, raw = layer.page, layer.textpage.raw
    (left, bottom, right, top), rotation = page.get_bbox(), page.get_rotation()
    display = PageFrame(left, bottom, right, top, rotation).box_to_display()
    page_width, page_height = page.get_size()
    loose, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    tight_left, tight_right, tight_bottom, tight_top = (c_double() for _ in range(4))

    def place_of(index: int) -> tuple[_Place | None, bool]:
        # The tight box is the ink of the glyph. The loose one is its advance and the height of the font, but
        # PDFium gets it from the horizontal scale: it's empty for text that runs up or down.
        pdfium_c.FPDFText_GetCharBox(raw, index, tight_left, tight_right, tight_bottom, tight_top)
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, loose)
        pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(raw, index) * hypot(matrix.c, matrix.d)
        left, right, bottom, top = loose.left, loose.right, loose.bottom, loose.top
        if top - bottom > _TALLEST * size > 0 and not matrix.b and matrix.d > 0:
            bottom, top = _clamped(raw, index, bottom, top, size)
        ink_left, ink_right, ink_bottom, ink_top = (
            tight_left.value,
            tight_right.value,
            tight_bottom.value,
            tight_top.value,
        )
        has_ink = ink_right > ink_left and ink_top > ink_bottom
        x, y, width, height = display(
            min(ink_left, left, right),
            min(ink_bottom, bottom, top),
            max(ink_right, left, right),
            max(ink_top, bottom, top),
        )
        angle = _angle(matrix, rotation) if matrix.b or matrix.a < 0 or rotation else 0.0
        if not isfinite(x + y + width + height + size + angle):
            return _NOWHERE, has_ink
        if not (-width < x < page_width and -height < y < page_height):
            return None, has_ink
        return (x, y, width, height, _rounded_size(size), angle), has_ink

    return place_of


def _clamped(raw: Any, index: int, bottom: float, top: float, size: float) -> tuple[float, float]:
    """Return the lower and upper edge of a box that is far higher than its font, around its baseline."""
    x, baseline = c_double(), c_double()
    pdfium_c.FPDFText_GetCharOrigin(raw, index, x, baseline)
    return max(bottom, baseline.value - _DESCENT * size), min(top, baseline.value + _ASCENT * size)


def _rounded_size(size: float) -> int:
    """Round a font size to what its column holds."""
    return min(round(size), _LARGEST_SIZE)


def _angle(matrix: pdfium_c.FS_MATRIX, rotation: int) -> float:
    """Return the angle of a baseline, clockwise on the displayed page, from -180 up to 180 degrees."""
    angle = rotation - degrees(atan2(matrix.b, matrix.a))  # user space counts it counter-clockwise
    return (angle + 180) % 360 - 180
