"""Write the example documents: `python examples/make_documents.py [folder]`.

Every page is made from a plain text in `examples/texts/`, so each document has a known content. In these
texts `# ` marks a heading, a tab starts the next column and a line of five equals signs starts the next page.
A page is either drawn with Pillow's built-in font and made to look scanned, photographed or faxed, or it is
set as text of a PDF. Noise has a fixed seed: the same versions of the libraries write the same bytes.
"""

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

TEXTS = Path(__file__).parent / "texts"
DOCUMENTS = Path(__file__).parent / "documents"

POINTS_PER_INCH = 72
A4 = (595, 842)  # points
FAX_THRESHOLD = 150  # grey level; above the middle, as fax machines print a little too dark
SPECK_PROBABILITY = 0.0001
RECEIPT = (215, 394)  # points: thermal paper is about 80 mm wide
JAVASCRIPT = b"""// Not an image: a program that somebody renamed to .png.
function greet(name) {
  return `Hello, ${name}!`;
}

console.log(greet("world"));
"""


@dataclass(frozen=True)
class Line:
    """A piece of text, with its left end and its base line in points from the top left corner of the page."""

    x: float
    y: float
    size: float
    text: str


def page_texts(name: str) -> list[str]:
    """Read the texts of one document's pages."""
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8").split("=====\n")


def typeset(text: str, margin: float, size: float, tab: float) -> list[Line]:
    """Place a page's text: headings one and a half times as large, columns every `tab` points."""
    lines = []
    y = margin
    for row in text.splitlines():
        heading = row.startswith("# ")
        row_size = 1.5 * size if heading else size
        y += 1.45 * row_size
        for column, cell in enumerate(row.removeprefix("# ").split("\t")):
            if cell:
                lines.append(Line(margin + column * tab, y, row_size, cell))
    return lines


def letter_lines(text: str) -> list[Line]:
    """Place a page's text on A4 with the margins of a letter."""
    return typeset(text, margin=68, size=11.5, tab=118)


def draw(lines: Sequence[Line], page: tuple[int, int], dpi: int) -> np.ndarray:
    """Draw black text on a white page.

    Parameters
    ----------
    lines : sequence of Line
        The text.
    page : tuple of int
        Width and height in points.
    dpi : int
        Resolution of the picture.

    Returns
    -------
    ndarray of uint8, shape (h, w)
        Grey page.
    """
    scale = dpi / POINTS_PER_INCH
    image = Image.new("L", (round(page[0] * scale), round(page[1] * scale)), 255)
    canvas = ImageDraw.Draw(image)
    for line in lines:
        font = ImageFont.load_default(size=line.size * scale)
        canvas.text((line.x * scale, line.y * scale), line.text, fill=0, font=font, anchor="ls")
    return np.asarray(image)


def scanned(pixels: np.ndarray, seed: int, angle: float = 0.0) -> np.ndarray:
    """Make a drawn page look scanned: turned by `angle` degrees, greyish paper, soft edges, sensor noise."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    soft = cv2.GaussianBlur(turned, (3, 3), 0).astype(np.float32)
    noise = np.random.default_rng(seed).normal(0, 3, soft.shape)
    return np.asarray((30 + soft * (238 - 30) / 255 + noise).clip(0, 255), np.uint8)


def faxed(pixels: np.ndarray, seed: int) -> Image.Image:
    """Make a drawn page look faxed: black and white, with specks."""
    specks = np.random.default_rng(seed).binomial(1, SPECK_PROBABILITY, pixels.shape).astype(np.uint8)
    spots = cv2.dilate(specks, np.ones((2, 2), np.uint8))
    ink = cv2.GaussianBlur(pixels, (3, 3), 0) < FAX_THRESHOLD
    return Image.fromarray(~(ink | spots.astype(bool)))


def photographed(paper: np.ndarray, seed: int) -> np.ndarray:
    """Make a drawn slip of paper look photographed on a table by hand.

    Parameters
    ----------
    paper : ndarray of uint8, shape (h, w)
        Grey page.
    seed : int
        Of the noise.

    Returns
    -------
    ndarray of uint8, shape (h + 160, w + 200, 3)
        RGB photograph, seen slightly from the side, with light from the upper left, blur and noise.
    """
    height, width = paper.shape
    size = (width + 200, height + 160)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[112, 66], [width + 84, 82], [width + 104, height + 92], [84, height + 76]], np.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    ink = cv2.warpPerspective(paper, view, size, flags=cv2.INTER_CUBIC, borderValue=(255,)).astype(np.float32) / 255
    cover = cv2.warpPerspective(np.ones_like(paper), view, size)
    shadow = cv2.GaussianBlur(cv2.dilate(cover, np.ones((13, 13), np.uint8)).astype(np.float32), (0, 0), 9)

    random = np.random.default_rng(seed)
    grain = cv2.GaussianBlur(random.normal(0, 1, (size[1], size[0])).astype(np.float32), (0, 0), 1.5, sigmaY=60)
    table = np.array([126, 88, 58], np.float32) * (1 + 0.9 * grain - 0.45 * shadow)[..., None]
    slip = np.array([246, 243, 234], np.float32) * (0.14 + 0.86 * ink)[..., None]
    scene = np.where(cover[..., None] > 0, slip, table)

    down, right = np.mgrid[0 : 1 : size[1] * 1j, 0 : 1 : size[0] * 1j]
    light = 1.08 - 0.28 * right - 0.36 * down * down
    scene = cv2.GaussianBlur(scene * light[..., None], (0, 0), 0.9)
    return np.asarray((scene + random.normal(0, 11, scene.shape)).clip(0, 255), np.uint8)


def jpeg(pixels: np.ndarray, dpi: int) -> bytes:
    """Compress a grey or RGB picture."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=72, dpi=(dpi, dpi))
    return stream.getvalue()


def text_operators(lines: Sequence[Line]) -> bytes:
    """Write lines as operators of a PDF content stream (its origin is the lower left corner)."""
    escaped = ((line, line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for line in lines)
    return "".join(
        f"BT /F1 {line.size:g} Tf {line.x:g} {A4[1] - line.y:g} Td ({text}) Tj ET\n" for line, text in escaped
    ).encode("cp1252")


def stream_object(dictionary: str, data: bytes) -> bytes:
    """Write the body of a PDF stream object."""
    return f"<< {dictionary} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def make_pdf(pages: Sequence[Sequence[Line] | np.ndarray], dpi: int) -> bytes:
    """Write an A4 PDF 1.4 file.

    Parameters
    ----------
    pages : sequence
        A page is either its lines, set as text in Helvetica, or a grey picture, stored as JPEG.
    dpi : int
        Resolution that the pictures' JPEG headers tell.

    Returns
    -------
    bytes
        The file; it holds no dates and no metadata.
    """
    # Objects are numbered from 1: catalog, page tree, font, and then page, content and picture of every page.
    first = [4 + 3 * i for i in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in first)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {A4[0]} {A4[1]}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(first, pages, strict=True):
        if isinstance(page, np.ndarray):
            height, width = page.shape
            resources = f"/XObject << /Im1 {number + 2} 0 R >>"
            content = f"{A4[0]} 0 0 {A4[1]} 0 0 cm /Im1 Do".encode()
            picture = stream_object(
                f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
                "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
                jpeg(page, dpi),
            )
        else:
            resources, content, picture = "/Font << /F1 3 0 R >>", text_operators(page), b"null"
        header = f"<< /Type /Page /Parent 2 0 R /Resources << {resources} >> /Contents {number + 1} 0 R >>"
        objects += [header.encode(), stream_object("", content), picture]

    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    entries = ["0000000000 65535 f \n"]
    for number, body in enumerate(objects, start=1):
        entries.append(f"{len(file):010d} 00000 n \n")
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(entries)}\n{''.join(entries)}".encode()
    file += f"trailer\n<< /Size {len(entries)} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)


def write_letter(folder: Path) -> None:
    """Write a clean page as a word processor would export it: 300 dpi, no noise, a drawn signature."""
    dpi = 300
    pixels = draw(letter_lines(page_texts("letter")[0]), A4, dpi)
    image = Image.fromarray(pixels)
    canvas = ImageDraw.Draw(image)
    canvas.line([(283, 555), (2197, 555)], fill=0, width=4)
    t = np.linspace(0, 1, 400)
    x = 300 + 420 * t + 45 * np.sin(26 * t)
    y = 2790 - 30 * t - (60 - 40 * t) * np.cos(26 * t) * np.exp(-t)
    canvas.line(list(zip(x, y, strict=True)), fill=60, width=5, joint="curve")
    image.save(folder / "letter.png", dpi=(dpi, dpi), optimize=True)


def write_receipt(folder: Path) -> None:
    """Write a receipt as a telephone would photograph it."""
    dpi = 200
    lines = typeset(page_texts("receipt")[0], margin=18, size=11, tab=130)
    photo = photographed(draw(lines, RECEIPT, dpi), seed=1)
    (folder / "receipt.jpg").write_bytes(jpeg(photo, dpi))


def write_skewed(folder: Path) -> None:
    """Write a scanned page that lay askew on the glass; few grey levels keep the file small."""
    dpi = 200
    page = scanned(draw(letter_lines(page_texts("skewed")[0]), A4, dpi), seed=2, angle=2.5)
    Image.fromarray(page // 16 * 17).save(folder / "skewed.png", dpi=(dpi, dpi), optimize=True)


def write_fax(folder: Path) -> None:
    """Write a fax of several pages as one TIFF file with CCITT group 4 compression."""
    dpi = 204  # that of a fax machine across the page
    frames = [faxed(draw(letter_lines(text), A4, dpi), seed) for seed, text in enumerate(page_texts("fax"), start=3)]
    frames[0].save(folder / "fax.tif", save_all=True, append_images=frames[1:], compression="group4", dpi=(dpi, dpi))


def write_pdfs(folder: Path) -> None:
    """Write a PDF with a text layer, one of scanned pages only, and one that mixes both."""
    dpi = 200
    text = [letter_lines(page) for page in page_texts("text")]
    scans = [
        scanned(draw(letter_lines(page), A4, dpi), seed, angle=0.4)
        for seed, page in enumerate(page_texts("scanned"), start=6)
    ]
    first, second, third = (letter_lines(page) for page in page_texts("mixed"))
    (folder / "text.pdf").write_bytes(make_pdf(text, dpi))
    (folder / "scanned.pdf").write_bytes(make_pdf(scans, dpi))
    mixed: list[Sequence[Line] | np.ndarray] = [first, scanned(draw(second, A4, dpi), seed=8, angle=-0.5), third]
    (folder / "mixed.pdf").write_bytes(make_pdf(mixed, dpi))


def main(folder: Path) -> None:
    """Write all documents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_letter(folder)
    write_receipt(folder)
    write_skewed(folder)
    write_fax(folder)
    write_pdfs(folder)
    (folder / "not-an-image.png").write_bytes(JAVASCRIPT)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DOCUMENTS)
