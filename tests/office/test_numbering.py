"""Labels of the items of lists."""

import pytest

from office.make_office import item, paragraph, run, word_xml
from sparkocr.office.numbering import format_number
from sparkocr.office.read import doc_text


def level(number, text, kind="decimal", start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(*levels, numbers=("1",), override="", extra=""):
    """One set of levels, and lists of that set."""
    items = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{override if number != "1" else ""}</w:num>'
        for number in numbers
    )
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{extra}{items}'


def labels(places, numbers, styles=""):
    """The text of items ``x`` at places (list, level)."""
    body = "".join(paragraph("x", item(*place)) for place in places)
    return doc_text(word_xml(body, numbering=numbers, styles=styles), seconds=1).text.split("\n")


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (1, "lowerLetter", "a"),
        (26, "upperLetter", "Z"),
        (27, "lowerLetter", "aa"),
        (53, "lowerLetter", "aaa"),
        (0, "lowerLetter", "0"),
        (10**9, "lowerLetter", "1000000000"),
        (1994, "upperRoman", "MCMXCIV"),
        (4000, "lowerRoman", "4000"),
        (9, "decimalZero", "09"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (22, "ordinal", "22nd"),
        (5, "none", ""),
        (5, "hebrew1", "5"),
    ],
)
def test_numbers(number, kind, expected):
    assert format_number(number, kind) == expected


def test_levels_count_and_start_again():
    numbers = numbering(level(0, "%1."), level(1, "%1.%2", "lowerLetter"), level(2, "(%3)", "lowerRoman", start=3))
    found = labels([(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)], numbers)
    assert found == ["1. x", "  1.a x", "  1.b x", "    (iii) x", "2. x", "  2.a x", "    (iii) x"]


def test_more_levels_than_word_has():
    numbers = numbering(level(0, "%1."), level(9, "%1."), level(-1, "%1."))
    assert labels([(1, 9), (1, 0), (1, -1)], numbers) == ["x", "1. x", "2. x"]


def test_deep_item_first():
    numbers = numbering(level(0, "%1."), level(1, "%1.%2"))
    assert labels([(1, 1), (1, 0)], numbers) == ["  1.1 x", "2. x"]


def test_lists_of_the_same_levels_go_on_unless_they_start_anew():
    levels = level(0, "%1."), level(1, "%1.%2")
    places = [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)]
    assert [label[0] for label in labels(places, numbering(*levels, numbers="12"))] == list("12345")
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert [label[0] for label in labels(places, numbering(*levels, numbers="12", override=anew))] == list("12123")


def test_override_of_a_level():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "upperLetter")}</w:lvlOverride>'
    assert labels([(1, 0), (2, 0)], numbering(level(0, "%1."), numbers="12", override=other)) == ["1. x", "B) x"]


@pytest.mark.parametrize(
    ("restart", "last"), [("", "1"), ('<w:lvlRestart w:val="0"/>', "2"), ('<w:lvlRestart w:val="1"/>', "1")]
)
def test_restart(restart, last):
    numbers = numbering(level(0, "%1."), level(1, "%2", more=restart))
    assert labels([(1, 0), (1, 1), (1, 0), (1, 1)], numbers)[-1].strip()[0] == last


def test_restart_only_after_a_higher_level():
    numbers = numbering(level(0, "%1"), level(1, "%2"), level(2, "%3", more='<w:lvlRestart w:val="1"/>'))
    found = labels([(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)], numbers)
    assert [label.split()[0] for label in found] == ["1", "1", "1", "2", "2", "2", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\uf0b7", "\N{BULLET}"),
        ("o", "\N{WHITE BULLET}"),
        ("\uf0a7", "\N{BLACK SMALL SQUARE}"),
        ("\uf099", "\N{BULLET}"),
        ("", "\N{BULLET}"),
        ("-", "-"),
        ("\N{EN DASH}", "\N{EN DASH}"),
    ],
)
def test_bullets(text, expected):
    assert labels([(1, 0)], numbering(level(0, text, "bullet"))) == [f"{expected} x"]


def test_space_after_the_number_and_legal_numbers():
    assert labels([(1, 0)], numbering(level(0, "%1", more='<w:suff w:val="nothing"/>'))) == ["1x"]
    assert labels([(1, 0)], numbering(level(0, "", "none"))) == ["x"]
    legal = numbering(level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert labels([(1, 0), (1, 1)], legal) == ["I. x", "  1.1 x"]
    assert labels([(1, 0)], numbering(level(0, "%1.%5."))) == ["1.. x"], "a level that the item is not in"


def test_unknown_lists_have_no_labels():
    assert labels([(9, 0), (1, 5), (0, 0)], numbering(level(0, "%1."))) == ["x", "x", "x"]
    assert doc_text(word_xml(paragraph("x", item(1))), seconds=1).text == "x"
    odd = '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'
    assert doc_text(word_xml(paragraph("x", odd), numbering=numbering(level(0, "%1."))), seconds=1).text == "1. x"


def test_numbers_of_styles():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    numbers = numbering(level(0, "%1"), level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'))

    def styled(name, more=""):
        return paragraph("x", f'<w:pStyle w:val="{name}"/>{more}')

    body = (
        styled("H1")
        + styled("H2")
        + styled("H2")
        + styled("H1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("H1")
    )
    found = doc_text(word_xml(body, numbering=numbers, styles=styles), seconds=1).text
    assert found == "1 x\n1.1 x\n1.2 x\nx\n2 x", "headings are not indented"


def test_levels_of_a_list_style():
    styles = (
        '<w:style w:type="numbering" w:styleId="Steps"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Steps"/></w:abstractNum>'
    numbers = numbering(level(0, "%1."), extra=link) + '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    assert labels([(2, 0)], numbers, styles) == ["1. x"]


def test_empty_items_are_numbered_and_deleted_ones_are_not():
    numbers = numbering(level(0, "%1."))
    gone = '<w:del w:id="2">' + run("<w:delText>gone</w:delText>") + "</w:del>"
    body = (
        paragraph("", item(1)) + paragraph(gone, item(1) + '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("x", item(1))
    )
    assert doc_text(word_xml(body, numbering=numbers), seconds=1).text == "1.\n2. x"
