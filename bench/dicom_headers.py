"""What is left of a header in which identifiers are planted wherever one may be, by us and by others.

    python bench/dicom_headers.py [--peers DIR]

The file is that of the tests: names, dates, UIDs and numbers in elements, sequences, private elements, overlays,
curves, icon, file meta information, preamble and behind the pixels. It is written in several transfer syntaxes. A token
is left if it stands anywhere in the bytes of what comes out, or in what they are when inflated, in any case, as ASCII
or UTF-16. Others are compared that are installed, or in DIR: see bench/dicom_peers.py. Where one fails, all that was
planted counts as left: a user has only the file that went in.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pydicom

from common import table
from dicom_peers import peers
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.profile.table import Option

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "dicom"))
from planted import left, plant  # type: ignore[import-not-found]

SYNTAXES = {
    "explicit": "1.2.840.10008.1.2.1",
    "implicit": "1.2.840.10008.1.2",
    "big endian": "1.2.840.10008.1.2.2",
    "deflated": "1.2.840.10008.1.2.1.99",
    "JPEG": "1.2.840.10008.1.2.4.50",
}
CLEANING = (Option.MODIFIED_DATES, Option.DESCRIPTORS, Option.STRUCTURED, Option.GRAPHICS, Option.SAFE_PRIVATE)

Tool = Callable[[Path, Path], None]


def main() -> None:
    """Clean the files with each tool, and count what is left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, help="folder of other programs")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    tools: dict[str, Tool] = {"ours": _ours(()), "ours, cleaning": _ours(CLEANING), **peers(options.peers)}
    of_syntax, places, by_place = [], Counter[str](), {name: Counter[str]() for name in tools}
    for syntax, uid in SYNTAXES.items():
        content, plants = plant(uid)
        counts = []
        for name, tool in tools.items():
            there = what_is_left(tool, content, plants.tokens)
            counts.append("fails" if there is None else len(there))
            by_place[name].update(plants.places[token] for token in (plants.tokens if there is None else there))
        places.update(plants.places.values())
        of_syntax.append((syntax, len(plants.tokens), *counts))
    print(table(("left in the file", "planted", *tools), of_syntax), "\n")
    rows = [(place, places[place], *(by_place[name][place] for name in tools)) for place in places]
    total = ("all files", places.total(), *(by_place[name].total() for name in tools))
    print(table(("by the kind of place", "planted", *tools), [*rows, total]))


def _ours(options: tuple[Option, ...]) -> Tool:
    def clean(source: Path, target: Path) -> None:
        target.write_bytes(deidentify_header(source, HeaderOptions("secret", options=options)))

    return clean


def what_is_left(tool: Tool, content: bytes, tokens: list[str]) -> list[str] | None:
    """Return the tokens that are in what a tool makes of a file; None if it makes nothing, or what can't be read."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "planted.dcm"), Path(folder, "clean.dcm")
        source.write_bytes(content)
        try:
            tool(source, target)
            pydicom.dcmread(target)
        except Exception:  # noqa: BLE001  others raise anything
            return None
        found: list[str] = left(readable(target.read_bytes()), tokens)
        return found


def readable(content: bytes) -> bytes:
    """Return the bytes of a file, and those that are deflated in it."""
    with suppress(zlib.error, ValueError):
        start = pydicom.dcmread(pydicom.filebase.DicomBytesIO(content), stop_before_pixels=True)
        if start.file_meta.TransferSyntaxUID.is_deflated:
            place = content.index(b"UL", 132) + 8 + start.file_meta.FileMetaInformationGroupLength
            return content + zlib.decompress(content[place:], -zlib.MAX_WBITS)
    return content


if __name__ == "__main__":
    main()
