"""A page on which ten languages stand that are written with Latin letters."""

import unicodedata

import font_roboto
import numpy as np
from PIL import Image, ImageDraw, ImageFont

# The first article of the Universal Declaration of Human Rights, shortened, and words with letters that it lacks.
LINES = """\
Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit
Vernunft begabt und sollen einander im Geiste der Brüderlichkeit begegnen. Großer
Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils
sont doués de raison et doivent agir dans un esprit de fraternité, ça va de soi.
Todos los seres humanos nacen libres e iguales en dignidad y derechos, dotados
como están de razón y conciencia; ¿quién no lo sabía, señor? También mañana.
Todos os seres humanos nascem livres e iguais em dignidade e em direitos. São
dotados de razão e de consciência, devem agir em espírito de fraternidade, irmãos.
Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret
med fornuft og samvittighed, og de bør handle i en broderskabets ånd. Årets øl.
Alla människor är födda fria och lika i värde och rättigheter. De är utrustade
med förnuft och bör handla mot varandra i en anda av broderskap. Återigen så.
Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.
Są oni obdarzeni rozumem i powinni postępować wobec innych w duchu braterstwa.
Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni
rozumem a svědomím a mají spolu jednat v duchu bratrství. Řeka šumí, žák píše.
Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek
ésszel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.
Bütün insanlar hür, haysiyet ve haklar bak\u0131m\u0131ndan eşit doğarlar. Ak\u0131l ve vicdana
sahiptirler ve birbirlerine karş\u0131 kardeşlik zihniyeti ile hareket etmelidirler.""".splitlines()


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
