"""Names of the public contract that are not there, mostly for want of a trained model: each says what to use instead.

Programs that import them keep working up to the line that needs the model. A name is a class of its own, so
``isinstance``, ``help`` and pickling by reference work, but it is no stage and has no instances.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from sparkocr.errors import MissingModelError

__all__ = [
    "BrosHocrTokenizer",
    "ChartToTextTable",
    "DocumentCoordinatesToText",
    "FoundationOneReportParser",
    "GeoRelationExtractor",
    "HocrToFeatures",
    "ImageErosion",
    "ImageHandwrittenDetector",
    "ImageHandwrittenTextRecognizer",
    "ImageInpainting",
    "ImageMorphologyOpening",
    "ImageSignatureDetector",
    "MedicalVisionLLM",
    "TesseractOCR",
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


_NEEDS_MODEL = "needs a model that belongs to the original product; none comes with sparkocr"


class Unavailable:
    """Base of the names that are not there: making an instance, or loading one, is a `MissingModelError`."""

    instead: ClassVar[str]
    """What to use instead, as a sentence."""
    reason: ClassVar[str] = _NEEDS_MODEL

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


def _missing(name: str, purpose: str, instead: str, reason: str = _NEEDS_MODEL) -> type[Unavailable]:
    """Make the class of one name."""
    document = f"{purpose}; not available, because it {reason}.\n\nInstead: {instead}"
    members = {"__doc__": document, "__module__": __name__, "instead": instead, "reason": reason}
    return type(name, (Unavailable,), members)


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

# Without a model, and still not there
DocumentCoordinatesToText = _missing(
    "DocumentCoordinatesToText",
    "Reads the boxes in the answers of MedicalVisionLLM",
    "ImageToText gives text and positions.",
    "reads the answers of a model that belongs to the original product; none comes with sparkocr",
)
FoundationOneReportParser = _missing(
    "FoundationOneReportParser",
    "Reads reports of FoundationOne",
    "PageToKeyValues and PdfToTables read the fields and tables of reports; RegexFinder finds what has a pattern.",
    "knows the layout of the reports of one company; its rules belong to the original product",
)
_REMOVED = "was removed from the original product long ago"
TesseractOCR = _missing(
    "TesseractOCR", "Reads text", "ImageToText has the same parameters; TesseractOCR is its former name.", _REMOVED
)
ImageErosion = _missing(
    "ImageErosion", "Makes letters thinner", 'ImageMorphologyOperation with operation="erosion".', _REMOVED
)
ImageMorphologyOpening = _missing(
    "ImageMorphologyOpening", "Removes specks", 'ImageMorphologyOperation with operation="opening".', _REMOVED
)
