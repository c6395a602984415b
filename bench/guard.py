"""What it costs to work on pages in a process of its own, with `pageTimeout` and `pageMemory`.

    python bench/guard.py [--pdf-data DIR] [--data DIR] [--files 400] [--pages 16] [--rounds 5]

Digital PDFs (all of --pdf-data, repeated up to --files) through `PdfToText`, and images (the PNG files of --data that
state 200 to 300 dpi, up to --pages) through `ImageToText`, by turns with limits and without. Without folders, pages are
drawn. Seconds are those of all cores, which other programs disturb less than a clock.
"""

import argparse
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import DataFrame

from common import cpu_seconds, java, local_session, table
from inputs import digital_pdfs, image_folder
from sparkocr.isolation.work import Limits
from sparkocr.stage.guard import StageLimits, set_usual_limits
from sparkocr.transformers import BinaryToImage, ImageToText, PdfToText

LIMITS = Limits(300.0, 4096)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of PNG files; default: draw pages")
    parser.add_argument("--pdf-data", type=Path, help="folder of PDFs; default: draw one")
    parser.add_argument("--files", type=int, default=400, help="PDFs (%(default)s)")
    parser.add_argument("--pages", type=int, default=16, help="images (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as work, local_session() as session:
        paths = image_folder(options.data, options.pages, Path(work) / "images", range(200, 301))
        images = [path.read_bytes() for path in paths]
        pdfs = list(islice(cycle(digital_pdfs(options.pdf_data)), options.files))
        rows = []
        for name, contents, program in (
            ("text of digital PDFs", pdfs, PdfToText()),
            ("recognised images", images, PipelineModel(stages=[BinaryToImage(), ImageToText()])),
        ):
            files = session.createDataFrame(
                [(str(n), content) for n, content in enumerate(contents)], "path string, content binary"
            )
            rows.append(
                (name, len(contents), *compare(partial(result, files.repartition(8).cache(), program), options.rounds))
            )
        print(table(("input", "documents", "CPU s without", "CPU s with", "with / without"), rows))


def result(files: DataFrame, program: Transformer, limits: Limits) -> list[tuple[str, str | None, str | None]]:
    """Run a program with limits."""
    set_usual_limits(StageLimits(limits))
    rows = program.transform(files).select("path", "text", "exception").collect()
    return sorted((row["path"], row["text"] or "", (row["exception"] or "").partition(":")[2]) for row in rows)


def compare(run: Callable[[Limits], object], rounds: int) -> tuple[float, float, float]:
    """Return the medians of CPU seconds without and with limits, and their ratio.

    Raises
    ------
    SystemExit
        If the rows differ.
    """
    seconds: dict[Limits, list[float]] = {Limits(): [], LIMITS: []}
    for _ in range(2 + rounds):
        found = []
        for limits, times in seconds.items():
            before = cpu_seconds(java())
            found.append(run(limits))
            times.append(cpu_seconds(java()) - before)
        if found[0] != found[1]:
            raise SystemExit("Rows with limits differ from those without.")
    without, limited = (median(times[2:]) for times in seconds.values())
    return without, limited, limited / without


if __name__ == "__main__":
    main()
