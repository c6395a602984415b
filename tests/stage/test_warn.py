"""Warnings point at the line of the user's program, whatever lies in between."""

import sys

import pytest
from pyspark.ml import PipelineModel

from documents import png
from sparkocr.apps.light import LightPipeline
from sparkocr.transformers import BinaryToImage, ImageToText, ImageToTextV2

STAGES = {
    "language data": ImageToText(downloadModelData=True),
    "parameters of another engine": ImageToText(engine="ppocr", pageSegMode="SINGLE_BLOCK"),
}


def lines_of(caught):
    return {(warning.filename, warning.lineno) for warning in caught}


def line_of_this_call():
    frame = sys._getframe(1)
    return {(frame.f_code.co_filename, frame.f_lineno)}


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_from_a_pipeline_on_spark(spark, stage):
    images = BinaryToImage().transform(spark.createDataFrame([("a", png())], "path string, content binary"))
    with pytest.warns(UserWarning, match=stage.uid) as alone:
        stage.transform(images), (here := line_of_this_call())
    assert lines_of(alone) == here
    with pytest.warns(UserWarning, match=stage.uid) as chained:
        PipelineModel([stage]).transform(images), (here := line_of_this_call())
    assert lines_of(chained) == here


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_from_a_pipeline_without_spark(stage):
    light = LightPipeline([BinaryToImage(), stage])
    with pytest.warns(UserWarning, match=stage.uid) as caught:
        light.fromBinary(png()), (here := line_of_this_call())
    assert lines_of(caught) == here


def test_from_pretrained():
    for owner in (ImageToTextV2, ImageToTextV2()):
        with pytest.warns(UserWarning, match="reads print only") as caught:
            owner.pretrained("ocr_base_handwritten", "en", "clinical/ocr"), (here := line_of_this_call())
        assert lines_of(caught) == here


def test_from_an_engine_without_a_pipeline():
    with pytest.warns(UserWarning, match="never downloads") as caught:
        ImageToText(downloadModelData=True).engine_of(), (here := line_of_this_call())
    assert lines_of(caught) == here
