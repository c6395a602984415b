"""Helpers for whole slides in SVS and other TIFF files."""

from sparkocr.utils.svs.deidentifier import CleanedFile, remove_phi

__all__ = ["CleanedFile", "remove_phi"]
