"""What the command line and `LightPipeline` run: whole jobs made of stages.

May import `transformers`, `utils` and what they may.
"""
