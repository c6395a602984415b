"""All stages, by family; ``from sparkocr.transformers import *`` is the public door, and a new stage goes here.

A family may import `stage` and what it may, and the families `recognition` and `image` in this order.

It also brings the enumerations that the stages' parameters take.

Saved pipelines name the class of each stage with its module. So every stage says that it lives here, and the modules
below may move; those that pipelines were saved with before stay importable. (The price: `inspect.getsource` of a stage
looks for it here, and does not find it.)
"""

import sys
from inspect import isclass

from sparkocr import enums
from sparkocr.enums import *  # noqa: F403
from sparkocr.stage.bases import Stage
from sparkocr.transformers import dicom, documents, entities, image, office, pdf, recognition, tables, text, unavailable
from sparkocr.transformers.dicom import *  # noqa: F403
from sparkocr.transformers.documents import *  # noqa: F403
from sparkocr.transformers.entities import *  # noqa: F403
from sparkocr.transformers.image import *  # noqa: F403
from sparkocr.transformers.office import *  # noqa: F403
from sparkocr.transformers.pdf import *  # noqa: F403
from sparkocr.transformers.recognition import *  # noqa: F403
from sparkocr.transformers.tables import *  # noqa: F403
from sparkocr.transformers.text import *  # noqa: F403
from sparkocr.transformers.unavailable import *  # noqa: F403

__all__: list[str] = []
__all__ += enums.__all__
__all__ += dicom.__all__
__all__ += documents.__all__
__all__ += entities.__all__
__all__ += image.__all__
__all__ += office.__all__
__all__ += pdf.__all__
__all__ += recognition.__all__
__all__ += tables.__all__
__all__ += text.__all__
__all__ += unavailable.__all__

_CLASSES = {value for name in __all__ if isclass(value := globals()[name])}

STAGES: tuple[type[Stage], ...] = tuple(
    sorted((cls for cls in _CLASSES if issubclass(cls, Stage)), key=lambda cls: cls.__name__)
)
"""Every public stage."""

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

for _stage in STAGES:
    _stage.__module__ = __name__
for _module in (*_FORMER_MODULES, *_MODULES_OF_THE_ORIGINAL):
    sys.modules.setdefault(f"{__name__}.{_module}", sys.modules[__name__])
    if "." not in _module:
        globals().setdefault(_module, sys.modules[__name__])
