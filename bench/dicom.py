"""Whether DICOM files are read, masked and written back, how fast, and in how much memory.

    python bench/dicom.py [read] [mask] [headers] [speed] [memory] [--data DIR] [--copies 4] [--frames 2000]

- read: how many of the files that pydicom decodes give images, and the time of a file beside that of the usual loop
  over pydicom's functions;
- mask: a box is filled on all frames, and on the last one alone; the file is read again by pydicom and by dcmdump;
  outside of the box every stored value must be what it was. dciodvfy (dicom3tools) must find no more errors than
  before, if it is installed;
- headers: files per CPU second of one process, by the reader "dicom", and by pydicom to JSON alone;
- speed: files per second of Spark on two cores, from bytes and from paths, beside two processes of the plain functions,
  and the CPU time of both: frames are shown, headers cleaned, a box is filled;
- memory: the largest resident set of a Python worker while an object of many frames is shown and masked by its path.

The files are those of pydicom and pydicom-data, or all in DIR.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import subprocess
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep
from typing import Any

import numpy as np
import psutil
import pydicom
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import iter_pixels, pixel_array
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from common import CORES, alternate, java, local_session, median_and_all, python_workers, table
from sparkocr.datasource.dicom_files import read_files
from sparkocr.datasource.dicom_reader import files_schema
from sparkocr.datasource.listing import FoundFile
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.display import show
from sparkocr.dicom.draw import Boxes, fill_boxes, fill_value
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.errors import DocumentError
from sparkocr.stage.guard import StageLimits
from sparkocr.stage.images import read_image
from sparkocr.stage.udf import row_udf
from sparkocr.transformers import DicomDrawRegions, DicomMetadataDeidentifier, DicomToImageV3

MIB = 1 << 20
BrightnessSchema = StructType([StructField("brightness", DoubleType()), StructField("exception", StringType())])
SECONDS_BETWEEN_SAMPLES = 0.02
NO_DICOM = {".json", ".md", ".py", ".pyc", ".txt"}
BOX = (0.25, 0.25, 0.6, 0.6)  # left, top, right and bottom as shares of a frame


def main() -> None:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    parser.add_argument("--data", type=Path, help="folder of DICOM files")
    parser.add_argument("--copies", type=int, default=4, help="of each file, for speed (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds of speed (%(default)s)")
    parser.add_argument("--frames", type=int, default=2000, help="of the object for memory (%(default)s)")
    parser.add_argument("--side", type=int, default=512, help="px of its frames (%(default)s)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for part in options.parts or PARTS:
        print(f"\n## {part}\n\n{PARTS[part](options)}")


def dicom_files(data: Path | None) -> list[Path]:
    """Return the files."""
    folders = [data] if data else [Path(pydicom.__file__).parent / "data" / "test_files", *_pydicom_data()]
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [path for path in found if path.is_file() and path.suffix not in NO_DICOM]


def _pydicom_data() -> list[Path]:
    spec = find_spec("data_store")
    return [Path(spec.origin).parent / "data"] if spec and spec.origin else []


def decodable(files: list[Path]) -> list[Path]:
    """Return those that pydicom decodes."""
    found = []
    for path in files:
        with suppress(Exception):
            pixel_array(pydicom.dcmread(path, force=True), raw=True)
            found.append(path)
    return found


def our_pictures(path: Path) -> int:
    """Show all frames; return how many there are."""
    with open_dicom(path) as dicom:
        return sum(show(frame, dicom.header, number).pixels.size > 0 for number, frame in enumerate(Frames(dicom)))


def brightness_of(value: Any) -> dict[str, float]:
    """Use all pixels of an image, as recognition would, in hardly any time: so they stay in the worker."""
    return {"brightness": float(read_image(value).image.pixels.mean())}


def bright_pictures(path: Path) -> int:
    """Do what the program of Spark does."""
    with open_dicom(path) as dicom:
        shown = (show(frame, dicom.header, number) for number, frame in enumerate(Frames(dicom)))
        return sum(image.pixels.mean() >= 0 for image in shown)


def usual_pictures(path: Path) -> int:
    """Do the same as one writes it with pydicom, to 8 bits."""
    header = pydicom.dcmread(path, force=True)
    count = 0
    for frame in iter_pixels(header):
        values = frame
        if header.get("SamplesPerPixel", 1) == 1 and header.PhotometricInterpretation.startswith("MONO"):
            values = apply_voi_lut(apply_modality_lut(frame, header), header).astype(np.float64)
        low, high = values.min(), values.max()
        count += ((values - low) / max(high - low, 1) * 255).astype(np.uint8).size > 0
    return count


def read(options: argparse.Namespace) -> str:
    """Count what is read, and time it."""
    files = dicom_files(options.data)
    by_pydicom = set(decodable(files))
    shown, reasons = set(), Counter[str]()
    for path in files:
        try:
            our_pictures(path)
            shown.add(path)
        except DocumentError as error:
            reasons[str(error)] += 1
    times: dict[str, list[float]] = {"ours": [], "usual loop": []}
    for path in sorted(by_pydicom & shown):
        with suppress(Exception):  # the usual loop fails on some
            seconds = alternate(partial(usual_pictures, path), partial(our_pictures, path), rounds=1)
            times["usual loop"] += seconds[0]
            times["ours"] += seconds[1]
    share = len(by_pydicom & shown) / len(by_pydicom)
    rows = [
        ("files", len(files)),
        ("decoded by pydicom", len(by_pydicom)),
        ("of these, shown", f"{len(by_pydicom & shown)} ({share:.1%})"),
        ("shown, not decoded by pydicom", len(shown - by_pydicom)),
        *((f"seconds for {len(each)} files, {name}", f"{sum(each):.2f}") for name, each in times.items()),
        *((reason, count) for reason, count in reasons.most_common()),
    ]
    return table(("", "files"), rows)


def mask(options: argparse.Namespace) -> str:
    """Mask and check."""
    counts, syntaxes, problems = Counter[str](), Counter[tuple[str, str]](), []
    with TemporaryDirectory() as work:
        for path in decodable(dicom_files(options.data)):
            for last_only in (False, True):
                counts["masked files wanted"] += 1
                try:
                    before, after = check_mask(path, Path(work) / "masked.dcm", last_only, counts)
                    syntaxes[before, after] += before != after
                except Exception as error:  # noqa: BLE001  the table tells what failed
                    problems.append((path.name, repr(error)[:100]))
    named = [(f"{_name(before)} → {_name(after)}", count) for (before, after), count in syntaxes.items() if count]
    return table(("", "files"), [*counts.items(), *named, *problems])


def check_mask(path: Path, target: Path, last_only: bool, counts: Counter[str]) -> tuple[str, str]:
    """Mask a file, read it again and count what is right; return its transfer syntaxes before and after."""
    with open_dicom(path) as dicom:
        frames = list(Frames(dicom))
        form, syntax, fill = frames[0].format, dicom.transfer_syntax, fill_value(frames[0].format, dicom.header)
    left, top, right, bottom = (
        int(share * side) for share, side in zip(BOX, (form.columns, form.rows) * 2, strict=True)
    )
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    corners = [np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)]
    boxes = Boxes(by_frame={len(frames) - 1: corners}) if last_only else Boxes(corners)
    masked = fill_boxes(path, boxes)
    target.write_bytes(masked.content)
    found = pixel_array(pydicom.dcmread(target), raw=True).reshape(len(frames), *frames[0].stored.shape)
    counts["read by pydicom"] += 1
    for number, frame in enumerate(frames):
        expected = frame.stored.copy()
        if not last_only or number == len(frames) - 1:
            dark = 0 if expected.dtype.kind == "f" else fill if expected.ndim > 2 else fill[0]
            expected[top:bottom, left:right] = np.asarray(dark).astype(expected.dtype)
        if not np.array_equal(expected, found[number], equal_nan=expected.dtype.kind == "f"):
            raise ValueError(f"frame {number} differs outside of the box")
    counts["every stored value as expected"] += 1
    if shutil.which("dcmdump"):
        dumped = subprocess.run(["dcmdump", "-q", str(target)], check=False, capture_output=True)
        counts["read by dcmdump"] += dumped.returncode == 0
    if shutil.which("dciodvfy"):
        counts["no new errors of dciodvfy"] += not errors_of(target) - errors_of(path)
    return syntax, masked.transfer_syntax


def errors_of(path: Path) -> set[str]:
    """Return what dciodvfy calls errors."""
    done = subprocess.run(["dciodvfy", str(path)], check=False, capture_output=True, text=True, errors="replace")
    return {line for line in done.stderr.splitlines() if line.startswith("Error")}


def _name(uid: str) -> str:
    return str(pydicom.uid.UID(uid).name)


def headers(options: argparse.Namespace) -> str:
    """Count the headers that are read in a CPU second."""
    files = dicom_files(options.data)
    found = [FoundFile(str(path), path.stat().st_size, 0) for path in files]
    schema = files_schema(content=False)

    def by_reader() -> int:
        return sum(batch["exception"].null_count for batch in read_files(found, schema, StageLimits()))

    def by_pydicom() -> int:
        count = 0
        for path in files:
            with suppress(Exception):
                header = pydicom.dcmread(path, force=True, stop_before_pixels=True)
                count += len(header.to_json(suppress_invalid_tags=True)) > 0
        return count

    rows = []
    for name, work in {"reader": by_reader, "pydicom": by_pydicom}.items():
        work()
        begin = process_time()
        count = sum(work() for _ in range(options.rounds))
        rows.append((name, count // options.rounds, f"{count / (process_time() - begin):.0f}"))
    return table(("", "headers", "per CPU second"), rows)


def header_size(path: Path) -> int:
    """Take the identifiers out of the header of a file; return whether there is one."""
    return len(deidentify_header(path, HeaderOptions("bench"))) > 0


def masked_size(path: Path) -> int:
    """Fill a box on the first frame; return whether there is a file."""
    left, top, right, bottom = 1.0, 1.0, 11.0, 9.0
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return len(fill_boxes(path, Boxes(by_frame={0: [box]})).content) > 0


def seen_frames(rows: DataFrame, column: str) -> DataFrame:
    """Show all frames in Spark."""
    shown = DicomToImageV3(inputCol=column).transform(rows)
    seen = row_udf("bench", brightness_of, BrightnessSchema, name="brightness", deterministic=False)
    return shown.select(seen(F.col("image")).alias("seen")).where("seen.brightness is not null")


def clean_headers(rows: DataFrame, column: str) -> DataFrame:
    """Take the identifiers out of headers in Spark."""
    return DicomMetadataDeidentifier(inputCol=column, outputCol="clean", key="bench").transform(rows).where(_LONG)


def masked_files(rows: DataFrame, column: str) -> DataFrame:
    """Fill a box in Spark."""
    box = "array(named_struct('x', 1f, 'y', 1f, 'width', 10f, 'height', 8f)) as regions"
    rows = rows.selectExpr("path", "0 as pagenum", box, *({column} - {"path"}))
    return DicomDrawRegions(inputCol=column, outputCol="clean").transform(rows).where(_LONG)


_LONG = "length(clean) > 0"
WORKS: dict[str, tuple[Callable[[Path], int], Callable[[DataFrame, str], DataFrame]]] = {
    "show all frames": (bright_pictures, seen_frames),
    "clean header": (header_size, clean_headers),
    "fill a box and write": (masked_size, masked_files),
}


def speed(options: argparse.Namespace) -> str:
    """Time Spark and two processes by turns."""
    rows = []
    with TemporaryDirectory() as work:
        files: list[Path] = []
        for path in decodable(dicom_files(options.data)):
            with suppress(DocumentError):
                for run, _ in WORKS.values():
                    run(path)
                for copy in range(options.copies):
                    files.append(Path(shutil.copy(path, Path(work) / f"{len(files)}-{copy}.dcm")))
        with local_session() as session, get_context("spawn").Pool(CORES) as pool:
            for name, (bare, by_spark) in WORKS.items():
                runs: dict[str, Callable[[], int]] = {"two processes": partial(in_pool, pool, bare, files)}
                for column in ("content", "path"):
                    files_of = session.read.format("binaryFile").load(work)
                    files_of = files_of.drop("content") if column == "path" else files_of
                    runs[f"Spark, {column}"] = by_spark(files_of, column).count
                rows += [(name, *row) for row in time_by_turns(runs, len(files), options.rounds)]
    return table((f"{len(files)} files", "", "files/s", "share", "CPU ms per file", "share"), rows)


def in_pool(pool: Pool, work: Callable[[Path], int], files: list[Path]) -> int:
    """Do a work on all files in the processes of a pool."""
    return sum(pool.imap_unordered(work, files, chunksize=8))


def time_by_turns(runs: dict[str, Callable[[], int]], files: int, rounds: int) -> Iterator[tuple[object, ...]]:
    """Yield files per second and CPU time per file, both also beside the first of the runs, which all must agree.

    The CPU time tells also on a machine that has other work.
    """
    counts: list[int] = []
    used: dict[str, list[float]] = {name: [] for name in runs}

    def timed(name: str) -> None:
        before = cpu_below()
        counts.append(runs[name]())
        used[name].append((cpu_below() - before) / files * 1000)
        if counts[-1] != counts[0]:
            raise SystemExit(f"{counts[-1]} of {counts[0]} were done.")

    times = alternate(*(partial(timed, name) for name in runs), rounds=rounds, warm_up=2)
    cpu = [median(each[-rounds:]) for each in used.values()]
    speeds = [[files / seconds for seconds in each] for each in times]
    for name, each, own in zip(runs, speeds, cpu, strict=True):
        yield name, median_and_all(each), median(each) / median(speeds[0]), own, cpu[0] / own


def cpu_below() -> float:
    """Return the CPU seconds of all processes below this one."""
    found = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            found += sum(process.cpu_times()[:4])
    return found


def memory(options: argparse.Namespace) -> str:
    """Sample the memory of workers."""
    rows = []
    with TemporaryDirectory() as work, local_session() as session:
        path = Path(work) / "many.dcm"
        write_object(path, options.frames, options.side)
        for name, run in (
            ("shown", partial(show_by_path, session, path)),
            ("masked on one frame", partial(mask_by_path, session, path)),
        ):
            with peak_of_workers() as peak:
                start = perf_counter()
                run()
                seconds = perf_counter() - start
            rows.append((name, f"{path.stat().st_size / MIB:.0f}", f"{seconds:.1f}", f"{peak[0] / MIB:.0f}"))
    return table((f"object of {options.frames} frames", "MiB", "s", "worker's peak MiB"), rows)


def write_object(path: Path, frames: int, side: int) -> None:
    """Write an uncompressed object of noise, whose frames differ."""
    header = pydicom.Dataset()
    header.file_meta = pydicom.dataset.FileMetaDataset()
    header.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    header.file_meta.MediaStorageSOPClassUID = header.SOPClassUID = (
        pydicom.uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage
    )
    header.file_meta.MediaStorageSOPInstanceUID = header.SOPInstanceUID = pydicom.uid.generate_uid()
    header.Rows = header.Columns = side
    header.NumberOfFrames, header.SamplesPerPixel, header.PhotometricInterpretation = frames, 1, "MONOCHROME2"
    header.BitsAllocated, header.BitsStored, header.HighBit, header.PixelRepresentation = 8, 8, 7, 0
    header.add_new(0x7FE00010, "OB", b"")
    header.save_as(path, enforce_file_format=True)
    noise = np.random.default_rng(0).integers(0, 255, (side, side), np.uint8)
    with path.open("r+b") as file:
        file.seek(-4, 2)
        file.write((frames * side * side).to_bytes(4, "little"))
        for number in range(frames):
            file.write((noise + number % 251).tobytes())


def show_by_path(session: SparkSession, path: Path) -> None:
    """Show all frames."""
    pages = DicomToImageV3(inputCol="path").transform(session.createDataFrame([(str(path),)], "path string"))
    pages.where("exception is null").agg(F.sum(F.length("image.data"))).collect()


def mask_by_path(session: SparkSession, path: Path) -> None:
    """Mask the middle of the first frame; write the result to a sink that takes no memory."""
    place = "array(named_struct('x', 100f, 'y', 100f, 'width', 50f, 'height', 50f)) as regions"
    rows = session.createDataFrame([(str(path),)], "path string").selectExpr("path", "0 as pagenum", place)
    masked = DicomDrawRegions(inputCol="path").transform(rows)
    (row,) = masked.select(F.length("dicom").alias("size"), "exception").collect()
    print(f"masked: {row['size']} bytes, {row['exception']}")


@contextmanager
def peak_of_workers() -> Iterator[list[int]]:
    """Sample the resident set of the largest Python worker."""
    peak, done = [0], threading.Event()

    def sample() -> None:
        jvm = java()
        while not done.is_set():
            for worker in python_workers(jvm):
                with suppress(psutil.NoSuchProcess):
                    peak[0] = max(peak[0], worker.memory_info().rss)
            sleep(SECONDS_BETWEEN_SAMPLES)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "read": read,
    "mask": mask,
    "headers": headers,
    "speed": speed,
    "memory": memory,
}


if __name__ == "__main__":
    main()
