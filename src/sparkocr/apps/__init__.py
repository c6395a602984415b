"""What the command line and `LightPipeline` run: whole jobs made of stages."""
