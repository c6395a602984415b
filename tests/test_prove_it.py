"""`examples/prove_it.sh` finds what is left, and takes nothing for clean that it can't read."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pdf.make_pdf import Page, Text, make_pdf

SCRIPT = Path(__file__).parent.parent / "examples" / "prove_it.sh"
PROGRAMS = ("pdftotext", "qpdf", "exiftool", "strings", "unzip", "file")


@pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason="needs the programs of the script")
def test_only_files_that_are_read_and_without_names_are_clean(tmp_path):
    clean, named = (make_pdf([Page([Text(72, 700, text)])]) for text in ("Diagnosis: flu", "Mr KOWALCZYK"))
    contents = {"clean": clean, "cut": clean[:-200], "named": named, "revised": clean + b"\n%%EOF\n"}
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in contents.items():
        (folder / f"{name}.pdf").write_bytes(content)
    (tmp_path / "list").write_text("Kowalczyk\n")
    command = [SCRIPT, tmp_path / "list", folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    said = {line.rpartition("/")[2]: line.partition("  ")[0] for line in done.stdout.splitlines() if "/" in line}
    assert said == {
        "clean.pdf": "clean",
        "cut.pdf": "CAN'T BE READ, OR HAS OLDER REVISIONS",
        "named.pdf": "1 IDENTIFIERS LEFT",
        "revised.pdf": "CAN'T BE READ, OR HAS OLDER REVISIONS",
    }
