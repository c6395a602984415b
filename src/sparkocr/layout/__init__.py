"""Geometry of text on a page."""
