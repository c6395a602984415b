"""What the command line and `LightPipeline` run: whole jobs made of stages.

May import `transformers`, `utils` and what they may.
"""

STAGE = "sparkocr"
"""What stands before messages, as the uid of a stage does elsewhere."""
