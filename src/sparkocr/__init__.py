"""Document OCR for Apache Spark: this folder has the doors, which programs use, and rooms, which say what goes in.

What each may import: ``CONTRIBUTING.md``. Names are imported when they are first used: the command line begins without
Spark, which takes seconds.

>>> from sparkocr.transformers import BinaryToImage, ImageToText
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sparkocr.version import __version__

if TYPE_CHECKING:
    from sparkocr.apps.documents import read_documents
    from sparkocr.session import info, start
    from sparkocr.sql import register

__all__ = ["__version__", "info", "read_documents", "register", "start", "version"]

_PLACES = {
    "info": "sparkocr.session",
    "read_documents": "sparkocr.apps.documents",
    "register": "sparkocr.sql",
    "start": "sparkocr.session",
}


def version() -> str:
    """Return the version of sparkocr."""
    return __version__


def __getattr__(name: str) -> Any:
    """Import what is asked for: a name of this package, or a module of it, such as ``sparkocr.transformers``."""
    if name in _PLACES:
        found = getattr(import_module(_PLACES[name]), name)
    elif name.startswith("_") or find_spec(f"{__name__}.{name}") is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    else:
        found = import_module(f"{__name__}.{name}")
    globals()[name] = found
    return found
