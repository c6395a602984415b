"""The documentation says what the code does."""

import doctest
import importlib
import importlib.util
import pkgutil
from pathlib import Path

import pytest

import sparkocr

ROOT = Path(__file__).parent.parent


def load(path):
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def modules():
    """All modules but the daemon, which is a program, and stages, whose examples the contract suite runs."""
    found = pkgutil.walk_packages(sparkocr.__path__, "sparkocr.")
    return [module.name for module in found if not module.name.startswith(("sparkocr.daemon", "sparkocr.transformers"))]


@pytest.mark.parametrize("name", modules())
def test_examples_of_the_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_what_editors_know_of_stages_is_up_to_date():
    maker = load(ROOT / "scripts" / "make_stubs.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.stub(), "run: python scripts/make_stubs.py"


@pytest.mark.parametrize("name", ["limits", "parameters"])
def test_written_pages_are_up_to_date(name):
    maker = load(ROOT / "docs" / f"make_{name}.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.page(), f"run: python docs/make_{name}.py"
