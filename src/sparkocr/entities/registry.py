"""Detectors by name: what users write becomes a detector, made once per process.

Other packages add detectors by an entry point in the group ``sparkocr.detectors``: its name is the name of the
detector, its object a callable without arguments that returns one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from operator import index
from typing import cast

from sparkocr.entities.detector import Detector
from sparkocr.entities.entity import Entity
from sparkocr.entities.hugging_face import load_hugging_face
from sparkocr.entities.rampart import PACKAGE as RAMPART
from sparkocr.entities.rampart import load_rampart
from sparkocr.entities.spacy_model import PACKAGE as SPACY
from sparkocr.entities.spacy_model import SpacyDetector
from sparkocr.errors import DocumentError

__all__ = [
    "MODELS",
    "OF_NEWS",
    "RULES",
    "FunctionDetector",
    "available",
    "check_name",
    "default_names",
    "detector",
    "detector_names",
]

GROUP = "sparkocr.detectors"
RULES = ("patterns", "dates", "fields", "addresses", "organizations")
"""Names of the detectors that are rules: they need no package."""
MODELS = ("spacy", "rampart")
"""Names of the detectors that are models of the extra ``entities``."""
OF_NEWS = "spacy"
"""Name of the model that learned from news."""

_RULES = {
    "patterns": ("patterns", "PatternDetector"),
    "dates": ("dates", "DateDetector"),
    "fields": ("fields", "FieldDetector"),
    "addresses": ("addresses", "AddressDetector"),
    "organizations": ("organizations", "OrganizationDetector"),
}
_NEEDED = {"spacy": ("spacy", SPACY), "rampart": ("tokenizers", RAMPART)}
_WITH_MODEL = ("spacy", "onnx")
_CACHED = 16


@dataclass(frozen=True, slots=True)
class FunctionDetector:
    """A detector that is a function of a user.

    Parameters
    ----------
    function : Callable
        Takes a text, and gives tuples ``(begin, end, label)`` or ``(begin, end, label, score)``: half-open offsets, and
        a score of 0 to 1, by default 1.
    name : str
    """

    function: Callable[[str], Iterable[Sequence[object]]]
    name: str = field(default="function")

    def find(self, text: str) -> list[Entity]:
        """Find the entities of a text: see `sparkocr.entities.detector.Detector`.

        Raises
        ------
        DocumentError
            If the function gives something else than such tuples.
        """
        try:
            return [self._entity(*found) for found in self.function(text)]  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            # Not its message, which may quote the text.
            raise DocumentError(
                f"The detector {self.name} must give (begin, end, label) or (begin, end, label, score): "
                f"{type(error).__name__}"
            ) from None

    def _entity(self, begin: int, end: int, label: str, score: float = 1.0) -> Entity:
        if not isinstance(label, str) or not label.strip():
            raise TypeError
        return Entity(index(begin), index(end), label, float(score), self.name)  # offsets are never rounded


def detector_names() -> list[str]:
    """Return the names of all detectors: the built-in ones, and those of other packages that are installed here."""
    return [*RULES, *MODELS, *sorted(_installed())]


def available() -> dict[str, bool]:
    """Tell which built-in detectors are installed; those that are find together by default.

    Examples
    --------
    >>> available()["patterns"]
    True
    """
    return {name: all(find_spec(package) for package in _NEEDED.get(name, ())) for name in (*RULES, *MODELS)}


@lru_cache(maxsize=1)  # packages don't come and go while a process runs, and looking for them takes a millisecond
def default_names() -> tuple[str, ...]:
    """Return the names of the built-in detectors that are installed."""
    return tuple(name for name, installed in available().items() if installed)


def check_name(name: str) -> None:
    """Check the name of a detector; its package may be missing.

    Parameters
    ----------
    name : str
        One of `detector_names`, or ``"spacy:MODEL"`` with the name or path of a model of spaCy, or ``"onnx:FOLDER"``
        with a folder as `sparkocr.entities.hugging_face.load_hugging_face` reads it.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    kind, colon, model = name.partition(":")
    if not (model and kind in _WITH_MODEL if colon else name in detector_names()):
        names = ", ".join([*detector_names(), *(f"{kind}:MODEL" for kind in _WITH_MODEL)])
        raise ValueError(f"a detector must be one of {names}; got {name!r}")


def detector(name: str) -> Detector:
    """Return the detector of this process that a name stands for; it loads its model when it is first asked for.

    Parameters
    ----------
    name : str
        See `check_name`.

    Raises
    ------
    ValueError
        If there is no such detector.
    DocumentError
        If its package is missing, or it can't start.
    """
    return _detector(os.getpid(), name)


@lru_cache(maxsize=_CACHED)  # sessions of ONNX Runtime do not live through a fork: microsoft/onnxruntime issue 31961
def _detector(_process: int, name: str) -> Detector:
    check_name(name)
    kind, _, model = name.partition(":")
    if kind == "onnx":
        return load_hugging_face(model)
    if kind == "spacy":
        return SpacyDetector(model)
    if kind == "rampart":
        return load_rampart()
    if kind in RULES:
        module, maker = _RULES[kind]
        return cast("Detector", getattr(import_module(f"sparkocr.entities.{module}"), maker)())
    return _of_package(_installed()[kind])


def _of_package(entry: EntryPoint) -> Detector:
    try:
        return cast("Callable[[], Detector]", entry.load())()
    except Exception as error:
        raise DocumentError(
            f"The detector {entry.name} can't start: {type(error).__name__} in {entry.value}"
        ) from error


def _installed() -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
