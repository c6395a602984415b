# ruff: noqa: RUF001, RUF002  characters that look alike are what this is about
"""Characters of symbol fonts as the characters of Unicode that look like them.

Such fonts are addressed by a byte, or by a code point of the private use area that ends with it (ECMA-376, part 1,
17.3.3.30), and mean something only together with the name of the font.
"""

from __future__ import annotations

__all__ = ["PRIVATE", "SYMBOLS", "in_font", "symbol"]

PRIVATE = range(0xE000, 0xF900)
"""The private use area."""
_BULLET = "\N{BULLET}"
SYMBOLS = {
    "\uf0b7": _BULLET,
    "\uf0a7": "\N{BLACK SMALL SQUARE}",
    "\uf0d8": "\N{THREE-D TOP-LIGHTED RIGHTWARDS ARROWHEAD}",
    "\uf0e0": "\N{RIGHTWARDS ARROW}",
    "\uf0fc": "\N{CHECK MARK}",
    "\uf06f": "\N{BALLOT BOX}",
    "\uf0a8": "\N{BALLOT BOX}",
    "\uf0fd": "\N{BALLOT BOX WITH X}",
    "\uf0fe": "\N{BALLOT BOX WITH CHECK}",
    "o": "\N{WHITE BULLET}",  # Word's bullet of the second level: a letter of Courier New
}
"""What is drawn for a bullet whose font is not said: nearly always Symbol for the dot and Wingdings for the others."""

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_CODES_OF_A_FONT, _PRIVATE_START = 0x100, 0xF000
_SURROGATES, _CODES = range(0xD800, 0xE000), 0x10000

# The built-in encoding of Symbol (PDF 1.7, annex D.6) from 0x20 and from 0xA0; a blank where there is none, or only a
# piece of a larger sign. Capital delta and omega, and mu, are the Greek letters.
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅\u0391\u0392\u03a7\u0394\u0395\u03a6\u0393\u0397\u0399ϑ\u039a\u039b\u039c\u039d"
    "\u039f\u03a0\u0398\u03a1\u03a3\u03a4\u03a5ς\u03a9\u039e\u03a8\u0396[∴]⊥_ αβχδεφγηιϕκλ\u03bcν\u03bfπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑           ⟩∫⌠ ⌡"


def _from(start: int, characters: str) -> dict[int, str]:
    """Give characters their codes, from the first one on; blanks have none."""
    return {code: character for code, character in enumerate(characters, start) if character != " "}


# Wingdings' signs that have a meaning in texts: the others are pictures. By the names of the glyphs in the font's own
# documentation and of the characters in The Unicode Standard, chapter 22.9 (Dingbats and "W/Z dings").
_WINGDINGS = (
    _from(0x21, "✏✂✁")
    | {0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x37: "⌨", 0x3F: "✍", 0x41: "✌"}
    | {0x43: "👍", 0x44: "👎", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟"}
    | {0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x4D: "💣", 0x4E: "☠", 0x51: "✈", 0x52: "☼", 0x53: "💧", 0x54: "❄"}
    | {0x56: "✞", 0x58: "✠", 0x59: "✡", 0x5A: "☪", 0x5B: "☯", 0x5D: "☸"}
    | _from(0x5E, "♈♉♊♋♌♍♎♏♐♑♒♓")
    | {0x6A: "&", 0x6B: "&", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "❑", 0x72: "❒"}
    | {0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x79: "⍓", 0x7A: "⌘"}
    | {0x7B: "❀", 0x7C: "✿", 0x7D: "❝", 0x7E: "❞"}
    | _from(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | {0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "☐"}
    | {0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹", 0xAF: "✵", 0xB1: "⌖", 0xB5: "✪", 0xB6: "✰"}
    | _from(0xB7, "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛")
    | {0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲"}
    | _from(0xDF, "←→↑↓↖↗↙↘")
    | _from(0xE7, "←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂")
    | _from(0xFB, "✗✔☒☑")
)
_WINGDINGS |= {0xFC: "\N{CHECK MARK}", 0xFD: "\N{BALLOT BOX WITH X}", 0xFE: "\N{BALLOT BOX WITH CHECK}"}
_WINGDINGS2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x55: "⮾",
    0x56: "⮿",
    0xA3: "☐",
} | _from(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
_FONTS = {
    "symbol": _from(0x21, _SYMBOL_LOW[1:]) | _from(0xA0, _SYMBOL_HIGH) | {0x20: " "},
    "wingdings": _WINGDINGS | {0x20: " "},
    "wingdings 2": _WINGDINGS2 | {0x20: " "},
}


def symbol(code: str, font: str) -> str:
    r"""Return what is drawn for a character of a font.

    Parameters
    ----------
    code : str
        Its code, in hexadecimal.
    font : str
        Name of the font; those that are no symbol fonts have the characters of Unicode.

    Returns
    -------
    str
        U+FFFD for a character whose meaning is unknown, ``""`` for no character at all.

    Examples
    --------
    >>> symbol("F0FE", "Wingdings"), symbol("61", "Symbol"), symbol("F0E5", "Symbol"), symbol("03B1", "Arial")
    ('☑', 'α', '∑', 'α')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number < 0 or number >= _CODES or number in _SURROGATES:
        return ""
    if number < _CODES_OF_A_FONT:
        number += _PRIVATE_START
    if number not in PRIVATE:
        return chr(number)
    return _drawn(number, font) or SYMBOLS.get(chr(number), _UNKNOWN)


def in_font(text: str, font: str) -> str:
    """Return text of a run in a symbol font as what is drawn; text in other fonts as it is.

    Parameters
    ----------
    text : str
        The characters; those outside the private use area are the font's, too, if it is a symbol font.
    font : str
        Name of the font.
    """
    if font.casefold() not in _FONTS:
        return text
    return "".join(_drawn(ord(character), font) or character for character in text)


def _drawn(code: int, font: str) -> str:
    """Return what a symbol font draws for a code, or ``""`` if that is unknown."""
    low = code - _PRIVATE_START if code in PRIVATE else code
    return _FONTS.get(font.casefold(), {}).get(low, "")
