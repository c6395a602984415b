"""Names of files that don't tell the names of people."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sparkocr.deid.fold import fold
from sparkocr.deid.search import SecretIndex
from sparkocr.deid.secrets import Secret

__all__ = ["safe_path", "without_umlauts"]

_SURE = 5  # letters or digits: shorter secrets are in longer words by chance
_CUT = 8  # letters or digits to which old systems cut names
# Names of files are often written without letters that only some languages have.
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"})
_DIGITS, _SHORT_DIGITS = 16, 8  # hexadecimal ones of the sum that names a file
_EXTENSION = re.compile(r"(?<=.)\.(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,15}$")  # not the last number of a UID
_UID = re.compile(r"(?<!\d)(?:2[._]25[._]\d{9}|[0-2](?:[._]\d+){5})")  # of DICOM, or the first part of one
_FILE_ID = re.compile(r"[A-Z0-9_]{1,8}")  # a part of a name that a DICOM directory lists (PS3.10, section 8.2)


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
        The path; each part of it that says a secret, also without gaps around it, cut to 8 letters or with ae for ä, or
        a UID, is the checksum. The file keeps its extension, unless that says one. What a directory of DICOM files may
        list (DICOMDIR) stays so.

    Examples
    --------
    >>> safe_path("ward 7/ellison_letter.pdf", [Secret("Ellison", "PERSON")], "0f3a")
    'ward 7/0f3a.pdf'
    >>> safe_path("DICOM/DOE/IM000001", [Secret("Doe", "PERSON")], "0f3aa6c9ffee")
    'DICOM/0F3AA6C9/IM000001'
    """
    known = [*secrets]
    known += [Secret(plain, secret.label) for secret in known if (plain := without_umlauts(secret.text)) != secret.text]
    index = SecretIndex(known)
    letters = {fold(secret.text).letters for secret in known} - {""}

    def says_secret(text: str) -> bool:
        spaced = text.replace("_", " ")
        found = fold(spaced).letters
        return (
            found in letters
            or any(len(secret) >= _SURE and secret in found for secret in letters)
            or (len(found) >= _CUT and any(secret.startswith(found) for secret in letters))
            or bool(_UID.search(text) or index.find(spaced))
        )

    folder, name = posixpath.split(path)
    extension = found[0] if (found := _EXTENSION.search(name)) else ""
    folders = folder.split("/") if folder else []
    safe = [_named(part, checksum) if says_secret(part) else part for part in folders]
    stem = name.removesuffix(extension)
    safe.append(_named(name, checksum) if says_secret(stem) else stem)
    return "/".join(safe) + ("" if says_secret(extension) else extension)


def _named(part: str, checksum: str) -> str:
    """Return a checksum as long as a part of a path may be."""
    return checksum[:_SHORT_DIGITS].upper() if _FILE_ID.fullmatch(part) else checksum[:_DIGITS]


def without_umlauts(text: str) -> str:
    """Return a text with ae, oe, ue and aa for ä, ö, ü and å."""
    return text.translate(_PLAIN)
