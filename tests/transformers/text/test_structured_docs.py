"""The recipes of docs/structured.md run, and give rows."""

import json
import re
from pathlib import Path

import pytest

import sparkocr.transformers
from sparkocr.schemas import PageJsonSchema

ROOT = Path(__file__).parents[3]
RECIPES = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs/structured.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def out(spark, tmp_path_factory):
    """Run all recipes, one after the other, and return the folder that they write to."""
    folder = tmp_path_factory.mktemp("recipes")
    names = {"spark": spark}
    for recipe in RECIPES:
        if "PdfToForm" in recipe and not hasattr(sparkocr.transformers, "PdfToForm"):
            continue
        code = recipe.replace('"out/', f'"{folder}/').replace("documents/*.pdf", f"{ROOT}/examples/documents/mixed.pdf")
        exec(code, names)  # noqa: S102  the documentation
    names["pages"].unpersist()
    return folder


def test_json_lines(spark, out):
    pages = spark.read.schema(PageJsonSchema).json(f"{out}/json").orderBy("page").collect()
    assert [(page["page"], page["unit"]) for page in pages] == [(0, "pt"), (1, "px"), (2, "pt")]
    assert pages[0]["blocks"][0]["type"] == "heading"
    lines = [line for path in (out / "json").glob("*.txt") for line in path.read_text().splitlines()]
    assert {json.loads(line)["version"] for line in lines} == {"1.0"}


def test_pages(spark, out):
    pages = spark.read.parquet(f"{out}/pages")
    table = spark.read.option("header", True).option("multiLine", True).option("escape", '"').csv(f"{out}/pages.csv")
    texts = [sorted(row["text"].strip() for row in frame.collect()) for frame in (table, pages)]  # CSV trims
    assert texts[0] == texts[1]


def test_words_and_lines(spark, out):
    assert spark.read.parquet(f"{out}/words").where("pagenum = 1 AND c = 'Handrail,'").count() == 2
    lines = spark.read.parquet(f"{out}/lines")
    assert lines.where("type = 'heading' AND text = 'Inspection of the footbridge'").count() == 1
    words = spark.read.json(f"{out}/words.json").where("text = 'footbridge' AND unit = 'pt'")
    assert words.count() > 0


def test_markdown(spark, out):
    (document,) = spark.read.parquet(f"{out}/markdown").collect()
    headings = re.findall(r"^# (.+)$", document["markdown"], re.MULTILINE)
    assert headings == ["Inspection of the footbridge", "Sheet used on site", "Assessment"]


def test_json_of_the_page_is_short_for_what_there_is():
    text = (ROOT / "docs/structured.md").read_text(encoding="utf-8")
    keys = re.findall(r'"(\w+)":', re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])
    assert set(PageJsonSchema.names) <= set(keys)
