"""What a file is, and why it can't be read."""

import pytest

from office.make_office import letter, ole, paragraph, presentation, relations, unzipped, word_xml, zipped
from sparkocr.errors import DocumentError
from sparkocr.office.kind import Family, Kind, kind_of
from sparkocr.office.read import doc_text, ppt_tables

WORD, POWERPOINT = Family.WORD, Family.POWERPOINT
BOMB = (
    '<!DOCTYPE document [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 100}">' for before, name in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


def changed(content, **parts):
    return zipped(**unzipped(content) | parts)


def test_kinds():
    assert kind_of(letter(), WORD) is Kind.DOCX
    assert kind_of(memoryview(letter()), WORD) is Kind.DOCX
    assert kind_of(presentation(), POWERPOINT) is Kind.PPTX
    assert kind_of(ole("WordDocument", "1Table"), WORD) is Kind.DOC
    assert kind_of(ole("Current User", "PowerPoint Document"), POWERPOINT) is Kind.PPT


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_word_documents_with_macros_and_templates(kind):
    assert doc_text(word_xml(paragraph("a"), kind=kind), seconds=1).text == "a"


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    ],
)
def test_powerpoint_documents_with_macros_shows_and_templates(kind):
    types = unzipped(presentation())["[Content_Types].xml"].decode()
    usual = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    assert usual in types
    content = changed(presentation([[["a"]]]), **{"[Content_Types].xml": types.replace(usual, kind)})
    assert len(ppt_tables(content, seconds=1)) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Document is empty"),
        (b"var x = 1;\n", "Content is no Office document"),
        (b"%PDF-1.7", "Content is no Office document"),
        (b"PK\x03\x04" + b"x" * 100, "damaged or cut short"),
        (zipped(a="b"), "Content is no Office document"),
        (letter()[: len(letter()) // 2], "damaged or cut short"),
        (letter()[:-30], "damaged or cut short"),
        (presentation(), "Content is a PowerPoint document, no Word document"),
        (word_xml("", kind="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "no Word or"),
        (word_xml("", kind=""), "no Word or"),
        (ole("EncryptionInfo", "EncryptedPackage"), "is encrypted"),
        (ole("EncryptedSummary", "PowerPoint Document"), "is encrypted"),
        (ole("WordDocument", flags=0x0100), "is encrypted"),
        (ole("Workbook"), "Content is no Office document"),
        (ole("PowerPoint Document"), "Content is a PowerPoint document, no Word document"),
        (ole("WordDocument", sectors=60)[: 512 * 40], "damaged or cut short"),
        (ole("WordDocument")[:1000], "damaged or cut short"),
        (ole("WordDocument")[:40], "damaged or cut short"),
        (ole("WordDocument")[:30] + b"\x07" + ole("WordDocument")[31:], "damaged or cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged or cut short"),
    ],
)
def test_what_is_no_word_document(content, message):
    with pytest.raises(DocumentError, match=message):
        kind_of(content, WORD)


def test_broken_chains_end():
    content = bytearray(ole("WordDocument"))
    content[516:520] = (1).to_bytes(4, "little")  # the directory goes on with itself
    assert kind_of(bytes(content), WORD) is Kind.DOC
    content = bytearray(ole("WordDocument", sectors=4))
    content[68:72] = (3).to_bytes(4, "little")  # the table of sectors goes on in a sector that goes on with itself
    content[2048:2560] = b"\xff" * 508 + (3).to_bytes(4, "little")
    assert kind_of(bytes(content), WORD) is Kind.DOC


def test_a_table_of_sectors_larger_than_the_file():
    content = bytearray(ole("WordDocument", sectors=9))
    content[68:72] = (3).to_bytes(4, "little")  # sectors 3 and 4 each say that sector 8 is 127 parts of the table
    for sector, following in ((3, 4), (4, 0xFFFFFFFE)):
        start = 512 * (sector + 1)
        content[start : start + 512] = (8).to_bytes(4, "little") * 127 + following.to_bytes(4, "little")
    content[512 * 9 :] = b"\xff" * 512  # nothing in it is in use
    with pytest.raises(DocumentError, match="damaged"):
        kind_of(bytes(content), WORD)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": "<w:document"}, "damaged"),
        ({"word/document.xml": ""}, "damaged"),
        ({"word/styles.xml": "<w:styles>"}, "damaged"),
        ({"word/document.xml": BOMB + "<document>&h;</document>"}, "damaged"),
        ({"word/document.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}, "document type declaration"),
        ({"word/document.xml": "<a>" * 300 + "</a>" * 300}, "damaged"),
        ({"_rels/.rels": relations(r1=("officeDocument", "word/other.xml"))}, "no Word or"),
        ({"[Content_Types].xml": "<Types/>"}, "no Word or"),
    ],
)
def test_damaged_parts(parts, message):
    with pytest.raises(DocumentError, match=message):
        doc_text(changed(letter(), **parts), seconds=1)


def test_files_of_the_machine_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    entity = f'<!DOCTYPE document [<!ENTITY x SYSTEM "{secret.as_uri()}">]><document>&x;</document>'
    with pytest.raises(DocumentError, match="document type declaration"):
        doc_text(changed(letter(), **{"word/document.xml": entity}), seconds=1)


def test_missing_parts():
    parts = unzipped(letter())
    assert "word/styles.xml" in parts
    without = {name: part for name, part in parts.items() if name not in {"word/styles.xml", "word/numbering.xml"}}
    assert "The ferry leaves" in doc_text(zipped(**without), seconds=1).text
    without = {name: part for name, part in parts.items() if name != "word/document.xml"}
    with pytest.raises(DocumentError, match="A part of the document is missing"):
        doc_text(zipped(**without), seconds=1)


def test_names_of_parts_ignore_case_and_may_be_absolute():
    parts = unzipped(word_xml(paragraph("a")))
    parts["WORD/Document.xml"] = parts.pop("word/document.xml")
    assert doc_text(zipped(**parts), seconds=1).text == "a"
    parts["_rels/.rels"] = relations(r1=("officeDocument", "/word/document.xml"))
    assert doc_text(zipped(**parts), seconds=1).text == "a"


def test_type_of_the_main_part_by_its_ending():
    parts = unzipped(word_xml(paragraph("a")))
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace('Override PartName="/word/document.xml"', 'Default Extension="XML"')
    assert doc_text(zipped(**parts), seconds=1).text == "a"


def test_references_to_the_web_are_ignored():
    rels = relations(styles=("styles", "http://example.org/styles.xml")).replace("/>", ' TargetMode="External"/>')
    content = changed(word_xml(paragraph("a")), **{"word/_rels/document.xml.rels": rels})
    assert doc_text(content, seconds=1).text == "a"


def test_zip_bombs(limit):
    content = changed(letter(), **{"word/media/image1.png": bytes(3_000_000)})
    limit(max_unpacked_bytes=2_000_000)
    with pytest.raises(DocumentError, match=r"larger than 2,000,000 bytes \(maxUnpackedBytes\) when it is unpacked"):
        doc_text(content, seconds=1)


def test_large_parts(limit):
    limit(max_xml_bytes=2**20)
    assert doc_text(word_xml(paragraph("a" * 1000)), seconds=1).text
    with pytest.raises(DocumentError, match="larger than 1 MB"):
        doc_text(word_xml(paragraph("a") * 60_000), seconds=1)


def test_sizes_that_are_a_lie():
    content = word_xml(paragraph("a" * 100_000))
    size = len(unzipped(content)["word/document.xml"])
    assert content.count(size.to_bytes(4, "little")) == 2
    with pytest.raises(DocumentError, match="damaged"):
        doc_text(content.replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little")), seconds=1)


def test_zip_with_a_password():
    content = bytearray(word_xml(paragraph("a")))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # flags of all entries: encrypted
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + place] |= 1
    with pytest.raises(DocumentError, match="is encrypted"):
        doc_text(bytes(content), seconds=1)


def test_too_many_elements(limit):
    limit(max_tags=200)
    assert doc_text(word_xml(paragraph("a")), seconds=1).text == "a"
    with pytest.raises(DocumentError, match="more than 200 elements"):
        doc_text(word_xml(paragraph("a") * 99), seconds=1)
