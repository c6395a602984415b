"""Write the words of the codes and attributes of DICOM: `src/sparkocr/dicom/imaging_words.txt`.

    python scripts/make_imaging_words.py

pydicom has the meanings of the codes of PS3.16 and the names of the attributes of PS3.6. Of meanings only words in
small letters are taken, as names of persons and places stand in capitals there: "Blalock-Taussig shunt".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydicom.datadict import DicomDictionary
from pydicom.sr._concepts_dict import concepts  # there is no public way to all of them

TARGET = Path(__file__).parents[1] / "src" / "sparkocr" / "dicom" / "imaging_words.txt"
OF_NAMES = re.compile(r"breed|organism\)|\bdog\b|\bcat\b|stain")  # of animals and dyes, which are named after persons
SMALL = re.compile(r"(?<![^\W\d_])[a-z]{3,}(?![^\W\d_])")
WIDTH = 118


def meanings() -> Iterator[str]:
    """Yield the meanings of all codes."""
    for keywords in concepts.values():
        for codes in keywords.values():
            yield from (meaning for meaning, _ in codes.values() if not OF_NAMES.search(meaning))


def main() -> None:
    """Write the words, sorted, many in a line."""
    words = {word for meaning in meanings() for word in SMALL.findall(meaning)}
    words |= {word for entry in DicomDictionary.values() for word in SMALL.findall(entry[2].lower())}
    lines, line = [], ""
    for word in sorted(words):
        if len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    TARGET.write_text("\n".join([*lines, line]) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
