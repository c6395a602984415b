"""Mend what PDFium makes of characters: words without gaps, text that is there twice, vertical columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

import pypdfium2.raw as pdfium_c

from sparkocr.layout.direction import direction_of
from sparkocr.pdf.fonts import is_known
from sparkocr.pdf.read.characters import characters_at, directed_characters
from sparkocr.pdf.read.text_layer import TextLayer
from sparkocr.positions.position import Position, edges

__all__ = [
    "Characters",
    "in_columns",
    "is_readable",
    "needs_care",
    "tidy",
    "tidy_characters",
    "without_unreadable",
    "words_of",
]

Characters = list[tuple[Position, float]]

_LONG = 24
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_LONG},}}")  # 1 of 10,000 words of German is longer, of English none
_WORD = re.compile(r"\S+")
_REPEATED = 12  # characters of a line that is hardly there twice by chance
_NEAR = 0.6  # heights between the beginnings of two layers of a line
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_PHRASE = re.compile("[A-Za-z] [A-Za-z]")
_SPACE = Position(" ", 0, 0, 0, 0, 0)

# Of the font size.
_GAP = 0.12  # letters are seldom spaced wider, word spaces seldom narrower than 0.2
_ADVANCE = (0.5, 1.8)  # from one character to the next below it
_ASIDE = 0.3
_SAME = 0.5  # of the smaller one of two words that cover each other
_AROUND = (-1, 0, 1)  # points between a letter and the same one of another layer

_UNREADABLE = 0.3  # of the characters of a page
_VERTICAL = 90.0  # columns that follow each other from the right are read as text that runs down


def needs_care(layer: TextLayer) -> bool:
    """Tell whether the text of a page can't be taken as PDFium gives it: it costs far less than a look at each box."""
    text, raw = layer.text, layer.textpage.raw
    if layer.has_drawn or pdfium_c.FPDFText_CountChars(raw) != len(text):
        return True
    if max(map(len, text.split()), default=0) >= _LONG and _lacks_gaps(layer):
        return True
    if not text.isascii() and _has_odd_order(text):
        return True
    return _stands_on_itself(raw, text)


def tidy_characters(layer: TextLayer, *, normalize_ligatures: bool) -> tuple[Characters, bool]:
    """Read the characters of a page, and tell whether letters of some are unknown.

    Parameters
    ----------
    layer : TextLayer
        The text of a page.
    normalize_ligatures : bool
        As in `sparkocr.pdf.read.characters.directed_characters`.
    """
    characters = tidy(directed_characters(layer, normalize_ligatures=normalize_ligatures))
    return without_unreadable(characters) if layer.has_unknown else (characters, False)


def tidy(characters: Iterable[tuple[Position, float]]) -> Characters:
    """Give words gaps, drop what is there twice, order Latin words among others, and tell which text runs down.

    Parameters
    ----------
    characters : iterable of (Position, float)
        As of `sparkocr.pdf.read.characters.directed_characters`.
    """
    return _running_down(_in_direction(_with_gaps(_once(list(characters)))))


def without_unreadable(characters: Characters) -> tuple[Characters, bool]:
    """Drop the words of which hardly any letter is known, if they are much of a text; tell if letters are unknown."""
    unknown = [not is_known(character.c) for character, _ in characters if not character.c.isspace()]
    if sum(unknown) > _UNREADABLE * len(unknown):
        characters = _only(characters, is_readable)
    return characters, any(unknown)


def is_readable(word: Characters) -> bool:
    """Tell whether most letters of a word are known."""
    return sum(not is_known(character.c) for character, _ in word) <= _UNREADABLE * len(word)


def words_of(characters: Characters) -> Iterator[Characters]:
    """Yield what stands between white space."""
    return (piece for piece in _pieces(characters) if not piece[0][0].c.isspace())


def in_columns(characters: Characters) -> Characters:
    r"""Order columns of text that runs down from the right to the left; PDFium takes them for words of one line."""
    found: list[Characters] = []
    columns: list[Characters] = []
    for line in _lines(characters):
        if columns and not (_is_column(line) and _are_beside(columns[-1], line)):
            found += sorted(columns, key=lambda column: -column[0][0].x)
            columns = []
        (columns if _is_column(line) else found).append(line)
    found += sorted(columns, key=lambda column: -column[0][0].x)
    end = (Position("\n", 0, 0, 0, 0, 0), 0.0)
    return [item for number, line in enumerate(found) for item in ([end, *line] if number else line)]


def _lacks_gaps(layer: TextLayer) -> bool:
    """Tell whether there are words so long that they are hardly one, with gaps between their letters."""
    for word in _WORD.finditer(layer.text):
        if _LONG_WORD.search(word[0]):
            characters = list(characters_at(layer, range(*word.span())))
            if len(_with_gaps(characters)) > len(characters):
                return True
    return False


def _has_odd_order(text: str) -> bool:
    """Tell whether a text has columns that may run down, or phrases of both directions."""
    return bool(_IDEOGRAPHS.search(text) or (_RIGHT_TO_LEFT.search(text) and _PHRASE.search(text)))


def _stands_on_itself(raw: object, text: str) -> bool:
    """Tell whether lines, or halves of lines, are there twice at about the same place; blanks do not count."""
    starts: dict[str, list[int]] = {}
    start = 0
    for line in text.split("\r\n"):
        letters = line.replace(" ", "")
        if len(letters) >= _REPEATED:
            half = letters[: len(letters) // 2]
            if half * 2 == letters:
                places = [place for place, letter in enumerate(line, start) if letter != " "]
                starts.setdefault(half, []).extend([places[0], places[len(half)]])
            else:
                starts.setdefault(letters, []).append(start)
        start += len(line) + len("\r\n")
    return any(_are_near(raw, found) for found in starts.values() if len(found) > 1)


def _are_near(raw: object, numbers: Sequence[int]) -> bool:
    """Tell whether some of these characters stand on each other."""
    box = pdfium_c.FS_RECTF()
    places: list[tuple[float, float]] = []
    for number in numbers:
        pdfium_c.FPDFText_GetLooseCharBox(raw, number, box)
        near = _NEAR * (box.top - box.bottom)
        if any(abs(box.left - left) + abs(box.bottom - bottom) < near for left, bottom in places):
            return True
        places.append((box.left, box.bottom))
    return False


def _once(characters: Characters) -> Characters:
    """Drop words that stand on the same words: a second layer of text, or a shadow."""
    places: dict[str, list[Position]] = {}
    letters: set[tuple[str, int, int]] = set()  # of words that may be divided otherwise in another layer

    def is_new(word: Characters) -> bool:
        text = unicodedata.normalize("NFKC", "".join(character.c for character, _ in word)).casefold()
        box = _around([character for character, _ in word])
        if any(_covers(other, box) for other in places.get(text, ())) or all(is_there(c) for c, _ in word):
            return False
        places.setdefault(text, []).append(box)
        letters.update((c.c, int(c.x), int(c.y)) for c, _ in word)
        return True

    def is_there(character: Position) -> bool:
        x, y = int(character.x), int(character.y)
        return any((character.c, x + right, y + down) in letters for right in _AROUND for down in _AROUND)

    return _only(characters, is_new)


def _only(characters: Characters, is_kept: Callable[[Characters], bool]) -> Characters:
    """Drop words, and one of the two white spaces around each: a line end stays."""
    kept: Characters = []
    piece: Characters = []
    for number, piece in enumerate(_pieces(characters)):
        if not piece[0][0].c.isspace():
            kept += piece if is_kept(piece) else []
        elif kept and kept[-1][0].c.isspace():
            spaces = [kept.pop(), *piece]
            kept.append(next((item for item in spaces if item[0].c == "\n"), spaces[0]))
        elif kept or not number:
            kept += piece
    while piece and kept and kept[-1][0].c.isspace() and not piece[0][0].c.isspace():  # the last word was dropped
        kept.pop()
    return kept


def _pieces(characters: Characters) -> Iterator[Characters]:
    """Yield words and the white space between them."""
    for _, piece in groupby(characters, key=lambda item: item[0].c.isspace()):
        yield list(piece)


def _around(characters: Sequence[Position]) -> Position:
    """Return the box around characters."""
    left, top, right, bottom = edges(characters)
    return Position("", left, top, right - left, bottom - top, 0)


def _covers(one: Position, other: Position) -> bool:
    """Tell whether two boxes have most of the smaller one in common."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return width > 0 and height > 0 and width * height > _SAME * smaller


def _with_gaps(characters: Characters) -> Characters:
    """Put spaces between letters that are apart, in words so long that they are hardly one."""
    found: Characters = []
    for piece in _pieces(characters):
        if not _LONG_WORD.search("".join(character.c for character, _ in piece)):
            found += piece
            continue
        gaps = [_gap(one, other) for one, other in pairwise(piece)]
        widest = max(0.0, median(gaps)) + _GAP
        for gap, item in zip([0.0, *gaps], piece, strict=True):
            if gap > widest:
                found.append((_SPACE, 0.0))
            found.append(item)
    return found


def _gap(one: tuple[Position, float], other: tuple[Position, float]) -> float:
    """Return the gap between two upright characters, as a share of their font size."""
    if one[1] or other[1]:
        return 0.0
    left, right = (one[0], other[0]) if one[0].x <= other[0].x else (other[0], one[0])
    return (right.x - left.x - left.width) / max(1, one[0].font_size, other[0].font_size)


def _in_direction(characters: Characters) -> Characters:
    """Order phrases in lines of the other direction: PDFium turns their words around."""
    if not any(_RIGHT_TO_LEFT.match(character.c) for character, _ in characters):
        return characters
    found: Characters = []
    for is_end, line in groupby(_pieces(characters), key=lambda piece: piece[0][0].c == "\n"):
        pieces = list(line)
        if not is_end:
            directions = [direction_of("".join(character.c for character, _ in piece)) for piece in pieces]
            for first, last, direction in _phrases(directions):
                run = pieces[first : last + 1]
                if all(direction * one[0][0].x > direction * other[0][0].x for one, other in pairwise(run[::2])):
                    pieces[first : last + 1] = run[::-1]
        found += [item for piece in pieces for item in piece]
    return found


def _phrases(directions: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the first and last words of the phrases of a line of both directions, and the direction of each."""
    if not {-1, 1} <= set(directions):
        return
    strong = [(number, direction) for number, direction in enumerate(directions) if direction]
    for direction, group in groupby(strong, key=lambda item: item[1]):
        numbers = [number for number, _ in group]
        yield numbers[0], numbers[-1], direction


def _running_down(characters: Characters) -> Characters:
    """Turn the baselines of characters that follow each other downwards, as those of fonts for vertical writing do."""
    if not any(_IDEOGRAPHS.match(character.c) for character, _ in characters):
        return characters
    down = [False] * len(characters)
    for number, (one, other) in enumerate(pairwise(characters)):
        if _is_below(one, other):
            down[number] = down[number + 1] = True
    return [
        (character, _VERTICAL if is_down else angle)
        for (character, angle), is_down in zip(characters, down, strict=True)
    ]


def _is_below(one: tuple[Position, float], other: tuple[Position, float]) -> bool:
    """Tell whether an upright character stands where vertical writing goes on after another one."""
    (above, angle), (below, other_angle) = one, other
    if angle or other_angle or above.c.isspace() or below.c.isspace():
        return False
    size = max(1, above.font_size, below.font_size)
    aside = abs(above.x + above.width / 2 - below.x - below.width / 2)
    down = below.y + below.height / 2 - above.y - above.height / 2
    least, most = _ADVANCE
    return aside < _ASIDE * size and least * size < down < most * size


def _lines(characters: Characters) -> list[Characters]:
    """Cut characters at line ends, and at spaces before which a column ends; both are left out."""
    lines: list[Characters] = [[]]
    for number, item in enumerate(characters):
        if item[0].c == "\n" or (item[0].c.isspace() and _ends_column(characters[number - 1 : number + 2])):
            lines.append([])
        else:
            lines[-1].append(item)
    return lines


def _ends_column(around: Characters) -> bool:
    """Tell whether text that runs down goes on further up, after the space in the middle of three characters."""
    if len(around) != len("a b"):
        return False
    (before, angle), _, (after, other_angle) = around
    return angle == other_angle == _VERTICAL and after.y < before.y and bool(_IDEOGRAPHS.match(before.c))


def _is_column(line: Characters) -> bool:
    """Tell whether a line runs down."""
    shown = [angle for character, angle in line if not character.c.isspace()]
    return len(shown) > 1 and all(angle == _VERTICAL for angle in shown)


def _are_beside(one: Characters, other: Characters) -> bool:
    """Tell whether two columns have heights in common."""
    first, second = (_around([character for character, _ in line]) for line in (one, other))
    return first.y < second.y + second.height and second.y < first.y + first.height
