"""Run a pipeline on one document without a Spark job: the public door to `sparkocr.light`."""

from sparkocr.light import Annotation, ImageOutput, LightPipeline, PositionsOutput

__all__ = ["Annotation", "ImageOutput", "LightPipeline", "PositionsOutput"]
