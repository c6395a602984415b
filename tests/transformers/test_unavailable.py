"""Names without a model: classes that say what to use instead."""

import importlib
import inspect
import pickle
import re

import pytest

import sparkocr.transformers
from sparkocr.errors import MissingModelError
from sparkocr.stage.bases import Stage
from sparkocr.transformers import *  # noqa: F403  (as programs write it)
from sparkocr.transformers import STAGES, VisualDocumentNerV21, VisualQuestionAnswering
from sparkocr.transformers.unavailable import Unavailable

# Of the component index of the public contract: what needs models, less what is a stage here.
CONTRACT = [
    "BrosHocrTokenizer",
    "ChartToTextTable",
    "GeoRelationExtractor",
    "HocrToFeatures",
    "ImageHandwrittenDetector",
    "ImageHandwrittenTextRecognizer",
    "ImageInpainting",
    "ImageSignatureDetector",
    "MedicalVisionLLM",
    "VisualDocumentClassifier",
    "VisualDocumentClassifierLilt",
    "VisualDocumentClassifierV2",
    "VisualDocumentClassifierV3",
    "VisualDocumentNer",
    "VisualDocumentNerGeo",
    "VisualDocumentNerLilt",
    "VisualDocumentNerV2",
    "VisualDocumentNerV21",
    "VisualDocumentProcessor",
    "VisualQuestionAnswering",
    "VitImageEmbeddings",
]
# What is not there for another reason.
OTHERS = [
    "DocumentCoordinatesToText",
    "FoundationOneReportParser",
    "ImageErosion",
    "ImageMorphologyOpening",
    "TesseractOCR",
]
NOT_STAGES = {"HashingTF", "LogisticRegression"}  # of pyspark.ml

every_name = pytest.mark.parametrize("name", CONTRACT + OTHERS)


def stage_names(text):
    """The words in a text that are written like the names of classes."""
    return set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w*", text))


@every_name
def test_a_star_import_brings_the_name(name):
    assert globals()[name] is getattr(sparkocr.transformers, name)


def test_no_name_is_forgotten():
    exported = {
        name
        for name in sparkocr.transformers.__all__
        if inspect.isclass(value := getattr(sparkocr.transformers, name)) and issubclass(value, Unavailable)
    }
    assert exported == {cls.__name__ for cls in vars(sparkocr.transformers.unavailable).values() if is_name(cls)}
    assert exported == set(CONTRACT + OTHERS)


def is_name(value):
    return inspect.isclass(value) and issubclass(value, Unavailable) and value is not Unavailable


@every_name
@pytest.mark.parametrize(
    "use",
    [
        lambda cls: cls(),
        lambda cls: cls(inputCol="image"),
        lambda cls: cls.pretrained(),
        lambda cls: cls.pretrained("some_model", "en", "clinical/ocr"),
        lambda cls: cls().pretrained("some_model"),
        lambda cls: cls.load("/some/path"),
        lambda cls: cls.read(),
        lambda cls: type("Mine", (cls,), {})(),
    ],
)
def test_every_use_says_what_to_do(name, use):
    cls = getattr(sparkocr.transformers, name)
    with pytest.raises(MissingModelError, match=rf"{cls.reason}\. Instead: ") as caught:
        use(cls)
    assert cls.instead in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", CONTRACT)
def test_the_message_begins_with_the_name(name):
    with pytest.raises(MissingModelError, match=rf"^{name} needs a model that belongs to the original product; none "):
        getattr(sparkocr.transformers, name).pretrained()


@every_name
def test_what_to_use_instead_exists(name):
    cls = getattr(sparkocr.transformers, name)
    stages = {stage.__name__ for stage in STAGES}
    assert stage_names(cls.instead) <= stages | NOT_STAGES | {name}
    assert "ONNX" in cls.instead or stage_names(cls.instead)
    assert cls.instead.endswith(".")
    assert cls.instead.count(". ") == 0


@every_name
def test_is_a_documented_class_but_no_stage(name):
    cls = getattr(sparkocr.transformers, name)
    assert inspect.isclass(cls)
    assert (cls.__name__, cls.__module__) == (name, "sparkocr.transformers.unavailable")
    assert cls.instead in inspect.getdoc(cls)
    assert pickle.loads(pickle.dumps(cls)) is cls  # noqa: S301
    assert not issubclass(cls, Stage)
    assert not isinstance(STAGES[0](), cls)
    assert cls not in STAGES


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("ner", ["VisualDocumentNer", "VisualDocumentNerLilt", "VisualDocumentNerGeo", "HocrToFeatures"]),
        ("readers.alab_readers", ["AlabReaders", "AlabReadersV1"]),
        ("readers.rvlcdip_reader", ["RvlCdipReader"]),
    ],
)
def test_modules_that_programs_import(module, names):
    """One missing name makes the whole first cell of a program fail; the line that needs the model may."""
    found = importlib.import_module(f"sparkocr.transformers.{module}")
    assert set(names) <= set(found.__all__)
    for name in names:
        cls = getattr(found, name)
        assert issubclass(cls, Unavailable)
        with pytest.raises(MissingModelError, match=rf"^{name} .*none comes with sparkocr\. Instead: "):
            cls()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("detectors.image_text_detector_v2", "ImageTextDetectorV2"),
        ("dicom.dicom_to_image_v3", "DicomToImageV3"),
        ("embeddings.vit_image_embeddings", "VitImageEmbeddings"),
        ("ner.visual_document_ner_lilt", "VisualDocumentNerLilt"),
        ("pdf.pdf_to_text", "PdfToText"),
        ("recognizers.image_to_text_v3", "ImageToTextV3"),
        ("tokenizer.bros_hocr_tokenizer", "BrosHocrTokenizer"),
        ("vqa", "VisualQuestionAnswering"),
    ],
)
def test_classes_can_be_imported_from_where_the_original_has_them(module, name):
    found = importlib.import_module(f"sparkocr.transformers.{module}")
    assert getattr(found, name) is getattr(sparkocr.transformers, name)


def test_our_own_packages_stay_what_they_are():
    assert importlib.import_module("sparkocr.transformers.pdf").__name__ == "sparkocr.transformers.pdf"
    assert importlib.import_module("sparkocr.transformers.tokenizer").__name__ == "sparkocr.transformers.tokenizer"


def test_hugging_face_models_say_so_too():
    with pytest.raises(MissingModelError, match=r"^VisualDocumentNerV21 "):
        VisualDocumentNerV21.loadHuggingFaceModel("some/model", None)


def test_can_be_caught_as_not_implemented():
    with pytest.raises(NotImplementedError):
        VisualQuestionAnswering.pretrained("docvqa_donut_base", "en", "clinical/ocr")


def test_other_attributes_are_not_there():
    assert not hasattr(VisualQuestionAnswering, "setQuestions")
