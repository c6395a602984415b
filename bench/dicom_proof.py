"""Whether de-identified headers of DICOM files are proven, what the proof finds in the files before, and how fast.

    python bench/dicom_proof.py [files] [speed] [--data DIR] [--megabytes 200]

- files: each file is de-identified with several sets of options and read again for all that had to go. Every file that
  is not proven is named, with why. In the file before, each of what had to go must be found by itself; UIDs of fewer
  than seven digits are not looked for.
- speed: bytes per second of a large image, without OCR, by what its pixels are.

The files are those of pydicom and pydicom-data, or all in DIR.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from collections import Counter
from pathlib import Path
from time import perf_counter

import numpy as np

from common import table
from dicom import MIB, dicom_files
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.deid.dicom_secrets import replaced_values
from sparkocr.deid.search import is_checkable
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify_dicom
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.table import Option
from sparkocr.entities.entity import Entity
from sparkocr.errors import DocumentError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "dicom"))
from make_dicom import dicom  # type: ignore[import-not-found]

CLEANING = (Option.MODIFIED_DATES, Option.DESCRIPTORS, Option.STRUCTURED, Option.GRAPHICS, Option.SAFE_PRIVATE)
KEEPING = (Option.FULL_DATES, Option.UIDS, Option.DEVICE, Option.INSTITUTION, Option.PATIENT)
SETS = {"no options": (), "texts cleaned": CLEANING, "all kept": KEEPING}
SECRETS = [Secret(f"Patient{number} Kowalski{number}", "PERSON") for number in range(50)]


def main() -> None:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    parser.add_argument("--data", type=Path, help="folder of DICOM files")
    parser.add_argument("--megabytes", type=int, default=200, help="of the image for speed (%(default)s)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for part in options.parts or PARTS:
        print(f"\n## {part}\n\n{PARTS[part](options)}")


def files(options: argparse.Namespace) -> str:
    """De-identify all files, and look for what had to go, before and after."""
    paths = dicom_files(options.data)
    counts = {name: prove(paths, chosen) for name, chosen in SETS.items()}
    rows = list(dict.fromkeys(row for count in counts.values() for row in count))
    return table(("", *counts), [(row, *(count[row] for count in counts.values())) for row in rows])


def prove(paths: list[Path], chosen: tuple[Option, ...]) -> Counter[str]:
    """Count the files that are proven, and what is found in them before."""
    counts = Counter[str](files=len(paths))
    options = HeaderOptions("bench", options=chosen, find=find_nothing if Option.DESCRIPTORS in chosen else None)
    for path in paths:
        try:
            made = deidentify_header(path, options)
        except DocumentError:
            counts["not de-identified"] += 1
            continue
        with open_dicom(path) as opened:
            secrets = replaced_values(opened.header, options)
        counts[verdict(made, secrets, path)] += 1
        found_before(path.read_bytes(), secrets, counts)
    return counts


def find_nothing(_text: str) -> list[Entity]:
    """Find nothing: then texts stay, but for what the header tells."""
    return []


def verdict(content: bytes, secrets: tuple[Secret, ...], path: Path) -> str:
    """Tell whether a file is proven; if not, say which it is, and why."""
    try:
        found = verify_dicom(content, secrets, read_image=None)
    except DocumentError as error:
        print(f"{path.name}: {error}")
        return "can't be read to its end"
    if not found.is_proven:
        print(f"{path.name}: {[(leak.channel.value, leak.label) for leak in found.leaks]}")
    return "proven" if found.is_proven else "not proven"


def found_before(content: bytes, secrets: tuple[Secret, ...], counts: Counter[str]) -> None:
    """Look for each of what had to go in the file before, where it must be."""
    for secret in secrets:
        in_other_order = secret.label == "DATE" and not secret.text.isdecimal()
        if in_other_order or not is_checkable(secret):
            continue
        try:
            is_found = not verify_dicom(content, [secret], read_image=None).is_proven
        except DocumentError:
            counts["values in files before that can't be read to their end"] += 1
            continue
        counts["values found in files before" if is_found else "values not found in files before"] += 1


def speed(options: argparse.Namespace) -> str:
    """Time the proof of large images."""
    count = options.megabytes * MIB
    side = int(count**0.5) // 2 * 2
    random = np.random.default_rng(0)
    pixels = {
        "noise, 8 bits": random.integers(0, 256, (side, side), np.uint8),
        "smooth, 8 bits": (np.cumsum(random.integers(-1, 2, side**2, np.int8)) % 90 + 32).astype(np.uint8),
        "smooth, 16 bits": (np.cumsum(random.integers(-3, 4, side**2 // 2, np.int8)) % 1500).astype(np.uint16),
    }
    rows = []
    for name, values in pixels.items():
        content = dicom(values.reshape(-1, side))
        start = perf_counter()
        verify_dicom(content, SECRETS, read_image=None)
        rows.append((name, f"{len(content) / MIB:.0f}", f"{len(content) / MIB / (perf_counter() - start):.0f}"))
    return table(("pixels", "MiB", "MiB/s"), rows)


PARTS = {"files": files, "speed": speed}


if __name__ == "__main__":
    main()
