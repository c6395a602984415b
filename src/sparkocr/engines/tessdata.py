"""Find Tesseract's language data (``*.traineddata``) on this machine; nothing is ever downloaded."""

import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from sparkocr.enums import ModelType
from sparkocr.errors import DocumentError

__all__ = ["find_tessdata", "installed_languages"]

_DEBIAN = Path("/usr/share/tesseract-ocr")  # holds <version>/tessdata
_SYSTEM = (
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
    Path("/opt/homebrew/share/tessdata"),
)

# Folders named after the repositories of the two special variants.
_VARIANTS: dict[ModelType, tuple[str, ...]] = {
    ModelType.BASE: (),
    ModelType.BEST: ("tessdata_best", "best"),
    ModelType.FAST: ("tessdata_fast", "fast"),
}


def find_tessdata(languages: str, model_type: ModelType = ModelType.BASE, model_data: str = "") -> Path:
    """Find the folder that holds the language data.

    Parameters
    ----------
    languages : str
        Tesseract's codes, joined by ``+``: ``"eng"``, ``"eng+deu"``. All of them must be in one folder,
        because Tesseract takes one.
    model_type : ModelType
        ``BASE`` takes whatever is installed. ``BEST`` takes only folders named ``tessdata_best`` or ``best``.
        ``FAST`` takes folders named ``tessdata_fast`` or ``fast``, the packages ``tessdata-fast-*`` of PyPI
        and the packages of Debian, which are built from the fast variant.
    model_data : str
        Folder to look in. Then no other is searched, except its sub-folders for `model_type`, which come
        first.

    Returns
    -------
    Path
        The first folder that holds all languages, of: ``$TESSDATA_PREFIX`` and its ``tessdata``,
        ``<sys.prefix>/share/tessdata``, the installed PyPI packages ``tessdata*`` (``--user`` and
        ``--target`` installations too), Debian's folders, ``/usr/share``, ``/usr/local/share``, Homebrew's
        and Conda's.

    Raises
    ------
    DocumentError
        If no folder holds all languages. The message names them, the folders and the ways to get them.

    Notes
    -----
    The page segmentation modes that detect orientation need ``osd.traineddata`` in the same folder. It is not
    searched for here: see `sparkocr.engines.tesseract.Tesseract`.
    """
    codes = [code.removeprefix("~") for code in languages.split("+") if code.removeprefix("~")]
    if not codes:
        raise DocumentError("No language is given: Tesseract needs at least one, for example eng")
    folders = list(dict.fromkeys(_folders(model_type, model_data)))
    for folder in folders:
        if all(_holds(folder, code) for code in codes):
            return folder
    raise DocumentError(_not_found(codes, model_type, folders))


def installed_languages() -> set[str]:
    """Return the codes of the languages whose data are in one of the usual places; ``osd`` is none."""
    folders = dict.fromkeys(_folders(ModelType.BASE, ""))
    return {file.stem for folder in folders for file in folder.glob("*.traineddata")} - {"osd"}


def _holds(folder: Path, code: str) -> bool:
    """Tell whether a folder has the data of a language."""
    return (folder / f"{code}.traineddata").is_file()


def _folders(model_type: ModelType, model_data: str) -> Iterator[Path]:
    """Yield the folders that may hold the variant, best first."""
    names = _VARIANTS[model_type]
    if model_data:
        root = Path(model_data).expanduser()
        yield from (root / name for name in names)
        yield root
        return
    for folder in _usual_folders():
        if not names or folder.name in names:
            yield folder
        yield from (folder / name for name in names)
        yield from (folder.parent / name for name in names)
    if model_type is ModelType.FAST:
        yield from _package_folders("tessdata-fast-")
        yield from _debian_folders()


def _usual_folders() -> Iterator[Path]:
    """Yield the folders where language data are installed, most specific first."""
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(prefix), Path(prefix, "tessdata"))
    yield Path(sys.prefix, "share", "tessdata")
    yield from _package_folders("tessdata")
    yield from _debian_folders()
    yield from _SYSTEM
    if prefix := os.environ.get("CONDA_PREFIX"):
        yield Path(prefix, "share", "tessdata")


def _debian_folders() -> list[Path]:
    """Return Debian's folders, newest version of Tesseract first."""
    return sorted(_DEBIAN.glob("*/tessdata"), reverse=True)


@lru_cache
def _package_folders(prefix: str) -> tuple[Path, ...]:
    """Return the folders into which installed packages of that name prefix put language data."""
    folders: list[Path] = []
    for package in metadata.distributions():
        # PEP 503: runs of "-", "_" and "." are the same in a package name.
        if not re.sub(r"[-_.]+", "-", package.metadata["Name"] or "").lower().startswith(prefix):
            continue
        for file in package.files or ():
            if file.suffix == ".traineddata":
                folders.append(Path(str(package.locate_file(file))).resolve().parent)
                # pip --target moves the data, but leaves the old place in the list of files.
                folders.append(Path(str(package.locate_file("share/tessdata"))).resolve())
    return tuple(folders)


def _not_found(codes: list[str], model_type: ModelType, folders: list[Path]) -> str:
    """Say which language data are missing, where they were looked for and how to get them."""
    missing = [code for code in codes if not any(_holds(folder, code) for folder in folders)]
    what = f"No Tesseract language data (modelType {model_type}) for {', '.join(missing)}"
    if not missing:
        what = f"The Tesseract language data for {', '.join(codes)} are not in one folder"
    remedy = "set modelData to a folder that holds them"
    if model_type is not ModelType.BEST:
        packages = " ".join("tesseract-ocr-" + code.replace("_", "-") for code in missing or codes)
        remedy = f"install the Debian packages {packages}, or {remedy}"
    return f"{what}. On every worker, {remedy}. Searched: {', '.join(map(str, folders))}"
