"""What data sets say of the pictures in them: numbers and codes of the group 0028 and of overlays."""

from __future__ import annotations

from dataclasses import dataclass, field

from sparkocr.dicom.elements import Element

__all__ = ["Facts", "Tag"]


class Tag:
    """Tags (PS3.6); those of overlays are with the group 6000."""

    SAMPLES, PHOTOMETRIC, FRAMES = 0x00280002, 0x00280004, 0x00280008
    ROWS, COLUMNS, ALLOCATED = 0x00280010, 0x00280011, 0x00280100
    OVERLAY_ROWS, OVERLAY_COLUMNS, OVERLAY_FRAMES, OVERLAY_DATA = 0x60000010, 0x60000011, 0x60000015, 0x60003000


_IMAGE_GROUP, _OVERLAYS = 0x0028, 0x60
_MOST = 16  # bytes of such a value


@dataclass(slots=True)
class Facts:
    """Facts by data set and tag; elements stand in the order of their tags, so they are known before the pixels.

    Attributes
    ----------
    is_little : bool
        Whether numbers have their lowest byte first.
    """

    is_little: bool = True
    _known: dict[int, dict[int, bytes]] = field(default_factory=dict)

    def note(self, element: Element) -> None:
        """Keep what an element says, if it speaks of pictures."""
        group = element.tag >> 16
        if (group == _IMAGE_GROUP or group >> 8 == _OVERLAYS) and len(element.value) <= _MOST:
            self._known.setdefault(element.item, {})[element.tag] = bytes(element.value)

    def text(self, element: Element, tag: int) -> str:
        """Return a code of the data set in which an element is; empty if there is none."""
        return self._known.get(element.item, {}).get(tag, b"").decode("latin-1").strip("\0 ").upper()

    def number(self, element: Element, tag: int, otherwise: int = 0) -> int:
        """Return a number of the data set in which an element is, a word of 16 bits (US)."""
        value = self._known.get(element.item, {}).get(tag, b"")
        return int.from_bytes(value[:2], "little" if self.is_little else "big") if value else otherwise

    def count(self, element: Element, tag: int) -> int:
        """Return a number that is written in digits (IS), at least 1."""
        digits = self.text(element, tag)
        return max(1, int(digits)) if digits.isdecimal() else 1
