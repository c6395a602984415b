"""Helpers for notebooks."""

from sparkocr.utils.display import display_image, display_images, display_images_horizontal, to_pil_image

__all__ = ["display_image", "display_images", "display_images_horizontal", "to_pil_image"]
