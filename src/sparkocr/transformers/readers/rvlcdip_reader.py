"""``from sparkocr.transformers.readers.rvlcdip_reader import RvlCdipReader``, as programs write it."""

from sparkocr.transformers.unavailable import Unavailable

__all__ = ["RvlCdipReader"]


class RvlCdipReader(Unavailable):
    """Reads RVL-CDIP to train VisualDocumentClassifier, which does not come with sparkocr."""

    reason = "prepares the training of a model that belongs to the original product; none comes with sparkocr"
    instead = 'read the images with spark.read.format("binaryFile"), and join the labels of the text files by path.'
