"""Pages whose every character has a known box, their positions at each level, and chunks planted in their text."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

import numpy as np
from PIL import ImageFont

from sparkocr.positions.find import Chunk
from sparkocr.positions.text import Units

LEVELS = ("pdf", "symbol", "symbol with spaces", "word", "line", "paragraph", "block")
KINDS = ("words", "lines", "hyphenated", "part of a word", "punctuation", "block to block")
FORMS = (
    str,
    str.upper,
    str.lower,
    lambda c: unicodedata.normalize("NFD", c),
    lambda c: unicodedata.normalize("NFKC", c),
)
HEIGHT, PITCH, WIDTH, EM = 12.0, 16.0, 420.0, 10.0
_FONT = ImageFont.load_default(100)


def font_width(c: str) -> float:
    """Width of a character in a real font; equal to no model of the library."""
    return EM * _FONT.getlength(c) / 100 or EM / 2


def equal_width(_c: str) -> float:
    return 0.6 * EM


@dataclass(eq=False)
class Char:
    """A character as it is seen on the page, in its box."""

    c: str
    width: float
    x: float = 0.0
    y: float = 0.0
    page: int = 0
    hyphen: Char | None = None  # after it, where a line ends in its word

    def box(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.width, HEIGHT


@dataclass(eq=False)
class Page:
    """Words as they are read (`words`), and as they stand in lines of paragraphs of blocks (`blocks`)."""

    words: list[list[Char]]
    space: float  # width of a space
    blocks: list[list[list[list[list[Char]]]]] = field(default_factory=list)


def vocabulary(rng: random.Random) -> str:
    word = "".join(rng.choices("aeiourstlnmfdgäéßçjwi", k=rng.randint(2, 11)))
    if rng.random() < 0.2:
        word = word[:2] + rng.choice(("fi", "fl", "ffi")) + word[2:]
    if rng.random() < 0.3:
        word = word.capitalize()
    if rng.random() < 0.1:
        word = str(rng.randint(1, 99999))
    return rng.choice(("", "", "", "(", '"', "$")) + word + rng.choice(("", "", "", ".", ",", ")", "%", "'s"))


def draw(rng: random.Random, words: list[str], width_of: Callable[[str], float], *, pages: int = 1) -> list[Page]:
    """Set words in lines, some hyphenated, with paragraphs, blocks and pages."""
    made = []
    for number, share in enumerate(np.array_split(np.array(words, object), pages)):
        chars = [[Char(c, width_of(c), page=number) for c in _glyphs(rng, word)] for word in share]
        page = Page(chars, width_of(" "))
        lines = _lines(rng, chars, width_of)
        y = 40.0
        while lines:
            block = []
            for _ in range(rng.randint(1, 2)):
                paragraph, lines = lines[: (count := rng.randint(1, 5))], lines[count:]
                if paragraph:
                    block.append(paragraph)
            for paragraph in block:
                for line in paragraph:
                    _place(line, y, page.space)
                    y += PITCH
            y += PITCH
            page.blocks.append(block)
        made.append(page)
    return made


def _glyphs(rng: random.Random, word: str) -> Iterator[str]:
    """Split a word into glyphs; some letters share one."""
    while word:
        ligature = next((one for one, two in (("ﬃ", "ffi"), ("ﬁ", "fi"), ("ﬂ", "fl")) if word.startswith(two)), "")
        if ligature and rng.random() < 0.5:
            yield ligature
            word = word[len(unicodedata.normalize("NFKC", ligature)) :]
        else:
            yield word[0]
            word = word[1:]


def _lines(rng: random.Random, words: list[list[Char]], width_of: Callable[[str], float]) -> list[list[list[Char]]]:
    lines: list[list[list[Char]]] = [[]]
    room = WIDTH
    for word in words:
        rest = word
        while rest:
            width = sum(char.width for char in rest)
            if width <= room:
                lines[-1].append(rest)
                room -= width + width_of(" ")
                break
            split = rng.randint(2, len(rest) - 2) if len(rest) > 5 and rng.random() < 0.7 else 0
            if split and sum(char.width for char in rest[:split]) + EM < room:
                part, rest = rest[:split], rest[split:]
                if rng.random() < 0.8:
                    part[-1].hyphen = Char("-", width_of("-"), page=part[0].page)
                lines[-1].append(part + [char.hyphen for char in part[-1:] if char.hyphen])
            lines.append([])
            room = WIDTH
    return [line for line in lines if line]


def _place(line: list[list[Char]], y: float, space: float) -> None:
    x = 50.0
    for word in line:
        for char in word:
            char.x, char.y = x, y
            x += char.width
        x += space


_Unit = tuple[str, tuple[float, float, float, float], int]


def positions(pages: list[Page], level: str) -> Units:
    """The units that an OCR engine or a PDF reader gives for the pages."""
    found: list[_Unit] = []
    for page in pages:
        for block in page.blocks:
            if level == "block":
                lines = [line for paragraph in block for line in paragraph]
                found.append(_unit("\n\n".join("\n".join(map(_text, p)) for p in block) + "\n\n", lines))
                continue
            for paragraph in block:
                if level == "paragraph":
                    found.append(_unit("\n".join(map(_text, paragraph)) + "\n\n", paragraph))
                    continue
                for line in paragraph:
                    found += _line_units(line, level, page.space)
    numbers = np.array([page for *_, page in found], np.int64)
    return Units([c for c, *_ in found], np.array([box for _, box, _ in found]).reshape(-1, 4), numbers, numbers)


def _text(line: list[list[Char]]) -> str:
    return " ".join("".join(char.c for char in word) for word in line)


def _unit(text: str, lines: list[list[list[Char]]]) -> _Unit:
    chars = [char for line in lines for word in line for char in word]
    left, top = min(char.x for char in chars), min(char.y for char in chars)
    right, bottom = max(char.x + char.width for char in chars), max(char.y + HEIGHT for char in chars)
    return text, (left, top, right - left, bottom - top), chars[0].page


def _line_units(line: list[list[Char]], level: str, space: float) -> list[_Unit]:
    if level == "line":
        return [_unit(_text(line) + "\n", [line])]
    if level == "word":
        return [_unit("".join(char.c for char in word), [[word]]) for word in line]
    found: list[_Unit] = []
    for word in line:
        first = word[0]
        if found and level != "symbol":
            found.append((" ", (first.x - space, first.y, space, HEIGHT), first.page))
        found += [_unit(char.c, [[[char]]]) for char in word]
    if level == "pdf":
        last = line[-1][-1]
        found.append(("\n", (last.x + last.width, last.y, 0.0, HEIGHT), last.page))
    return found


@dataclass
class Planted:
    """A chunk, what kind it is of, and the characters that it stands for."""

    chunk: Chunk
    kind: str
    chars: list[Char]


def nlp_text(
    rng: random.Random, pages: list[Page], form: Callable[[str], str] = str, *, changed: bool = False
) -> list[tuple[str, Char | None, int]]:
    """The text as NLP sees it: characters, the ones on the page that they stand for, and the number of the word.

    It is the text of the page, or changed: other spaces, hyphenated words in one or with another hyphen.
    """
    made: list[tuple[str, Char | None, int]] = []
    number = 0
    for page in pages:
        for word in page.words:
            number += 1
            if made:
                spaces = rng.choices((" ", "\n", "  ", "\n\n"), (90, 5, 3, 2))[0] if changed else " "
                made += [(c, None, 0) for c in spaces]
            broken = rng.choice(("", "-\n", "\u00ad", "- ", "-")) if changed else "\n"
            for char, after in zip(word, [*word[1:], None], strict=True):
                made += [(c, char, number) for c in form(char.c)]
                if after and after.y != char.y:
                    if char.hyphen and not changed:
                        made.append(("-", char.hyphen, number))
                    made += [(c, None, number) for c in broken]
    return made


def words_of(made: list[tuple[str, Char | None, int]]) -> list[list[int]]:
    """Places of the characters of each word."""
    return [list(group) for number, group in groupby(range(len(made)), key=lambda i: made[i][2]) if number]


def plant(rng: random.Random, made: list[tuple[str, Char | None, int]], kind: str) -> Planted | None:
    """Cut a chunk of some kind out of the text; None if the text has none like that."""
    ranges = _ranges(rng, made, kind)
    if not ranges:
        return None
    begin, end = rng.choice(ranges)
    while begin < end and (made[begin][1] is None or unicodedata.combining(made[begin][0])):
        begin += 1
    while begin < end and made[end][1] is None:
        end -= 1
    text = "".join(c for c, *_ in made[begin : end + 1])
    chars = list({id(char): char for _, char, _ in made[begin : end + 1] if char}.values())
    return Planted(Chunk(text, begin, end), kind, chars)


def _ranges(rng: random.Random, made: list[tuple[str, Char | None, int]], kind: str) -> list[tuple[int, int]]:
    """First and last place of some chunks of a kind."""
    words = words_of(made)
    if kind == "punctuation":
        return [(i, i) for i, (c, char, _) in enumerate(made) if char and c in '().,$%"']
    if kind == "hyphenated":
        return [(word[0], word[-1]) for word in words if len({made[i][1].y for i in word if made[i][1]}) > 1]
    if kind == "block to block":
        pairs = list(pairwise(words))
        return [(a[0], b[-1]) for a, b in pairs if abs(made[b[0]][1].y - made[a[-1]][1].y) > PITCH]
    first = rng.randrange(len(words))
    last = min(len(words) - 1, first + (rng.randint(8, 25) if kind == "lines" else rng.randint(0, 3)))
    begin, end = words[first], words[last]
    cut = kind == "part of a word"
    return [
        (begin[0] + cut * rng.randint(0, (len(begin) - 1) // 2), end[-1] - cut * rng.randint(0, (len(end) - 1) // 2))
    ]
