"""``from sparkocr.transformers.tokenizer.hocr_tokenizer import HocrTokenizer``, as programs write it."""

from sparkocr.transformers.text.hocr import HocrTokenizer

__all__ = ["HocrTokenizer"]
