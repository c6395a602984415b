"""``from sparkocr.transformers.ner import *``, as programs write it; none of these models comes with sparkocr."""

from sparkocr.transformers.unavailable import (
    HocrToFeatures,
    VisualDocumentNer,
    VisualDocumentNerGeo,
    VisualDocumentNerLilt,
    VisualDocumentNerV2,
    VisualDocumentNerV21,
)

__all__ = [
    "HocrToFeatures",
    "VisualDocumentNer",
    "VisualDocumentNerGeo",
    "VisualDocumentNerLilt",
    "VisualDocumentNerV2",
    "VisualDocumentNerV21",
]
