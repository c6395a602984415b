"""What can be got back from de-identified PDFs, by programs of others and both engines.

    python bench/deid_leaks.py [--letters 36] [--forms 10] [--scans 6] [--read 2] [--seed 1]

Letters (with metadata, bookmarks and an attachment that repeat their identifiers), forms and scans are generated, with
identifiers of Faker planted, and so is the document of the tests that hides a word wherever a PDF can. All go through
`PdfDeidentifier`, with its default detectors and the planted identifiers as deny list: so what is left is the fault of
redaction, not of detection; of that document all pages are read, because a picture in it is smaller than those that are
read otherwise. What the detectors alone find is printed apart. Programs that aren't installed are left
out; see bench/leak_channels.py. Regions of scans become white: engines misread what stands beside a black box, and
that is how the words that stay are counted there.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pikepdf
import pyarrow as pa
from faker import Faker
from pikepdf import AttachedFileSpec, OutlineItem
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from common import table
from deid_pages import FILLER, Scan, digital, scanned, scanned_pdf
from leak_channels import ENGINES, faults, has_secret, is_read, program_outputs, read_by
from sparkocr.entities.entity import Entity
from sparkocr.entities.finder import EntityFinder
from sparkocr.enums import Color
from sparkocr.pdf.read.text import PageText, page_texts
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import PdfDeidentifier

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from pdf.redact.torture import SECRET, torture_pdf  # type: ignore[import-not-found]

PER_LINE = 12
SCANS = (Scan("JPEG", 200, 0.6, 4.0), Scan("1-bit", 300, -0.4, 0.0), Scan("gray", 200, 0.0, 6.0))
SIMILARITY = 0.8  # of what an engine misread to the name that it is


@dataclass(frozen=True)
class Document:
    """A PDF and the identifiers that were planted in it."""

    kind: str
    content: bytes
    secrets: list[str]


@dataclass
class Counts:
    """What was counted of one kind of documents."""

    documents: int = 0
    planted: int = 0
    withheld: int = 0
    found_alone: int = 0
    others: int = 0
    kept: int = 0
    seconds: float = 0.0
    techniques: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Generate, de-identify, attack, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=36)
    parser.add_argument("--forms", type=int, default=10)
    parser.add_argument("--scans", type=int, default=6)
    parser.add_argument("--read", type=int, default=2, help="documents of each kind that engines read (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts: dict[str, Counts] = {}
    for document in documents(options):
        of_kind = counts.setdefault(document.kind, Counts())
        attack(document, of_kind, reads=of_kind.documents < options.read)
        of_kind.documents += 1
    show(counts)


def documents(options: argparse.Namespace) -> Iterator[Document]:
    """Generate all documents."""
    torture = torture_pdf()
    yield Document("torture", torture.content, [SECRET])
    makers: list[tuple[Callable[[int], Document], int]] = [
        (letter, options.letters),
        (form, options.forms),
        (scan, options.scans),
    ]
    for make, count in makers:
        for number in range(count):
            yield make(options.seed * 10_000 + number)


@dataclass(frozen=True)
class Person:
    """An invented patient, and those around."""

    patient: str
    doctor: str
    born: str
    seen: str
    phone: str
    email: str
    street: str
    record: str
    insurance: str
    relative: str

    @property
    def secrets(self) -> list[str]:
        """All identifiers."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def person(seed: int) -> Person:
    """Invent one."""
    fake = Faker("en_US")
    fake.seed_instance(seed)
    patient, doctor, relative = (f"{fake.first_name()} {fake.last_name()}" for _ in range(3))
    return Person(
        patient, doctor,
        fake.date_of_birth(minimum_age=20).strftime("%m/%d/%Y"), fake.date_this_decade().strftime("%B %d, %Y"),
        fake.numerify("(2##) 555-01##"), fake.email(), fake.street_address(), fake.numerify("MRN-#######"),
        fake.ssn(), relative,
    )  # fmt: skip


def lines_of(one: Person, seed: int) -> list[str]:
    """Write a letter, with some identifiers more than once, in capitals and over the end of a line."""
    words = FILLER.split() * 3
    start = random.Random(seed).randrange(len(FILLER.split()))  # noqa: S311  no secrets
    body = [" ".join(words[at : at + PER_LINE]) for at in range(start, start + 120, PER_LINE)]
    first, last = one.patient.split()
    return [
        "Discharge summary", f"Patient: {one.patient}   DOB: {one.born}", f"MRN: {one.record}   Phone: {one.phone}",
        f"Address: {one.street}", f"Email: {one.email}", f"Insurance number: {one.insurance}",
        f"Dear Dr. {one.doctor.split()[1]},", *body, f"On {one.seen} we saw {one.patient} again, who came with {first}",
        f"{last}'s relative {one.relative}. Copy to Dr. {one.doctor}.", f"{last.upper()}, {first.upper()}",
    ]  # fmt: skip


def letter(seed: int) -> Document:
    """Make a letter with text, whose metadata, bookmarks and attachment repeat its identifiers."""
    one = person(seed)
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(digital(lines_of(one, seed)))) as document:
        document.docinfo["/Title"], document.docinfo["/Author"] = f"Letter about {one.patient}", one.doctor
        with document.open_metadata() as metadata:
            metadata["dc:subject"] = {one.record, one.email}
        with document.open_outline() as outline:
            outline.root.append(OutlineItem(f"{one.patient}, {one.born}", 0))
        document.attachments[f"{one.patient}.txt"] = AttachedFileSpec(document, "\n".join(one.secrets).encode())
        document.save(file)
    return Document("letter", file.getvalue(), one.secrets)


def form(seed: int) -> Document:
    """Make a form with fields."""
    one = person(seed + 1_000_000)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(f"Consent of {one.patient}")
    canvas.setFont("Helvetica", 11)
    for row, (name, value) in enumerate(zip(Person.__dataclass_fields__, one.secrets, strict=True)):
        height = 740 - 34 * row
        canvas.drawString(60, height, f"{name.capitalize()}:")
        canvas.acroForm.textfield(
            name=name,
            tooltip=f"{name} such as {value}",
            value=value,
            x=170,
            y=height - 6,
            width=300,
            height=20,
            fontSize=11,
        )
    for row, line in enumerate(FILLER.split(". ")):
        canvas.drawString(60, 380 - 15 * row, line)
    canvas.save()
    return Document("form", file.getvalue(), one.secrets)


def scan(seed: int) -> Document:
    """Make a scan of a letter."""
    one = person(seed + 2_000_000)
    look = SCANS[seed % len(SCANS)]
    return Document("scan", scanned_pdf(scanned(lines_of(one, seed), look, seed), look), one.secrets)


def attack(document: Document, counts: Counts, *, reads: bool) -> None:
    """De-identify a document, and count what can be got back."""
    stage = PdfDeidentifier(
        denyList=document.secrets, denySimilarity=SIMILARITY, engine="tesseract", readAll=document.kind == "torture",
        rectColor=Color.white if document.kind == "scan" else Color.black,
    )  # fmt: skip
    start = perf_counter()
    (row,) = stage.light_rows(LightRow({"path": pa.scalar("memory"), "content": pa.scalar(document.content)}))
    counts.seconds += perf_counter() - start
    counts.planted += len(document.secrets)
    made = row["pdf"].as_py()
    if made is None:
        counts.withheld += 1
        counts.faults[str(row["exception"].as_py())] += 1
        return
    for page in row["audit"].as_py()["pages"]:
        counts.techniques[page["technique"]] += 1
    for name, data in program_outputs(made):
        counts.leaks[name] += sum(has_secret(data, secret) for secret in document.secrets)
    for fault in faults(made, document.secrets):
        counts.faults[fault] += 1
    before = texts_of(document.content)
    if any(before):
        compare(before, "\n".join(texts_of(made)), document.secrets, counts)
    if reads:
        for engine in ENGINES:
            text = read_by(engine, made, len(before))
            counts.leaks[f"OCR by {engine}"] += sum(is_read(secret, text) for secret in document.secrets)
            if engine == "tesseract" and not any(before):
                compare([read_by(engine, document.content, len(before))], text, document.secrets, counts)


def texts_of(content: bytes) -> list[str]:
    """Return the text layers of all pages."""
    return [page.text for page in page_texts(content) if isinstance(page, PageText)]


def compare(before: Sequence[str], after: str, secrets: Sequence[str], counts: Counts) -> None:
    """Count the words that are no identifiers and stayed, and the identifiers that detectors alone find."""
    all_detectors = EntityFinder()
    finder = EntityFinder(deny_list=secrets, deny_similarity=SIMILARITY)
    left = Counter(after.split())
    for text in before:
        spans = [(entity.begin, entity.end) for entity in finder.find(text)]
        others = [
            word[0] for word in re.finditer(r"\S+", text)
            if not any(begin < word.end() and end > word.start() for begin, end in spans)
        ]  # fmt: skip
        counts.others += len(others)
        for word in others:
            counts.kept += left[word] > 0
            left[word] -= 1
    counts.found_alone += sum(
        any(covers(text, secret, all_detectors.find(text)) for text in before) for secret in secrets
    )


def covers(text: str, secret: str, found: Sequence[Entity]) -> bool:
    """Tell whether entities cover all letters and digits of the first place of an identifier."""
    begin = text.find(secret)
    if begin < 0:
        return False
    places = [begin + at for at, letter in enumerate(secret) if letter.isalnum()]
    return all(any(entity.begin <= place < entity.end for entity in found) for place in places)


def show(counts: dict[str, Counts]) -> None:
    """Print what was counted."""
    channels = list(dict.fromkeys(name for one in counts.values() for name in one.leaks))
    header = ["what", *counts]
    rows: list[list[object]] = [
        ["documents", *(one.documents for one in counts.values())],
        ["identifiers planted", *(one.planted for one in counts.values())],
        ["documents withheld", *(one.withheld for one in counts.values())],
        *(["recoverable: " + name, *(one.leaks[name] for one in counts.values())] for name in channels),
        ["other words", *(one.others for one in counts.values())],
        ["kept, %", *(100 * one.kept / max(1, one.others) for one in counts.values())],
        ["found by the detectors alone", *(one.found_alone for one in counts.values())],
        ["seconds per document", *(one.seconds / max(1, one.documents) for one in counts.values())],
        ["pages", *(" ".join(f"{name}: {n}" for name, n in one.techniques.items()) for one in counts.values())],
    ]
    print(table(header, rows))
    for kind, one in counts.items():
        for fault, number in one.faults.items():
            print(f"{kind}: {fault}: {number}")
    total = sum(sum(one.leaks.values()) for one in counts.values())
    print(f"\n{sum(one.planted for one in counts.values())} identifiers planted, {total} times one was recovered")


if __name__ == "__main__":
    main()
