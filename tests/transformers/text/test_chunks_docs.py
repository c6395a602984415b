"""The recipes of docs/chunks.md run, and give rows."""

import re
from pathlib import Path

import pytest

from sparkocr.datasource import register

ROOT = Path(__file__).parents[3]
RECIPES = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs/chunks.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def out(spark, tmp_path_factory):
    """Run all recipes, one after the other, and return the folder that they write to."""
    folder = tmp_path_factory.mktemp("recipes")
    register(spark)
    names = {"spark": spark}
    for recipe in RECIPES:
        code = recipe.replace('"out/', f'"{folder}/').replace("documents/*.pdf", f"{ROOT}/examples/documents/text.pdf")
        exec(code, names)  # noqa: S102  the documentation
    return folder


def test_chunks_of_a_folder(spark, out):
    chunks = spark.read.parquet(f"{out}/chunks").sort("path", "number").collect()
    assert len({row.path for row in chunks}) == 1
    assert {"table", "text"} <= {row.kind for row in chunks}
    assert all(row.headings and row.boxes and row.text and row.exception is None for row in chunks)


def test_vectors(spark, out):
    rows = spark.read.parquet(f"{out}/vectors").collect()
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.context.startswith(" > ".join(row.headings)) for row in rows)
    assert all(row.vector[0] == len(row.context) for row in rows)


def test_regions_are_drawn(out):
    assert len(list((out / "marked").glob("**/*.pdf"))) == 1
