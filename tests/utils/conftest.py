"""What the tests of notebooks share."""

import sys
import types

import pytest


@pytest.fixture
def notebook(monkeypatch):
    """Pretend that a Jupyter kernel runs us, and collect what it shows."""
    shown = []
    ipython, display = types.ModuleType("IPython"), types.ModuleType("IPython.display")
    ipython.get_ipython = lambda: types.SimpleNamespace(kernel=object())
    display.display, display.HTML = shown.append, str
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    return shown
