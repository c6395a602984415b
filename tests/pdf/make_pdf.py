"""Minimal PDF documents, written byte by byte, for tests.

``make_pdf([Page([Text(72, 700, "Hello")])])`` is a Letter page that says Hello. Positions are points from the
lower left corner of PDF user space, as in a content stream.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf

# Padding of passwords: PDF 1.7 (ISO 32000-1) algorithm 2, step a.
_PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = b"0123456789abcdef"
_ALL_PERMISSIONS = -4


@dataclass(frozen=True)
class Text:
    """One line of text at its baseline; with Unicode map and 0.6 em wide glyphs if it isn't Latin-1."""

    x: float
    y: float
    text: str
    size: float = 12


@dataclass(frozen=True)
class Field:
    """A text field of a form; without appearance the reader has to draw the value itself."""

    name: str
    value: str
    x: float
    y: float
    width: float = 120
    height: float = 20
    appearance: bool = True


@dataclass(frozen=True)
class Page:
    """A page; boxes are (left, bottom, right, top). ``content`` is appended to the page's content stream."""

    texts: Sequence[Text] = ()
    width: float = 612
    height: float = 792
    mediabox: tuple[float, float, float, float] | None = None
    cropbox: tuple[float, float, float, float] | None = None
    rotate: int = 0
    fields: Sequence[Field] = ()
    content: bytes = b""


@dataclass
class _Writer:
    """Numbered PDF objects, encrypted while they are added if there is a key."""

    key: bytes | None = None
    objects: dict[int, bytes] = field(default_factory=dict)
    reserved: int = 0

    def reserve(self) -> int:
        self.reserved += 1
        return self.reserved

    def stream(self, number: int, dictionary: bytes, data: bytes) -> int:
        data = self.encrypt(number, data)
        self.objects[number] = b"<< %s /Length %d >>\nstream\n" % (dictionary, len(data)) + data + b"\nendstream"
        return number

    def string(self, number: int, text: str) -> bytes:
        return b"<%s>" % self.encrypt(number, text.encode("latin-1")).hex().encode()

    def encrypt(self, number: int, data: bytes) -> bytes:
        """Algorithm 1 of ISO 32000-1, RC4 with a 40 bit key."""
        if self.key is None:
            return data
        salted = self.key + number.to_bytes(3, "little") + b"\0\0"
        return _rc4(hashlib.md5(salted, usedforsecurity=False).digest()[:10], data)


def without_pages() -> bytes:
    """A PDF whose tree of pages is empty, which PDFium opens."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.save(file)
    return file.getvalue()


def make_pdf(
    pages: Sequence[Page],
    *,
    user_password: str = "",
    owner_password: str = "",
    inherit: bool = False,
    page_labels: bool = False,
) -> bytes:
    """Write a PDF with the given pages.

    It is encrypted (RC4, 40 bit) if a password is set; with only an owner password anyone can open it.
    ``inherit`` moves MediaBox and Resources of the first page from the pages into the page tree.
    """
    encrypted = bool(user_password or owner_password)
    owner_entry = _owner_entry(owner_password or user_password, user_password) if encrypted else b""
    writer = _Writer(_encryption_key(user_password, owner_entry) if encrypted else None)
    catalog, tree, helvetica, unicode_font, unicode_map = (writer.reserve() for _ in range(5))
    alphabet = sorted({c for page in pages for t in page.texts for c in t.text if ord(c) > 255})
    assert len(alphabet) <= 128, "at most 128 characters outside Latin-1"
    writer.objects[helvetica] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    writer.objects[unicode_font] = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding "
        b"/FirstChar 32 /LastChar 255 /Widths [ %s] /ToUnicode %d 0 R >>" % (b"600 " * 224, unicode_map)
    )
    writer.stream(unicode_map, b"", _unicode_map(alphabet))
    resources = b"/Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >>" % (helvetica, unicode_font)
    shared = resources + b" /MediaBox [%s]" % _numbers(_mediabox(pages[0])) if inherit else b""

    page_numbers, field_numbers = [], []
    for page in pages:
        number, contents = writer.reserve(), writer.reserve()
        page_numbers.append(number)
        widgets = [_add_field(writer, item, number) for item in page.fields]
        field_numbers += widgets
        writer.stream(contents, b"", _content(page, alphabet) + page.content)
        entries = [b"/Type /Page /Parent %d 0 R /Contents %d 0 R" % (tree, contents)]
        if not inherit:
            entries += [resources, b"/MediaBox [%s]" % _numbers(_mediabox(page))]
        if page.cropbox:
            entries.append(b"/CropBox [%s]" % _numbers(page.cropbox))
        if page.rotate:
            entries.append(b"/Rotate %d" % page.rotate)
        if widgets:
            entries.append(b"/Annots [%s]" % _references(widgets))
        writer.objects[number] = b"<< %s >>" % b" ".join(entries)

    writer.objects[tree] = b"<< /Type /Pages /Count %d /Kids [%s] %s >>" % (
        len(pages),
        _references(page_numbers),
        shared,
    )
    extras = b"/PageLabels << /Nums [0 << /S /r >>] >> " if page_labels else b""
    if field_numbers:
        extras += (
            b"/AcroForm << /Fields [%s] /NeedAppearances true /DA (/F1 12 Tf 0 g) "
            b"/DR << /Font << /F1 %d 0 R >> >> >>" % (_references(field_numbers), helvetica)
        )
    writer.objects[catalog] = b"<< /Type /Catalog /Pages %d 0 R %s>>" % (tree, extras)
    trailer = b"/Root %d 0 R /ID [<%s> <%s>]" % (catalog, _FILE_ID.hex().encode(), _FILE_ID.hex().encode())
    if encrypted:
        user_entry = _rc4(writer.key or b"", _PASSWORD_PADDING)
        trailer += b" /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (
            owner_entry.hex().encode(),
            user_entry.hex().encode(),
            _ALL_PERMISSIONS,
        )
    return _serialize(writer.objects, trailer)


def _serialize(objects: dict[int, bytes], trailer: bytes) -> bytes:
    """Header, objects, cross-reference table and trailer."""
    parts, offsets, position = [b"%PDF-1.7\n"], {}, len(b"%PDF-1.7\n")
    for number, body in sorted(objects.items()):
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        offsets[number] = position
        position += len(parts[-1])
    size = max(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    parts += [b"%010d 00000 n \n" % offsets[number] for number in range(1, size)]
    parts.append(b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, position))
    return b"".join(parts)


def _add_field(writer: _Writer, item: Field, page: int) -> int:
    """Widget annotation and field in one dictionary."""
    number = writer.reserve()
    box = (item.x, item.y, item.x + item.width, item.y + item.height)
    appearance = b""
    if item.appearance:
        form = writer.reserve()
        drawing = b"/Tx BMC q BT /F1 12 Tf 0 g 2 5 Td (%s) Tj ET Q EMC" % item.value.encode("latin-1")
        bounds = _numbers((0, 0, item.width, item.height))
        fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
        writer.stream(form, b"/Type /XObject /Subtype /Form /BBox [%s] %s" % (bounds, fonts), drawing)
        appearance = b"/AP << /N %d 0 R >>" % form
    writer.objects[number] = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /DA (/F1 12 Tf 0 g) "
        b"/T %s /V %s /Rect [%s] /P %d 0 R %s >>"
        % (
            writer.string(number, item.name),
            writer.string(number, item.value),
            _numbers(box),
            page,
            appearance,
        )
    )
    return number


def _content(page: Page, alphabet: list[str]) -> bytes:
    """Content stream that shows the page's texts."""
    lines = []
    for item in page.texts:
        exotic = any(ord(c) > 255 for c in item.text)
        codes = bytes(128 + alphabet.index(c) if ord(c) > 255 else ord(c) for c in item.text)
        font = b"F2" if exotic else b"F1"
        position = _numbers((item.size,)), _numbers((item.x, item.y)), codes.hex().encode()
        lines.append(b"BT /%s %s Tf %s Td <%s> Tj ET" % (font, *position))
    return b"\n".join(lines) + b"\n"


def _unicode_map(alphabet: list[str]) -> bytes:
    """ToUnicode CMap: ASCII as it is, codes from 128 on for the alphabet."""
    pairs = {code: chr(code) for code in range(32, 127)} | {128 + i: c for i, c in enumerate(alphabet)}
    rows = [b"<%02x> <%s>" % (code, c.encode("utf-16-be").hex().encode()) for code, c in pairs.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # 100: the limit of a block
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        + b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(b), b"\n".join(b)) for b in blocks)
        + b"endcmap end end"
    )


def _mediabox(page: Page) -> tuple[float, float, float, float]:
    return page.mediabox or (0, 0, page.width, page.height)


def _numbers(values: Sequence[float]) -> bytes:
    return " ".join(f"{value:g}" for value in values).encode()


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PASSWORD_PADDING)[:32]


def _owner_entry(owner_password: str, user_password: str) -> bytes:
    """Algorithm 3 of ISO 32000-1, revision 2."""
    key = hashlib.md5(_padded(owner_password), usedforsecurity=False).digest()[:5]
    return _rc4(key, _padded(user_password))


def _encryption_key(user_password: str, owner_entry: bytes) -> bytes:
    """Algorithm 2 of ISO 32000-1, revision 2."""
    permissions = _ALL_PERMISSIONS.to_bytes(4, "little", signed=True)
    salted = _padded(user_password) + owner_entry + permissions + _FILE_ID
    return hashlib.md5(salted, usedforsecurity=False).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    """RC4 stream cipher (its own inverse)."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
