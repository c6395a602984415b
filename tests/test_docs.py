"""The documentation says what the code does."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent


def load(path):
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_editors_know_of_stages_is_up_to_date():
    maker = load(ROOT / "scripts" / "make_stubs.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.stub(), "run: python scripts/make_stubs.py"


def test_parameters_page_is_up_to_date():
    maker = load(ROOT / "docs" / "make_parameters.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.page(), "run: python docs/make_parameters.py"
