"""Run a pipeline on one document without a Spark job: the public door to `sparkocr.apps.light`."""

from sparkocr.apps.light import Annotation, ImageOutput, LightPipeline, LightPipelineException, PositionsOutput

__all__ = ["Annotation", "ImageOutput", "LightPipeline", "LightPipelineException", "PositionsOutput"]
