"""Enumerations print as programs write them, and are their values everywhere else."""

import json
import pickle
from enum import Enum
from inspect import isclass

import pytest

from sparkocr import enums
from sparkocr.enums import Color, ImageType, KernelShape, Language, PageIteratorLevel, PageSegmentationMode
from sparkocr.transformers import ImageMorphologyOperation, ImageToHocr, ImageToText, ImageToTextV2, PdfToImage

MEMBERS = [
    member
    for name in enums.__all__
    if isclass(found := getattr(enums, name)) and issubclass(found, Enum)
    for member in found
]


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_members_print_as_programs_write_them(member):
    assert str(member) == f"{type(member).__name__}.{member.name}"
    assert "%s" % member == str(member)  # noqa: UP031
    assert eval(str(member), vars(enums)) is member  # noqa: S307


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_members_are_their_values_elsewhere(member):
    assert f"{member}" == format(member) == f"{member.value}"
    assert json.dumps(member) == json.dumps(member.value)
    assert member == member.value
    assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301


def test_numbers_and_words_can_be_formatted():
    assert f"{ImageType.TYPE_3BYTE_BGR:03d}" == "005"
    assert f"{Language.ENG:>5}" == "  eng"
    assert "+".join(list(Language)[:2]) == "eng+fra"
    assert f"{Language.RUS}.traineddata" == "rus.traineddata"


@pytest.mark.parametrize(
    ("stage", "name", "member"),
    [
        (ImageToText, "language", Language.FRA),
        (ImageToHocr, "language", Language.DEU),
        (ImageToTextV2, "language", Language.SPA),
        (ImageToText, "pageSegMode", PageSegmentationMode.SINGLE_LINE),
        (ImageToText, "pageIteratorLevel", PageIteratorLevel.SYMBOL),
        (ImageMorphologyOperation, "kernelShape", KernelShape.SQUARE),
        (PdfToImage, "imageType", ImageType.TYPE_3BYTE_BGR),
    ],
)
def test_what_is_printed_is_taken(stage, name, member):
    for spelling in (member, str(member), str(member).lower(), f"{member}", member.name):
        assert stage(**{name: spelling}).getOrDefault(name) is member


def test_strings_keep_the_value_of_a_member():
    """Not its name: parameters that are any string take members, too."""
    stage = ImageToTextV2(outputCol=Color.red)
    assert json.dumps(stage.getOutputCol()) == '"red"'
    assert type(stage.getOutputCol()) is str


def test_wrong_values_are_told_what_is_allowed():
    with pytest.raises(ValueError, match=r"one of KernelShape: SQUARE, DIAMOND, .*; got 'round'"):
        ImageMorphologyOperation(kernelShape="round")
    with pytest.raises(ValueError, match=r"got <Language\.ENG: 'eng'>"):
        ImageMorphologyOperation(kernelShape=Language.ENG)
