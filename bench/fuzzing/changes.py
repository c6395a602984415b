"""Damage of documents: anywhere, or inside of PDF, XML, zip, PNG, TIFF and DICOM, whose format holds around it."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pikepdf

from fuzzing.anywhere import OF_TEXT, OF_XML, change, changed_bytes, splice
from fuzzing.seeds import Seed

__all__ = ["changed"]

INSIDE = 0.6
"""Share of the files that are changed inside of their format, rather than anywhere."""
TIFF_TAGS = (254, 258, 259, 262, 273, 277, 279, 282, 284, 317, 320, 322, 330, 338, 347)


def changed(seed: Seed, others: Sequence[Seed], chance: random.Random) -> bytes:
    """Return a document that is damaged; parts of other documents may be put into it."""
    inside = INSIDES.get(seed.kind) or INSIDES.get(seed.ending)
    if inside is not None and chance.random() < INSIDE:
        with suppress(Exception):  # what is too odd for the writer of its format is changed anywhere
            return inside(seed.content, chance)
    data = bytearray(seed.content)
    if chance.random() < 0.1:
        splice(data, chance.choice(others).content, chance)
    change(data, chance, [*OF_TEXT, *OF_XML] if seed.kind in {"pdf", "hocr"} else ())
    return bytes(data)


def inside_xml(content: bytes, chance: random.Random) -> bytes:
    """Change elements and attributes."""
    data = bytearray(content)
    change(data, chance, OF_TEXT + OF_XML * 3)
    return bytes(data)


def inside_zip(content: bytes, chance: random.Random) -> bytes:
    """Change one part of a zip file, and write it anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        wanted = chance.choice([name for name in names if chance.random() < 0.3 or "document.xml" in name] or names)
        for name in names:
            data = bytearray(source.read(name))
            if name == wanted:
                change(data, chance, OF_TEXT + OF_XML * 2)
            target.writestr(name, bytes(data))
    return buffer.getvalue()


def inside_pdf(content: bytes, chance: random.Random) -> bytes:
    """Change streams behind their filters, and entries of dictionaries and arrays; the file around them is right."""
    with pikepdf.open(io.BytesIO(content)) as document:
        objects = [found for found in document.objects if isinstance(found, pikepdf.Object)]
        for _ in range(chance.randint(1, 4)):
            change_object(chance.choice(objects), objects, chance)
        modes = [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable]
        buffer = io.BytesIO()
        document.save(buffer, object_stream_mode=chance.choice(modes), fix_metadata_version=False)
    return buffer.getvalue()


def change_object(found: pikepdf.Object, others: Sequence[pikepdf.Object], chance: random.Random) -> None:
    """Change an object of a PDF, or one in it."""
    if isinstance(found, pikepdf.Stream) and chance.random() < 0.6:
        with suppress(pikepdf.PdfError):  # a filter that only viewers know: its bytes as they are
            found.write(changed_bytes(found.read_bytes(), chance))
            return
        filters: Any
        parameters: Any
        filters, parameters = found.get("/Filter"), found.get("/DecodeParms")
        found.write(changed_bytes(found.read_raw_bytes(), chance), filter=filters, decode_parms=parameters)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and (keys := found.keys() - {"/Length"}):
        key = chance.choice(sorted(keys))
        if isinstance(found[key], pikepdf.Dictionary | pikepdf.Array) and chance.random() < 0.5:
            change_object(found[key], others, chance)
        elif chance.random() < 0.15:
            del found[key]
        else:
            found[key] = new_value(found[key], others, chance)
    elif isinstance(found, pikepdf.Array) and len(found):
        place = chance.randrange(len(found))
        found[place] = new_value(found[place], others, chance)
        found.extend([found[place]] * chance.choice([0, 0, 1, 30]))


def new_value(old: object, others: Sequence[pikepdf.Object], chance: random.Random) -> object:
    """Return another value for a place in a PDF."""
    numbers = [0, -1, 1, 3, 65536, 2**31 - 1, -(2**31), 10**12, Decimal("0.0001"), Decimal("1e20")]
    if isinstance(old, int | Decimal) and chance.random() < 0.7:
        return chance.choice(numbers)
    deep: object = pikepdf.Array([0])
    for _ in range(chance.choice([3, 90])):
        deep = pikepdf.Array([deep])
    plain = [*numbers, True, pikepdf.String("x" * 999), pikepdf.Name("/Pages"), deep, pikepdf.Dictionary()]
    names = [name for other in others[:50] for name in named(other)]
    return chance.choice([chance.choice(plain), chance.choice(others), chance.choice(names or plain)])


def named(found: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the names that are values of a dictionary."""
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return []
    return [value for _, value in found.items() if isinstance(value, pikepdf.Name)]


def inside_png(content: bytes, chance: random.Random) -> bytes:
    """Change a chunk of a PNG, and set its check sum right; IDAT behind its compression."""
    chunks, place = [], 8
    while place + 12 <= len(content):
        (size,) = struct.unpack_from(">I", content, place)
        chunks.append((content[place + 4 : place + 8], content[place + 8 : place + 8 + size]))
        place += 12 + size
    number = chance.randrange(len(chunks))
    name, data = chunks[number]
    if name == b"IDAT" and chance.random() < 0.7:
        data = zlib.compress(changed_bytes(zlib.decompress(data), chance))
    else:
        data = changed_bytes(data, chance)
    chunks[number] = (name if chance.random() < 0.9 else chance.choice(chunks)[0], data)
    chunks.insert(chance.randrange(len(chunks)), chance.choice(chunks))
    return content[:8] + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def inside_tiff(content: bytes, chance: random.Random) -> bytes:
    """Change the entries of the first directory of a TIFF (not BigTIFF) in its byte order, or the one that follows."""
    data, order = bytearray(content), "<" if content[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, first)
    for _ in range(chance.randint(1, 3)):
        place = first + 2 + 12 * chance.randrange(count)
        tag, kind, values, value = struct.unpack_from(order + "HHII", data, place)
        entry = chance.choice([
            (chance.choice(TIFF_TAGS), kind, values, value),
            (tag, chance.randrange(19), values, value),
            (tag, kind, chance.choice([0, 1, 2, 3, 1 << 16, 1 << 31, 2**32 - 1]), value),
            (tag, kind, values, chance.choice([0, 1, 2, 3, 5, 7, 8, first, len(data), 1 << 16, 1 << 31, 2**32 - 1])),
        ])  # fmt: skip
        struct.pack_into(order + "HHII", data, place, *entry)
    if chance.random() < 0.2:
        struct.pack_into(order + "I", data, first + 2 + 12 * count, chance.choice([first, 8, 1, len(data) - 3]))
    return bytes(data)


def inside_dicom(content: bytes, chance: random.Random) -> bytes:
    """Change the head of an element: its tag, representation or length, explicit little endian."""
    data = bytearray(content)
    heads = [match.start() for match in re.finditer(rb"[\x02-\x7f]\0..(?=[A-Z][A-Z])", content, re.DOTALL)]
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(heads)
        field = chance.choice([
            (place + 2, struct.pack("<H", chance.choice([0, 1, 2, 4, 8, 0x10, 0x11, 0x100, 0x101, 0x1010, 0xFFFF]))),
            (place + 4, chance.choice([b"SQ", b"OB", b"UN", b"UL", b"DS", b"IS", b"PN", b"AT", b"UC", b"FD", b"US"])),
            (place + 6, struct.pack("<H", chance.choice([0, 1, 7, 255, 0xFFFE, 0xFFFF]))),
            (place + 8, struct.pack("<I", chance.choice([0, 1, 1 << 16, 1 << 31, 2**32 - 1]))),
        ])  # fmt: skip
        data[field[0] : field[0] + len(field[1])] = field[1]
    return bytes(data)


INSIDES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "pdf": inside_pdf,
    "word": inside_zip,
    "powerpoint": inside_zip,
    "hocr": inside_xml,
    "dicom": inside_dicom,
    ".png": inside_png,
    ".tif": inside_tiff,
}
