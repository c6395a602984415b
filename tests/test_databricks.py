"""Names for notebooks of Databricks."""

import pytest

from sparkocr import databricks, utils
from sparkocr.databricks import create_init_script_for_tesseract, display_images, isRunningInDatabricks


@pytest.mark.parametrize(("version", "there"), [(None, False), ("", False), ("15.4", True)])
def test_is_running_in_databricks(monkeypatch, version, there):
    monkeypatch.delenv("DATABRICKS_RUNTIME_VERSION", raising=False)
    if version is not None:
        monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", version)
    assert isRunningInDatabricks() is there


def test_images_are_wider(monkeypatch):
    calls = []
    monkeypatch.setattr(utils, "display_images", lambda *arguments: calls.append(arguments))
    display_images("df")
    display_images("df", "scan", limit=2, width="300", show_meta=False)
    assert calls == [("df", "image", 5, "800", True), ("df", "scan", 2, "300", False)]


def test_no_init_script_is_needed():
    with pytest.warns(UserWarning, match="Tesseract is installed with sparkocr") as caught:
        assert create_init_script_for_tesseract("dbfs:/scripts", force=True) is None
    assert caught[0].filename == __file__
    assert {"create_init_script_for_tesseract", "display_images", "isRunningInDatabricks"} <= set(databricks.__all__)
