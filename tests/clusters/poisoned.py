"""Spark's daemon with libraries that fail on some documents as native code does: a test double of a bad day.

A document is poisoned by a marker in its bytes: ``poison:<library>:<fault>;``, as `poison` makes it.
"""

import ctypes
import os
import re
import signal
from functools import wraps

FAULTS = ("kill", "segv", "loop", "fill")
_MARKER = re.compile(rb"poison:(\w+):(\w+);")


def poison(library, fault):
    """Return what makes a library fail on a document that has it."""
    return f"poison:{library}:{fault};".encode()


def suffer(library, content):
    """Fail as a document asks for, if it is this library that it is made for."""
    for name, fault in _MARKER.findall(bytes(content)):
        if name.decode() == library:
            _FAULTS[fault.decode()]()


def _loop():
    os.nice(19)  # other tests want to go on
    while True:
        pass


def _fill():
    blocks = []
    while True:
        blocks.append(b"x" * 2**26)


_FAULTS = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "segv": lambda: ctypes.string_at(0),
    "loop": _loop,
    "fill": _fill,
}


def _before(owner, name, library, content_of):
    """Let a function of a library fail on poisoned documents."""
    function = getattr(owner, name)

    @wraps(function)
    def poisoned(*args, **options):
        suffer(library, content_of(*args))
        return function(*args, **options)

    setattr(owner, name, poisoned)


def _bytes_of(source):
    if hasattr(source, "seek"):
        source.seek(0)
        content = source.read()
        source.seek(0)
        return content
    return source if isinstance(source, (bytes, memoryview)) else b""


def _poison_libraries():
    import cv2
    import pikepdf
    import PIL.ImageFile
    import pydicom.filereader
    import pypdfium2

    from sparkocr.pdf import document
    from sparkocr.pdf.read import render
    from sparkocr.transformers import STAGES  # noqa: F401  in workers its libraries would start threads, and nobody forks then

    load = document._load

    def remember(content, *args):
        data = _bytes_of(content)
        suffer("pdfium_open", data)
        made = load(content, *args)
        made.poison = data
        return made

    document._load = remember
    _before(pypdfium2.PdfPage, "get_textpage", "pdfium_text", lambda page: getattr(page.pdf, "poison", b""))
    _before(render, "_draw", "pdfium_render", lambda page, *_: page.pdf.poison)
    _before(pikepdf, "open", "qpdf", lambda source, *_: _bytes_of(source))
    _before(cv2, "imdecode", "opencv", lambda data, *_: data)
    _before(PIL.ImageFile.ImageFile, "__init__", "pillow", lambda _, source, *__: _bytes_of(source))
    _before(pydicom.filereader, "read_partial", "pydicom", lambda source, *_: _bytes_of(source))


if __name__ == "__main__":
    import pyspark.worker  # noqa: F401
    from pyspark.daemon import manager

    _poison_libraries()
    manager()
