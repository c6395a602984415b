"""DICOM files: opened, read frame by frame, shown as a viewer shows them, masked and written back.

Plain functions, and the only room that imports pydicom: `sparkocr.dicom.library` does, for all others.
"""
