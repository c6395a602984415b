"""The parameters of all stages that read text, and the engine that they ask for."""

from __future__ import annotations

import warnings

from sparkocr.engines.auto import Auto
from sparkocr.engines.engine import Engine, engine_names, load_engine
from sparkocr.engines.isolated import Isolated
from sparkocr.engines.ppocr.alphabet import is_readable
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import SIZES
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import EngineMode, Language, ModelType, OcrEngine, PageSegmentationMode
from sparkocr.stage.params import DeclaredParams, boolean, choice, integer, number, settings, split_settings, string

_OWN_MODELS = ("detector", "recogniser", "dictionary")
_PPOCR_PARAMETERS = ("size", "angle", *_OWN_MODELS)
_FLAGS = {"true": True, "false": False}


class EngineParams(DeclaredParams):
    """Base of the stages that read text."""

    engine = choice(
        OcrEngine.AUTO,
        "Which engine reads.",
        otherwise=r"\w[\w.-]*",
        allowed="the name of an engine of another installed package",
    )
    engineParams = settings(
        [],
        "Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix), angle (true, false), and the "
        "paths of own models (detector, recogniser, dictionary).",
        example=["size=small"],
    )
    language = choice(
        Language.ENG,
        "Language of the text.",
        otherwise=r"~?\w+([+]~?\w+)*",
        allowed="codes of Tesseract like 'ita', 'chi_sim', 'eng+deu'",
    )
    pageSegMode = choice(PageSegmentationMode.AUTO, "How Tesseract splits the page.")
    ocrEngineMode = choice(EngineMode.LSTM_ONLY, "Which recogniser of Tesseract reads.")
    ignoreResolution = boolean(False, "Whether Tesseract estimates the resolution instead of using the image's.")
    ocrParams = settings([], "Variables of Tesseract, as key=value strings.", example=["preserve_interword_spaces=1"])
    modelData = string("", "Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places.")
    modelType = choice(ModelType.BASE, "Variant of Tesseract's language data.")
    pageTimeout = number(
        0.0,
        "Seconds that a page may take, else it has an exception. The engine then reads in a process of its own, and a "
        "crash of a native library does not end the task either. 0: no limit.",
        minimum=0,
    )
    pageMemory = integer(0, "MiB of memory that the engine may have, as pageTimeout. 0: no limit.", minimum=0)
    downloadModelData = boolean(False, "Accepted for old programs: nothing is ever downloaded.")

    def engine_of(self) -> Engine:
        """Return the engine, which loads its models on the worker; isolated if it has a limit.

        Any parameter that only Tesseract has makes ``auto`` Tesseract, if it differs from its default.

        Raises
        ------
        ValueError
            If no installed package has the engine, or it has no such setting.
        """
        if self.getOrDefault("downloadModelData"):
            warnings.warn(
                f"{self.uid}: downloadModelData does nothing: sparkocr never downloads. Install the language data on "
                "the workers (Debian: tesseract-ocr-<language>) or set modelData.",
                stacklevel=5,
            )
        engine = self._chosen()
        seconds, megabytes = self.getOrDefault("pageTimeout"), self.getOrDefault("pageMemory")
        return Isolated(engine, seconds, megabytes) if seconds or megabytes else engine

    def _chosen(self) -> Engine:
        name, parameters = self.getOrDefault("engine"), dict(split_settings(self.getOrDefault("engineParams")))
        tesseract = self._tesseract()
        if name not in set(OcrEngine):
            return self._other_engine(name, parameters)
        if name == OcrEngine.TESSERACT or (name == OcrEngine.AUTO and self._needs_tesseract()):
            self._check_engine_params(parameters, () if name == OcrEngine.TESSERACT else _PPOCR_PARAMETERS)
            return tesseract
        ppocr = self._ppocr(parameters)
        if name == OcrEngine.AUTO:
            return Auto(ppocr, tesseract)
        self._check_ppocr(ppocr)
        return ppocr

    def _check_ppocr(self, ppocr: PPOcr) -> None:
        """Check what only Tesseract can do."""
        if not ppocr.dictionary and not is_readable(ppocr.language, SIZES[ppocr.size][1]):
            raise ValueError(
                f"language must be one that the models of ppocr ({ppocr.size}) read; got {ppocr.language!r}. "
                "Set engine to tesseract, or give own models in engineParams"
            )
        if self._needs_tesseract():
            warnings.warn(f"{self.uid}: the engine ppocr ignores the parameters of Tesseract.", stacklevel=5)

    def _needs_tesseract(self) -> bool:
        names = ("pageSegMode", "ocrEngineMode", "ocrParams", "modelData", "modelType", "ignoreResolution")
        return any(self.getOrDefault(name) != self.declared()[name].default for name in names)

    def _tesseract(self) -> Tesseract:
        return Tesseract(
            language=str(self.getOrDefault("language")),
            engine_mode=self.getOrDefault("ocrEngineMode"),
            model_data=self.getOrDefault("modelData"),
            model_type=self.getOrDefault("modelType"),
            variables=split_settings(self.getOrDefault("ocrParams")),
            page_seg_mode=self.getOrDefault("pageSegMode"),
            ignore_resolution=self.getOrDefault("ignoreResolution"),
        )

    def _ppocr(self, parameters: dict[str, str]) -> PPOcr:
        self._check_engine_params(parameters, _PPOCR_PARAMETERS)
        size, angle = parameters.get("size", "tiny"), parameters.get("angle", "false").lower()
        if size not in SIZES or angle not in _FLAGS:
            raise ValueError(
                f"engineParams must have size={'|'.join(SIZES)} and angle={'|'.join(_FLAGS)}; "
                f"got {self.getOrDefault('engineParams')!r}"
            )
        detector, recogniser, dictionary = (parameters.get(name, "") for name in _OWN_MODELS)
        return PPOcr(str(self.getOrDefault("language")), size, detector, recogniser, dictionary, angle=_FLAGS[angle])

    def _check_engine_params(self, parameters: dict[str, str], known: tuple[str, ...]) -> None:
        unknown = sorted(set(parameters) - set(known))
        if unknown:
            allowed = ", ".join(known) or "none"
            raise ValueError(f"engineParams has no {', '.join(unknown)} for this engine; there are: {allowed}")

    def _other_engine(self, name: str, parameters: dict[str, str]) -> Engine:
        if name not in engine_names():
            names = ", ".join([*OcrEngine, *engine_names()])
            raise ValueError(f"engine must be one of {names}; got {name!r}")
        return load_engine(name, str(self.getOrDefault("language")), parameters)
