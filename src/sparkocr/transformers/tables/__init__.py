"""Stages that find tables and other parts of pages, and read tables."""

__all__: list[str] = []
