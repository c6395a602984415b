"""PdfToImage: every parameter, in one Spark job."""

import numpy as np
import pytest
from pyspark.sql import functions as F

from documents import pixels
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.enums import ImageType
from sparkocr.imaging.decode import decode
from sparkocr.transformers import PdfToImage
from variants import collect, files

RED_SQUARE = b"1 0 0 rg 0 0 100 100 re f"  # its gray is 76
GRAY_PAGE = b"0.6 g 0 0 100 200 re f"  # 153 of 255
RED = make_pdf([Page(width=200, height=300, content=RED_SQUARE)])
GRAY = make_pdf([Page(width=100, height=200, content=GRAY_PAGE)])
LETTER = make_pdf([Page([Text(72, 700, "Hello")])])
HUGE = make_pdf([Page(width=14_400, height=14_400)])  # 200 x 200 inches
DOT = make_pdf([Page(width=0.1, height=0.1)])
TWO_SIZES = make_pdf([Page(width=100, height=50, content=b"0 0 100 50 re f"), Page(width=60, height=80)])
LOCKED = make_pdf([Page(width=100, height=50)] * 2, user_password="open sesame")
TEN_PAGES = make_pdf([Page(width=30, height=20 + number) for number in range(10)])
EIGHTEEN_PAGES = make_pdf([Page(width=30, height=20) for _ in range(18)])

DEFAULT, LIMITED = PdfToImage(), PdfToImage(maxPixels=59_999, resolution=72)
BY_SIZE, BY_NUMBER = "FIXED_SIZE_OF_PARTITION", "FIXED_NUMBER_OF_PARTITIONS"


def small(**values):
    """A stage that renders one pixel per point, in one partition if nothing else is asked for."""
    return PdfToImage(**{"resolution": 72, "partitionNumAfterSplit": 1} | values)


@pytest.fixture(scope="module")
def results(spark):
    red, gray, letter = files(spark, red=RED), files(spark, gray=GRAY), files(spark, letter=LETTER)
    two, locked = files(spark, pdf=TWO_SIZES), files(spark, pdf=LOCKED)
    ten, eighteen = files(spark, pdf=TEN_PAGES), files(spark, pdf=EIGHTEEN_PAGES)
    documents = files(spark, **{f"{number}": RED + b"%d" % number for number in range(6)})
    digital = red.withColumns({"text": F.lit("twelve chars"), "other": F.lit("words")})
    fourth_of_five = {"pagenum": F.lit(3), "total_pages": F.lit(5)}
    types = {f"type {kind.name}": small(imageType=kind).transform(red) for kind in ImageType}
    return collect(
        types
        | {
            "letter": DEFAULT.transform(letter),
            "resolution": small(resolution=100).transform(letter),
            "maxImageWidth": small(resolution=300, maxImageWidth=850).transform(letter),
            "wide enough": small(maxImageWidth=612).transform(letter),
            "huge": DEFAULT.transform(files(spark, huge=HUGE)),
            "maxPixels": LIMITED.transform(red),
            "maxPixels reached": small(maxPixels=60_000).transform(red),
            "dot": small().transform(files(spark, dot=DOT)),
            "columns": small(inputCol="file", originCol="name", outputCol="pic", pageNumCol="page")
            .transform(two.withColumnsRenamed({"path": "name", "content": "file"}))
            .withColumnRenamed("name", "path"),
            "no path": small().transform(red.drop("path")),
            "empty path": small().transform(spark.createDataFrame([("", RED)], red.schema)),
            "whole": small(splitPage=False).transform(two),
            "whole in colour": small(splitPage=False, imageType="TYPE_3BYTE_BGR").transform(two),
            "pages": small().transform(two),
            "keepInput": small(keepInput=True).transform(two),
            "gray": small().transform(gray),
            "binarization": small(binarization=True).transform(gray),
            "binarizationParams": small(binarization=True, binarizationParams=["threshold=130"]).transform(gray),
            "imageDimsCol": small(imageDimsCol="size").transform(two),
            "compressImage": small(compressImage=True).transform(red),
            "password": small(password="open sesame").transform(locked),
            "password of whole": small(password="open sesame", splitPage=False).transform(locked),
            "no password": DEFAULT.transform(locked),
            "digital": small().transform(digital),
            "minSizeBeforeFallback 12": small(minSizeBeforeFallback=12).transform(digital),
            "minSizeBeforeFallback 13": small(minSizeBeforeFallback=13).transform(digital),
            "fallBackCol": small(fallBackCol="other").transform(digital),
            "fallBackCol of enough": small(fallBackCol="other", minSizeBeforeFallback=5).transform(digital),
            "page of a document": small().transform(red.withColumns(fourth_of_five)),
            "digital page of a document": small().transform(digital.withColumns(fourth_of_five)),
            "spread": small(partitionNumAfterSplit=0).transform(eighteen),
            "in place": small(partitionNumAfterSplit=-1).transform(eighteen),
            "partitionNumAfterSplit": small(partitionNumAfterSplit=3).transform(eighteen),
            "documents in place": small(partitionNumAfterSplit=-1).transform(documents),
            "partitionNum": small(partitionNum=2, partitionNumAfterSplit=-1).transform(documents),
            BY_SIZE: small(splitNumBatch=4, splittingStategy=BY_SIZE, partitionNumAfterSplit=0).transform(ten),
            BY_NUMBER: small(splitNumBatch=4, splittingStategy=BY_NUMBER, partitionNumAfterSplit=0).transform(ten),
            "ranges in two": small(splitNumBatch=4, partitionNumAfterSplit=2).transform(ten),
        }
    )


def sizes(rows, column="image"):
    return [(row[column].width, row[column].height) for row in rows]


def partitions(rows):
    return {row.partition for row in rows}


def test_letter_at_300_dpi(results):
    (row,) = results["letter"]
    image = row.image
    assert sizes([row]) == [(2550, 3299)]
    assert (image.origin, image.resolution, image.nChannels, image.mode) == ("letter", 300, 1, 10)
    assert (row.exception, row.pagenum, row.total_pages, row.documentnum) == (None, 0, 1, 0)
    rows, _ = np.nonzero(pixels(image) < 128)
    assert rows.max() == pytest.approx((792 - 700) * 300 / 72, abs=3), "the baseline, from the upper edge"


def test_resolution(results):
    (row,) = results["resolution"]
    assert sizes([row]) == [(849, 1100)], "rounded down in single precision"
    assert row.image.resolution == 100


def test_max_image_width_lowers_the_resolution(results):
    (row,) = results["maxImageWidth"]
    assert sizes([row]) == [(850, 1099)]
    assert row.image.resolution == 100
    assert sizes(results["wide enough"]) == [(612, 792)]


def test_a_page_of_200_inches_is_not_rendered(results):
    (row,) = results["huge"]
    side = 59_999  # 200 * 300, rounded down in single precision
    limit = DEFAULT.getMaxPixels()
    assert row.exception == f"{DEFAULT.uid}: Page of {side} x {side} px exceeds maxPixels={limit}."
    assert row.image.data is None


def test_max_pixels(results):
    (row,) = results["maxPixels"]
    assert row.exception == f"{LIMITED.uid}: Page of 200 x 300 px exceeds maxPixels=59999."
    assert row.image.data is None
    (row,) = results["maxPixels reached"]
    assert (row.exception, sizes([row])) == (None, [(200, 300)])


def test_the_smallest_page_has_one_pixel(results):
    (row,) = results["dot"]
    assert (row.exception, sizes([row])) == (None, [(1, 1)])


@pytest.mark.parametrize(
    ("kind", "red"),
    [
        (ImageType.TYPE_3BYTE_BGR, [0, 0, 255]),
        (ImageType.TYPE_4BYTE_ABGR, [255, 0, 0, 255]),
        (ImageType.TYPE_BYTE_GRAY, 76),
        (ImageType.TYPE_BYTE_BINARY, 0),
    ],
)
def test_image_type(results, kind, red):
    (row,) = results[f"type {kind.name}"]
    assert (row.image.mode, row.image.nChannels, row.image.resolution) == (kind.value, kind.channels, 72)
    found = pixels(row.image)
    assert np.abs(found[250, 50] - np.array(red, float)).max() <= 1
    assert (found[10, 150] == 255).all()


def test_columns(results):
    rows = results["columns"]
    assert sizes(rows, "pic") == [(100, 50), (60, 80)]
    assert [(row.page, row.pic.origin) for row in rows] == [(0, "pdf"), (1, "pdf")]
    assert [(row.image, row.pagenum) for row in rows] == [(None, None)] * 2


def test_origin_is_the_path_if_there_is_one(results):
    for name, origin in (("no path", None), ("empty path", "")):
        (row,) = results[name]
        assert (row.exception, row.image.origin, row.image.width) == (None, origin, 200)


def test_pages_are_rows(results):
    rows = results["pages"]
    assert sizes(rows) == [(100, 50), (60, 80)]
    assert [(row.pagenum, row.total_pages, row.documentnum) for row in rows] == [(0, 2, 0), (1, 2, 0)]
    assert [row.content for row in rows] == [None, None]


@pytest.mark.parametrize(("name", "black"), [("whole", 0), ("whole in colour", [0, 0, 0])])
def test_without_split_page_the_pages_are_below_each_other(results, name, black):
    (row,) = results[name]
    assert (row.exception, sizes([row])) == (None, [(100, 130)])
    assert (row.pagenum, row.total_pages) == (0, 2)
    found = pixels(row.image)
    assert (found[:50] == black).all()
    assert (found[50:] == 255).all()


def test_keep_input(results):
    assert [row.content for row in results["keepInput"]] == [TWO_SIZES] * 2
    assert sizes(results["keepInput"]) == [(100, 50), (60, 80)]


@pytest.mark.parametrize(
    ("name", "mode", "value"), [("gray", 10, 153), ("binarization", 12, 0), ("binarizationParams", 12, 255)]
)
def test_binarization(results, name, mode, value):
    (row,) = results[name]
    assert row.image.mode == mode
    assert np.unique(pixels(row.image)).tolist() == [value]


def test_image_dims_col(results):
    assert [tuple(row["size"]) for row in results["imageDimsCol"]] == [(100, 50), (60, 80)]


def test_compressed_image_is_a_png_of_the_same_pixels(results):
    (row,) = results["compressImage"]
    (raw,) = results["type TYPE_BYTE_GRAY"]
    data = bytes(row.image.data)
    assert data.startswith(b"\x89PNG")
    assert sizes([row]) == [(200, 300)]
    assert np.array_equal(decode(data, max_pixels=60_000).pixels, pixels(raw.image))


def test_password(results):
    assert sizes(results["password"]) == [(100, 50)] * 2
    assert sizes(results["password of whole"]) == [(100, 100)]
    (row,) = results["no password"]
    assert row.exception == f"{DEFAULT.uid}: PDF is encrypted: set the right password."
    assert row.image.data is None


@pytest.mark.parametrize(
    ("name", "rendered"),
    [
        ("digital", False),
        ("minSizeBeforeFallback 12", False),
        ("minSizeBeforeFallback 13", True),
        ("fallBackCol", True),
        ("fallBackCol of enough", False),
    ],
)
def test_digital_pages_get_a_placeholder(results, name, rendered):
    (row,) = results[name]
    assert sizes([row]) == [(200, 300) if rendered else (1, 1)]
    assert (row.image.mode, row.image.origin, row.exception) == (10, "red", None)
    assert (row.text, row.pagenum) == ("twelve chars", 0)


@pytest.mark.parametrize("name", ["page of a document", "digital page of a document"])
def test_pages_of_a_document_keep_their_numbers(results, name):
    (row,) = results[name]
    assert (row.pagenum, row.total_pages, row.exception) == (3, 5, None)


def test_pages_of_one_document_are_spread_by_default(results):
    assert [row.pagenum for row in results["spread"]] == list(range(18))
    assert len(partitions(results["spread"])) > 1
    assert len(partitions(results["in place"])) == 1


def test_partition_num_after_split(results):
    assert partitions(results["partitionNumAfterSplit"]) == {0, 1, 2}
    assert [row.pagenum for row in results["partitionNumAfterSplit"]] == list(range(18))


def test_partition_num_deals_documents_out(results):
    assert len(partitions(results["documents in place"])) == 1
    assert partitions(results["partitionNum"]) == {0, 1}
    assert [row.path for row in results["partitionNum"]] == [f"{number}" for number in range(6)]


def test_ranges_of_four_pages_stay_together(results):
    rows = results[BY_SIZE]
    assert [row.documentnum for row in rows] == [0] * 4 + [1] * 4 + [2] * 2
    assert [row.pagenum for row in rows] == list(range(10))
    assert [row.image.height for row in rows] == [20 + number for number in range(10)]
    ranges = [partitions(rows[first : first + 4]) for first in (0, 4, 8)]
    assert [len(one) for one in ranges] == [1, 1, 1]
    assert len(set.union(*ranges)) == 3


def test_four_ranges_in_as_many_partitions(results):
    rows = results[BY_NUMBER]
    assert partitions(rows) == {0, 1, 2, 3}
    assert [row.pagenum for row in rows] == list(range(10))
    counts = [[row.documentnum for row in rows].count(number) for number in range(4)]
    assert sum(counts) == 10
    assert set(counts) == {2, 3}
    assert len({(row.documentnum, row.partition) for row in rows}) == 4


def test_ranges_in_fewer_partitions(results):
    rows = results["ranges in two"]
    assert partitions(rows) == {0, 1}
    assert len({(row.documentnum, row.partition) for row in rows}) == 3
    assert [row.total_pages for row in rows] == [10] * 10


def test_an_origin_column_that_was_asked_for_must_exist(spark):
    with pytest.raises(ValueError, match="originCol='where'"):
        PdfToImage(originCol="where").transform(files(spark, pdf=RED))


def test_only_wanted_columns_are_added(spark):
    columns = PdfToImage().transform(files(spark, pdf=RED)).columns
    assert sorted(columns) == sorted(["path", "image", "total_pages", "pagenum", "documentnum", "exception"])
