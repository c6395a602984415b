"""All stages, by family; ``from sparkocr.transformers import *`` is the public door, and a new stage goes here.

A family may import `stage` and what it may, and the families `recognition` and `image` in this order. It is imported
when one of its names is first used, so that a program which reads images does not wait for DICOM.

It also brings the enumerations that the stages' parameters take. `STAGES` is every public stage.

Saved pipelines name the class of each stage with its module. So every stage says that it lives here (see
`sparkocr.stage.bases`), and the modules below may move; those that pipelines were saved with before stay importable.
(The price: `inspect.getsource` of a stage looks for it here, and does not find it.)
"""

import sys
from importlib import import_module
from inspect import isclass
from typing import Any

from sparkocr import enums
from sparkocr.enums import *  # noqa: F403
from sparkocr.stage.bases import Stage  # and PySpark: threads that import it at once get half of it

_FAMILIES = {
    "dicom": (
        "DicomDeidentifier",
        "DicomDrawRegions",
        "DicomFileDeidentifier",
        "DicomMetadataDeidentifier",
        "DicomSplitter",
        "DicomToImage",
        "DicomToImageV2",
        "DicomToImageV3",
        "DicomToMetadata",
        "DicomToPdf",
        "DicomUpdatePdf",
        "ImageToDicom",
    ),
    "documents": ("DocumentToText",),
    "entities": (
        "ChunkMerger",
        "DeidVerifier",
        "EntityFinder",
        "EntityObfuscator",
        "FileDeidentifier",
        "FormRelationExtractor",
        "NerOutputCleaner",
        "PhraseFinder",
        "RegexFinder",
        "SentenceSplitter",
        "TextToDocument",
        "WordTokenizer",
    ),
    "image": (
        "Base64ToBinary",
        "Base64ToImage",
        "BinaryToImage",
        "GPUImageTransformer",
        "ImageAdaptiveBinarizer",
        "ImageAdaptiveScaler",
        "ImageAdaptiveThresholding",
        "ImageBinarizer",
        "ImageCropper",
        "ImageDrawAnnotations",
        "ImageDrawRegions",
        "ImageEnhanceContrast",
        "ImageHomogenizeLight",
        "ImageMorphologyOperation",
        "ImageNoiseScorer",
        "ImageOrientationCorrector",
        "ImagePreprocessor",
        "ImageRemoveBackground",
        "ImageRemoveGlare",
        "ImageRemoveObjects",
        "ImageScaler",
        "ImageSchemaConverter",
        "ImageSkewCorrector",
        "ImageSplitRegions",
        "ImageTransformer",
        "RegionsMerger",
        "RegionsToOriginal",
    ),
    "office": (
        "DocToPdf",
        "DocToText",
        "DocToTextTable",
        "PptToPdf",
        "PptToText",
        "PptToTextTable",
    ),
    "pdf": (
        "ImageToPdf",
        "ImageToTextPdf",
        "PdfAssembler",
        "PdfDeidentifier",
        "PdfDrawRegions",
        "PdfRedactRegions",
        "PdfToForm",
        "PdfToHocr",
        "PdfToImage",
        "PdfToSearchablePdf",
        "PdfToText",
        "TextToPdf",
    ),
    "recognition": (
        "ImageBrandsToText",
        "ImageLayoutAnalyzer",
        "ImageTextCleaner",
        "ImageTextDetector",
        "ImageTextDetectorCraft",
        "ImageTextDetectorDit",
        "ImageTextDetectorV2",
        "ImageToHocr",
        "ImageToText",
        "ImageToTextV2",
        "ImageToTextV3",
    ),
    "tables": (
        "DocumentLayoutAnalyzer",
        "DocumentLayoutAnalyzerDit",
        "HocrToTextTable",
        "ImageCellsToTextTable",
        "ImageCheckBoxDetector",
        "ImageDocumentRegionDetector",
        "ImageTableCellDetector",
        "ImageTableDetector",
        "ImageToTables",
        "PdfToTables",
        "PdfToTextTable",
    ),
    "text": (
        "HocrDocumentAssembler",
        "HocrMerger",
        "HocrToImage",
        "HocrTokenizer",
        "PageToChunks",
        "PageToJson",
        "PageToKeyValues",
        "PageToMarkdown",
        "PositionFinder",
        "SamePositions",
        "UpdateTextPosition",
    ),
    "unavailable": (
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
    ),
}
"""Public names by the module that has them."""

_OTHER_MODULES = ("ner", "readers", "tokenizer")

_FAMILY_OF = {name: family for family, names in _FAMILIES.items() for name in names}

__all__: list[str] = []
__all__ += enums.__all__
__all__ += list(_FAMILY_OF)


def __getattr__(name: str) -> Any:
    """Import the family of a name."""
    if name in _FAMILY_OF:
        found = getattr(import_module(f"{__name__}.{_FAMILY_OF[name]}"), name)
    elif name in _FAMILIES or name in _OTHER_MODULES:
        found = import_module(f"{__name__}.{name}")
    elif name == "STAGES":
        found = _stages()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_FAMILIES, *_OTHER_MODULES, "STAGES"})


def _stages() -> tuple[type[Stage], ...]:
    """Return every public stage."""
    classes = {value for name in _FAMILY_OF if isclass(value := getattr(sys.modules[__name__], name))}
    return tuple(sorted((cls for cls in classes if issubclass(cls, Stage)), key=lambda cls: cls.__name__))


_FORMER_MODULES = (
    "brands",
    "chains",
    "detection",
    "drawing",
    "geometry",
    "hocr",
    "line_recognition",
    "nlp",
    "pdf_output",
    "pdf_structure",
    "preprocessing",
    "regions",
    "searchable",
    "structured",
)
"""Where stages lived when pipelines were saved under the modules of their classes."""

_MODULES_OF_THE_ORIGINAL = (
    "annotators",
    "annotators.form_relation_extractor",
    "annotators.geo_relation_extractor",
    "detectors",
    "detectors.document_layout_analyzer",
    "detectors.image_checkbox_detector",
    "detectors.image_document_region_detector",
    "detectors.image_text_detector",
    "detectors.image_text_detector_craft",
    "detectors.image_text_detector_dit",
    "detectors.image_text_detector_v2",
    "dicom.dicom_deidentifier",
    "dicom.dicom_draw_regions",
    "dicom.dicom_metadata_deidentifier",
    "dicom.dicom_splitter",
    "dicom.dicom_to_image_v2",
    "dicom.dicom_to_image_v3",
    "dicom.dicom_to_metadata",
    "dicom.dicom_to_pdf",
    "dicom.dicom_update_pdf",
    "embeddings",
    "embeddings.vit_image_embeddings",
    "inpainting",
    "inpainting.image_inpainting",
    "ner.hocr_to_features",
    "ner.visual_document_ner",
    "ner.visual_document_ner_geo",
    "ner.visual_document_ner_layoutlm_v1",
    "ner.visual_document_ner_lilt",
    "pdf.image_to_pdf",
    "pdf.image_to_text_pdf",
    "pdf.pdf_assembler",
    "pdf.pdf_draw_regions",
    "pdf.pdf_to_form",
    "pdf.pdf_to_hocr",
    "pdf.pdf_to_image",
    "pdf.pdf_to_text",
    "pdf.pdf_to_text_table",
    "pdf.text_to_pdf",
    "recognizers",
    "recognizers.image_to_text_v2",
    "recognizers.image_to_text_v3",
    "tokenizer.bros_hocr_tokenizer",
    "tokenizer.hocr_document_assembler",
    "vqa",
)
"""Where the original has its classes, as far as its reference tells, for programs that import them from there."""

for _module in (*_FORMER_MODULES, *_MODULES_OF_THE_ORIGINAL):
    sys.modules.setdefault(f"{__name__}.{_module}", sys.modules[__name__])
    if "." not in _module:
        globals().setdefault(_module, sys.modules[__name__])
