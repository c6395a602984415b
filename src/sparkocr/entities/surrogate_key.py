"""Numbers that depend on a text and on a secret key, and on nothing else."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TypeVar

from sparkocr.positions.text import letters_of

__all__ = ["Keyed", "plain"]

T = TypeVar("T")


def plain(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and compatibility forms."""
    return "".join(map(letters_of, text))


class Keyed:
    """Draws from a secret key: HMAC-SHA256 (RFC 2104) of what is asked for.

    Parameters
    ----------
    key : bytes
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "Keyed()"

    def digest(self, *parts: object) -> bytes:
        """Return 32 bytes for some texts and numbers."""
        said = [str(part) for part in parts]
        message = "".join(f"{len(part)}:{part}" for part in said)  # with lengths, so that no two lists give the same
        return hmac.new(self._key, message.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()

    def number(self, below: int, *parts: object) -> int:
        """Return a number from 0 to `below`, without it."""
        return int.from_bytes(self.digest(*parts)) % below

    def stream(self, *parts: object) -> Iterator[int]:
        """Yield bytes without end."""
        for block in count():
            yield from self.digest(*parts, block)

    def turned(self, items: Sequence[T], *parts: object) -> Iterator[T]:
        """Yield all items once, from one that the key chooses."""
        if items:
            start = self.number(len(items), *parts)
            yield from (items[(start + offset) % len(items)] for offset in range(len(items)))
