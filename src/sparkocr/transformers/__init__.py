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
from sparkocr.transformers import dicom, entities, image, office, pdf, recognition, tables, text, unavailable
from sparkocr.transformers.dicom import *  # noqa: F403
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

for _stage in STAGES:
    _stage.__module__ = __name__
for _module in _FORMER_MODULES:
    sys.modules.setdefault(f"{__name__}.{_module}", sys.modules[__name__])
    globals().setdefault(_module, sys.modules[__name__])
