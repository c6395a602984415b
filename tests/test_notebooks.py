"""The notebooks of examples/notebooks run from top to bottom, and show what their text says."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parent.parent / "examples" / "notebooks"


def cells(name):
    return json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]


@pytest.fixture
def run(spark, tmp_path, monkeypatch):
    """A function that runs the cells of a notebook in an empty folder, and gives what its names stand for."""
    import sparkocr

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sparkocr, "start", lambda **_: spark, raising=False)

    def ran(name):
        names = {"__name__": "__main__"}
        for number, cell in enumerate(cells(name)):
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{name}, cell {number}", "exec"), names)  # noqa: S102
        return names

    return ran


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_committed_without_outputs_and_say_what_they_are(path):
    first, *others = cells(path.name)
    assert first["cell_type"] == "markdown"
    assert "".join(first["source"]).startswith("# ")
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in others)
    assert any(cell["cell_type"] == "code" for cell in others)


def test_there_are_five():
    assert len(list(NOTEBOOKS.glob("*.ipynb"))) == 5


def test_first_steps(run, capsys):
    names = run("1_first_steps.ipynb")
    said = capsys.readouterr().out
    assert "Example Savings Bank" in said
    assert "5 pages are read with a confidence of 80 or more, 0 failed" in said
    assert {word["c"] for word in names["page"]["positions"].mappings} >= {"Jane", "Doe"}
    assert names["row"].drawn.width == 1000


def test_a_folder_to_parquet(run, tmp_path):
    names = run("2_folder_to_parquet.ipynb")
    assert {row.path.rsplit("/", 1)[-1] for row in names["found"]} == {"test_document.pdf", "doc.docx", "noised.png"}
    assert names["saved"].where("NOT ok").count() == 0
    assert (tmp_path / "output" / "pages" / "ok=true").is_dir()


def test_tables(run, capsys):
    names = run("3_tables.ipynb")
    assert names["prices"].to_numpy().tolist()[-1] == ["Paint", "4", "17.25"]
    assert "Anchor" in capsys.readouterr().out


def test_deidentification(run, tmp_path):
    names = run("4_deidentification.ipynb")
    assert names["left"] == []
    assert "is well" in names["text"]
    assert names["audit"].proven
    assert len(list((tmp_path / "clean").rglob("*.pdf"))) == 1


def test_a_program_of_the_original(run):
    names = run("5_from_the_original.ipynb")
    assert "invoice 4711" in names["text"]
    assert names["score"](names["expected"], names["text"][names["text"].find("Dear") :]) > 0.9
    assert [message.split("'")[0].split(" ")[0] for message in names["messages"]] == [
        "",
        "ImageToText",
        "confidenceThreshold",
        "ImageToText",
    ]
    assert names["message"].startswith("VisualDocumentNer needs a model")
    tops = [(line["c"], line["x"]) for line in names["lines"].values()]
    assert [text for text, _ in tops] == ["Harbour Supplies Ltd.", "A scanned page"]
    assert all(0 < left < 72 for _, left in tops)
