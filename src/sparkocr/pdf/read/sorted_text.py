"""Characters of a PDF page sorted to lines, each direction of writing by itself."""

from collections.abc import Iterable, Iterator, Sequence

from sparkocr.layout.plain_text import TextPiece, layout_text, text_lines
from sparkocr.pdf.read.characters import place_spaces
from sparkocr.positions.position import Position, edges

__all__ = ["sorted_text"]

# Columns of the layout are narrower than the mean character, so that few words outgrow their columns.
_COLUMN_WIDTH = 0.9
_QUARTER = 90
# Quarter turns, clockwise: upright text first, then as `sparkocr.layout.reading_order` does.
_ORDER = (0, 3, 1, 2)


def sorted_text(
    characters: Iterable[tuple[Position, float]], width: float, height: float, *, layout: bool, spaces: bool
) -> tuple[str, list[Position]]:
    r"""Sort characters to lines, and those from top to bottom.

    Parameters
    ----------
    characters : iterable of (Position, float)
        Characters with the angles of their baselines, as `sparkocr.pdf.read.characters.directed_characters` gives them.
    width, height : float
        Size of the displayed page in points.
    layout : bool
        Reproduce the layout with spaces and blank lines; otherwise words have one space between them.
    spaces : bool
        Place the spaces and line ends too.

    Returns
    -------
    text : str
        Upright text, then text that is read from below, from above and on its head: each as if the page was turned for
        it. Angles are rounded to quarter turns.
    characters : list of Position
        Those of `text` in its order, with boxes on the displayed page; without white space unless `spaces`.
    """
    found: dict[int, list[list[Position]]] = {}
    for quarters, run in _runs(characters):
        found.setdefault(quarters, []).append(run)
    texts: list[str] = []
    placed: list[Position] = []
    for quarters in sorted(found, key=_ORDER.index):
        runs = found[quarters]
        if quarters:
            runs = [[_turned(character, quarters, width, height) for character in run] for run in runs]
        text, ordered = _arranged(runs, layout=layout)
        if len(texts) < len(found) - 1:
            text += "\n\n" if layout else "\n"
        if spaces:
            ordered = place_spaces(text, ordered)
        if quarters:
            size = (height, width) if quarters % 2 else (width, height)
            ordered = [_turned(character, -quarters % 4, *size) for character in ordered]
        texts.append(text)
        placed += ordered
    return "".join(texts), placed


def _runs(characters: Iterable[tuple[Position, float]]) -> Iterator[tuple[int, list[Position]]]:
    """Split at white space and where the direction changes; yield the quarter turns and the characters."""
    run: list[Position] = []
    before = 0
    for character, angle in characters:
        is_space = character.c.isspace()
        quarters = round(angle / _QUARTER) % 4 if angle and not is_space else 0
        if run and (is_space or quarters != before):
            yield before, run
            run = []
        if not is_space:
            run.append(character)
            before = quarters
    if run:
        yield before, run


def _turned(character: Position, quarters: int, width: float, height: float) -> Position:
    """Return the place of a character on the page turned counter-clockwise, of which width and height are given."""
    x, y = {
        1: (character.y, width - character.x - character.width),
        2: (width - character.x - character.width, height - character.y - character.height),
        3: (height - character.y - character.height, character.x),
    }[quarters]
    sides = (character.width, character.height) if quarters == 2 else (character.height, character.width)  # noqa: PLR2004
    return Position(character.c, x, y, *sides, character.font_size)


def _arranged(runs: Sequence[Sequence[Position]], *, layout: bool) -> tuple[str, list[Position]]:
    """Sort words of one direction into lines; give the text, and the characters in its order."""
    words = [_word(run) for run in runs]
    lines = text_lines(words)
    if layout:
        mean_width = sum(word.width for word in words) / sum(map(len, runs))
        text = layout_text(words, _COLUMN_WIDTH * mean_width or 1)
    else:
        text = "\n".join(" ".join(words[i].text for i in line) for line in lines)
    return text, [character for line in lines for i in line for character in runs[i]]


def _word(run: Sequence[Position]) -> TextPiece:
    """Box around characters."""
    left, top, right, bottom = edges(run)
    return TextPiece("".join(c.c for c in run), left, top, right - left, bottom - top)
