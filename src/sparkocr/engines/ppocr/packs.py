"""Recognisers of languages that the bundled models lack, as folders: language packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from sparkocr.engines.ppocr.alphabet import is_readable
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import SIZES

__all__ = ["can_read", "with_pack"]

_RECOGNISER, _DICTIONARY = "rec.onnx", "dict.txt"


def can_read(engine: PPOcr) -> bool:
    """Tell whether an engine has the letters of its language: in a dictionary of its own, or in the bundled ones."""
    return bool(engine.dictionary) or is_readable(engine.language, SIZES[engine.size][1])


def with_pack(engine: PPOcr, packs: Mapping[str, str]) -> PPOcr:
    """Return an engine with the recogniser of its language's pack; the same one if there is none.

    Parameters
    ----------
    engine : PPOcr
        Of one or several languages, codes joined by ``+``. Own models that it has stay.
    packs : mapping of str to str
        Folders by code; each has the recogniser ``rec.onnx`` and its characters ``dict.txt``, one per line, whose
        letters are all that can be read: those of a Korean pack are Korean and mostly Latin ones.

    Raises
    ------
    ValueError
        If several of the languages have a pack: a line is read by one recogniser.

    Examples
    --------
    >>> with_pack(PPOcr("kor+eng"), {"kor": "/models/korean"}).recogniser
    '/models/korean/rec.onnx'
    """
    found = [code for code in engine.language.split("+") if code in packs]
    if engine.recogniser or engine.dictionary or not found:
        return engine
    if len(found) > 1:
        raise ValueError(f"languagePacks must have one pack for the languages of a page; got {', '.join(found)}")
    folder = PurePath(packs[found[0]])
    # The letters of an own recogniser are others than those of the one that reads again.
    return replace(engine, recogniser=str(folder / _RECOGNISER), dictionary=str(folder / _DICTIONARY), again="")
