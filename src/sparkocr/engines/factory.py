"""Engines by name and options: what users write becomes an engine, without Spark."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sparkocr.engines.auto import Auto
from sparkocr.engines.engine import Engine, engine_names, load_engine
from sparkocr.engines.ppocr.alphabet import is_readable
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import SIZES
from sparkocr.engines.ppocr.packs import can_read, with_pack
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import OcrEngine, OcrQuality

__all__ = ["make_engine"]

_OWN_MODELS = ("detector", "recogniser", "dictionary")
_PPOCR_PARAMETERS = ("size", "angle", *_OWN_MODELS)
_FLAGS = {"true": True, "false": False}
# Size of the models, and of the recogniser that reads doubtful words again: two know more than the better one.
_QUALITIES = {OcrQuality.FAST: ("tiny", ""), OcrQuality.BALANCED: ("tiny", "small"), OcrQuality.BEST: ("small", "tiny")}


def make_engine(
    name: str = OcrEngine.AUTO,
    language: str = "eng",
    parameters: Mapping[str, str] | None = None,
    *,
    tesseract: Tesseract | None = None,
    needs_tesseract: bool = False,
    quality: str = OcrQuality.BALANCED,
    gpu: bool = False,
    packs: Mapping[str, str] | None = None,
) -> Engine:
    """Make the engine that a name stands for; it loads its models when it first reads.

    Parameters
    ----------
    name : str
        A value of `OcrEngine`, or the name of an engine of another installed package.
    language : str
        Tesseract's code, like ``eng+deu``.
    parameters : Mapping of str to str, optional
        Settings of the engine. Of ppocr: size (tiny, small, mix), which takes the place of `quality`; angle (true,
        false); and the paths of own models (detector, recogniser, dictionary).
    tesseract : Tesseract, optional
        Tesseract with options of its own; by default it has the language alone.
    needs_tesseract : bool
        Whether what was asked for is in these options, so that ``auto`` is Tesseract.
    quality : str
        A value of `OcrQuality`: ``fast`` has tiny models, ``balanced`` reads what is doubtful again with the small
        ones, ``best`` has small models and reads doubtful words with both. Tesseract has one quality.
    gpu : bool
        Whether the models of ppocr run on a graphics processor; all else has none.
    packs : Mapping of str to str, optional
        Folders of recognisers of ppocr by code of language, see `sparkocr.engines.ppocr.packs.with_pack`.

    Returns
    -------
    Engine

    Raises
    ------
    ValueError
        If no installed package has the engine, it has no such setting, or there is no such quality.
    DocumentError
        If the engine of another package can't start.

    Examples
    --------
    >>> make_engine("ppocr", "deu", {"size": "small"}).size
    'small'
    """
    parameters, tesseract = parameters or {}, tesseract or Tesseract(language)
    if name not in set(OcrEngine):
        if name not in engine_names():
            names = ", ".join([*OcrEngine, *engine_names()])
            raise ValueError(f"engine must be one of {names}; got {name!r}")
        return load_engine(name, language, parameters)
    _check(parameters, () if name == OcrEngine.TESSERACT else _PPOCR_PARAMETERS)
    if name == OcrEngine.TESSERACT or (name == OcrEngine.AUTO and needs_tesseract):
        return tesseract
    if quality not in set(OcrQuality):
        raise ValueError(f"quality must be one of {', '.join(OcrQuality)}; got {quality!r}")
    ppocr = with_pack(replace(_ppocr(language, parameters, OcrQuality(quality)), gpu=gpu), packs or {})
    if name == OcrEngine.AUTO:
        return Auto(ppocr, tesseract)
    if not can_read(ppocr):
        raise ValueError(
            f"language must be one that the models of ppocr ({ppocr.size}) read; got {language!r}. "
            "Set engine to tesseract, or give a recogniser of it in languagePacks"
        )
    return ppocr


def _ppocr(language: str, parameters: Mapping[str, str], quality: OcrQuality) -> PPOcr:
    size, again = _QUALITIES[quality]
    if "size" in parameters:
        size, again = parameters["size"], ""
    angle = parameters.get("angle", "false").lower()
    if size not in SIZES or angle not in _FLAGS:
        given = [f"{key}={value}" for key, value in parameters.items()]
        raise ValueError(f"engineParams must have size={'|'.join(SIZES)} and angle={'|'.join(_FLAGS)}; got {given!r}")
    detector, recogniser, dictionary = (parameters.get(key, "") for key in _OWN_MODELS)
    if recogniser or dictionary or not is_readable(language, again):
        again = ""  # its letters may be others
    return PPOcr(language, size, detector, recogniser, dictionary, angle=_FLAGS[angle], again=again)


def _check(parameters: Mapping[str, str], known: Collection[str]) -> None:
    """Check that an engine has all settings."""
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        allowed = ", ".join(known) or "none"
        raise ValueError(f"engineParams has no {', '.join(unknown)} for this engine; there are: {allowed}")
