"""Pixels: decode and encode images, clean them, turn them, and draw on them; a new image operation goes here.

May import `enums` and `errors`.
"""
