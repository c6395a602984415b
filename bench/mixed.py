"""What is lost of pages that are partly text and partly picture: scans with stamps, layers, drawings.

    python bench/mixed.py [--pages 200] [--kind NAME ...] [--no-spark] [--keep FOLDER]

The pages are drawn here, always the same, one document each: of a kind (below) and of a tone, such as faint or
inverted letters. They run through ``PdfToText``, ``PdfToImage``, ``ImageToText``, and through ``PdfToSearchablePdf``,
``PdfToText``, with Tesseract, each as `LightPipeline` and in Spark. For each kind a table says:

- recall: the words that can be seen on the page and come out, %;
- twice: words that come out more often than they are there;
- order: pairs of lines below each other that come out in this order, %;
- lost: documents without a row, or with an exception;
- rendered: pages without any text in pictures that were rendered though, % (that costs time).
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from common import local_session, table
from mixed_pages import KINDS, Sample, sample
from sparkocr.base import LightPipeline
from sparkocr.transformers import ImageToText, PdfToImage, PdfToSearchablePdf, PdfToText

HEADER = ("kind", "pages", "recall %", "twice", "order %", "lost", "rendered %")
_WORD = re.compile(r"[^\W_]+")


def main() -> None:
    """Print a table for each way through the stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200, help="pages (%(default)s)")
    parser.add_argument("--kind", nargs="+", choices=KINDS, default=list(KINDS), help="kinds of pages (all)")
    parser.add_argument("--no-spark", action="store_true", help="without Spark")
    parser.add_argument("--keep", type=Path, help="folder for the pages, and for what is wrong of each")
    options = parser.parse_args()
    samples = [sample(number, options.kind) for number in range(options.pages)]
    read = [PdfToText(), PdfToImage(), ImageToText(engine="tesseract")]
    searchable = [PdfToSearchablePdf(engine="tesseract"), PdfToText(inputCol="pdf", sort=True)]
    ways = (("PdfToText, PdfToImage, ImageToText", read), ("PdfToSearchablePdf, sorted PdfToText", searchable))
    for title, stages in ways:
        pipeline = LightPipeline(stages, keepImages=True)
        rows = [[plain(row) for row in pipeline.fromBinary(item.pdf)] for item in samples]
        report(f"{title}: light", samples, rows, options.keep)
    if options.no_spark:
        return
    with local_session() as session, TemporaryDirectory() as work:
        folder = options.keep or Path(work)
        folder.mkdir(exist_ok=True)
        for number, item in enumerate(samples):
            (folder / f"{number:04}.pdf").write_bytes(item.pdf)
        for title, stages in ways:
            frame = session.read.format("binaryFile").load(str(folder / "*.pdf"))
            for stage in stages:
                frame = stage.transform(frame)
            size = ["image.width"] if "image" in frame.columns else []
            found: list[list[dict[str, Any]]] = [[] for _ in samples]
            for row in frame.select("path", "text", "exception", *size).collect():
                found[int(Path(row["path"]).stem)].append(row.asDict())
            report(f"{title}: Spark", samples, found, options.keep)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a light row that Spark's rows have, too."""
    text, image = row["text"], row.get("image")
    size = {} if image is None else {"width": image.to_pil().width}
    return {"text": text and text.result, "exception": row["exception"] or None, **size}


def report(
    title: str, samples: Sequence[Sample], rows: Sequence[Sequence[dict[str, Any]]], folder: Path | None
) -> None:
    """Print the table of one way through the stages."""
    counts: dict[str, Counter[str]] = {}
    for number, (item, found) in enumerate(zip(samples, rows, strict=True)):
        judged = judge(item, found)
        for name in (item.kind, "all"):
            counts.setdefault(name, Counter()).update(judged)
        if folder and (judged["missing"] or judged["twice"] or judged["pairs"] > judged["ordered"] or judged["lost"]):
            folder.mkdir(exist_ok=True)
            (folder / f"{number:04}.pdf").write_bytes(item.pdf)
            shown = ["\n".join(item.lines), *(str(row["exception"] or row["text"]) for row in found)]
            file = folder / f"{number:04}-{item.kind}-{title.split(':', maxsplit=1)[0][:8]}.txt"
            file.write_text("\n--------\n".join(shown), encoding="utf-8")

    counts["all"] = counts.pop("all")
    print(f"\n{title}\n")
    print(
        table(
            HEADER,
            (
                (
                    name,
                    count["pages"],
                    share(count["words"] - count["missing"], count["words"]),
                    count["twice"],
                    share(count["ordered"], count["pairs"]),
                    count["lost"],
                    share(count["rendered"], count["digital"]),
                )
                for name, count in counts.items()
            ),
        ),
        flush=True,
    )


def share(part: int, whole: int) -> float | str:
    """Return a share in %."""
    return 100 * part / whole if whole else "-"


def judge(item: Sample, rows: Sequence[dict[str, Any]]) -> Counter[str]:
    """Count what is right and wrong of a page."""
    text = " ".join(row["text"] or "" for row in rows)
    found = _WORD.findall(text.casefold())
    there, wanted = Counter(found), Counter(_WORD.findall(" ".join(item.lines).casefold()))
    first = {word: place for place, word in reversed(list(enumerate(found)))}
    places = [median([first[word] for word in words] or [-1]) for words in _known_words(item.lines, first)]
    pairs = [(one, other) for one, other in pairwise(places) if min(one, other) >= 0]
    return Counter(
        pages=1,
        words=wanted.total(),
        missing=(wanted - there).total(),
        twice=sum(max(0, there[word] - count) for word, count in wanted.items()),
        pairs=len(pairs),
        ordered=sum(one < other for one, other in pairs),
        lost=int(len(rows) != 1 or any(row["exception"] for row in rows)),
        digital=int(not item.has_text_in_pictures),
        rendered=int(not item.has_text_in_pictures and any(row.get("width", 0) > 1 for row in rows)),
    )


def _known_words(lines: Sequence[str], places: dict[str, int]) -> Iterator[list[str]]:
    """Yield the words of each line that came out."""
    for line in lines:
        yield [word for word in _WORD.findall(line.casefold()) if word in places]


if __name__ == "__main__":
    main()
