"""Names of written files: safe inside the target folder, and the same however often a row is written."""

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import PurePosixPath

__all__ = ["RESERVED", "distinct_names", "fits_in_name", "name_of", "page_name", "row_key"]

RESERVED = ("_temporary", "_streams")
"""Folders of the writer itself, inside the target."""

# Control characters, and those that Windows or HDFS forbid or that stand for others in a glob.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_EXTENSION = re.compile(r"(?<=[^/])\.[A-Za-z0-9]{1,15}$")
# Bytes of UTF-8. File systems allow 255 for one name: this, two hashes and an extension.
_MAX_PART = 200
_MAX_NAME = 800  # of S3's 1024 for a whole key
_SUFFIX = 12  # hex digits: two of a million rows of one name share it with a probability of 0.2 %


def row_key(path: str | None, page: int | None, content: bytes | memoryview) -> str:
    """Return 32 hex digits that tell rows apart: where a file is from and what is in it."""
    digest = blake2b(f"{path or ''}\0{'' if page is None else page}\0".encode(), digest_size=16)
    digest.update(content)
    return digest.hexdigest()


def page_name(path: str | None, page: int | None) -> str:
    """Return the name of the file that a row is from, without extension and with the page.

    A number is no extension: files of DICOM are called by their UIDs.

    >>> page_name("file:/scans/letter.pdf", 3), page_name("file:/studies/1.2.840.7", None), page_name("", 0)
    ('letter.p3', '1.2.840.7', '')
    """
    file = PurePosixPath(PurePosixPath(path or "").name)
    stem = file.name if file.suffix[1:].isdigit() else file.stem
    return f"{stem}.p{page}" if stem and page is not None else stem


def fits_in_name(text: str) -> bool:
    """Tell whether a text can be part of a name as it is."""
    return not _UNSAFE.search(text) and "/" not in text and len(text.encode()) <= _MAX_PART // 2


def name_of(base: str, key: str, *, prefix: str, extension: str) -> str:
    """Return the name of a row's file, relative to the target.

    Parameters
    ----------
    base : str
        The wanted name; ``/`` separates folders. An `extension` that it has already isn't added again.
    key : str
        The row's key, its name if nothing usable is left of `base`.
    prefix : str
        Goes before the name of the file, not of its folders.
    extension : str
        Without dot; empty: the name has its own, or none.

    Returns
    -------
    str
        Never leaves the target: ``..``, ``.``, empty parts and a leading ``/`` are dropped. Characters that file
        systems forbid become ``_``; names that are too long are cut and get a hash.

    Examples
    --------
    >>> name_of("../2024/bill: 7.PDF", "0", prefix="ocr_", extension="pdf")
    '2024/ocr_bill_ 7.pdf'
    """
    stem, end = _split(base, extension)
    parts = [_UNSAFE.sub("_", part.strip()) for part in stem.split("/")]
    parts = [part for part in parts if part not in {"", ".", ".."}] or [key]
    parts[-1] = prefix + parts[-1]
    if len("/".join(parts).encode()) > _MAX_NAME:
        parts = ["_".join(parts)]
    if len(parts) > 1 and parts[0].lower() in RESERVED:
        parts[0] = parts[0].removeprefix("_")
    return "/".join(map(_shorten, parts)) + end


def _split(name: str, extension: str) -> tuple[str, str]:
    """Return a name without its extension, and the one that it gets, with its dot."""
    if extension:
        stem = name[: -len(extension) - 1] if name.lower().endswith(f".{extension}") else name
        return stem, f".{extension}"
    own = _EXTENSION.search(name)
    return (name[: own.start()], own[0]) if own else (name, "")


def _shorten(part: str) -> str:
    """Cut a name that file systems would refuse; a hash of all of it keeps it apart from others."""
    encoded = part.encode()
    if len(encoded) <= _MAX_PART:
        return part
    return f"{encoded[:_MAX_PART].decode(errors='ignore')}-{_digest(encoded)}"


def _digest(text: bytes) -> str:
    return blake2b(text, digest_size=_SUFFIX // 2).hexdigest()


def distinct_names(files: Iterable[tuple[str, str, str]], extension: str) -> dict[str, str]:
    """Give the files of one write names that differ.

    Parameters
    ----------
    files : iterable of (name, key, source)
        Wanted name, key of the row, and where the file is now.
    extension : str
        Extension of all names, without dot; empty: each has its own, or none.

    Returns
    -------
    dict of str to str
        From name to source. Rows of the same name all get ``-`` and the first 12 digits of their key, so the result
        depends on the set of rows only, not on their order or on how they were split into tasks. Rows of the same
        name and key are one file. A name that others have as folder gets a suffix, too.

    Raises
    ------
    ValueError
        Two different rows have the same name in spite of that.

    Examples
    --------
    >>> distinct_names([("a.txt", "f" * 32, "1"), ("b.txt", "0" * 32, "2"), ("a.txt", "0" * 32, "3")], "txt")
    {'a-ffffffffffff.txt': '1', 'b.txt': '2', 'a-000000000000.txt': '3'}
    """
    files = list(files)
    keys = defaultdict(set)
    for name, key, _ in files:
        keys[name].add(key)
    folders = {str(parent) for name in keys for parent in PurePosixPath(name).parents}
    sources: dict[str, str] = {}
    rows: dict[str, tuple[str, str]] = {}
    for name, key, source in files:
        clear = len(keys[name]) == 1 and name not in folders
        stem, end = _split(name, extension)
        target = name if clear else f"{stem}-{key[:_SUFFIX]}{end}"
        if rows.setdefault(target, (name, key)) != (name, key):
            raise ValueError(f"binaryFormat: two rows would be written to the same file {target!r}")
        sources.setdefault(target, source)
    return sources
