"""Names of the public contract that need trained models which nobody may ship: each says what to use instead.

Programs that import them keep working up to the line that needs the model. A name is a class of its own, so
``isinstance``, ``help`` and pickling by reference work, but it is no stage and has no instances.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from sparkocr.errors import MissingModelError

__all__ = [
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


class Unavailable:
    """Base of the names without a model: making an instance, or loading one, is a `MissingModelError`."""

    instead: ClassVar[str]
    """What to use instead, as a sentence."""
    reason: ClassVar[str] = "needs a model that belongs to the original product; none comes with sparkocr"

    def __new__(cls, *_: Any, **__: Any) -> NoReturn:
        """Say what to use instead.

        Raises
        ------
        MissingModelError
            Always.
        """
        raise MissingModelError(
            f"{cls.__name__} {cls.reason}. Instead: {cls.instead} See the page Models of the documentation."
        )

    @classmethod
    def pretrained(cls, *_: Any, **__: Any) -> NoReturn:
        """Say what to use instead.

        Raises
        ------
        MissingModelError
            Always.
        """
        cls()

    load = read = loadHuggingFaceModel = pretrained


_OWN_MODEL = "load an ONNX file of your own by its path, in a pandas UDF"
_OWN_DETECTOR = f"{_OWN_MODEL}; ImageSplitRegions and ImageDrawRegions take its regions."
_TEXT_CLASSIFIER = (
    "train a classifier of pyspark.ml (HashingTF, LogisticRegression) on the text of ImageToText, or "
    f"{_OWN_MODEL} on the image."
)
_ENTITIES = "EntityFinder on the text of ImageToText; PositionFinder gives the boxes of what it finds."
_ANSWERS = f"read the page with ImageToText and ask a language model of your own, or {_OWN_MODEL}."


def _missing(name: str, purpose: str, instead: str) -> type[Unavailable]:
    """Make the class of one name."""
    document = f"{purpose}; not available, because it needs a trained model.\n\nInstead: {instead}"
    return type(name, (Unavailable,), {"__doc__": document, "__module__": __name__, "instead": instead})


# Detection
ImageHandwrittenDetector = _missing("ImageHandwrittenDetector", "Finds handwriting and signatures", _OWN_DETECTOR)
ImageSignatureDetector = _missing("ImageSignatureDetector", "Finds signatures", _OWN_DETECTOR)

# Recognition
ImageHandwrittenTextRecognizer = _missing(
    "ImageHandwrittenTextRecognizer",
    "Reads handwriting",
    f"{_OWN_MODEL}, on the images of ImageSplitRegions; ImageToText reads printed text only.",
)
VisualDocumentProcessor = _missing(
    "VisualDocumentProcessor",
    "Reads text and tables of a page in one step",
    "PdfToText, PdfToImage and ImageToText read the text.",
)
MedicalVisionLLM = _missing("MedicalVisionLLM", "Reads pages with a large vision model", _ANSWERS)

# Classification
VisualDocumentClassifier = _missing("VisualDocumentClassifier", "Tells the kind of a document", _TEXT_CLASSIFIER)
VisualDocumentClassifierV2 = _missing(
    "VisualDocumentClassifierV2", "Tells the kind of a document with LayoutLMv2", _TEXT_CLASSIFIER
)
VisualDocumentClassifierV3 = _missing(
    "VisualDocumentClassifierV3", "Tells the kind of a document with DiT", _TEXT_CLASSIFIER
)
VisualDocumentClassifierLilt = _missing(
    "VisualDocumentClassifierLilt", "Tells the kind of a document with LiLT", _TEXT_CLASSIFIER
)

# Entities and relations
VisualDocumentNer = _missing("VisualDocumentNer", "Finds entities by text and layout", _ENTITIES)
VisualDocumentNerV2 = _missing("VisualDocumentNerV2", "Finds entities with LayoutLMv2", _ENTITIES)
VisualDocumentNerV21 = _missing("VisualDocumentNerV21", "Finds entities with a trainable LayoutLMv2", _ENTITIES)
VisualDocumentNerLilt = _missing("VisualDocumentNerLilt", "Finds entities with LiLT", _ENTITIES)
VisualDocumentNerGeo = _missing("VisualDocumentNerGeo", "Finds entities with GeoLayoutLM", _ENTITIES)
GeoRelationExtractor = _missing(
    "GeoRelationExtractor",
    "Links questions and answers of forms",
    "FormRelationExtractor links keys and values by their places.",
)
HocrToFeatures = _missing(
    "HocrToFeatures",
    "Prepares the input of VisualDocumentNerGeo and GeoRelationExtractor",
    "HocrTokenizer gives the words with their boxes.",
)
BrosHocrTokenizer = _missing(
    "BrosHocrTokenizer", "Cuts hOCR into the tokens of BROS", "HocrTokenizer gives the words with their boxes."
)

# Answers, charts, embeddings, pictures
VisualQuestionAnswering = _missing("VisualQuestionAnswering", "Answers questions about a page", _ANSWERS)
ChartToTextTable = _missing("ChartToTextTable", "Reads the numbers of a chart", f"{_OWN_MODEL}.")
VitImageEmbeddings = _missing(
    "VitImageEmbeddings", "Turns an image into a vector", f"{_OWN_MODEL}; any image encoder will do."
)
ImageInpainting = _missing(
    "ImageInpainting", "Removes regions and paints what is behind them", "ImageDrawRegions with filledRect covers them."
)
