"""Tables of PowerPoint documents."""

import pptx
import pytest
from pptx.util import Pt

from office.make_office import presentation, saved, unzipped, zipped
from sparkocr.layout.box import Box
from sparkocr.office.read import ppt_tables


def tables(content):
    return ppt_tables(content, seconds=1)


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def with_slide(content, *changes, slide="slide1"):
    """A document in whose slide some XML is replaced."""
    parts = unzipped(content)
    name = f"ppt/slides/{slide}.xml"
    for before, after in changes:
        assert before.encode() in parts[name]
        parts[name] = parts[name].replace(before.encode(), after.encode())
    return zipped(**parts)


def test_no_tables():
    assert tables(presentation()) == []
    assert tables(presentation([], [])) == []


def test_tables_of_all_slides_in_order():
    found = tables(presentation([[["a"]]], [], [[["b"]], [["c"]]]))
    assert [(texts(table), table.page) for table in found] == [([["a"]], 0), ([["b"]], 2), ([["c"]], 2)]


def test_order_is_that_of_the_presentation():
    parts = unzipped(presentation([[["a"]]], [[["b"]]]))
    name = "ppt/presentation.xml"
    first, second = (f'<p:sldId id="{256 + number}" r:id="rId{7 + number}"/>'.encode() for number in range(2))
    assert first + second in parts[name]
    swapped = zipped(**parts | {name: parts[name].replace(first + second, second + first)})
    assert [texts(table) for table in tables(swapped)] == [[["b"]], [["a"]]]


def test_a_slide_that_is_listed_twice_is_one():
    parts = unzipped(presentation([[["a"]]], [[["b"]]]))
    name = "ppt/presentation.xml"
    first, second = (f'<p:sldId id="{256 + number}" r:id="rId{7 + number}"/>'.encode() for number in range(2))
    again = zipped(**parts | {name: parts[name].replace(second, first + second)})
    assert [(texts(table), table.page) for table in tables(again)] == [([["a"]], 0), ([["b"]], 1)]


def test_places_in_points():
    (found,) = tables(presentation([[["a", "b"], ["c", "d"]]]))
    assert found.box == Box(30, 168, 200, 80)
    assert [cell.box for row in found.rows for cell in row] == [
        Box(30, 168, 100, 40),
        Box(130, 168, 100, 40),
        Box(30, 208, 100, 40),
        Box(130, 208, 100, 40),
    ]


def test_merged_cells():
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    frame = slide.shapes.add_table(3, 3, 0, 0, Pt(30), Pt(30)).table
    for row in range(3):
        for column in range(3):
            frame.cell(row, column).text = f"{row}{column}"
    frame.cell(0, 0).merge(frame.cell(0, 1))
    frame.cell(1, 1).merge(frame.cell(2, 2))
    frame.cell(1, 1).text = "both"
    (found,) = tables(saved(made))
    assert texts(found) == [["00\n01", "", "02"], ["10", "both", ""], ["20", "", ""]]
    assert found.rows[0][0].box == Box(0, 0, 20, 10)
    assert found.rows[1][1].box == Box(10, 10, 20, 20)
    assert [[(cell.row_span, cell.column_span) for cell in row] for row in found.rows] == [
        [(1, 2), (0, 0), (1, 1)],
        [(1, 1), (2, 2), (0, 0)],
        [(1, 1), (0, 0), (0, 0)],
    ]
    assert [[cell.is_header for cell in row] for row in found.rows] == [[True, False, True], [False] * 3, [False] * 3]
    frame.first_row = False
    assert not any(cell.is_header for row in tables(saved(made))[0].rows for cell in row)


def test_text_of_cells():
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    frame = slide.shapes.add_table(1, 1, 0, 0, Pt(30), Pt(30)).table
    frame.cell(0, 0).text = "one\vtwo\n\u05d0\u05d1"
    assert texts(tables(saved(made))[0]) == [["one\ntwo\n\u05d0\u05d1"]]


def test_groups_move_and_scale():
    group = (
        "<p:grpSp><p:nvGrpSpPr/><p:grpSpPr><a:xfrm><a:off x='{0}' y='0'/><a:ext cx='{1}' cy='{2}'/>"
        "<a:chOff x='0' y='0'/><a:chExt cx='1000' cy='1000'/></a:xfrm></p:grpSpPr>"
    )
    inner, outer = group.format(12_700, 2000, 1000), group.format(254_000, 500, 3000)
    content = presentation([[["a"]]])
    opened = ("<p:graphicFrame>", outer + inner + "<p:graphicFrame>")
    found = with_slide(content, opened, ("</p:graphicFrame>", "</p:graphicFrame></p:grpSp></p:grpSp>"))
    (table,) = tables(found)
    assert table.box == Box(20 + 0.5 * (1 + 2 * 30), 3 * 168, 100, 120)
    assert table.rows[0][0].box == table.box


def test_groups_without_a_size():
    group = "<p:grpSp><p:grpSpPr><a:xfrm><a:chExt cx='0' cy='0'/></a:xfrm></p:grpSpPr><p:grpSp><p:grpSpPr/>"
    content = presentation([[["a"]]])
    opened = ("<p:graphicFrame>", group + "<p:graphicFrame>")
    (table,) = tables(with_slide(content, opened, ("</p:graphicFrame>", "</p:graphicFrame></p:grpSp></p:grpSp>")))
    assert table.box == Box(30, 168, 100, 40)


def test_alternatives_once():
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = presentation([[["a"]]])
    frame = unzipped(content)["ppt/slides/slide1.xml"].decode()
    frame = frame[frame.index("<p:graphicFrame>") : frame.index("</p:graphicFrame>") + len("</p:graphicFrame>")]
    twice = f"<mc:AlternateContent {namespace}><mc:Choice Requires='x'>{frame}</mc:Choice><mc:Fallback>{frame}"
    assert len(tables(with_slide(content, (frame, twice + "</mc:Fallback></mc:AlternateContent>")))) == 1


@pytest.mark.parametrize("span", ["999999999", "x", "-1"])
def test_false_numbers(span):
    found = with_slide(presentation([[["a", "b"]]]), ("<a:tc>", f'<a:tc gridSpan="{span}" rowSpan="{span}">'))
    assert texts(tables(found)[0]) == [["a", "b"]]


def test_fewer_columns_than_cells():
    content = with_slide(presentation([[["a", "b"]]]), ('<a:gridCol w="1270000"/>', ""))
    (found,) = tables(content)
    assert texts(found) == [["a", "b"]]
    assert [cell.box.width for cell in found.rows[0]] == [0, 0]


def test_slide_that_is_not_there():
    parts = unzipped(presentation([[["a"]]], [[["b"]]]))
    without = {name: part for name, part in parts.items() if name != "ppt/slides/slide1.xml"}
    with pytest.raises(Exception, match="missing"):
        tables(zipped(**without))
