"""What damaged documents go through, by kind: the programs of `robustness.py`, and all else that opens documents."""

from __future__ import annotations

from robustness import PROGRAMS as OF_REAL_FILES
from robustness import TEXT, Program
from sparkocr.transformers import (
    BinaryToImage,
    DeidVerifier,
    DicomFileDeidentifier,
    DicomMetadataDeidentifier,
    DicomSplitter,
    DicomToImage,
    DicomToImageV3,
    DicomToMetadata,
    DicomToPdf,
    EntityFinder,
    FileDeidentifier,
    HocrToImage,
    HocrToTextTable,
    ImageAdaptiveScaler,
    ImageSkewCorrector,
    ImageToDicom,
    ImageToTables,
    ImageToText,
    PdfAssembler,
    PdfDeidentifier,
    PdfToHocr,
    PdfToImage,
    PdfToSearchablePdf,
    PdfToTables,
    PdfToText,
    PdfToTextTable,
)

__all__ = ["PROGRAMS", "READER"]

READER = "reader"
"""Spark reads the files by the format of their kind, without limits for pages."""

RULES = ["fields", "patterns"]  # detectors without models, which need a second to load

PROGRAMS: dict[str, dict[str, Program]] = {
    "pdf": OF_REAL_FILES["pdf"]
    | {
        "images": lambda: [PdfToImage(resolution=72)],
        "tables": lambda: [PdfToTables(resolution=72, engine="tesseract", structureEngine="ruled")],
        "text tables": lambda: [PdfToTextTable()],
        "deidentified": lambda: [PdfDeidentifier(detectors=RULES, engine="tesseract")],
        "verified": lambda: [
            PdfToText(storeSplittedPdf=True),
            EntityFinder(detectors=["patterns"]),
            DeidVerifier(inputCol="content", engine="tesseract", resolution=100),
        ],
        "searchable": lambda: [PdfToSearchablePdf(engine="tesseract", resolution=72)],
        READER: list,
        "pages": lambda: [PdfToText(storeSplittedPdf=True), PdfAssembler(inputCol="content")],
    },
    "image": OF_REAL_FILES["image"]
    | {
        "text": lambda: [BinaryToImage(), ImageToText(engine="tesseract")],
        "cleaned": lambda: [BinaryToImage(), ImageSkewCorrector(), ImageAdaptiveScaler()],
        "tables": lambda: [BinaryToImage(), ImageToTables(engine="tesseract")],
        "deidentified": lambda: [FileDeidentifier(detectors=RULES, engine="tesseract")],
        "dicom": lambda: [BinaryToImage(), ImageToDicom()],
    },
    "word": OF_REAL_FILES["word"] | {"deidentified": lambda: [FileDeidentifier(detectors=RULES, engine="tesseract")]},
    "powerpoint": OF_REAL_FILES["powerpoint"]
    | {"deidentified": lambda: [FileDeidentifier(detectors=RULES, engine="tesseract")]},
    "hocr": OF_REAL_FILES["hocr"] | {"table": lambda: [HocrToTextTable()], "image": lambda: [HocrToImage()]},
    "dicom": {
        "images": lambda: [DicomToImage()],
        "images again": lambda: [DicomToImageV3()],
        READER: list,
        "split": lambda: [DicomSplitter()],
        TEXT: lambda: [DicomToMetadata(extractTagForNer=True)],
        "header": lambda: [DicomMetadataDeidentifier()],
        "deidentified": lambda: [DicomFileDeidentifier(engine="tesseract")],
        "pdf": lambda: [DicomToPdf(outputCol="content"), PdfToText(), PdfToHocr(outputCol="again")],
    },
}
"""Stages by kind and name; see `robustness.PROGRAMS`."""
