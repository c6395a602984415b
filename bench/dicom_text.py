"""Whether text that is burned into the pixels of DICOM files is masked, and pictures without text stay as they are.

    python bench/dicom_text.py [leaks] [frames] [free] [identifiers] [speed] [--seed 0] [--images 108] [--free 200]
        [--data DIR]

- leaks: text of 10 to 40 px is drawn on anatomy, noise and gradients, stored in each kind of pixels, found, masked and
  written. What was drawn must not be read any more by Tesseract or PP-OCR; beside it the number of files on which they
  read it before. Also the mean share of the letters' px that is masked: some letters can't be seen on what is below;
- frames: the same for files of 60 frames whose text is on one of them alone;
- free: how many files without text get no box: parts of anatomy, phantoms, noise, gradients, grids;
- identifiers: with PixelText.IDENTIFIERS a name and a number of the header must go, and plain words stay;
- speed: CPU seconds for a frame.

Anatomy is that of the files of pydicom and pydicom-data that show no text, or all files in DIR, whose pictures must
show none then.
"""

from __future__ import annotations

import argparse
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO
from pathlib import Path
from statistics import fmean
from time import process_time

import cv2
import numpy as np
import pydicom
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from common import table
from dicom import dicom_files
from sparkocr.deid.dicom_pixels import FoundPixels, PixelSearch, find_pixel_text
from sparkocr.dicom.display import show
from sparkocr.dicom.draw import fill_boxes
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.identifiers import identifiers_of
from sparkocr.engines.engine import Engine
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import PageSegmentationMode, PixelText
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import covered

WITHOUT_TEXT = {
    "693_J2KI.dcm", "693_J2KR.dcm", "CT_small.dcm", "J2K_pixelrep_mismatch.dcm", "JPEG2000.dcm", "JPEG-LL.dcm",
    "MR_small.dcm", "MR2_J2KR.dcm", "RG1_J2KR.dcm", "bad_sequence.dcm", "eCT_Supplemental.dcm", "emri_small.dcm",
    "examples_overlay.dcm", "explicit_VR-UN.dcm", "liver_1frame.dcm",
}  # fmt: skip
ENGINES: dict[str, Engine] = {
    "Tesseract": Tesseract(),
    "Tesseract, sparse": Tesseract(page_seg_mode=PageSegmentationMode.SPARSE_TEXT),
    "PP-OCR": PPOcr(),
}
SIDE = 512
MARGIN = 48  # px around text that engines see
SAME = 0.75  # how similar a word is that was read right
FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSansCondensed",
         "DejaVuSans-Oblique", "NotoSansMono-Regular", "NimbusSans-Regular", "NimbusSansNarrow-Regular")  # fmt: skip
NAMES = ("KAUFMAN SCOTT", "Davidson^Douglas", "Maria Gonzalez", "O'Neill, Patrick", "SCHMIDT HANS", "Nguyen Thi Lan",
         "BAPTIST MED CTR", "St. Mary Hospital", "Dr. Watanabe")  # fmt: skip
TEXTS = ("plain", "outlined", "hollow", "faint", "in a box", "at the edge", "turned", "long", "short", "one letter")
STORED = ("8 bits", "8 bits, MONOCHROME1", "16 bits, window", "16 bits, MONOCHROME1", "16 bits, beyond the window",
          "RGB", "YBR_FULL", "PALETTE COLOR")  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A picture with text: gray, shape (h, w); which px are letters, and what they say."""

    pixels: np.ndarray
    letters: np.ndarray
    text: str


def main() -> None:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    parser.add_argument("--seed", type=int, default=0, help="of what is drawn (%(default)s)")
    parser.add_argument("--images", type=int, default=80, help="with text (%(default)s)")
    parser.add_argument("--free", type=int, default=200, help="without text (%(default)s)")
    parser.add_argument("--data", type=Path, help="folder of DICOM files that show no text")
    parser.add_argument("--show", type=Path, help="folder for pictures of what failed")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for part in options.parts or PARTS:
        print(f"\n## {part}\n\n{PARTS[part](options)}", flush=True)


# --- Pictures


@cache
def anatomy(data: Path | None) -> list[np.ndarray]:
    """Return pictures without text, gray."""
    found = []
    for path in dicom_files(data):
        if data or path.name in WITHOUT_TEXT:
            with suppress(DocumentError), open_dicom(path) as dicom:
                pixels = show(Frames(dicom)[0], dicom.header).pixels
                found.append(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))
    return found


def background(draw: np.random.Generator, data: Path | None) -> np.ndarray:
    """Draw a picture without text."""
    kind = draw.integers(12)
    if kind < 8:
        pixels = part_of(draw, anatomy(data)[draw.integers(len(anatomy(data)))])
    elif kind == 8:
        pixels = np.full((SIDE, SIDE), draw.integers(256), np.float64)
    elif kind == 9:
        pixels = spread(np.add.outer(draw.normal() * np.arange(SIDE), draw.normal() * np.arange(SIDE)))
    elif kind == 10:
        pixels = spread(cv2.GaussianBlur(draw.normal(0, 1, (SIDE, SIDE)), (0, 0), draw.choice([0.5, 1, 2, 4, 8])))
    else:
        pixels = phantom(draw)
    pixels = pixels + draw.normal(0, draw.choice([0.1, 2, 5, 10, 20]), pixels.shape)
    pixels = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return np.asarray(255 - pixels if draw.random() < 0.25 else pixels)


def spread(values: np.ndarray) -> np.ndarray:
    """Spread values from 0 to 255."""
    return np.asarray((values - values.min()) / max(np.ptp(values), 1e-9) * 255)


def part_of(draw: np.random.Generator, pixels: np.ndarray) -> np.ndarray:
    """Return a part of a picture, scaled, mirrored and turned, on black."""
    factor = SIDE * draw.uniform(0.7, 1.8) / max(pixels.shape)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    pixels = cv2.resize(np.rot90(pixels, int(draw.integers(4))), None, fx=factor, fy=factor, interpolation=method)
    pixels = pixels[:, ::-1] if draw.random() < 0.5 else pixels
    top, left = (draw.integers(max(1, side - SIDE + 1)) for side in pixels.shape)
    part = pixels[top : top + SIDE, left : left + SIDE]
    page = np.zeros((SIDE, SIDE))
    top, left = (draw.integers(SIDE - side + 1) for side in part.shape)
    page[top : top + part.shape[0], left : left + part.shape[1]] = part
    return page


def phantom(draw: np.random.Generator) -> np.ndarray:
    """Draw a phantom: a grid, bars, disks."""
    page = np.full((SIDE, SIDE), float(draw.integers(80)))
    step = int(draw.integers(16, 80))
    if draw.random() < 0.5:
        page[::step], page[:, ::step] = 200, 200
    for _ in range(draw.integers(2, 12)):
        x, y, size = (int(value) for value in draw.integers(20, SIDE - 60, 3))
        if draw.random() < 0.5:
            cv2.circle(page, (x, y), size // 6, float(draw.integers(256)), -1 if draw.random() < 0.6 else 2)
        else:
            cv2.rectangle(page, (x, y), (x + size // 4, y + size // 8), float(draw.integers(256)), -1)
    return page


def words(draw: np.random.Generator) -> str:
    """Draw what is burned into pictures: a name, a date, a number."""
    day, month, year = draw.integers(1, 29), draw.integers(1, 13), draw.integers(1930, 2020)
    name = NAMES[draw.integers(len(NAMES))]
    kinds = (
        name, f"{name} {draw.integers(20, 90)}Y {'MF'[draw.integers(2)]}", f"{month:02}/{day:02}/{year}",
        f"DOB {day:02}.{month:02}.{year}", f"ID: {draw.integers(10**6, 10**8)}", f"Acc# {draw.integers(10**5, 10**7)}",
    )  # fmt: skip
    return kinds[draw.integers(len(kinds))]


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a font, or Pillow's own where it is not installed."""
    for ending in (".ttf", ".otf"):
        with suppress(OSError):
            return ImageFont.truetype(name + ending, size)
    return ImageFont.load_default(size)


def glyphs(text: str, name: str, size: int, *, stroke: int = 0, hollow: bool = False) -> np.ndarray:
    """Draw letters, 0 to 1."""
    left, top, right, bottom = font(name, size).getbbox(text, stroke_width=stroke)
    place = (1 - left, 1 - top)
    outer, inner = (Pillow.new("L", (int(right - left) + 2, int(bottom - top) + 2)) for _ in range(2))
    ImageDraw.Draw(outer).text(place, text, 255, font(name, size), stroke_width=stroke)
    ImageDraw.Draw(inner).text(place, text, 255 if hollow else 0, font(name, size))
    return np.asarray(np.clip(np.asarray(outer, np.float64) - np.asarray(inner), 0, 255) / 255)


def plant(draw: np.random.Generator, pixels: np.ndarray, kind: str) -> Planted:
    """Draw a line of text on a picture, light where it is dark and dark where it is light."""
    text, size, name = words(draw), int(draw.integers(10, 41)), FONTS[draw.integers(len(FONTS))]
    if kind == "one letter":
        text = "LRAPHF"[draw.integers(6)]
    elif kind == "short":
        text = ("RT", "LAO", "45", "AP", "PA 2", "SUP")[draw.integers(6)]
    elif kind == "long":
        text, size = " ".join(words(draw) for _ in range(6)), int(draw.integers(10, 14))
    hollow = kind == "hollow"
    size, stroke = (max(size, 20), 1 + (size > 24)) if hollow else (size, 0)
    while (letters := glyphs(text, name, size, stroke=stroke, hollow=hollow)).shape[1] > SIDE - 4:
        text = text[:-2]
    letters = np.rot90(letters, draw.choice([1, 3])) if kind == "turned" else letters
    top, left = (int(draw.integers(SIDE - side)) for side in letters.shape)
    if kind == "at the edge":
        ends = [side - size for side, size in zip(pixels.shape, letters.shape, strict=True)]
        top, left = [(0, left), (ends[0], left), (top, 0), (top, ends[1])][draw.integers(4)]
    place = np.s_[top : top + letters.shape[0], left : left + letters.shape[1]]
    below = pixels[place].astype(np.float64)
    is_light = np.median(below) < 128
    ink = 255.0 if is_light else 0.0
    if kind == "in a box":
        below[:] = 255 - ink
    elif kind == "outlined":
        around = cv2.dilate(letters, np.ones((3, 3)))
        below = below * (1 - around) + (255 - ink) * around
    elif kind == "faint":
        ink = np.median(below) + (1 if is_light else -1) * draw.uniform(35, 60)
    made, mask = pixels.copy(), np.zeros(pixels.shape, bool)
    made[place] = np.clip(np.rint(below * (1 - letters) + ink * letters), 0, 255)
    mask[place] = letters > 0.1
    return Planted(made, mask, text)


# --- Files


def stored(frames: list[np.ndarray], kind: str, letters: np.ndarray | None = None, **fields: str) -> bytes:
    """Write pictures as a file with a kind of pixels."""
    header = pydicom.Dataset()
    header.SOPClassUID, header.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "2.25.1"
    header.PatientName, header.PatientID, header.Modality = "Kaufman^Scott", "4711222", "OT"
    for keyword, value in fields.items():
        setattr(header, keyword, value)
    header.Rows, header.Columns = frames[0].shape
    header.SamplesPerPixel, header.PhotometricInterpretation = 1, "MONOCHROME2"
    bits, pixels = 8, np.stack(frames)
    if "MONOCHROME1" in kind:
        header.PhotometricInterpretation, pixels = "MONOCHROME1", 255 - pixels
    if kind.startswith("16"):
        bits, pixels = 16, pixels.astype(np.int16) * 8 - 1024
        if "window" in kind:
            header.WindowCenter, header.WindowWidth = ("0", "2040") if "beyond" not in kind else ("-824", "400")
        if "beyond" in kind and letters is not None:
            pixels[:, letters] = np.where(pixels[:, letters] > 0, 3000, pixels[:, letters])
    elif kind in {"RGB", "YBR_FULL"}:
        header.SamplesPerPixel, header.PlanarConfiguration = 3, 0
        header.PhotometricInterpretation, pixels = kind, np.repeat(pixels[..., None], 3, -1)
        if kind == "RGB":
            pixels = pixels * np.array([1, 1, 0.5])
        else:
            pixels[..., 1:] = 128
    elif kind == "PALETTE COLOR":
        header.PhotometricInterpretation = kind
        set_palette(header)
    header.BitsAllocated = header.BitsStored = bits
    header.HighBit, header.PixelRepresentation = bits - 1, int(bits > 8)
    if len(frames) > 1:
        header.NumberOfFrames = len(frames)
    data = pixels.astype(np.uint8 if bits == 8 else "<i2").tobytes()
    header.add_new(0x7FE00010, "OB" if bits == 8 else "OW", data)
    header.file_meta = FileMetaDataset()
    header.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    header.file_meta.MediaStorageSOPClassUID = header.SOPClassUID
    header.file_meta.MediaStorageSOPInstanceUID = header.SOPInstanceUID
    file = BytesIO()
    header.save_as(file, enforce_file_format=True)
    return file.getvalue()


def set_palette(header: pydicom.Dataset) -> None:
    """Give a header a palette of warm colours."""
    for name, power in (("Red", 0.5), ("Green", 1.0), ("Blue", 2.0)):
        entries = (255 * (np.arange(256) / 255) ** power).astype(np.uint8).astype("<u2") * 257
        setattr(header, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(header, f"{name}PaletteColorLookupTableData", entries.tobytes())


def found_in(content: bytes | Path, engine: Engine, text: PixelText = PixelText.ALL) -> FoundPixels:
    """Find the text of a file."""
    with open_dicom(content) as dicom:
        return find_pixel_text(dicom, tuple(identifiers_of(dicom.header)), PixelSearch(engine, text=text))


def pictures_of(content: bytes) -> list[np.ndarray]:
    """Return the frames of a file as a viewer shows them, gray; of those with a window also without it."""
    with open_dicom(content) as dicom:
        frames = list(Frames(dicom))
        found = [show(frame, dicom.header, number).pixels for number, frame in enumerate(frames)]
        if "WindowCenter" in dicom.header:
            del dicom.header.WindowCenter
            found += [show(frame, dicom.header, number).pixels for number, frame in enumerate(frames)]
    return [one if one.ndim == 2 else one.max(axis=2) for one in found]


# --- Measurements


def read_words(pixels: np.ndarray, planted: Planted) -> set[str]:
    """Return the engines that read some of what was planted, where it was planted."""
    rows, columns = np.nonzero(planted.letters)
    top, left = max(0, rows.min() - MARGIN), max(0, columns.min() - MARGIN)
    part = pixels[top : rows.max() + MARGIN, left : columns.max() + MARGIN]
    is_turned = 2 * np.ptp(columns) < np.ptp(rows)
    found = set()
    for large in (cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), part):
        for view in [np.rot90(large, turns) for turns in (1, 3)] if is_turned else [large]:
            for name, engine in ENGINES.items():
                read = engine.read(np.ascontiguousarray(view), 0).words()
                if any(is_of(word.text, planted.text) for word in read):
                    found.add(name)
    return found


def letters_of(text: str) -> str:
    """Return letters and digits."""
    return re.sub(r"[\W_]", "", text).casefold()


def is_of(word: str, text: str) -> bool:
    """Tell whether a word was read of a text."""
    word, wanted = letters_of(word), [letters_of(one) for one in text.split()]
    if len(word) < 3:
        return bool(word) and word in wanted
    return word in letters_of(text) or any(SequenceMatcher(None, word, one).ratio() >= SAME for one in wanted)


def share_masked(planted: Planted, found: FoundPixels, frame: int) -> float:
    """Return the share of the px of letters that are in boxes."""
    dark = np.zeros(planted.letters.shape, bool)
    for corners in found.boxes.on(frame):
        top, starts, stops = covered(corners, dark.shape)
        for row, (start, stop) in enumerate(zip(starts, stops, strict=True), top):
            dark[row, start:stop] = True
    return float(dark[planted.letters].mean())


def leaks(options: argparse.Namespace) -> str:
    """Plant, mask, read."""
    draw = np.random.default_rng(options.seed)
    before, after, failed = (Counter[str]() for _ in range(3))
    shares: dict[str, list[float]] = {}
    readers = Counter[str]()
    for number in range(options.images):
        text_kind, kind = TEXTS[number % len(TEXTS)], STORED[number % len(STORED)]
        planted = plant(draw, background(draw, options.data), text_kind)
        content = stored([planted.pixels], kind, planted.letters)
        first = set().union(*(read_words(one, planted) for one in pictures_of(content)))
        engine = ENGINES["PP-OCR" if number % 2 else "Tesseract"]
        try:
            found = found_in(content, engine)
            masked = fill_boxes(content, found.boxes).content
            share = share_masked(planted, found, 0)
            # Where no px of a letter is left, engines read "L" of the corner of a mask.
            views = pictures_of(masked) if share < 1 else []
            left = set().union(*(read_words(one, planted) for one in views))
        except DocumentError:
            failed[text_kind] += 1
            continue
        for key in (text_kind, kind):
            before[key] += bool(first)
            after[key] += bool(left)
            shares.setdefault(key, []).append(share)
        readers.update(left)
        if left and options.show:
            pair = np.hstack([pictures_of(one)[0] for one in (content, masked)])
            cv2.imwrite(str(options.show / f"leak-{options.seed}-{number}.png"), pair)
    rows = [
        (key, len(shares.get(key, ())), before[key], after[key], f"{fmean(shares[key]):.1%}", failed[key])
        for key in (*TEXTS, *STORED)
        if shares.get(key)
    ]
    count = sum(before[key] for key in TEXTS), sum(after[key] for key in TEXTS)
    rows.append(("all", sum(len(shares.get(key, ())) for key in TEXTS), *count, "", failed.total()))
    made = table(("", "files", "read before", "read after", "of letters masked", "refused"), rows)
    return f"{made}\n\nread after, by engine: {dict(readers)}"


def many_frames(options: argparse.Namespace) -> str:
    """Plant on one frame of 60."""
    draw = np.random.default_rng(options.seed)
    rows = []
    for number, kind in enumerate(("8 bits", "16 bits, window", "RGB")):
        frames = [background(draw, options.data)]
        frames += [np.clip(frames[0] + draw.normal(0, 3, frames[0].shape), 0, 255).astype(np.uint8) for _ in range(59)]
        chosen = int(draw.integers(1, 60))
        planted = plant(draw, frames[chosen], ("outlined", "in a box", "at the edge")[number])
        frames[chosen] = planted.pixels
        content = stored(frames, kind)
        start = process_time()
        found = found_in(content, ENGINES["PP-OCR"])
        seconds = (process_time() - start) / 60
        left = read_words(pictures_of(fill_boxes(content, found.boxes).content)[chosen], planted)
        others = len(set(found.boxes.by_frame) - {chosen})
        share = f"{share_masked(planted, found, chosen):.1%}"
        rows.append((kind, chosen, ", ".join(left) or "nobody", share, others, seconds))
    return table(("60 frames", "text on", "read after by", "masked", "other frames with boxes", "CPU s/frame"), rows)


def free(options: argparse.Namespace) -> str:
    """Count boxes where there is no text."""
    draw = np.random.default_rng(options.seed + 1)
    wrong = Counter[str]()
    for number in range(options.free):
        kind = STORED[number % len(STORED)]
        content = stored([background(draw, options.data)], kind)
        found = found_in(content, ENGINES["PP-OCR"])
        wrong[kind] += bool(found.frames)
        if found.frames and options.show:
            cv2.imwrite(str(options.show / f"free-{options.seed}-{number}.png"), pictures_of(content)[0])
    rows = [("drawn", options.free, wrong.total(), f"{1 - wrong.total() / options.free:.1%}")]
    paths = [path for path in dicom_files(options.data) if options.data or path.name in WITHOUT_TEXT]
    failing = sum(bool(found_in(path, ENGINES["PP-OCR"]).frames) for path in paths)
    rows.append(("files as they are", len(paths), failing, f"{1 - failing / max(1, len(paths)):.1%}"))
    return table(("", "without text", "with a box", "right"), rows)


def identifiers(options: argparse.Namespace) -> str:
    """Mask only what the header tells."""
    draw = np.random.default_rng(options.seed + 2)
    rows = []
    for name in ("Tesseract", "PP-OCR"):
        gone = kept = 0
        count = 10
        for _ in range(count):
            pixels, size = background(draw, options.data), int(draw.integers(12, 28))
            pixels[:110], pixels[420:] = 0, 0
            parts = [(20, "KAUFMAN, Scott  ID 4711222"), (440, "Sagittal T2 contrast")]
            masks = []
            for top, text in parts:
                letters = glyphs(text, FONTS[draw.integers(4)], size)
                place = np.s_[top : top + letters.shape[0], 20 : 20 + letters.shape[1]]
                letters = letters[:, : pixels[place].shape[1]]
                pixels[place] = 255 * letters
                mask = np.zeros(pixels.shape, bool)
                mask[place] = letters > 0.4
                masks.append(Planted(pixels, mask, text))
            found = found_in(stored([pixels], "8 bits"), ENGINES[name], PixelText.IDENTIFIERS)
            gone += share_masked(masks[0], found, 0) > 0.8
            kept += share_masked(masks[1], found, 0) == 0
        rows.append((name, count, gone, kept))
    return table(("engine", "files", "name and number masked", "plain words kept"), rows)


def speed(options: argparse.Namespace) -> str:
    """Time a frame."""
    draw = np.random.default_rng(options.seed + 3)
    slices = [part_of(draw, one).astype(np.uint8) for one in anatomy(options.data)[:5]]
    planted = [plant(draw, one, "in a box").pixels for one in slices]
    rows = []
    for name, pixels in (("without text", slices), ("with a line of text", planted)):
        contents = [stored([one], "16 bits, window") for one in pixels]
        found_in(contents[0], ENGINES["PP-OCR"])
        start = process_time()
        for content in contents:
            found_in(content, ENGINES["PP-OCR"])
        rows.append((f"{SIDE} x {SIDE}, 16 bits with a window, {name}", (process_time() - start) / len(contents)))
    return table(("", "CPU s/frame"), rows)


PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "leaks": leaks,
    "frames": many_frames,
    "free": free,
    "identifiers": identifiers,
    "speed": speed,
}


if __name__ == "__main__":
    main()
