"""Makes OLE2 files with streams in folders, as messages of Outlook are: [MS-CFB]."""

import struct
from itertools import pairwise

SECTOR, SMALL, END, FREE, TABLE = 512, 64, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_file(tree):
    """Return a file; `tree` has bytes, or trees in it, by name."""
    entries, large, small = [["Root Entry", 5, FREE, FREE, FREE, END, 0]], [], []

    def add(folder, parent):
        numbers = []
        for name, value in folder.items():
            numbers.append(len(entries))
            if isinstance(value, dict):
                entries.append([name, 1, FREE, FREE, FREE, 0, 0])
                add(value, numbers[-1])
            else:
                entries.append([name, 2, FREE, FREE, FREE, END, len(value)])
                (large if len(value) >= 4096 else small).append((numbers[-1], value))
        for number, following in pairwise(numbers):
            entries[number][3] = following  # a tree that leans to the right
        entries[parent][4] = numbers[0] if numbers else FREE

    add(tree, 0)
    small_table, small_data = [], b""
    for number, value in small:
        if value:
            entries[number][5] = len(small_table)
            count = -(-len(value) // SMALL)
            small_table += [*range(len(small_table) + 1, len(small_table) + count), END]
            small_data += value.ljust(count * SMALL, b"\0")
    table, sectors = [], b""

    def store(data):
        nonlocal sectors
        if not data:
            return END
        first, count = len(table), -(-len(data) // SECTOR)
        table.extend([*range(first + 1, first + count), END])
        sectors += data.ljust(count * SECTOR, b"\0")
        return first

    for number, value in large:
        entries[number][5] = store(value)
    entries[0][5], entries[0][6] = store(small_data), len(small_data)
    packed = b"".join(map(entry, entries))
    directory = store(packed + bytes(-len(packed) % SECTOR))
    packed = struct.pack(f"<{len(small_table)}I", *small_table)
    first_small = store(packed + b"\xff" * (-len(packed) % SECTOR))
    place = len(table)
    table.append(TABLE)
    assert len(table) <= SECTOR // 4
    table += [FREE] * (SECTOR // 4 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, directory, 0, 4096, first_small, 1, END, 0, place)
    header += b"\xff" * (SECTOR - len(header))
    return header + sectors + struct.pack(f"<{SECTOR // 4}I", *table)


def entry(fields):
    name, kind, left, right, child, start, size = fields
    written = name.encode("utf-16-le")
    place = struct.pack("<HBB3I", len(written) + 2, kind, 1, left, right, child)
    return written.ljust(64, b"\0") + place + bytes(36) + struct.pack("<IQ", start, size)


def message(**properties):
    """Return a message; properties by their number and type in hexadecimal, attachments by their names."""
    tree = {"__properties_version1.0": bytes(32) + properties.pop("fixed", b"")}
    for number, name in enumerate(properties.pop("attachments", [])):
        tree[f"__attach_version1.0_#{number:08X}"] = {"__substg1.0_3707001F": name.encode("utf-16-le")}
    for name, value in properties.items():
        tree[f"__substg1.0_{name[1:]}"] = value.encode("utf-16-le") if isinstance(value, str) else value
    return ole_file(tree)
