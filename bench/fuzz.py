"""Damage documents at random, and look at what becomes of them: crashes, hangs, memory, lost rows, text in exceptions.

    python bench/fuzz.py [--data DIR] [--minutes N] [--seed N] [--keep DIR] [--only KIND ...]

Seeds are documents that are made here, and all files below --data that are not larger than --largest. Each is changed
in one to eight places: bytes that are flipped, cut, doubled or moved, numbers that become extreme ones, and for Office
files the same inside of a part. Each goes through a program for its kind, chosen at random, in a process of its own.

A finding is a file whose process crashed or ran out of time, which raised, gave no row or an unexpected error, took
more memory than any page may take, or whose exception quotes the document. --keep writes it to a folder, by its kind.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from robustness import KINDS, PROGRAMS, Trial, in_limits
from sparkocr import samples
from sparkocr.base import LightPipeline

SECRET = "Confidentialissimo"  # noqa: S105  it is in the documents
"""A word of all documents that are made here, which no exception may have."""
MOST_MIB = 2048
EXTREME = (b"0", b"-1", b"1", b"255", b"65535", b"65536", b"2147483647", b"4294967296", b"99999999999", b"1e38", b"-.5")
NUMBER = re.compile(rb"(?<![\w.])\d{1,10}(?![\w.])")


@dataclass
class Seed:
    """A document that is changed."""

    kind: str
    ending: str
    content: bytes


def made_seeds() -> Iterator[Seed]:
    """Make documents of all kinds."""
    yield Seed("pdf", ".pdf", samples.pdf(f"{SECRET} 4711", "Second page"))
    yield Seed("pdf", ".pdf", samples.scan(f"{SECRET} 4711"))
    picture = Image.open(io.BytesIO(samples.image(f"{SECRET} 4711"))).convert("RGB").resize((200, 60))
    for ending, name, options in (
        (".png", "PNG", {}),
        (".jpg", "JPEG", {"progressive": True}),
        (".tif", "TIFF", {"compression": "tiff_lzw", "save_all": True, "append_images": [picture, picture]}),
        (".tif", "TIFF", {"compression": "jpeg"}),
        (".gif", "GIF", {"save_all": True, "append_images": [picture.rotate(9)]}),
        (".webp", "WEBP", {}),
        (".bmp", "BMP", {}),
        (".jp2", "JPEG2000", {}),
    ):
        buffer = io.BytesIO()
        picture.save(buffer, name, **options)
        yield Seed("image", ending, buffer.getvalue())
    words = " ".join(f"<span class='ocrx_word' title='bbox {9 * k} 0 {9 * k + 8} 9'>{SECRET}</span>" for k in range(9))
    line = f"<span class='ocr_line' title='bbox 0 0 99 9; baseline 0 -2'>{words}</span>"
    yield Seed("hocr", ".hocr", f"<div class='ocr_page' title='bbox 0 0 99 99'>{line}</div>".encode())


def found_seeds(folder: Path, largest: int) -> Iterator[Seed]:
    """Read documents from a folder."""
    for path in sorted(folder.rglob("*")):
        kind = next((kind for kind, endings in KINDS.items() if path.suffix.lower() in endings), None)
        if kind is not None and path.is_file() and path.stat().st_size <= largest:
            yield Seed(kind, path.suffix.lower(), path.read_bytes())


def changed(seed: Seed, chance: random.Random) -> bytes:
    """Return a document that is damaged."""
    if zipfile.is_zipfile(io.BytesIO(seed.content)) and chance.random() < 0.8:
        return changed_part(seed.content, chance)
    data = bytearray(seed.content)
    for _ in range(chance.randint(1, 8)):
        chance.choice(CHANGES)(data, chance)
    return bytes(data)


def changed_part(content: bytes, chance: random.Random) -> bytes:
    """Change one part of a zip file, and write it anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        wanted = chance.choice([name for name in names if name.endswith((".xml", ".rels"))] or names)
        for name in names:
            data = bytearray(source.read(name))
            if name == wanted:
                for _ in range(chance.randint(1, 8)):
                    chance.choice([*CHANGES, double_element])(data, chance)
            target.writestr(name, bytes(data))
    return buffer.getvalue()


def place_in(data: bytearray, chance: random.Random) -> int:
    """Choose a place, often near the ends, where headers and directories are."""
    size = max(1, len(data))
    near = min(size, 400)
    return chance.choice([chance.randrange(size), chance.randrange(near), size - 1 - chance.randrange(near)])


def flip(data: bytearray, chance: random.Random) -> None:
    """Change some bits of a byte."""
    if data:
        data[place_in(data, chance)] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    """Take some bytes out."""
    start = place_in(data, chance)
    del data[start : start + chance.choice([1, 4, 30, 1000])]


def double(data: bytearray, chance: random.Random) -> None:
    """Repeat some bytes, perhaps often."""
    start = place_in(data, chance)
    data[start:start] = data[start : start + chance.choice([1, 12, 100])] * chance.choice([1, 1, 3, 500])


def move(data: bytearray, chance: random.Random) -> None:
    """Write some bytes over others."""
    start, size = place_in(data, chance), chance.choice([2, 4, 12, 60])
    target = place_in(data, chance)
    data[target : target + size] = data[start : start + size]


def extreme(data: bytearray, chance: random.Random) -> None:
    """Make a number an extreme one."""
    numbers = [match.span() for match in NUMBER.finditer(data)]
    if numbers:
        start, end = chance.choice(numbers)
        data[start:end] = chance.choice(EXTREME)


def fill(data: bytearray, chance: random.Random) -> None:
    """Make a few bytes the largest number, or the least."""
    start, size = place_in(data, chance), chance.choice([1, 2, 4])
    data[start : start + size] = bytes([chance.choice([0, 0x7F, 0xFF])]) * size


def end(data: bytearray, chance: random.Random) -> None:
    """Cut a file short."""
    del data[place_in(data, chance) :]


def refer(data: bytearray, chance: random.Random) -> None:
    """Let a reference of a PDF lead to another object, which may be one around it."""
    found = [match.span(1) for match in re.finditer(rb"\b(\d{1,6}) 0 R\b", data)]
    if found:
        start, stop = chance.choice(found)
        other, last = chance.choice(found)
        data[start:stop] = data[other:last]


def double_element(data: bytearray, chance: random.Random) -> None:
    """Repeat an element of XML."""
    found = [match.span() for match in re.finditer(rb"<([\w:]+)[^<>]*>[^<>]*</\1>", data)]
    if found:
        start, stop = chance.choice(found)
        data[start:start] = data[start:stop] * chance.choice([1, 50, 2000])


CHANGES: list[Callable[[bytearray, random.Random], None]] = [
    flip,
    cut,
    double,
    move,
    extreme,
    extreme,
    fill,
    end,
    refer,
]


@cache
def programs_of(kind: str) -> list[str]:
    """Return the programs for a kind that run without Spark."""
    found = []
    for name, make in PROGRAMS[kind].items():
        with suppress(ValueError):
            LightPipeline(make())
            found.append(name)
    return found


def finding(trial: Trial) -> str:
    """Tell what is wrong with how a document was read, or nothing."""
    if trial.end != "ok":
        return f"{trial.end} {trial.message}".strip()
    if not trial.rows:
        return "no row"
    if trial.mib > MOST_MIB:
        return f"more than {MOST_MIB} MiB"
    if any(SECRET in message for message in trial.exceptions):
        return "text in an exception"
    return next((message for message in trial.exceptions if "Unexpected" in message), "")


def main() -> None:
    """Change documents until the time is over, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of more documents")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0, help="of the random changes")
    parser.add_argument("--keep", type=Path, help="folder for the files that are findings")
    parser.add_argument("--only", nargs="+", help="only these kinds, like pdf image word hocr")
    parser.add_argument("--largest", type=int, default=300_000, help="bytes of a document of --data (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="limit for a file (%(default)s)")
    parser.add_argument("--mib", type=int, default=4096, help="limit of address space (%(default)s)")
    options = parser.parse_args()
    seeds = [*made_seeds(), *(found_seeds(options.data, options.largest) if options.data else ())]
    by_kind: dict[str, list[Seed]] = {}
    for seed in seeds:
        if options.only is None or seed.kind in options.only:
            by_kind.setdefault(seed.kind, []).append(seed)
    chance, until = random.Random(options.seed), time.monotonic() + 60 * options.minutes  # noqa: S311  it is no secret
    counts: Counter[str] = Counter()
    findings: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            seed = chance.choice(by_kind[chance.choice(sorted(by_kind))])
            path = Path(folder) / f"changed{seed.ending}"
            path.write_bytes(changed(seed, chance))
            program = chance.choice(programs_of(seed.kind))
            trial, _ = in_limits(path, seed.kind, program, seconds=options.seconds, mib=options.mib)
            counts[seed.kind] += 1
            if what := finding(trial):
                findings[seed.kind, program, what] += 1
                print(f"{seed.kind}, {program}: {what}", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    kept = options.keep / f"{seed.kind}-{program.replace(', ', '-')}-{counts.total()}{seed.ending}"
                    kept.write_bytes(path.read_bytes())
    print(f"\n{counts.total()} files ({', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))})")
    for (kind, program, what), count in findings.most_common():
        print(f"{count} x {kind}, {program}: {what}")


if __name__ == "__main__":
    main()
