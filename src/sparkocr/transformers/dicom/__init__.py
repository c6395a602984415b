"""Stages that read, mask and write DICOM files."""

from sparkocr.transformers.dicom.create import ImageToDicom
from sparkocr.transformers.dicom.deidentifier import DicomDeidentifier
from sparkocr.transformers.dicom.deidentify import DicomFileDeidentifier
from sparkocr.transformers.dicom.draw import DicomDrawRegions
from sparkocr.transformers.dicom.images import DicomToImage, DicomToImageV2, DicomToImageV3
from sparkocr.transformers.dicom.metadata import DicomToMetadata
from sparkocr.transformers.dicom.metadata_deid import DicomMetadataDeidentifier
from sparkocr.transformers.dicom.pdf import DicomToPdf, DicomUpdatePdf
from sparkocr.transformers.dicom.splitter import DicomSplitter

__all__ = [
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
]
