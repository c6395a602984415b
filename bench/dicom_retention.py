"""Whether what has to go goes and what has to stay stays, by an answer key over generated studies.

    python bench/dicom_retention.py [--patients 24] [--pixels 6] [--engine ppocr] [--peers DIR]

Studies of invented patients are made with what has to become of each value, in the classes of the MIDI-B challenge: see
bench/dicom_studies.py and bench/dicom_key.py. They are de-identified in one call, with the options of that challenge:
Basic Profile, modified dates, patient characteristics, device, descriptors, structured content, safe private elements.
Of the first patients the pixels of CR, US and SC are read, too; of the others only headers and documents. Burned-in
text has to be one value, and outside of it, with a margin of a line, each stored value must be what it was.

dicom-anonymizer, if it is installed or in DIR, cleans the same headers; it knows neither these options nor pixels.
"""

from __future__ import annotations

import argparse
import io
import logging
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pydicom
import pypdfium2 as pdfium

from common import table
from dicom_key import Action, Answer, Score
from dicom_peers import peers
from dicom_studies import PAGE_KEEPS, Instance, study_of
from dicom_study_persons import Person, persons
from sparkocr.deid.dicom import deidentify_dicom
from sparkocr.deid.dicom_header import HeaderOptions
from sparkocr.deid.dicom_pixels import PixelSearch
from sparkocr.dicom.profile.table import Option
from sparkocr.engines.factory import make_engine
from sparkocr.entities.finder import EntityFinder
from sparkocr.errors import DocumentError

OPTIONS = (
    Option.MODIFIED_DATES,
    Option.PATIENT,
    Option.DEVICE,
    Option.DESCRIPTORS,
    Option.STRUCTURED,
    Option.SAFE_PRIVATE,
)
UNREAD = ("CT", "MR", "PT")
MARGIN = 24  # px around burned-in text

Clean = Callable[[Instance, bool], bytes | None]


def main() -> None:
    """Make the studies, clean them, and check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=24, help="(%(default)s)")
    parser.add_argument("--pixels", type=int, default=6, help="patients whose pixels are read (%(default)s)")
    parser.add_argument("--engine", default="ppocr", help="that reads pixels (%(default)s)")
    parser.add_argument("--peers", type=Path, help="folder of other programs")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    studies = [(person, list(study_of(person, number))) for number, person in enumerate(persons(options.patients))]
    others = {name: peer for name, peer in peers(options.peers).items() if name == "dicom-anonymizer"}
    cleaners: dict[str, Clean] = {"ours": _ours(options.engine)}
    cleaners.update({name: _other(peer) for name, peer in others.items()})
    scores = {}
    for name, clean in cleaners.items():
        start = perf_counter()
        scores[name] = score(studies, clean, options.pixels)
        print(f"{name}: {perf_counter() - start:.0f} s")
    print(f"{len(studies)} patients, {sum(len(files) for _, files in studies)} instances\n")
    print(table(("right", *(cell for name in scores for cell in (name, "wrong"))), _rows(scores)))
    for name, one in scores.items():
        print(f"\n{name}")
        for fault, count in [*one.faults.most_common(40), *((fault, 1) for fault in one.mistaken())]:
            print(f"{count:5} {fault}")


def _rows(scores: dict[str, Score]) -> Iterable[tuple[object, ...]]:
    for action in Action:
        yield (action, *(cell for one in scores.values() for cell in (one.right[action], one.wrong[action])))
    totals = [(one.right.total(), one.wrong.total()) for one in scores.values()]
    yield ("all", *(count for pair in totals for count in pair))
    yield ("share", *(cell for right, wrong in totals for cell in (f"{right / (right + wrong):.2%}", "")))


def _ours(engine: str) -> Clean:
    find = EntityFinder().find
    options = HeaderOptions("secret", options=OPTIONS, find=find)
    reader = make_engine(engine)

    def clean(instance: Instance, reads_pixels: bool) -> bytes | None:
        unread = UNREAD if reads_pixels else (*UNREAD, "CR", "US", "SC")
        try:
            return deidentify_dicom(instance.content, PixelSearch(reader, find, unread=unread), options).content
        except DocumentError as error:
            print(f"{instance.kind}: {error}")
            return None

    return clean


def _other(peer: Callable[[Path, Path], None]) -> Clean:
    def clean(instance: Instance, _: bool) -> bytes | None:
        with TemporaryDirectory() as folder:
            source, target = Path(folder, "in.dcm"), Path(folder, "out.dcm")
            source.write_bytes(instance.content)
            try:
                peer(source, target)
            except Exception as error:  # noqa: BLE001  others raise anything
                print(f"{instance.kind}: {error!r}"[:200])
                return None
            return target.read_bytes()

    return clean


def score(studies: list[tuple[Person, list[Instance]]], clean: Clean, read: int) -> Score:
    """Clean all instances, and check them against their keys; pixels of the first `read` patients."""
    found = Score()
    for number, (person, instances) in enumerate(studies):
        for instance in instances:
            content = clean(instance, number < read)
            before = pydicom.dcmread(io.BytesIO(instance.content))
            made = None if content is None else pydicom.dcmread(io.BytesIO(content))
            found.check(before, made, instance.answers, person.number)
            _check_page(found, instance, made, person)
            if instance.frames is not None:
                _check_pixels(found, instance, made, has_read=number < read)
    return found


def _check_page(found: Score, instance: Instance, made: pydicom.Dataset | None, person: Person) -> None:
    if instance.kind != "DOC":
        return
    try:
        page = pdfium.PdfDocument(bytes(made.EncapsulatedDocument))[0] if made is not None else None
        text = page.get_textpage().get_text_range() if page is not None else ""
    except (AttributeError, pdfium.PdfiumError):
        text = ""
    secrets = [person.number, *(person.words[key] for key in ("family", "given"))]
    place = ("EncapsulatedDocument",)
    is_gone = made is not None and not any(secret.casefold() in text.casefold() for secret in secrets)
    found.count(Answer(Action.TEXT_REMOVED, place), is_right=is_gone, found=text)
    found.count(Answer(Action.TEXT_RETAINED, place, PAGE_KEEPS), is_right=PAGE_KEEPS in text, found=text)


def _check_pixels(found: Score, instance: Instance, made: pydicom.Dataset | None, *, has_read: bool) -> None:
    """Check that burned-in text is one value, and all but it and its surroundings is what it was."""
    before = instance.frames
    after = None if made is None else made.pixel_array.reshape(before.shape if before is not None else ())
    for frame, boxes in enumerate(instance.boxes):
        outside = np.ones(before.shape[1:], bool) if before is not None else np.ones(0, bool)
        for left, top, right, bottom in boxes:
            outside[max(0, top - MARGIN) : bottom + MARGIN, max(0, left - MARGIN) : right + MARGIN] = False
            if has_read:
                is_hidden = after is not None and np.ptp(after[frame, top:bottom, left:right]) == 0
                found.count(Answer(Action.PIXELS_HIDDEN, (instance.kind,), frame), is_right=is_hidden)
        if before is not None and (has_read or not boxes):
            is_same = after is not None and bool((after[frame] == before[frame])[outside].all())
            found.count(Answer(Action.PIXELS_RETAINED, (instance.kind,), frame), is_right=is_same)


if __name__ == "__main__":
    main()
