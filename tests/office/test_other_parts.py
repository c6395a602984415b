"""Text of Word documents that is in parts of its own: SmartArt, charts, WordArt."""

import pytest

from office.make_office import NAMESPACES, attached, cell, graphic, paragraph, run, table, word_xml
from sparkocr.office.drawings import shown_number
from sparkocr.office.read import doc_tables, doc_text

DIAGRAM = graphic('<dgm:relIds r:dm="d1"/>')
CHART = graphic('<c:chart r:id="c1"/>')


def text(body, *parts, owner="document", **others):
    found = doc_text(attached(word_xml(body, **others), *parts, owner=owner), seconds=1)
    assert not found.problem
    return found.text


def model(points, connections=()):
    """A data model: points by id with their text, or their type and text; and pairs of ids with an order."""
    items = ""
    for name, said in points.items():
        kind, words = said if isinstance(said, tuple) else ("node", said)
        lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in words.split("\n"))
        items += f'<dgm:pt modelId="{name}" type="{kind}"><dgm:t><a:bodyPr/>{lines}</dgm:t></dgm:pt>'
    lines = "".join(
        f'<dgm:cxn srcId="{above}" destId="{below}" srcOrd="{order}" {more}/>'
        for above, below, order, more in connections
    )
    points = f"<dgm:ptLst>{items}</dgm:ptLst><dgm:cxnLst>{lines}</dgm:cxnLst>"
    return "d1", "diagramData", "diagrams/data1.xml", f"<dgm:dataModel {NAMESPACES}>{points}</dgm:dataModel>"


def chart(inner, name="c1"):
    return name, "chart", f"charts/{name}.xml", f"<c:chartSpace {NAMESPACES}>{inner}</c:chartSpace>"


def cached(kind, *values, code=""):
    points = "".join(f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(values))
    points = (f"<c:formatCode>{code}</c:formatCode>" if code else "") + points
    return f"<c:{kind}Ref><c:{kind}Cache>{points}</c:{kind}Cache></c:{kind}Ref>"


def title(*lines):
    inner = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f"<c:title><c:tx><c:rich>{inner}</c:rich></c:tx></c:title>"


def series(name, categories, values):
    return f"<c:ser><c:tx>{cached('str', name)}</c:tx><c:cat>{categories}</c:cat><c:val>{values}</c:val></c:ser>"


def test_diagram_in_the_order_of_its_connections():
    points = {"0": ("doc", ""), "3": "Assistant", "1": "Chief", "2": "Clerk\nat night", "p": ("pres", "drawn")}
    points |= {"s": ("sibTrans", "then"), "9": "alone"}
    tree = [("0", "1", 0, ""), ("1", "2", 1, 'sibTransId="s"'), ("1", "3", 0, ""), ("2", "1", 0, "")]
    tree += [("1", "p", 0, 'type="presOf"')]
    body = paragraph(run("We:") + DIAGRAM + run(" all")) + paragraph("end")
    assert text(body, model(points, tree)) == ("We: all\nChief\n  Assistant\n  Clerk\n  at night\n  then\nalone\nend")
    assert text(paragraph(DIAGRAM), model({"1": "a", "2": "b"})) == "a\nb", "points without connections"


def test_long_chain_of_points():
    chain = [(str(number), str(number + 1), 0, "") for number in range(3000)]
    lines = text(
        paragraph(DIAGRAM), model({str(number): str(number) for number in range(3001)}, [("d", "0", 0, ""), *chain])
    )
    assert [line.strip() for line in lines.split("\n")] == [str(number) for number in range(3001)]


def test_diagram_once():
    both = f"<mc:AlternateContent><mc:Choice Requires='x'>{DIAGRAM}</mc:Choice><mc:Fallback>{DIAGRAM}"
    assert text(paragraph(f"{both}</mc:Fallback></mc:AlternateContent>"), model({"1": "a"})) == "a"


def test_chart_as_a_table():
    plot = "<c:barChart>"
    plot += series("Lent", cached("str", "Beans", "Peas"), cached("num", "12", "0.30000000000000004"))
    plot += series("Back", cached("str", "Beans", "Peas"), cached("num", "0.5", "0.256", code="0.0%"))
    plot += f"</c:barChart><c:catAx>{title('Crop')}</c:catAx><c:valAx>{title('Bags')}</c:valAx>"
    made = chart(f"<c:chart>{title('Seeds', 'of 1987')}<c:plotArea>{plot}</c:plotArea></c:chart>")
    assert text(paragraph(run("See:") + CHART), made) == (
        "See:\nSeeds\nof 1987\nCrop\nBags\n\tLent\tBack\nBeans\t12\t50.0%\nPeas\t0.3\t25.6%"
    )


def test_charts_of_other_kinds():
    def points(name, *values):
        return f"<c:{name}>{cached('num', *values)}</c:{name}>"

    places = points("xVal", 1, 2) + points("yVal", 3, 4) + points("bubbleSize", 5)
    bubbles = f"<c:ser><c:tx><c:v>Ships</c:v></c:tx>{places}</c:ser>"
    assert text(paragraph(CHART), chart(bubbles)) == "\tShips\n1\t3\t5\n2\t4"
    first = series("A", cached("str", "x"), cached("num", 1))
    other = series("B", cached("str", "y"), cached("num", 2))
    assert text(paragraph(CHART), chart(first + other)) == "\tA\nx\t1\n\tB\ny\t2"
    labels = f"<c:dLbls><c:dLbl>{title('here').removeprefix('<c:title>').removesuffix('</c:title>')}</c:dLbl></c:dLbls>"
    trend = "<c:trendline><c:name>Trend</c:name></c:trendline>"
    assert text(paragraph(CHART), chart(f"<c:ser>{labels}{trend}</c:ser>")) == "here\nTrend"


def test_categories_of_several_levels():
    def level(**texts):
        return (
            "<c:lvl>"
            + "".join(f'<c:pt idx="{place[1:]}"><c:v>{said}</c:v></c:pt>' for place, said in texts.items())
            + "</c:lvl>"
        )

    levels = level(p0="Jan", p1="Feb", p2="Jan") + level(p0="1987", p2="1988")
    categories = f"<c:multiLvlStrRef><c:multiLvlStrCache>{levels}</c:multiLvlStrCache></c:multiLvlStrRef>"
    made = chart(series("A", categories, cached("num", 1, 2, 3)))
    assert text(paragraph(CHART), made) == "\tA\n1987 Jan\t1\n1987 Feb\t2\n1988 Jan\t3"


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("0.30000000000000004", "General", "0.3"),
        ("3", "", "3"),
        ("-1234.5", '"$"#,##0.00', "-$1,234.50"),
        ("-3", "0.0;(0.0)", "(3.0)"),
        ("5", '0 "kg"', "5 kg"),
        ("12", "[$€-407] #,##0", "€ 12"),
        ("1234567", '#,##0.0,,"M"', "1.2M"),
        ("0.1", "0.##", "0.1"),
        ("2", "0.##", "2"),
        ("44197", "m/d/yyyy", "2021-01-01"),
        ("44197", "mmm yy", "2021-01"),
        ("44197.5", "yyyy-mm-dd hh:mm", "2021-01-01 12:00"),
        ("1e300", "yyyy", "1e+300"),
        ("1" * 400, "0", "1" * 400),
        ("nan", "0", "nan"),
        ("n/a", "0", "n/a"),
        ("7", "@", "7"),
    ],
)
def test_numbers_as_they_are_shown(value, code, expected):
    assert shown_number(value, code) == expected


def test_chart_of_1904():
    era = '<c:date1904 val="1"/>'
    made = chart(era + series("A", cached("num", "0", code="d.m.yyyy"), cached("num", "1")))
    assert text(paragraph(CHART), made) == "\tA\n1904-01-01\t1"


def test_chart_of_2016():
    data = (
        '<cx:chartData><cx:data><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">North</cx:pt><cx:pt idx="1">South</cx:pt>'
        '</cx:lvl></cx:strDim><cx:numDim type="val"><cx:lvl formatCode="0%">'
        '<cx:pt idx="0">0.5</cx:pt></cx:lvl></cx:numDim>'
        "</cx:data></cx:chartData>"
        "<cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Harvest</a:t></a:r></a:p></cx:rich></cx:tx></cx:title>"
        "<cx:plotArea><cx:series><cx:tx><cx:txData><cx:v>Bags</cx:v></cx:txData></cx:tx></cx:series></cx:plotArea></cx:chart>"
    )
    part = "c1", "chartEx", "charts/chartEx1.xml", f"<cx:chartSpace {NAMESPACES}>{data}</cx:chartSpace>"
    drawn = graphic('<cx:chart r:id="c1"/>')
    both = f"<mc:AlternateContent><mc:Choice Requires='cx1'>{drawn}</mc:Choice></mc:AlternateContent>"
    assert text(paragraph(both), part) == "Harvest\nBags\nNorth\t50%\nSouth"


def test_shapes_on_a_chart():
    shape = "<x:sp xmlns:x='drawn'><x:txBody><a:p><a:r><a:t>record</a:t></a:r></a:p></x:txBody></x:sp>"
    drawn = "s1", "chartUserShapes", "drawings/drawing1.xml", f"<c:userShapes {NAMESPACES}>{shape}</c:userShapes>"
    made = attached(word_xml(paragraph(CHART)), chart(title("Seeds") + '<c:userShapes r:id="s1"/>'))
    assert doc_text(attached(made, drawn, owner="charts/c1"), seconds=1) == ("Seeds\nrecord", "")


def test_charts_in_headers_notes_and_cells():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    made = chart("<c:chart>" + title("In the header") + "</c:chart>")
    assert text(paragraph("body") + section, made, owner="header1", header1=paragraph(CHART)) == "In the header\nbody"
    note = f'<w:footnote w:id="1">{paragraph(run("see") + CHART)}</w:footnote>'
    body = paragraph(run("body") + run('<w:footnoteReference w:id="1"/>'))
    assert text(body, made, owner="footnotes", footnotes=note) == "body[1]\n[1] see\nIn the header"
    content = attached(word_xml(table([cell(paragraph(DIAGRAM)), "b"])), model({"1": "x", "2": "y"}))
    assert doc_tables(content, seconds=1).tables[0].rows[0][0].text == "x\ny"


@pytest.mark.parametrize("inner", [DIAGRAM, CHART])
def test_parts_that_can_not_be_read(inner):
    content = word_xml(paragraph(run("before ") + inner + run("after")))
    found = doc_text(content, seconds=1)
    assert found == ("before after", "Text of another part is missing: A part of the document is missing.")
    broken = attached(content, ("d1", "diagramData", "d.xml", "<secret"), ("c1", "chart", "c.xml", "<secret"))
    found = doc_text(broken, seconds=1)
    assert found == ("before after", "Text of another part is missing: Document is damaged or cut short.")


def test_too_many_points(limit):
    limit(max_cells=10)
    made = chart(series("A", cached("str", *"abcdef"), cached("num", *range(6))))
    found = doc_text(attached(word_xml(paragraph(run("a") + CHART)), made), seconds=1)
    assert found == ("a", "Text of another part is missing: The tables have more than 10 cells (maxCells).")


def test_word_art():
    def art(more):
        return run(f"<w:pict><v:shape><v:textpath {more}/></v:shape></w:pict>")

    assert text(paragraph(run("a") + art('string="SUMMER SALE"') + run("b"))) == "ab\nSUMMER SALE"
    assert text(paragraph(art('on="f" string="off"') + run("a"))) == "a"
    assert text(paragraph(art('string="two&#10;lines"'))) == "two\nlines"
    template = run('<w:pict><v:shapetype><v:textpath on="t"/></v:shapetype></w:pict>')
    assert text(paragraph(template)) == ""
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    assert text(paragraph("a") + section, header1=paragraph(art('string="DRAFT"'))) == "DRAFT\na"


def test_text_of_locked_drawings():
    body = "<a:txBody><a:p><a:r><a:t>on the</a:t></a:r><a:br/><a:r><a:t>map</a:t></a:r></a:p></a:txBody>"
    assert text(paragraph(run("a") + graphic(f"<a:txSp>{body}</a:txSp>"))) == "a\non the\nmap"
