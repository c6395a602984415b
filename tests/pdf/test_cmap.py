import pytest

from sparkocr.errors import DocumentError
from sparkocr.pdf.cmap import codes_to_glyphs, codes_to_text, unicode_map


@pytest.mark.parametrize("width", [1, 2])
def test_what_is_written_is_read(width):
    texts = {code: chr(0x3A0 + code) for code in range(250)} | {251: "ffi", 252: "😀", 253: " "}
    assert codes_to_text(unicode_map(texts, width)) == (texts, False)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (b"1 beginbfchar <0001> <0041> endbfchar", {1: "A"}),
        (b"1 beginbfchar\n<01><41>endbfchar", {1: "A"}),
        (b"1 beginbfrange <0001> <0003> <0041> endbfrange", {1: "A", 2: "B", 3: "C"}),
        (b"1 beginbfrange <0001> <0003> [<0041> <00420043> <0044>] endbfrange", {1: "A", 2: "BC", 3: "D"}),
        (b"1 beginbfrange <0001> <0003> [<0041>] endbfrange", {1: "A"}),
        (b"1 beginbfrange <0001> <ffffffff> [<0041>] endbfrange", {1: "A"}),
        (b"1 beginbfrange <0003> <0001> <0041> endbfrange", {}),
        (b"1 beginbfrange <0001> endbfrange", {}),
        (b"1 beginbfchar <0001> <> endbfchar", {}),
        (b"1 beginbfchar <0001> <d83dde00> endbfchar", {1: "😀"}),
        (b"1 beginbfrange <0001> <0003> <fffe> endbfrange", {1: "\ufffe", 2: "\uffff", 3: "\0"}),
        (b"2 beginbfchar <0001> " + b"9" * 5000 + b" <0002> <0042> endbfchar", {2: "B"}),
        (b"2 beginbfchar <0001> <0041> /name <0002> <0042> endbfchar", {1: "A", 2: "B"}),
        (b"1 beginbfchar <00 01> <00\n41> endbfchar", {1: "A"}),
        (b"beginbfchar <0001> <0041>", {}),
        (b"beginbfchar " * 200_000, {}),  # takes minutes where each is searched for its end
        (b"1 beginbfrange 1 beginbfchar <0001> <0041> endbfchar", {1: "A"}),
        (b"1 begincidchar <0001> 7 endcidchar", {}),
        (b"\xff\xfe garbage", {}),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_texts(section, expected):
    assert codes_to_text(section) == (expected, False)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({1: "é", 2: "ü"}, True),
        ({1: "é", 2: "–"}, True),  # noqa: RUF001
        ({1: "я"}, True),
        ({1: "A"}, False),
    ],
)
def test_maps_in_utf_8(values, expected):
    rows = b"".join(
        b"<%04x> <%s>" % (code, letter.encode().hex().rjust(4, "0").encode()) for code, letter in values.items()
    )
    assert codes_to_text(b"9 beginbfchar <0099> <0041>" + rows + b"endbfchar") == (values | {0x99: "A"}, expected)


def test_glyphs():
    ranges, letters = b"1 begincidrange <0010> <0012> 5 endcidrange", b"1 beginbfchar <30> <31> endbfchar"
    data = ranges + b"1 begincidchar <20> 9 endcidchar" + letters
    assert codes_to_glyphs(data) == {0x10: 5, 0x11: 6, 0x12: 7, 0x20: 9}
    assert codes_to_glyphs(b"1 begincidrange <0010> <0012> <41> endcidrange") == {}


@pytest.mark.parametrize("read", [codes_to_text, codes_to_glyphs])
def test_ranges_that_overlap_without_end(read):
    texts, glyphs = b"<0000> <ffff> <0041>" * 99, b"<0000> <ffff> 1" * 99
    data = b"9 beginbfrange %s endbfrange 9 begincidrange %s endcidrange" % (texts, glyphs)
    with pytest.raises(DocumentError, match="more than 262144 entries"):
        read(data)
