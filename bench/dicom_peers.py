"""Other programs that take identifiers out of headers of DICOM files: those that can be imported.

    pip install --target peers --no-deps dicognito deid dicom-anonymizer tqdm python-dateutil
    pip install --target peers --no-deps matplotlib cycler kiwisolver pyparsing contourpy   # of deid

Each takes the path of a file, and writes a clean one to another path.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pydicom

__all__ = ["peers"]

Peer = Callable[[Path, Path], None]


def peers(folder: Path | None) -> dict[str, Peer]:
    """Return the peers that are installed, here or in a folder, by name."""
    own = sys.path.copy()
    if folder is not None:
        sys.path.append(str(folder))  # behind our own packages, which stay as they are
        sys.path[0] = str(folder)  # for now: a benchmark is called "deid", too
    with suppress(ImportError):
        import_module("deid.dicom")
    sys.path[0] = own[0]
    known: dict[str, tuple[str, Peer]] = {
        "dicognito": ("dicognito", _dicognito),
        "deid": ("deid", _deid),
        "dicom-anonymizer": ("dicomanonymizer", _dicom_anonymizer),
    }
    return {name: peer for name, (module, peer) in known.items() if module in sys.modules or find_spec(module)}


def _dicognito(source: Path, target: Path) -> None:
    header = pydicom.dcmread(source)
    _dicognito_of_all_files().anonymize(header)
    header.save_as(target)


@cache
def _dicognito_of_all_files() -> Any:
    return import_module("dicognito.anonymizer").Anonymizer(seed="1")


def _deid(source: Path, target: Path) -> None:
    """Use its own recipe, without private elements and sequences: the most that it takes out."""
    headers = import_module("deid.dicom")
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        found = headers.get_identifiers([str(source)])
        made = headers.replace_identifiers(
            [str(source)],
            ids=found,
            deid="dicom",
            save=True,
            output_folder=folder,
            remove_private=True,
            strip_sequences=True,
        )
        shutil.move(made[0], target)


def _dicom_anonymizer(source: Path, target: Path) -> None:
    with redirect_stdout(StringIO()):
        import_module("dicomanonymizer.simpledicomanonymizer").anonymize_dicom_file(str(source), str(target))
