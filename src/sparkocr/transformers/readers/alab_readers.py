"""``from sparkocr.transformers.readers.alab_readers import AlabReaders``, as programs write it."""

from sparkocr.transformers.unavailable import Unavailable

__all__ = ["AlabReaders", "AlabReadersV1"]


class AlabReaders(Unavailable):
    """Reads labelled pages to train VisualDocumentNer, which does not come with sparkocr."""

    reason = "prepares the training of a model that belongs to the original product; none comes with sparkocr"
    instead = "read the JSON file with spark.read.json, and join its labels with the pages."


class AlabReadersV1(AlabReaders):
    """Reads labelled pages to train VisualDocumentNer, which does not come with sparkocr."""
