"""Pages whose text stands on its side, as that of scans that were put in turned."""

import json

import numpy as np
import pyarrow as pa
import pytest

from document.pages import lines, units
from sparkocr.apps.light import run
from sparkocr.document.standing import levelling, page_as_it_stands, turned_units
from sparkocr.schemas import PositionsSchema, SpannedTableSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import PageToJson, PageToMarkdown

PROSE = lines(
    [
        "The prices of fruit went up in the summer of last year,",
        "as there was no rain for more than two months, and fell",
        "again in autumn.",
    ],
    60.0,
    40.0,
)
CELLS = lines(["Fruit Price", "Apples 2.50", "Pears 3.20"], 60.0, 140.0)
LAST = lines(["All prices are those of a market in the north of the town,", "without taxes."], 60.0, 240.0)
PAGE = [*PROSE, *CELLS, *LAST]
AREA = (55.0, 135.0, 120.0, 60.0)
WIDTH, HEIGHT = 600.0, 400.0


def upwards(x, y, width, height):
    """A box of a page that was turned to the left."""
    return y, WIDTH - x - width, height, width


def downwards(x, y, width, height):
    """A box of a page that was turned to the right."""
    return HEIGHT - y - height, x, height, width


def level(x, y, width, height):
    return x, y, width, height


TURNS = pytest.mark.parametrize("turn", [upwards, downwards])


def row(turn):
    mapping = [
        dict(zip(("c", "p", "x", "y", "width", "height", "fontSize"), (text, 0, *turn(*box), 10), strict=True))
        for text, *box, _ in PAGE
    ]
    area = dict(zip(("x", "y", "width", "height"), turn(*AREA), strict=True))
    table = {
        "area": {"index": 0, "page": 0, "score": None, "label": None, "angle": 0.0, **area},
        "chunks": [[{"chunkText": "A", "x": 0.0, "y": 0.0, "width": 0.0, "height": 0.0}]],
        "spans": [],
    }
    columns = {
        "positions": pa.scalar([{"mapping": mapping}], arrow_type(PositionsSchema)),
        "tables": pa.scalar([table], pa.list_(arrow_type(SpannedTableSchema))),
    }
    return LightRow(columns)


def made(stage, turn):
    (found,) = run([stage], row(turn))
    assert found["exception"].as_py() is None
    return found


@TURNS
def test_standing_text_is_read_as_level_text_and_its_table_takes_the_place_of_its_words(turn):
    expected = made(PageToMarkdown(), level)["markdown"].as_py()
    assert expected.count("\n\n") == 2
    assert "Apples" not in expected
    assert made(PageToMarkdown(), turn)["markdown"].as_py() == expected


@TURNS
def test_boxes_are_those_of_the_page(turn):
    def blocks(turn):
        return json.loads(made(PageToJson(), turn)["json"].as_py())["blocks"]

    expected = blocks(level)
    found = blocks(turn)
    assert [block["text"] for block in found] == [block["text"] for block in expected]
    for one, other in zip(found, expected, strict=True):
        assert one["box"] == pytest.approx(turn(*other["box"]), abs=0.02)
        assert one["lines"][0]["words"][0]["box"] == pytest.approx(
            turn(*other["lines"][0]["words"][0]["box"]), abs=0.02
        )
        assert one["lines"][0]["fontSize"] == pytest.approx(other["lines"][0]["fontSize"], abs=0.02)


@TURNS
def test_a_standing_page_is_turned_back_and_forth(turn):
    found, _ = units([(text, *turn(*box), size) for text, *box, size in PAGE])
    matrix = levelling(found)
    back = turned_units(turned_units(found, matrix), np.linalg.inv(matrix))
    assert np.allclose(back.boxes, found.boxes)


def hocr(turn):
    """The page as hOCR whose boxes are upright."""
    lines = []
    for part in (PROSE, CELLS, LAST):
        for top in sorted({round(y / 13.0) for _, _, y, *_ in part}):
            words = [
                f"<span class='ocrx_word' title='bbox {' '.join(map(str, edges(turn(*box))))}'>{text}</span>"
                for text, *box, _ in part
                if round(box[1] / 13.0) == top
            ]
            lines.append(f"<span class='ocr_line'>{' '.join(words)}</span>")
    return f"<div class='ocr_page' title='bbox 0 0 600 600'>{' '.join(lines)}</div>"


def edges(box):
    x, y, width, height = map(round, box)
    return x, y, x + width, y + height


@TURNS
def test_standing_hocr_is_level_with_its_table(turn):
    level_row, standing_row = (
        LightRow({"positions": pa.scalar(hocr(way)), "tables": row(way)["tables"]}) for way in (level, turn)
    )
    ((expected,), (found,)) = (run([PageToMarkdown()], one) for one in (level_row, standing_row))
    assert found["markdown"].as_py() == expected["markdown"].as_py()
    assert "\n\n<table>" in found["markdown"].as_py()
    assert not found["markdown"].as_py().rstrip().endswith("</table>")


@TURNS
def test_the_lines_of_a_page_as_it_stands_are_turned(turn):
    found, sizes = units([(text, *turn(*box), size) for text, *box, size in PAGE])
    lines_found = list(page_as_it_stands(found, sizes).lines())
    assert lines_found[0].text == "The prices of fruit went up in the summer of last year,"
    assert {abs(round(line.box.angle)) for line in lines_found} == {90}


def test_level_text_and_characters_are_left_alone():
    assert levelling(units(PAGE)[0]) is None
    assert levelling(units([("I", 0.0, 0.0, 3.0, 10.0, 10.0), ("l", 4.0, 0.0, 3.0, 10.0, 10.0)])[0]) is None
    assert levelling(units([])[0]) is None


def test_a_stamp_beside_level_text_does_not_turn_the_page():
    stamp = [("Draft", 5.0, 100.0, 10.0, 40.0, 10.0), ("copy", 5.0, 50.0, 10.0, 40.0, 10.0)]
    assert levelling(units([*stamp, *PAGE])[0]) is None
