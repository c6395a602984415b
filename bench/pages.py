"""How well PDF pages become Markdown: their text in its order, their tables and their headings.

    python bench/pages.py --data DIR [--half tune] [--worst 10] [--out DIR]

DIR holds ``NAME.pdf`` with ``NAME.md``, the Markdown that is wanted. Pages are read as ``sparkocr text --format md``
reads them, with its default settings, in one process that is set up as a worker of Spark is. All scores are 0 to 1:

- NID: normalised indel similarity of the whole Markdown.
- TEDS: tree edit distance similarity of the tables, of documents that have any.
- MHS: the same of headings and what is below them, of documents with headings; levels do not count.
- overall: mean over documents of the mean of the scores that the document has.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from time import process_time

from rapidfuzz import fuzz

from common import load_engine, table
from sparkocr.apps.jobs import markdown_stages
from sparkocr.base import LightPipeline
from sparkocr.stage.udf import settle_worker
from trees import heading_tree, plain, similarity, table_tree

HALVES = ("tune", "other")  # every second document, in the order of their names
ALL = "all"


@dataclass(frozen=True)
class Score:
    """Scores of a document, None where it has nothing of the kind, and the CPU seconds of reading it."""

    name: str
    half: str
    nid: float
    teds: float | None
    mhs: float | None
    seconds: float

    @property
    def overall(self) -> float:
        """The mean of the scores that the document has."""
        return fmean(score for score in (self.nid, self.teds, self.mhs) if score is not None)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of PDF files and their Markdown")
    parser.add_argument("--half", choices=HALVES, help="only every second document")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N worst documents")
    parser.add_argument("--out", type=Path, help="folder for the Markdown of each document")
    options = parser.parse_args()
    load_engine()
    settle_worker()
    scores = [
        score_of(path, HALVES[number % len(HALVES)], options.out)
        for number, path in enumerate(sorted(options.data.glob("*.pdf")))
        if options.half in {None, HALVES[number % len(HALVES)]}
    ]
    halves = [half for half in HALVES if any(score.half == half for score in scores)]
    rows = [summary(half, [score for score in scores if score.half == half]) for half in halves]
    header = ("documents", "number", "NID", "TEDS", "MHS", "overall", "CPU s per page (median)")
    print(table(header, [*rows, summary(ALL, scores)]))
    if options.worst:
        print("\n" + table(("document", "half", "NID", "TEDS", "MHS", "overall"), worst(scores, options.worst)))


def score_of(path: Path, half: str, out: Path | None) -> Score:
    """Read a document and compare it with its Markdown."""
    light = LightPipeline(markdown_stages())
    start = process_time()
    pages = light.fromBinary(path.read_bytes())
    seconds = process_time() - start
    found = "\n".join(page["text"].result if hasattr(page["text"], "result") else page["text"] or "" for page in pages)
    truth = path.with_suffix(".md").read_text(encoding="utf-8")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{path.stem}.md").write_text(found, encoding="utf-8")
    tables, headings = table_tree(truth), heading_tree(truth)
    found_tables, found_headings = table_tree(found), heading_tree(found)
    has_headings = any(node.kind == "heading" for node in headings.children)
    finds_headings = any(node.kind == "heading" for node in found_headings.children)
    return Score(
        path.stem,
        half,
        fuzz.ratio(plain(truth), plain(found)) / 100,
        (similarity(tables, found_tables) if found_tables.children else 0.0) if tables.children else None,
        (similarity(headings, found_headings) if finds_headings else 0.0) if has_headings else None,
        seconds / max(1, len(pages)),
    )


def summary(name: str, scores: Sequence[Score]) -> tuple[object, ...]:
    """Return a row of the table: means of the scores, and the median of the seconds."""
    teds = [score.teds for score in scores if score.teds is not None]
    mhs = [score.mhs for score in scores if score.mhs is not None]
    means = [fmean(score.nid for score in scores), *(fmean(part) if part else None for part in (teds, mhs))]
    overall = fmean(score.overall for score in scores)
    return name, len(scores), *map(shown, [*means, overall, median(score.seconds for score in scores)])


def worst(scores: Sequence[Score], number: int) -> list[tuple[str, ...]]:
    """Return rows of the documents with the lowest overall."""
    ordered = sorted(scores, key=lambda score: score.overall)[:number]
    return [
        (score.name, score.half, *map(shown, (score.nid, score.teds, score.mhs, score.overall))) for score in ordered
    ]


def shown(value: float | None) -> str:
    """Write a score with three decimals."""
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
