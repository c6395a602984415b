"""Makes Office documents: with python-docx and python-pptx where these can, else from XML."""

import struct
import zipfile
from io import BytesIO

import docx
import pptx
from pptx.util import Pt

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{RELATION}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
)


def saved(document):
    """The bytes of a document of python-docx or python-pptx."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(**parts):
    """A zip file of parts by name."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def unzipped(content):
    """The parts of a zip file by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations(**targets):
    """A part with references: by id, the kind and the target."""
    items = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def word_xml(body, kind=WORD_TYPE, **parts):
    """A Word document with this body, and parts such as ``numbering`` or ``header1`` given as XML."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(r1=("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            **{name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts}
        ),
    }
    for name, text in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{text}</w:{root}>"
    return zipped(**files)


def attached(content, *parts, owner="document", types=""):
    """A Word document with more parts: of each its id, kind, name and content, referred to by one of the parts."""
    files = unzipped(content)
    folder, _, name = f"word/{owner}".rpartition("/")
    names = f"{folder}/_rels/{name}.xml.rels"
    before = files.get(names, relations().encode()).decode()
    more = relations(**{name: (kind, f"/word/{target}") for name, kind, target, _ in parts})
    items = more[more.index(">") + 1 :].removesuffix("</Relationships>")
    files[names] = before.replace("</Relationships>", items + "</Relationships>")
    kinds = files["[Content_Types].xml"].decode()
    files["[Content_Types].xml"] = kinds.replace("</Types>", types + "</Types>")
    return zipped(**files | {f"word/{target}": data for _, _, target, data in parts})


def graphic(inner):
    """A run with a drawing."""
    return run(
        f"<w:drawing><wp:inline><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def paragraph(text="", properties=""):
    """A paragraph of one run, or of the runs that are given as XML."""
    runs = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def run(text, properties=""):
    """A run of text, or of the XML that is given."""
    inner = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def item(number, level=0):
    """The properties of an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*blocks, properties=""):
    """A cell of a table: paragraphs of text, or blocks of XML."""
    inner = "".join(block if block.startswith("<") else paragraph(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows):
    """A table of rows of cells; a text is a cell of one paragraph."""
    made = ("".join(one if one.startswith(("<w:tc>", "<w:trPr>")) else cell(one) for one in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def letter():
    """A Word document with a bit of everything that python-docx can write."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Harbour office"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading("Ferries", 1)
    document.add_paragraph("The ferry leaves at seven.")
    document.add_paragraph("Coat", style="List Bullet")
    document.add_paragraph("Boots", style="List Bullet")
    document.add_paragraph("Buy a ticket", style="List Number")
    document.add_paragraph("Go on board", style="List Number")
    made = document.add_table(rows=2, cols=2)
    for row, texts in zip(made.rows, [("Port", "Time"), ("Turku", "7:00")], strict=True):
        for place, text in zip(row.cells, texts, strict=True):
            place.text = text
    return saved(document)


def presentation(*slides):
    """A PowerPoint document; for each slide a list of tables, each as rows of text."""
    made = pptx.Presentation()
    for tables in slides:
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = "Timetable"
        for number, rows in enumerate(tables):
            frame = slide.shapes.add_table(
                len(rows), len(rows[0]), Pt(30 + 10 * number), Pt(168), Pt(100 * len(rows[0])), Pt(40 * len(rows))
            )
            for row, texts in zip(frame.table.rows, rows, strict=True):
                for place, text in zip(row.cells, texts, strict=True):
                    place.text = text
    return saved(made)


def ole(*names, flags=0, sectors=3):
    """An OLE2 file with streams of these names in its root, each of which begins in sector 2: [MS-CFB] 2.2 to 2.6."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16s5H6x9I",
        bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[free] * 108)
    uses = [table, end, *range(3, sectors), end]
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=number + 1 if number < len(names) else free) for number, name in enumerate(names, 1)
    ]
    entries += [bytes(128)] * (4 - len(entries))
    stream = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags).ljust(512 * (sectors - 2), b"\0")
    return header + struct.pack("<128I", *uses, *[free] * (128 - len(uses))) + b"".join(entries) + stream


def _entry(name, kind, child=0xFFFFFFFF, right=0xFFFFFFFF):
    """A directory entry."""
    text = name.encode("utf-16-le") + b"\0\0"
    fields = struct.pack("<HBBIII36xIQ", len(text), kind, 1, 0xFFFFFFFF, right, child, 2, 4096)
    return text.ljust(64, b"\0") + fields
