"""Names of files that don't tell the names of people."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from sparkocr.deid.fold import fold
from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret

__all__ = ["safe_path"]

_SURE = 5  # letters or digits: shorter secrets are in longer words by chance
_DIGITS = 16  # hexadecimal ones of the sum that names a file


def safe_path(path: str, secrets: Iterable[Secret], checksum: str) -> str:
    """Return a path that says nothing of what was taken out of its file.

    Parameters
    ----------
    path : str
        With ``/`` between its parts.
    secrets : iterable of Secret
    checksum : str
        Of the file as it was, in hexadecimal digits: the name of a part that has to go, and the same for the same file.

    Returns
    -------
    str
        The path; each part of it that says a secret, also without gaps around it, is the checksum. The file keeps its
        extension, unless that says one.

    Examples
    --------
    >>> safe_path("ward 7/ellison_letter.pdf", [Secret("Ellison", "PERSON")], "0f3a")
    'ward 7/0f3a.pdf'
    """
    known = list(secrets)
    index = SecretIndex(known)
    letters = {found for secret in known if len(found := fold(secret.text).letters) >= _SURE}

    def says_secret(text: str) -> bool:
        spaced = text.replace("_", " ")
        return bool(index.find(spaced)) or any(secret in fold(spaced).letters for secret in letters)

    folder, name = posixpath.split(path)
    stem, extension = posixpath.splitext(name)
    parts = [*folder.split("/"), stem] if folder else [stem]
    safe = [checksum[:_DIGITS] if says_secret(part) else part for part in parts]
    return "/".join(safe) + ("" if says_secret(extension) else extension)
