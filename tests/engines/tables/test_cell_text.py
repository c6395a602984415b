"""The text of cells, by engines that say what they were asked to read."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sparkocr.engines.factory import make_engine
from sparkocr.engines.parts import with_block_mode
from sparkocr.engines.tables.cell_text import read_cells
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import CellDetectionAlgos, ImageType, PageSegmentationMode
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.table_cells import find_cells
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from tables.crops import SPANNED, framed


@dataclass
class Recorder:
    """Finds words at places of the whole image, and one in every part of it."""

    places: dict[str, Box] = field(default_factory=dict)
    images: list[np.ndarray] = field(default_factory=list)

    def read(self, pixels, resolution, *, symbols=False):  # noqa: ARG002
        self.images.append(pixels)
        height, width = pixels.shape[:2]
        places = self.places if len(self.images) == 1 else {"alone": Box(1, 1, 8, 8)}
        words = [Word(text, box, 90.0) for text, box in places.items()]
        lines = tuple(Line((word,), word.box, word.box.height) for word in words)
        blocks = tuple(Block((Paragraph((line,), line.box),), line.box) for line in lines)
        return Page(blocks, width, height)


def white(height=200, width=300, resolution=300):
    return Image(np.full((height, width), 255, np.uint8), resolution, ImageType.TYPE_BYTE_GRAY)


def boxes(found):
    return [Box(*cell) for row in found.rows for cell in row]


@pytest.mark.parametrize("name", ["tesseract", "ppocr"])
@pytest.mark.parametrize("algorithm", CellDetectionAlgos)
def test_engines_read_all_cells(name, algorithm):
    image = framed()
    texts = read_cells(image, boxes(find_cells(image, algorithm)), make_engine(name))
    expected = [*filter(None, SPANNED[0]), "2019", "2020", *(text for row in SPANNED[2:] for text in row)]
    assert [text.replace(" ", "") for text in texts] == [text.replace(" ", "") for text in expected]


def test_no_cells_need_no_engine():
    assert read_cells(white(), [], None) == []


def test_words_go_to_the_cells_of_their_centres():
    engine = Recorder({"left": Box(10, 10, 40, 10), "right": Box(160, 10, 40, 10), "none": Box(10, 150, 40, 10)})
    assert read_cells(white(), [Box(100, 0, 150, 50), Box(0, 0, 100, 50)], engine) == ["right", "left"]
    assert len(engine.images) == 1


def test_lines_of_a_cell():
    engine = Recorder({"below": Box(10, 30, 40, 10), "above": Box(10, 10, 40, 10)})
    assert read_cells(white(), [Box(0, 0, 100, 50)], engine) == ["above\nbelow"]


def test_cell_that_was_missed_is_read_alone():
    image = white()
    image.pixels[20:40, 120:124] = 0  # the digit one
    cells = [Box(0, 0, 100, 60), Box(100, 0, 100, 60), Box(200, 0, 100, 60)]
    assert read_cells(image, cells, Recorder({"seen": Box(10, 10, 40, 10)})) == ["seen", "alone", ""]


@pytest.mark.parametrize(("resolution", "factor"), [(300, 1.0), (200, 1.5), (100, 3.0), (50, 3.0), (600, 1.0)])
def test_small_text_is_enlarged(resolution, factor):
    engine = Recorder({"word": Box(10 * factor, 10 * factor, 40 * factor, 10 * factor)})
    assert read_cells(white(resolution=resolution), [Box(0, 0, 60, 60)], engine) == ["word"]
    assert engine.images[0].shape == (round(200 * factor), round(300 * factor))


def test_rulings_and_margins_are_not_read():
    image = framed()
    cells = boxes(find_cells(image))
    dark = {}
    for margin in (0, 1, 25):
        engine = Recorder()
        read_cells(replace(image, resolution=600), cells, engine, margin=margin)  # not enlarged
        dark[margin] = int((engine.images[0] < 128).sum())
    own = int((image.pixels < 128).sum())
    assert dark[25] < dark[1] <= dark[0] < 0.7 * own


def test_strokes_at_borders_are_no_text():
    words = {"|": Box(97, 5, 2, 40), "12": Box(40, 10, 30, 15), "_": Box(40, 46, 30, 2)}
    assert read_cells(white(), [Box(0, 0, 100, 50)], Recorder(words)) == ["12"]
    inside = {"-": Box(40, 20, 10, 2), "|": Box(55, 10, 2, 15)}
    assert read_cells(white(), [Box(0, 0, 100, 50)], Recorder(inside)) == ["- |"]


def test_tesseract_reads_a_block_unless_told_otherwise():
    block, sparse = PageSegmentationMode.SINGLE_BLOCK, PageSegmentationMode.SPARSE_TEXT
    assert with_block_mode(Tesseract(), block).page_seg_mode == block
    assert with_block_mode(Tesseract(page_seg_mode=sparse), block).page_seg_mode == sparse


@pytest.mark.parametrize("cell", [Box(-50, -50, 20, 20), Box(290, 190, 500, 500), Box(5, 5, 0, 0), Box(0, 0, 1, 1)])
def test_cells_beyond_the_image_are_empty(cell):
    assert read_cells(white(), [cell], Recorder({"word": Box(100, 100, 40, 10)}), margin=3) == [""]
