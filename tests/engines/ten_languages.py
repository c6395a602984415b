"""A page on which ten languages stand that are written with Latin letters."""

import unicodedata

import font_roboto
import numpy as np
from PIL import Image, ImageDraw, ImageFont

# Of the first article of the Universal Declaration of Human Rights, and words with letters that it lacks.
LINES = """\
Vernunft begabt und sollen einander im Geiste der Brüderlichkeit begegnen. Großer
Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils
como están de razón y conciencia; ¿quién no lo sabía, señor? También mañana.
dotados de razão e de consciência, devem agir em espírito de fraternidade, irmãos.
med fornuft og samvittighed, og de bør handle i en broderskabets ånd. Årets øl.
Alla människor är födda fria och lika i värde och rättigheter. De är utrustade
Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.
rozumem a svědomím a mají spolu jednat v duchu bratrství. Řeka šumí, žák píše.
Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek
Bütün insanlar hür, haysiyet ve haklar bak\u0131m\u0131ndan eşit doğarlar. Ak\u0131l ve vicdana""".splitlines()


def draw_languages(size: int) -> np.ndarray:
    """Draw the lines in black on white, as gray pixels; `size` of the font is in px."""
    font = ImageFont.truetype(font_roboto.Roboto, size)
    width = max(font.getlength(line) for line in LINES)
    image = Image.new("L", (round(width) + 4 * size, 2 * size * (len(LINES) + 1)), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        draw.text((2 * size, size * (1 + 2 * number)), line, fill=0, font=font)
    return np.array(image)


def accented(text: str) -> str:
    """Return the letters of a text that are not a to z."""
    return "".join(letter for letter in text if not letter.isascii() and unicodedata.category(letter)[0] == "L")
