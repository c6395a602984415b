"""Where `LightPipeline` was before `sparkocr.base`, for programs that import it from here."""

from sparkocr.base import LightPipeline

__all__ = ["LightPipeline"]
