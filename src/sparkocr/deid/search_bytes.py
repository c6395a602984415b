"""Find secrets as they are written in bytes that are no text, such as pixels: fast, as there are gigabytes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import numpy as np
import numpy.typing as npt

from sparkocr.deid.fold import fold
from sparkocr.deid.secrets import Secret

__all__ = ["SURE_IN_BINARY", "ByteIndex"]

SURE_IN_BINARY = 6
"""Letters and digits of a secret that is looked for in binary data; random bytes spell a given one once in 100 TB."""

_ENCODINGS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
_CHUNK = 4 << 20  # bytes that are searched at once; takes about 30 MB
_PAIRS = 1 << 16
_KEY = (0, 2, 4)  # offsets of the pairs of bytes by which the start of a pattern is recognised

Bools = npt.NDArray[np.bool_]


class ByteIndex:
    """Secrets that are looked for together in bytes.

    Parameters
    ----------
    secrets : iterable of Secret
        Those of fewer than `SURE_IN_BINARY` letters and digits are not looked for.

    Notes
    -----
    They are found as they are written, in small letters and in capitals, with blanks or carets between words, in UTF-8,
    Latin-1 and UTF-16. A hundred secrets take as long as one.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._patterns: dict[bytes, dict[bytes, Secret]] = {}
        self._known: list[Bools] = [np.zeros(_PAIRS, bool) for _ in _KEY]
        self._longest = 0
        for secret in secrets:
            if len(fold(secret.text).letters) >= SURE_IN_BINARY:
                for pattern in _patterns_of(secret.text):
                    self._add(pattern, secret)

    def _add(self, pattern: bytes, secret: Secret) -> None:
        self._patterns.setdefault(pattern[:SURE_IN_BINARY], {})[pattern] = secret
        self._longest = max(self._longest, len(pattern))
        for place, known in zip(_KEY, self._known, strict=True):
            known[pattern[place] | pattern[place + 1] << 8] = True

    def find(self, data: memoryview) -> set[Secret]:
        """Return the secrets that are in some bytes."""
        found: set[Secret] = set()
        for start in range(0, len(data), _CHUNK):
            found |= set(self._find(bytes(data[start : start + _CHUNK + self._longest]).lower()))
        return found

    def _find(self, data: bytes) -> Iterator[Secret]:
        values = np.frombuffer(data, np.uint8)
        if len(values) < SURE_IN_BINARY:
            return
        pairs = values[:-1] | values[1:].astype(np.uint16) << 8
        places = np.flatnonzero(self._known[0][pairs[: -_KEY[-1]]])
        for offset, known in zip(_KEY[1:], self._known[1:], strict=True):
            places = places[known[pairs[places + offset]]]
        for place in places.tolist():
            for pattern, secret in self._patterns.get(data[place : place + SURE_IN_BINARY], {}).items():
                if data.startswith(pattern, place):
                    yield secret


def _patterns_of(text: str) -> set[bytes]:
    """Return how a text may be written, with its ASCII letters small."""
    forms = {form for written in (text, text.replace(" ", "^")) for form in (written, written.lower(), written.upper())}
    found: set[bytes] = set()
    for encoding in _ENCODINGS:
        with suppress(UnicodeEncodeError):
            found |= {form.encode(encoding).lower() for form in forms}
    return {pattern for pattern in found if len(pattern) >= SURE_IN_BINARY}
