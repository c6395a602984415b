"""`pretrained` of the stages whose original has models of its own: here they always have the open model."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Self, TypeVar

_logger = logging.getLogger(__name__)

Owner = TypeVar("Owner")


class OnClassOrInstance:
    """A method that takes the class or, where it is called on an instance, the instance."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __get__(self, instance: Owner | None, owner: type[Owner]) -> Callable[..., Owner]:
        @wraps(self._function)
        def bound(*arguments: Any, **keywords: Any) -> Owner:
            made: Owner = self._function(owner() if instance is None else instance, *arguments, **keywords)
            return made

        return bound


class PretrainedModel:
    """Mixin that gives a stage the method `pretrained`, on the class and on an instance.

    Examples
    --------
    >>> from sparkocr.transformers import ImageTextDetectorV2
    >>> ImageTextDetectorV2.pretrained("image_text_detector_v2", "en", "clinical/ocr").getScoreThreshold()
    0.7
    >>> ImageTextDetectorV2(scoreThreshold=0.5).pretrained("image_text_detector_v2").getScoreThreshold()
    0.5
    """

    @OnClassOrInstance
    def pretrained(self, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Self:
        """Return a new stage, or the stage it is called on with its parameters as they are.

        Parameters
        ----------
        name, lang, remote_loc : str
            Accepted for old programs and ignored: nothing is downloaded, and there is one open model for all names.
        """
        _logger.info(
            "%s: sparkocr uses its own open model instead of %r (%s, %s).", type(self).__name__, name, lang, remote_loc
        )
        return self
