"""Fonts to draw texts with: Pillow's own, those that are installed, and Roboto, which comes with the library."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import font_roboto
from PIL import ImageFont

from sparkocr.enums import FontStyle
from sparkocr.errors import DocumentError

__all__ = ["FontChoice", "font_of"]

FontChoice = tuple[str, FontStyle]
"""Family or file of a font, and its style; an empty family with the plain style is Pillow's own font."""

_ENDINGS = {".ttf", ".otf", ".ttc"}
_ROBOTO = {
    FontStyle.PLAIN: font_roboto.Roboto,
    FontStyle.BOLD: font_roboto.RobotoBold,
    FontStyle.ITALIC: font_roboto.RobotoItalic,
    FontStyle.BOLD_ITALIC: font_roboto.RobotoBoldItalic,
}
_PLAIN_NAMES = {"plain", "regular", "book", "roman", "normal"}  # as fonts call their plain style
_logger = logging.getLogger(__name__)


@lru_cache(maxsize=64)
def font_of(choice: FontChoice, size: int) -> ImageFont.FreeTypeFont:
    """Return a font.

    Parameters
    ----------
    choice : (str, FontStyle)
        Family of an installed font, in any case, or its file; empty: Pillow's own if it is plain, else Roboto. A family
        that is not installed is Roboto, with a warning in the log.
    size : int
        In px.

    Raises
    ------
    DocumentError
        A file can't be opened.
    TypeError
        Pillow was built without FreeType; its wheels have it.
    """
    name, style = choice
    if not name and style is FontStyle.PLAIN:
        font = ImageFont.load_default(size)
        if not isinstance(font, ImageFont.FreeTypeFont):
            raise TypeError("Pillow without FreeType can't write text")
        return font
    try:
        return ImageFont.truetype(str(_file(name, style)), size)
    except OSError:
        raise DocumentError("Can't open the font: fontName must be a family, or a file on every worker.") from None


@lru_cache(maxsize=64)
def _file(name: str, style: FontStyle) -> Path:
    """Return the file of a font."""
    if Path(name).suffix.lower() in _ENDINGS:
        return Path(name)
    if name and name.lower() != "roboto":
        wanted = _words(name, style.name.replace("_", " "))
        for file in _installed():
            if _words_of(file) == wanted:
                return file
        _logger.warning("The font %r is not installed in the style %s; Roboto is used.", name, style.name)
    return Path(_ROBOTO[style])


def _words(family: str, style: str) -> list[str]:
    """Return the words of a font's name, alike however they are divided into family and style, without plain ones."""
    found = f"{family} {style}".lower().replace("oblique", "italic").split()
    return sorted(word for word in found if word not in _PLAIN_NAMES)


@lru_cache(maxsize=4096)
def _words_of(file: Path) -> list[str] | None:
    """Return the words of the name of a font's file; None if it can't be read."""
    try:
        family, style = ImageFont.truetype(str(file), 10).getname()
    except OSError:
        return None
    return _words(family or "", style or "")


def _installed() -> Iterator[Path]:
    """Give the files of fonts of the system and of the user, in the order of their paths."""
    for folder in _folders():
        yield from sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS)


def _folders() -> list[Path]:
    """Return where systems keep fonts (XDG Base Directory Specification; Apple and Microsoft: their documentation)."""
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path(place).expanduser() for place in ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts")]
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [
        Path(place).expanduser() for place in (f"{data}/fonts", "~/.fonts", *(f"{place}/fonts" for place in shared))
    ]
