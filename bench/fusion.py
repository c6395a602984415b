"""How often the stages of one program really run, and in how many Python nodes of the plan.

    python bench/fusion.py [--pages 6]

The program is BinaryToImage, three times ImageBinarizer, ImageToText. The function that cuts a TIFF file into its
frames sees bytes, not pixels, and of other files (here: PNG) it only gets a null.
"""

import argparse
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from pyspark.ml import PipelineModel
from pyspark.sql import Column, DataFrame

from common import local_session, table
from inputs import image_folder
from sparkocr.stage import bases, images
from sparkocr.stage.udf import row_udf
from sparkocr.transformers import BinaryToImage, ImageBinarizer, ImageToText

FUNCTIONS = {
    "BinaryToImage_split_frames": "split frames",
    "BinaryToImage_to_image": "to image",
    "ImageBinarizer_evaluate": "binarize (3 stages)",
    "ImageToText_rendered": "recognise",
}
"""Names of the functions in plans and logs, and in the table."""

WITHOUT_PIXELS = "BinaryToImage_split_frames"
PYTHON_NODE = re.compile(r"\b\w*(?:EvalPython|InArrow|InPandas|PythonUDTF)\w*\b.*")
HEADER = (
    "query",
    "Python nodes",
    "of these touch pixels",
    *(f"{name}: calls per page" for name in FUNCTIONS.values()),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6, help="pages to read (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as name, local_session() as session:
        work = Path(name)
        calls = work / "calls"
        calls.mkdir()
        image_folder(None, options.pages, work / "images", range(300, 301))
        with counted_calls(calls):
            result = chain().transform(session.read.format("binaryFile").load(str(work / "images")))
        few = result.select("text", "exception")
        queries = {
            "select text, exception": few,
            "the same, where exception is null": few.where("exception is null"),
            "the same, where exception is not null": few.where("exception is not null"),
            "select * (keeps all images)": result,
        }
        print(table(HEADER, [(query, *measured(frame, calls, options.pages)) for query, frame in queries.items()]))


def chain() -> PipelineModel:
    """Return the program."""
    names = ("image", "first", "second", "third")
    binarizers = [ImageBinarizer(inputCol=source, outputCol=target) for source, target in pairwise(names)]
    return PipelineModel(stages=[BinaryToImage(), *binarizers, ImageToText(inputCol="third")])


@contextmanager
def counted_calls(folder: Path) -> Iterator[None]:
    """Make stages that are applied in the block log their calls: a byte each, in a file per function and worker."""

    def counting_udf(stage: str, function: Any, schema: Any, **options: Any) -> Callable[..., Column]:
        key = f"{options['name']}_{getattr(function, 'func', function).__name__.lstrip('_')}"
        return row_udf(stage, logged(function, folder / key), schema, **(options | {"name": key}))

    with patch.object(bases, "row_udf", counting_udf), patch.object(images, "row_udf", counting_udf):
        yield


def logged(function: Callable[..., Any], file: Path) -> Callable[..., Any]:
    """Add a byte to the worker's file at each call."""

    def call(*row: Any) -> Any:
        with file.with_name(f"{file.name}-{os.getpid()}").open("ab") as log:
            log.write(b".")
        return function(*row)

    return call


def measured(frame: DataFrame, calls: Path, pages: int) -> list[object]:
    """Run a query to its end and return the cells of its row."""
    nodes = python_nodes(frame)
    with_pixels = [node for node in nodes if any(name in node for name in FUNCTIONS if name != WITHOUT_PIXELS)]
    for file in calls.iterdir():
        file.unlink()
    frame.write.format("noop").mode("overwrite").save()
    found: Counter[str] = Counter()
    for file in calls.iterdir():
        found[file.name.rsplit("-", 1)[0]] += file.stat().st_size
    return [len(nodes), len(with_pixels), *(f"{found[name] / pages:g}" for name in FUNCTIONS)]


def python_nodes(frame: DataFrame) -> list[str]:
    """Return the lines of the executed plan that run Python."""
    plan = frame._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001
    return PYTHON_NODE.findall(plan)


if __name__ == "__main__":
    main()
