"""The recipes of docs/tables.md run, and give tables."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RECIPES = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs/tables.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


def is_pipeline(recipe):
    return "PipelineModel(" in recipe


@pytest.fixture(scope="module")
def names(spark):
    """Run all recipes, one after the other, and return what they define."""
    names = {"spark": spark}
    for recipe in RECIPES:
        exec(recipe.replace("tables/*.pdf", "tables/ferries.pdf"), names)  # noqa: S102  the documentation
    return names


def test_cells_and_frames(names):
    assert names["cells"].where("text = 'Port'").count() == 1
    assert "Port" in names["frame"].columns[0]


@pytest.mark.parametrize("recipe", [recipe for recipe in RECIPES if is_pipeline(recipe)], ids=range(4))
def test_pipelines_have_all_that_they_name(names, recipe):
    known = dict(names)
    exec(recipe, known)  # noqa: S102  the documentation
    files = names["files"]
    if "BinaryToImage" not in recipe:
        assert "exception" in known["pipeline"].transform(files).columns


def test_the_first_pipeline_imports_what_it_names():
    assert next(recipe for recipe in RECIPES if is_pipeline(recipe)).startswith("from pyspark.ml import PipelineModel")
