"""The name under which newer programs import `remove_phi`."""

from sparkocr.utils.svs.deidentifier import remove_phi

__all__ = ["remove_phi"]
