"""The parameters of all stages that read text, and the engine that they ask for."""

from __future__ import annotations

from sparkocr.engines.engine import Engine
from sparkocr.engines.factory import make_engine
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import EngineMode, Language, ModelType, OcrEngine, OcrQuality, PageSegmentationMode
from sparkocr.stage.guard_params import GuardParams
from sparkocr.stage.params import boolean, choice, settings, split_settings, string
from sparkocr.stage.warn import warn_user

_OF_TESSERACT = ("pageSegMode", "ocrEngineMode", "ocrParams", "modelData", "modelType", "ignoreResolution")


class EngineParams(GuardParams):
    """Base of the stages that read text."""

    engine = choice(
        OcrEngine.AUTO,
        "Which engine reads.",
        otherwise=r"\w[\w.-]*",
        allowed="the name of an engine of another installed package",
    )
    quality = choice(
        OcrQuality.BALANCED,
        "How well ppocr reads, and so auto: FAST with the tiny models, BALANCED reads what is doubtful again with the "
        "small ones, BEST reads everything with the small ones and doubtful words with both.",
    )
    useGPU = boolean(
        False,
        "Whether the models of PP-OCR run on a graphics processor; needs onnxruntime-gpu on the workers. Where there "
        "is none they run on the CPU, and each worker logs one warning.",
    )
    engineParams = settings(
        [],
        "Settings of the engine, as key=value strings. Of ppocr: size (tiny, small, mix) instead of quality, angle "
        "(true, false), and the paths of own models (detector, recogniser, dictionary).",
        example=["size=small"],
    )
    languagePacks = settings(
        [],
        "Recognisers of PP-OCR for languages that the bundled models lack, as code=folder strings; a folder on every "
        "worker has rec.onnx and dict.txt, the characters it reads, one per line.",
        example=["kor=/models/korean"],
        pattern=r"\s*\w+\s*=.*\S.*",
        allowed="a code of Tesseract and a folder, like 'kor=/models/korean'",
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
    downloadModelData = boolean(False, "Accepted for old programs: nothing is ever downloaded.")

    def engine_of(self) -> Engine:
        """Return the engine, which loads its models on the worker.

        Any parameter that only Tesseract has makes ``auto`` Tesseract, if it differs from its default.

        Raises
        ------
        ValueError
            If no installed package has the engine, or it has no such setting.
        """
        if self.getOrDefault("downloadModelData"):
            warn_user(
                f"{self.uid}: downloadModelData does nothing: sparkocr never downloads. Install the language data on "
                "the workers (Debian: tesseract-ocr-<language>) or set modelData."
            )
        needs_tesseract = any(self.getOrDefault(name) != self.declared()[name].default for name in _OF_TESSERACT)
        language = format(self.getOrDefault("language"))
        engine = make_engine(
            self.getOrDefault("engine"),
            language,
            dict(split_settings(self.getOrDefault("engineParams"))),
            tesseract=Tesseract(
                language=language,
                engine_mode=self.getOrDefault("ocrEngineMode"),
                model_data=self.getOrDefault("modelData"),
                model_type=self.getOrDefault("modelType"),
                variables=split_settings(self.getOrDefault("ocrParams")),
                page_seg_mode=self.getOrDefault("pageSegMode"),
                ignore_resolution=self.getOrDefault("ignoreResolution"),
            ),
            needs_tesseract=needs_tesseract,
            quality=self.getOrDefault("quality"),
            gpu=self.getOrDefault("useGPU"),
            packs=dict(split_settings(self.getOrDefault("languagePacks"))),
        )
        if needs_tesseract and self.getOrDefault("engine") is OcrEngine.PPOCR:
            warn_user(f"{self.uid}: the engine ppocr ignores the parameters of Tesseract.")
        return engine
