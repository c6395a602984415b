"""What the command line and `LightPipeline` run."""
