"""What redaction of PDFs takes out, what it keeps, and how long it takes.

    python bench/redact.py --data DIR [--share 0.05] [--technique auto|rewrite|raster] [--largest 20] [--seed 1]

Of each page of the PDFs in DIR, words are drawn at random and redacted where they stand. Then the pages of the result
are read again: a word counts as found if any of its letters is still where it was, and as kept if it was not drawn,
touches no region and is where it was. Redacting is timed on one core, with the opening of the document.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from common import table
from sparkocr.enums import RedactTechnique
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word
from sparkocr.pdf.read.page_layout import layout_pages
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.redact.report import Redacted

PADDING = 0.5  # points around words
CORE = 0.2  # of a letter's box, around its centre: boxes of lines that are close overlap by more than the rest


@dataclass
class Counts:
    """What was counted over all documents."""

    pages: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    drawn: int = 0
    found: int = 0
    others: int = 0
    kept: int = 0
    seconds: float = 0.0
    ratios: list[float] = field(default_factory=list)
    leaking: list[str] = field(default_factory=list)


def main() -> None:
    """Redact all documents, and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of PDFs")
    parser.add_argument("--share", type=float, default=0.05, help="of the words of a page (%(default)s)")
    parser.add_argument("--technique", default="auto", choices=[technique.value for technique in RedactTechnique])
    parser.add_argument("--largest", type=float, default=20, help="MB of the largest document (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts, chance = Counts(), random.Random(options.seed)  # noqa: S311  no secrets
    for path in sorted(options.data.glob("*.pdf")):
        if path.stat().st_size <= options.largest * 1e6:
            measure(path, counts, chance, options.share, RedactTechnique(options.technique))
    show(counts)


def measure(path: Path, counts: Counts, chance: random.Random, share: float, technique: RedactTechnique) -> None:
    """Redact words of one document, and count."""
    content = path.read_bytes()
    try:
        pages = [page if isinstance(page, Page) else None for page in layout_pages(content, original=True)]
        drawn = {index: draw(page, chance, share) for index, page in enumerate(pages) if page is not None}
        holes = {index: [box.corners() for box in boxes] for index, boxes in drawn.items()}
        start = perf_counter()
        made = redact(content, holes, technique=technique)
        counts.seconds += perf_counter() - start
        compare(path.name, pages, drawn, made, counts)
    except DocumentError as error:
        counts.errors[str(error)] += 1
        return
    counts.ratios.append(len(made.content) / len(content))
    for report in made.pages:
        counts.pages[report.technique.value] += 1
        if report.reason:
            counts.reasons[report.reason] += 1


def draw(page: Page, chance: random.Random, share: float) -> list[Box]:
    """Return regions around some words of a page."""
    words = [word for word in page.words() if is_on_page(word, page)]
    chosen = chance.sample(words, max(1, round(share * len(words)))) if words else []
    return [word.box.grown(PADDING) for word in chosen]


def is_on_page(word: Word, page: Page) -> bool:
    """Tell whether all of a word is on the page."""
    left, top, right, bottom = word.box.edges()
    return left >= 0 and top >= 0 and right <= page.width and bottom <= page.height


def compare(
    name: str, before: Sequence[Page | None], drawn: dict[int, list[Box]], made: Redacted, counts: Counts
) -> None:
    """Count the words that were to go, and those that were to stay."""
    after = layout_pages(made.content, original=True, symbols=True)
    for index, (page, new) in enumerate(zip(before, after, strict=True)):
        if page is None or not isinstance(new, Page):
            continue
        holes = drawn[index]
        counts.drawn += len(holes)
        cores = [core(box) for box in letters(new)]
        found = sum(any(hole.common_area(box) > 0 for box in cores) for hole in holes)
        counts.found += found
        if found:
            counts.leaking.append(f"{name} page {index}")
        others = [word for word in page.words() if not any(hole.common_area(word.box) > 0 for hole in holes)]
        places: dict[str, list[Box]] = {}
        for word in new.words():
            places.setdefault(word.text, []).append(word.box)
        counts.others += len(others)
        counts.kept += sum(any(box.common_area(word.box) > 0 for box in places.get(word.text, ())) for word in others)


def letters(page: Page) -> Iterator[Box]:
    """Yield the boxes of the characters of a page, or of words where they are not known."""
    for word in page.words():
        yield from (symbol.box for symbol in word.symbols) if word.symbols else [word.box]


def core(box: Box) -> Box:
    """Return the middle of a box."""
    return Box.around(box.centre, box.width * CORE, box.height * CORE, box.angle)


def show(counts: Counts) -> None:
    """Print what was counted."""
    pages = sum(counts.pages.values())
    ratios = sorted(counts.ratios)
    rows: list[tuple[str, object]] = [
        ("documents", len(ratios)),
        *((f"pages: {name}", number) for name, number in counts.pages.most_common()),
        ("words redacted", counts.drawn),
        ("still found", counts.found),
        ("other words", counts.others),
        ("kept, %", 100 * counts.kept / max(1, counts.others)),
        ("ms per page", 1000 * counts.seconds / max(1, pages)),
        ("size, median ratio", ratios[len(ratios) // 2] if ratios else 0.0),
        *((f"picture because: {reason}", number) for reason, number in counts.reasons.most_common()),
        *((f"error: {error}", number) for error, number in counts.errors.most_common()),
        *((f"found in {place}", "") for place in counts.leaking),
    ]
    print(table(["what", "value"], rows))


if __name__ == "__main__":
    main()
