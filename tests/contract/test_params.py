"""What every public stage promises about its parameters, without a session."""

import doctest
import importlib
import inspect
import pickle
import re
import subprocess
import sys
from enum import Enum

import pytest

import sparkocr.transformers
from contract.defaults import DEFAULTS
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.stage.bases import Stage
from sparkocr.stage.group import AggregatingStage
from sparkocr.transformers import _FAMILIES as FAMILIES
from sparkocr.transformers import STAGES

every_stage = pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)
every_param = pytest.mark.parametrize(
    ("cls", "name"),
    [(cls, name) for cls in STAGES for name in cls.declared()],
    ids=lambda value: getattr(value, "__name__", value),
)


def other_value(param):
    return param.example


def test_no_stage_is_forgotten():
    exported = {
        value
        for name in sparkocr.transformers.__all__
        if inspect.isclass(value := getattr(sparkocr.transformers, name)) and issubclass(value, Stage)
    }
    assert exported == set(STAGES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_name_is_that_of_its_family(family):
    module = importlib.import_module(f"sparkocr.transformers.{family}")
    assert sorted(FAMILIES[family]) == sorted(module.__all__)


def test_a_family_is_imported_when_it_is_used():
    code = "import sys; from sparkocr.transformers import ImageToText; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "sparkocr.transformers.recognition" in loaded
    others = {*FAMILIES} - {"image", "recognition"}
    assert not loaded & {f"sparkocr.transformers.{name}" for name in others}


@pytest.mark.parametrize(
    "code",
    [
        "import sparkocr.transformers; print(sparkocr.transformers.pdf.PdfToImage.__name__)",
        "import sparkocr.transformers.pdf.pdf_to_image as module; print(module.PdfToImage.__name__)",
        "import sparkocr.transformers.ner.visual_document_ner as module; print(module.PdfToImage.__name__)",
        "from sparkocr.transformers.dicom.dicom_to_pdf import PdfToImage; print(PdfToImage.__name__)",
    ],
)
def test_modules_are_there_before_they_are_imported(code):
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "PdfToImage"


def test_unknown_names():
    with pytest.raises(AttributeError, match="no attribute 'ImageToTxt'"):
        _ = sparkocr.transformers.ImageToTxt
    assert {"ImageToText", "STAGES"} <= {*dir(sparkocr.transformers)}


@every_stage
def test_defaults_are_those_of_the_contract(cls):
    stage = cls()
    found = {name: getattr(stage, f"get{name[0].upper()}{name[1:]}")() for name in DEFAULTS[cls.__name__]}
    assert {name: value.name if isinstance(value, Enum) else value for name, value in found.items()} == DEFAULTS[
        cls.__name__
    ]


@every_param
def test_setter_getter_keyword_and_set(cls, name):
    param = cls.declared()[name]
    suffix = name[0].upper() + name[1:]
    value = other_value(param)
    assert value != param.default
    stage = cls()
    assert getattr(stage, f"set{suffix}")(value) is stage
    assert getattr(stage, f"get{suffix}")() == value
    assert cls(**{name: value}).getOrDefault(name) == value
    assert cls()._set(**{name: value}).getOrDefault(name) == value
    assert cls().setParams(**{name: value}).getOrDefault(name) == value
    stage = cls()
    assert stage.copy({stage.getParam(name): value}).getOrDefault(name) == value
    assert stage.getOrDefault(name) == param.default


@every_param
def test_values_have_the_type_that_editors_are_told(cls, name):
    param = cls.declared()[name]
    kinds = {kind.partition("[")[0] for kind in param.annotation.split(" | ")}
    for value in (param.default, param.convert(other_value(param))):
        found = "None" if value is None else type(value).__name__
        assert kinds & {"Any", found, "float" if found == "int" else found}


@every_param
def test_enums_are_taken_as_name_value_and_member(cls, name):
    param = cls.declared()[name]
    if not isinstance(param.default, Enum):
        assert not isinstance(param.example, Enum)
        return
    for member in type(param.default):
        for spelling in (member, member.name, member.name.lower(), member.value):
            assert cls(**{name: spelling}).getOrDefault(name) is member


@every_param
def test_wrong_values_are_refused_at_once(cls, name):
    param = cls.declared()[name]
    for wrong in (object(), [object()], -2, 1.5, "\n"):
        try:
            accepted = param.convert(wrong)
        except (TypeError, ValueError, KeyError):
            with pytest.raises(ValueError, match=name) as caught:
                cls(**{name: wrong})
            assert (repr(wrong) in str(caught.value)) is not param.is_secret
            assert param.allowed in str(caught.value)
        else:
            assert isinstance(accepted, (str, float)), "only free strings and numbers take just anything"
    with pytest.raises(ValueError, match=name):
        cls(**{name: object()})


@every_stage
def test_unknown_parameters_are_refused(cls):
    with pytest.raises(ValueError, match=r"nonsense.*inputCol"):
        cls(nonsense=1)


@every_stage
def test_aliases_set_the_same_parameter(cls):
    for name, param in cls.declared().items():
        for alias in param.aliases:
            suffix = alias[0].upper() + alias[1:]
            assert getattr(cls(), f"set{suffix}")(param.example).getOrDefault(name) == param.example
            assert getattr(cls(**{name: param.example}), f"get{suffix}")() == param.example
            assert cls(**{alias: param.example}).getOrDefault(name) == param.example


@every_stage
def test_pickles_with_uid_and_values(cls):
    stage = cls(**{name: other_value(param) for name, param in cls.declared().items()})
    again = pickle.loads(pickle.dumps(stage))  # noqa: S301
    assert again.uid == stage.uid
    assert again.values() == stage.values()


@every_stage
def test_is_documented_as_numpydoc(cls):
    document = inspect.getdoc(cls)
    for section in ("Parameters\n----------", "Examples\n--------\n>>> "):
        assert section in document
    signature = inspect.signature(cls)
    assert list(signature.parameters) == list(cls.declared())
    for name, param in cls.declared().items():
        assert param.doc.endswith(".")
        assert param.doc in getattr(cls, f"set{name[0].upper()}{name[1:]}").__doc__


@every_stage
def test_examples_of_the_docstring_run_and_show_a_result(cls, request):
    known = {name: getattr(sparkocr.transformers, name) for name in sparkocr.transformers.__all__}
    known |= {"LightPipeline": LightPipeline, "samples": samples}
    if issubclass(cls, AggregatingStage):  # they gather rows, which needs Spark
        known["spark"] = request.getfixturevalue("spark")
    runner = doctest.DocTestRunner()
    (found,) = doctest.DocTestFinder(recurse=False).find(cls, globs=known)
    runner.run(found)
    assert runner.failures == 0
    assert any(example.want for example in found.examples)
    assert not re.search(r"\.get[A-Z]\w*\(\)", found.docstring.partition("Examples\n")[2]), "a getter teaches nothing"
