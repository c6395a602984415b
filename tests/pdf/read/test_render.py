import io

import numpy as np
import pikepdf
import pytest
from PIL import Image as PillowImage

from pdf.make_pdf import Field, Page, Text, make_pdf
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_page, open_pdf
from sparkocr.pdf.ranges import single_page
from sparkocr.pdf.read.render import picture_resolution, render_document, render_page, rendered_side
from sparkocr.pdf.write.assemble import overlay

KEY = "secret"
RED_SQUARE = b"1 0 0 rg 0 0 100 100 re f"


def render(page, resolution=72, max_pixels=10**8, index=0, **options):
    return render_page(make_pdf([page]), index, resolution=resolution, max_pixels=max_pixels, **options)


@pytest.mark.parametrize(
    ("points", "dpi", "pixels"),
    [
        (612, 300, 2550),
        (792, 300, 3299),  # single precision rounds 792 * 4.1666665 down
        (612, 72, 612),
        (595.276, 300, 2480),
        (0.5, 72, 1),
        (0, 300, 1),
        (14400, 72, 14400),
    ],
)
def test_page_size(points, dpi, pixels):
    assert rendered_side(points, dpi) == pixels


def test_letter_at_300_dpi():
    image = render_page(make_pdf([Page([Text(72, 700, "Hello", size=40)])]), 0, max_pixels=10**7)
    assert image.pixels.shape == (3299, 2550)
    assert image.pixels.dtype == np.uint8
    assert (image.resolution, image.image_type) == (300, ImageType.TYPE_BYTE_GRAY)
    rows, columns = np.nonzero(image.pixels < 128)
    scale = 300 / 72
    assert abs(rows.max() - (792 - 700) * scale) < 5
    assert abs(columns.min() - 72 * scale) < 20


@pytest.mark.parametrize(
    ("image_type", "square", "paper"),
    [
        (ImageType.TYPE_3BYTE_BGR, (0, 0, 255), (255, 255, 255)),
        (ImageType.TYPE_4BYTE_ABGR, (255, 0, 0, 255), (255, 255, 255, 255)),
        (ImageType.TYPE_BYTE_BINARY, 0, 255),
    ],
)
def test_image_types(image_type, square, paper):
    image = render(Page(width=200, height=300, content=RED_SQUARE), image_type=image_type)
    assert image.image_type == image_type
    assert image.pixels.shape[:2] == (300, 200)
    assert np.array_equal(image.pixels[250, 50], square)
    assert np.array_equal(image.pixels[10, 150], paper)


def test_gray_is_between_black_and_white():
    pixels = render(Page(width=200, height=300, content=RED_SQUARE)).pixels
    assert pixels.shape == (300, 200)
    assert 50 < pixels[250, 50] < 110
    assert pixels[10, 150] == 255


def test_binary_threshold():
    for level, expected in ((0.45, 0), (0.55, 255)):
        page = Page(width=20, height=20, content=b"%g g 0 0 20 20 re f" % level)
        assert (render(page, image_type=ImageType.TYPE_BYTE_BINARY).pixels == expected).all()


def test_odd_width_has_no_padding():
    pixels = render(Page(width=101, height=50, content=RED_SQUARE), image_type=ImageType.TYPE_3BYTE_BGR).pixels
    assert pixels.shape == (50, 101, 3)
    assert (pixels[:, :99] == (0, 0, 255)).all()
    assert (pixels[:, 100:] == 255).all()


@pytest.mark.parametrize(
    ("rotate", "shape", "corner"),
    [(0, (300, 200), (299, 0)), (90, (200, 300), (0, 0)), (180, (300, 200), (0, 199)), (270, (200, 300), (199, 299))],
)
def test_rotation(rotate, shape, corner):
    pixels = render(Page(width=200, height=300, rotate=rotate, content=RED_SQUARE)).pixels
    assert pixels.shape == shape
    assert pixels[corner] < 128
    assert np.count_nonzero(pixels < 128) == 100 * 100


def test_crop_box():
    page = Page(mediabox=(-100, -100, 300, 300), cropbox=(-50, -50, 150, 250), content=RED_SQUARE)
    pixels = render(page).pixels
    assert pixels.shape == (300, 200)
    rows, columns = np.nonzero(pixels < 128)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (150, 249, 50, 149)


@pytest.mark.parametrize("appearance", [True, False])
def test_form_values_are_drawn(appearance):
    pixels = render(Page(fields=[Field("name", "value", 72, 300, appearance=appearance)])).pixels
    assert (pixels[792 - 320 : 792 - 300, 72:192] < 128).any()


def test_max_pixels_is_checked_first():
    with pytest.raises(DocumentError, match=r"^Page of 59999 x 59999 px exceeds maxPixels=1000\.$"):
        render(Page(width=14400, height=14400), resolution=300, max_pixels=1000)


def test_max_pixels_is_inclusive():
    page = Page(width=20, height=10)
    assert render(page, max_pixels=200).pixels.size == 200
    with pytest.raises(DocumentError, match="20 x 10 px exceeds maxPixels=199"):
        render(page, max_pixels=199)


def test_max_width():
    image = render(Page(width=200, height=300, content=RED_SQUARE), resolution=144, max_width=100)
    assert image.pixels.shape == (150, 100)
    assert image.resolution == 36
    assert (image.pixels[101:, :50] < 128).all()


def test_max_width_counts_before_max_pixels():
    assert render(Page(width=1000, height=1000), max_width=10, max_pixels=100).pixels.shape == (10, 10)


@pytest.mark.parametrize("max_width", [0, 200, 500])
def test_narrow_page_is_not_scaled(max_width):
    image = render(Page(width=200, height=300), max_width=max_width)
    assert image.pixels.shape == (300, 200)
    assert image.resolution == 72


@pytest.mark.parametrize("size", [(0.1, 0.1), (20_000, 1), (1, 20_000)])
def test_extreme_sizes(size):
    pixels = render(Page(width=size[0], height=size[1])).pixels
    assert pixels.shape == (max(1, int(size[1])), max(1, int(size[0])))
    assert (pixels == 255).all()


def test_encrypted():
    content = make_pdf([Page(width=200, height=200, content=RED_SQUARE)], user_password=KEY)
    with pytest.raises(DocumentError, match="encrypted"):
        render_page(content, 0, max_pixels=10**7)
    pixels = render_page(content, 0, max_pixels=10**7, resolution=72, password=KEY).pixels
    assert pixels[150, 50] < 128


def test_every_page_and_no_other():
    content = make_pdf([Page(), Page(width=200, height=200, content=RED_SQUARE)])
    assert render_page(memoryview(content), 1, resolution=72, max_pixels=10**7).pixels.shape == (200, 200)
    with pytest.raises(DocumentError, match="no page 2"):
        render_page(content, 2, max_pixels=10**7)


def test_pixels_outlive_the_document():
    pixels = render(Page(width=200, height=200, content=RED_SQUARE)).pixels
    before = pixels.copy()
    for _ in range(5):
        render(Page(width=200, height=200))
    np.testing.assert_array_equal(pixels, before)


def test_document_is_its_pages_below_each_other():
    pages = [Page([Text(20, 40, "One")], width=144, height=72), Page([Text(20, 40, "Two")], width=72, height=144)]
    content = make_pdf(pages)
    image = render_document(content, resolution=72, max_pixels=10**6)
    first, second = (render_page(content, index, resolution=72, max_pixels=10**6) for index in range(2))
    assert image.pixels.shape == (216, 144)
    assert (image.pixels[:72] == first.pixels).all()
    assert (image.pixels[72:, :72] == second.pixels).all()
    assert (image.pixels[72:, 72:] == 255).all()
    with pytest.raises(DocumentError, match="144 x 216 px exceeds maxPixels=31103"):
        render_document(content, resolution=72, max_pixels=144 * 216 - 1)


def test_document_options():
    content = make_pdf([Page(width=144, height=72), Page(width=72, height=72)])
    image = render_document(
        content, resolution=144, max_pixels=10**6, max_width=72, image_type=ImageType.TYPE_3BYTE_BGR
    )
    assert image.pixels.shape == (36 + 72, 72, 3)
    assert image.resolution == 36


def picture(width, rotate=0):
    """A page of 216 x 144 pt that a picture fills."""
    file, made = io.BytesIO(), io.BytesIO()
    PillowImage.new("L", (width, width * 2 // 3)).save(file, "PDF", resolution=width / 3)
    with pikepdf.open(file) as document:
        document.pages[0].Rotate = rotate
        document.save(made)
    return made.getvalue()


def test_resolution_of_pictures():
    def resolution(content, index=0):
        with open_pdf(content) as document, open_page(document, index) as page:
            return picture_resolution(page)

    assert resolution(picture(300)) == pytest.approx(100, 0.01)
    assert resolution(picture(900, rotate=90)) == pytest.approx(300, 0.01)
    both = overlay(picture(300), {0: picture(750)})
    assert resolution(both) == pytest.approx(250, 0.01), "the finest, also inside a form XObject"
    text = make_pdf([Page([Text(10, 10, "x")]), Page()])
    assert resolution(text) is None
    assert resolution(text, 1) is None
    assert resolution(overlay(picture(300), {0: single_page(text, 0)})) is None
