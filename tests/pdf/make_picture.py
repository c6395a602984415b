"""PDFs of pages that show pictures, for tests."""

import io
from collections.abc import Sequence

import font_roboto
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw, ImageFont

Box = tuple[float, float, float, float]
LETTER = (0, 0, 612, 792)


def scan_of(text: str, *, size=(850, 1100), font=24, ink=0, paper=255, at=(90, 140)) -> Image.Image:
    """A picture of lines of text: a Letter page of 100 dpi if nothing else is said."""
    image = Image.new("L", size, paper)
    face = ImageFont.truetype(font_roboto.Roboto, font)
    ImageDraw.Draw(image).multiline_text(at, text, ink, face, spacing=font // 2)
    return image


def photo() -> Image.Image:
    """A picture with edges and grain, and no text."""
    rng = np.random.default_rng(4)
    image = Image.fromarray(rng.integers(0, 256, (9, 12)).astype(np.uint8)).resize((480, 360), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(100):
        x, y = rng.integers(0, 480), rng.integers(0, 360)
        draw.line((x, y, x + rng.integers(-50, 50), y + rng.integers(-30, 30)), int(rng.integers(0, 256)))
    return Image.fromarray(np.clip(np.asarray(image) + rng.normal(0, 12, (360, 480)), 0, 255).astype(np.uint8))


def pictured_pdf(
    content: str,
    pictures: Sequence[tuple[Image.Image, Box]] = (),
    *,
    in_form: bool = False,
    page: Box = LETTER,
    cropbox: Box | None = None,
    rotate: int = 0,
) -> bytes:
    """A page of pictures in boxes (left, bottom, right and top), and over them a content with the font /F1."""
    pdf = pikepdf.new()
    shown, drawn = {}, ""
    for number, (image, (left, bottom, right, top)) in enumerate(pictures):
        picture = Stream(pdf, image.tobytes())
        picture.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=image.width,
                Height=image.height,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
            )
        )
        shown[f"/I{number}"] = pdf.make_indirect(picture)
        drawn += f"q {right - left} 0 0 {top - bottom} {left} {bottom} cm /I{number} Do Q\n"
    if in_form:
        form = Stream(pdf, drawn.encode())
        form.update(
            Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array(page), Resources=Dictionary(XObject=Dictionary(shown))
            )
        )
        shown, drawn = {"/Form": pdf.make_indirect(form)}, "/Form Do\n"
    made = pdf.add_blank_page()
    made.obj.MediaBox, made.obj.Rotate = Array(page), rotate
    if cropbox:
        made.obj.CropBox = Array(cropbox)
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    made.obj.Resources = Dictionary(Font=Dictionary(F1=helvetica), XObject=Dictionary(shown))
    made.obj.Contents = pdf.make_stream((drawn + content).encode())
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()
