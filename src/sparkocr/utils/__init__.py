"""Helpers for notebooks and terminals."""

from sparkocr.utils.display import display_image, display_images, to_pil_image

__all__ = ["display_image", "display_images", "to_pil_image"]
