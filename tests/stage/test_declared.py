"""Parameters as people meet them: errors that say what was meant, and help that fits on screens."""

import inspect
import pydoc

import pytest

from sparkocr.transformers import STAGES, BinaryToImage, EntityFinder, ImageToText, PdfToImage

SCREEN = 60  # lines


def test_a_value_without_a_keyword_is_refused():
    with pytest.raises(TypeError, match=r"^ImageToText takes keywords only, like ImageToText\(inputCol=…\); got 1"):
        ImageToText("image")


@pytest.mark.parametrize(
    ("wrong", "meant"), [("langauge", "language"), ("Language", "language"), ("input_col", "inputCol")]
)
def test_an_unknown_keyword_has_a_nearest_one(wrong, meant):
    with pytest.raises(ValueError, match=rf"^ImageToText has no parameter '{wrong}'; did you mean {meant}\?; it has: "):
        ImageToText(**{wrong: "eng"})


def test_a_keyword_like_no_other_has_no_nearest_one():
    with pytest.raises(ValueError, match=r"^ImageToText has no parameter 'zzz'; it has: inputCol"):
        ImageToText(zzz=1)


def test_an_unknown_setter_or_getter_has_a_nearest_one():
    with pytest.raises(AttributeError, match=r"'ImageToText' object has no attribute 'setLanguag'; .*setLanguage\?$"):
        ImageToText().setLanguag("eng")
    with pytest.raises(AttributeError, match=r"'PdfToImage' .* 'getresolution'; did you mean getResolution\?$"):
        PdfToImage().getresolution()
    with pytest.raises(AttributeError, match=r"^'PdfToImage' object has no attribute 'colour'$"):
        PdfToImage().colour  # noqa: B018
    assert not hasattr(BinaryToImage(), "setLanguage")


def test_a_setter_takes_its_value_by_name_too_and_nothing_else():
    assert PdfToImage().setResolution(value=200).getResolution() == 200
    with pytest.raises(TypeError, match=r"PdfToImage\.setResolution\(\).*'value'"):
        PdfToImage().setResolution()
    with pytest.raises(TypeError, match=r"setResolution\(\)"):
        PdfToImage().setResolution(200, 300)


def test_help_has_types_defaults_and_ranges_on_two_screens():
    text = pydoc.plain(pydoc.render_doc(ImageToText))
    assert len(text.splitlines()) <= 2 * SCREEN
    for line in (
        "confidenceThreshold : int, default 0; an integer from 0 to 100",
        "modelType : ModelType, default BASE; BASE, BEST, FAST",
        "withSpaces : bool, default False",
    ):
        assert f" |  {line}\n" in text
    assert "_java_obj" not in text
    assert "setLanguage" not in text


@pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)
def test_help_has_no_long_lines(cls):
    document = inspect.getdoc(cls)
    parameters = document.partition("Parameters\n----------\n")[2].partition("\n\n")[0]
    assert max(len(line) for line in parameters.splitlines() if max(map(len, line.split())) < 100) <= 110
    text = " ".join(parameters.split())
    assert all(f"{name} : {param.annotation}, default " in text for name, param in cls.declared().items())


def test_completion_on_a_stage_has_all_setters():
    names = dir(EntityFinder())
    assert {"setInputCols", "setWhiteList", "getLabelMap", "transform", "uid"} <= set(names)


@pytest.mark.parametrize("wrong", ["", " ", "\t"])
def test_a_blank_is_no_name_of_a_column(wrong):
    with pytest.raises(ValueError, match=r"^outputCol must be the name of a column; got "):
        ImageToText(outputCol=wrong)
