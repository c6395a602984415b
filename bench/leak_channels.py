"""The ways in which bench/deid_leaks.py tries to get identifiers back from a PDF, with programs of others."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pdf_redaction_check  # type: ignore[import-untyped]
import pikepdf
from rapidfuzz import fuzz

from sparkocr.engines.factory import make_engine
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.read.render import render_page

__all__ = ["ENGINES", "faults", "has_secret", "is_read", "program_outputs", "read_by"]

PROGRAMS = {
    "pdftotext": ["pdftotext", "-q", "-", "-"],
    "pdftotext -raw": ["pdftotext", "-q", "-raw", "-", "-"],
    "pdftotext -layout": ["pdftotext", "-q", "-layout", "-", "-"],
    "pdfinfo -meta": ["pdfinfo", "-meta", "-"],
    "pdfinfo": ["pdfinfo", "-"],
    "exiftool": ["exiftool", "-a", "-u", "-ee", "-"],
    "qpdf --qdf": ["qpdf", "--qdf", "--stream-data=uncompress", "-", "-"],
}
ENGINES = ("tesseract", "ppocr")
RESOLUTION = 200
SIMILAR = 90  # of 100: what was read is the identifier


def program_outputs(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what each program that is installed tells of a PDF, and the bytes and strings of the file."""
    yield "raw bytes", content
    for name, command in PROGRAMS.items():
        if shutil.which(command[0]):
            yield name, subprocess.run(command, input=content, capture_output=True, check=False).stdout
    yield "strings of objects", b"\n".join(_strings(content))


def _strings(content: bytes) -> Iterator[bytes]:
    """Yield all strings and names of a PDF as text, those of content streams joined."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for item in document.objects:
            yield from _strings_in(item)
        for page in document.pages:
            shown = (part for step in pikepdf.parse_content_stream(page) for part in getattr(step, "operands", ()))
            yield b"".join(_shown(shown))


def _shown(operands: Iterator[object]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from (bytes(part) for part in operand if isinstance(part, pikepdf.String))


def _strings_in(item: object) -> Iterator[bytes]:
    if isinstance(item, pikepdf.String | pikepdf.Name):
        yield str(item).encode("utf-8", "replace")
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            yield key.encode()
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)


def has_secret(data: bytes, secret: str) -> bool:
    """Tell whether data hold an identifier, in one of many codings, with or without blanks in it."""
    lower = data.lower()
    if any(coded in lower for coded in _codings(secret.lower())):
        return True
    return _bare(secret.lower().encode()) in _bare(lower)


def _codings(secret: str) -> Iterator[bytes]:
    plain, wide = secret.encode(), secret.encode("utf-16-be")
    yield from (plain, wide, secret.encode("utf-16-le"), plain.hex().encode(), wide.hex().encode())
    yield "".join(f"\\{ord(letter):03o}" for letter in secret).encode()


def _bare(data: bytes) -> bytes:
    return re.sub(rb"[\s\x00]+|\xc2\xad|-\s*\n", b"", data)


def faults(content: bytes, secrets: Sequence[str]) -> list[str]:
    """Return what is wrong with the structure of a PDF, and what pdf-redaction-check says."""
    found = []
    if content.count(b"%%EOF") != 1 or b"/Prev" in content:
        found.append("older revisions")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out.pdf")
        path.write_bytes(content)
        if (
            shutil.which("qpdf")
            and subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode
        ):
            found.append("qpdf --check")
        if shutil.which("pdfdetach"):
            listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, check=False).stdout
            if not listed.startswith(b"0 "):
                found.append("attachments")
        report, _ = pdf_redaction_check.analyze(path, list(secrets))
        found += [f"pdf-redaction-check: {one.detail}" for one in report.findings if one.severity.name != "INFO"]
    return found


def read_by(engine: str, content: bytes, pages: int) -> str:
    """Return what an engine reads of pages as they are shown."""
    reader = make_engine(engine)
    images = (render_page(content, page, max_pixels=MAX_PIXELS, resolution=RESOLUTION) for page in range(pages))
    return "\n".join(" ".join(word.text for word in reader.read(image.pixels, RESOLUTION).words()) for image in images)


def is_read(secret: str, text: str) -> bool:
    """Tell whether an identifier is in what an engine read, which may be a little wrong."""
    return fuzz.partial_ratio(secret.lower(), text.lower()) >= SIMILAR
