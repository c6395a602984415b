"""Stages that find names and other identifiers in texts, and what is done with them."""

__all__: list[str] = []
