"""No log, plan, message, audit or name of a file tells an identifier, however loud the logs are."""

import base64
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from deid.loud_program import KEY, KNOWN, NAME, PASSWORD
from dicom.make_dicom import header, saved
from documents import page, scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples

METADATA = ("Infograve", "Wordauthorby", "Pngmarrow", "Tiffanybrook", "Exifmeadow", "Jpegorchard")
TESTS = Path(__file__).parents[1]
LOUD = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format="python %(levelname)s %(name)s %(message)s")
logging.debug("loud")
"""


def letter(**options):
    lines = [Text(72, 700, f"Patient: Jane {NAME}"), Text(72, 650, f"Dr. {KNOWN} said influenza")]
    return make_pdf([Page(lines)], **options)


def with_title(content):
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.docinfo["/Title"] = METADATA[0]
        document.save(file)
    return file.getvalue()


def picture(kind, **options):
    file = io.BytesIO()
    page(f"Patient: Jane {NAME}\nDiagnosis: influenza").save(file, kind, **options)
    return file.getvalue()


def word():
    file, document = io.BytesIO(), docx.Document()
    document.core_properties.author = METADATA[1]
    document.add_paragraph(f"Patient: Jane {NAME}")
    document.save(file)
    return file.getvalue()


def files():
    """Good and bad files by folder and name."""
    png, tags, exif = PngInfo(), TiffImagePlugin.ImageFileDirectory_v2(), Image.Exif()
    png.add_text(METADATA[2], METADATA[2])
    tags[270] = METADATA[3]
    exif[270] = METADATA[4]
    good, tiff = with_title(letter()), picture("TIFF", tiffinfo=tags)
    jpeg = picture("JPEG", exif=exif.tobytes(), comment=METADATA[5])
    pdfs = {
        "good": good,
        "cut": good[:600],
        "locked": letter(user_password=PASSWORD),
        "odd font": good.replace(b"/Helvetica", f"/{NAME[:9]}".encode()),
        "odd operators": good.replace(b"BT", f"({NAME}) {NAME} /{NAME} BT".encode(), 1),
        "scan": scanned_pdf((f"Patient: Jane {NAME}\nDiagnosis: influenza",)),
    }
    others = {
        "png": picture("PNG", pnginfo=png),
        "tiff": tiff,
        "jpeg": jpeg,
        "word": word(),
        "cut tiff": tiff[:-300],
        "cut jpeg": jpeg[:3000],
        "cut word": word()[:-400],
        "junk": NAME.encode() * 99,
    }
    scan = samples.dicom(f"Jane {NAME}", patient=f"{NAME}^Jane")
    report = header(PatientName=f"{NAME}^Jane", ContentSequence=[header(TextValue=f"{KNOWN} saw Jane {NAME}")])
    dicoms = {
        "scan": scan,
        "cut": scan[:-5000],
        "cut in the header": scan[:400],
        "report": saved(report),
        "letter": samples.dicom_pdf(letter(), patient=f"{NAME}^Jane"),
        "broken letter": samples.dicom_pdf(letter()[:600], patient=f"{NAME}^Jane"),
        "odd codes": saved(header(PatientName=NAME, Modality=NAME, StudyDate=NAME, SOPInstanceUID=NAME)),
        "no pixels": saved(header(PatientName=NAME, Rows=5, PixelData=NAME.encode(), BitsAllocated=8)),
        "junk": b"\0" * 128 + b"DICM" + NAME.encode() * 99,
    }
    return {"pdfs": pdfs, "others": others, "dicoms": dicoms}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """All that was told, by where."""
    folder = tmp_path_factory.mktemp("loud")
    for kind, contents in files().items():
        for name, content in contents.items():
            path = folder / kind / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    (folder / "python").mkdir()
    (folder / "python" / "sitecustomize.py").write_text(LOUD)  # the workers of Spark are loud, too
    paths = [str(folder / "python"), str(TESTS), os.environ.get("PYTHONPATH", "")]
    program = subprocess.run(
        [sys.executable, str(TESTS / "deid" / "loud_program.py"), str(folder)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        check=False,
    )
    assert program.returncode == 0, program.stderr[-3000:].decode()
    events = b"".join(path.read_bytes() for path in (folder / "events").rglob("*") if path.is_file())
    return {
        "stdout": program.stdout,
        "stderr": program.stderr,
        "log of Spark": (folder / "spark.log").read_bytes(),
        "events": events,
        "plans and results": (folder / "told.txt").read_bytes(),
    }


def places(told, secret):
    """Where a secret is told, in any case: in UTF-8 or UTF-16, hexadecimal or base64."""
    plain = secret.encode()
    forms = [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode()]
    forms += [base64.b64encode(bytes(before) + plain)[4 if before else 0 : -4] for before in range(3)]
    pattern = re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)
    return [where for where, said in told.items() if pattern.search(said)]


@pytest.mark.parametrize("secret", [NAME, KNOWN, KEY, PASSWORD, *METADATA])
def test_it_is_told_nowhere(told, secret):
    assert places(told, secret) == []


def test_the_logs_are_loud(told):
    assert b"DEBUG org.apache.spark" in told["log of Spark"]
    assert told["stderr"].count(b"python DEBUG root loud") > 1, "the program, and workers"
    assert b"SparkListenerJobStart" in told["events"]
    assert b"PdfDeidentifier" in told["plans and results"]
    assert told["plans and results"].count(b"DicomFileDeidentifier") > len(files()["dicoms"])
    assert b"_letter.pdf" not in told["plans and results"], "the name of a file, which is said without the name in it"
    assert places({"file": letter()}, NAME), "the search finds what is there"
