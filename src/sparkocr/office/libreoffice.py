"""Conversion of documents by LibreOffice, a program that has to be installed besides sparkocr.

Every call starts a LibreOffice of its own with a new profile: two that share one wait for each other or fail. Nothing
goes through a shell, and no name comes from the document.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sparkocr.errors import DocumentError

__all__ = ["convert_document", "find_program", "lacks_math"]

_NAMES = ("soffice", "libreoffice")
_PLACES = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program", "/snap/bin")
_VERSIONED = "/opt/libreoffice*/program"  # where the packages of libreoffice.org go
_MISSING = (
    "LibreOffice is not installed: install the Debian packages libreoffice-writer-nogui, libreoffice-impress-nogui, "
    "libreoffice-calc-nogui and libreoffice-math-nogui (or LibreOffice from libreoffice.org) on every worker"
)
_SIGNATURES = {"pdf": b"%PDF", "docx": b"PK\x03\x04", "pptx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
_OPTIONS = (
    "--headless",
    "--invisible",
    "--nologo",
    "--nodefault",
    "--norestore",
    "--nolockcheck",
    "--nofirststartwizard",
)
# The profile: no macros, no scripts, nothing fetched that the document links to.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find_program() -> str | None:
    """Return the path of LibreOffice: the first on the PATH, else in one of the usual places; None if there is none."""
    versioned = sorted(map(str, Path("/").glob(_VERSIONED.lstrip("/"))), reverse=True)
    for path in (None, os.pathsep.join([*_PLACES, *versioned])):
        for name in _NAMES:
            if found := shutil.which(name, path=path):
                return found
    return None


def lacks_math() -> bool:
    """Tell whether the part of LibreOffice that draws equations is missing; without it, it leaves them out.

    Distributions of Linux have a package for each part. Where the libraries are elsewhere, all parts are assumed.
    """
    program = find_program()
    folder = Path(program).resolve().parent if program else Path()
    return (folder / "libswlo.so").exists() and not (folder / "libsmlo.so").exists()


def convert_document(content: bytes | memoryview, source: str, target: str, *, seconds: float) -> bytes:
    """Convert a document.

    Parameters
    ----------
    content : bytes or memoryview
        The file.
    source, target : str
        Endings of the formats, such as ``doc`` and ``pdf``.
    seconds : float
        Longest time that it may take; then LibreOffice and all processes it started are killed.

    Returns
    -------
    bytes
        The converted file.

    Raises
    ------
    DocumentError
        LibreOffice is not installed, fails, takes too long, or writes no such file.
    """
    program = find_program()
    if program is None:
        raise DocumentError(_MISSING)
    with TemporaryDirectory(prefix="sparkocr-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings, document = folder / "profile" / "user", folder / f"document.{source}"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        document.write_bytes(content)
        output = folder / "output"
        output.mkdir()
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        wanted = ["--convert-to", target, "--outdir", str(output), str(document)]
        code = _run([program, profile, *_OPTIONS, *wanted], folder, seconds)
        return _result(output / f"document.{target}", target, code)


def _run(command: list[str], folder: Path, seconds: float) -> int:
    """Run a program in a group of processes of its own, which is always ended; return its exit code.

    Raises
    ------
    DocumentError
        It takes too long, or can't be started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603  no shell, and all words are ours
            command,
            cwd=folder,
            env=os.environ | {"TMPDIR": str(folder)},  # what it leaves goes with the folder
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # may quote the document
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DocumentError(f"LibreOffice can't be started ({type(error).__name__})") from None
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise DocumentError(f"LibreOffice took longer than {seconds:g} s") from None
    finally:
        with suppress(ProcessLookupError):  # `soffice` is a script: the program that works is a child of its
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _result(path: Path, target: str, code: int) -> bytes:
    """Read the file that LibreOffice wrote.

    Raises
    ------
    DocumentError
        There is none, or it has another format. The exit code alone says little: it is 0 for unreadable files.
    """
    try:
        made = path.read_bytes()
    except OSError:
        raise DocumentError(f"LibreOffice can't convert the document (exit code {code})") from None
    if not made.startswith(_SIGNATURES[target]):
        raise DocumentError(f"LibreOffice made no {target.upper()} file (exit code {code})")
    return made
