"""Saved pipelines outlive the modules that stages live in."""

import importlib
import json
import pickle
import pydoc
from pathlib import Path

import pytest

import sparkocr.transformers
from contract.conftest import load_all
from sparkocr.transformers import STAGES

SAVED = json.loads((Path(__file__).parent / "saved_pipeline.json").read_text(encoding="utf-8"))
"""Files of a pipeline that was saved when each stage was stored under its own module; one stage of each class, with a
value other than the default for every parameter."""

every_stage = pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)


@pytest.fixture(scope="module")
def loaded(spark, tmp_path_factory):  # noqa: ARG001  loading needs a session
    folder = tmp_path_factory.mktemp("saved")
    for name, content in SAVED.items():
        file = folder / name
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    return {type(stage).__name__: stage for stage in load_all(folder)}


def test_pipelines_saved_before_load(loaded):
    stages = [content for content in SAVED.values() if content["class"].startswith("sparkocr.")]
    assert len({content["class"] for content in stages}) == len(loaded) == len(stages) > 50
    for content in stages:
        name = content["class"].rpartition(".")[2]
        stage = loaded[name]
        assert type(stage) is getattr(sparkocr.transformers, name)
        assert {param.name: value for param, value in stage._paramMap.items()} == content["paramMap"]
        module = importlib.import_module(content["class"].rpartition(".")[0])
        assert getattr(module, name) is type(stage), "programs may import it from where it was"


@every_stage
def test_stages_are_stored_under_their_public_home(cls):
    assert cls.__module__ == "sparkocr.transformers"
    assert pickle.loads(pickle.dumps(cls)) is cls  # noqa: S301
    assert f"class {cls.__name__} in module sparkocr.transformers" in pydoc.render_doc(cls, renderer=pydoc.plaintext)
