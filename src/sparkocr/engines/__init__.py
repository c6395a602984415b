"""Engines that read documents: plain Python, loaded when first used, one handle per worker process."""
