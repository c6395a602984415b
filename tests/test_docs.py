"""The documentation says what the code does."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_parameters_page_is_up_to_date():
    spec = importlib.util.spec_from_file_location("make_parameters", DOCS / "make_parameters.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.TARGET.read_text(encoding="utf-8") == maker.page(), "run: python docs/make_parameters.py"
