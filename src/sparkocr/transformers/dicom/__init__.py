"""Stages that read, mask and write DICOM files."""

from sparkocr.transformers.dicom.images import DicomToImage, DicomToImageV2, DicomToImageV3
from sparkocr.transformers.dicom.splitter import DicomSplitter

__all__ = ["DicomSplitter", "DicomToImage", "DicomToImageV2", "DicomToImageV3"]
