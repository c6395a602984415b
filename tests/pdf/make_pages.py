"""Makers of recognised pages, for tests."""

import unicodedata

from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

CHARACTER, HEIGHT = 22, 40  # px


def line_of(text, top, *, gap=15, before=" ", baseline=(0.0, 0.0), words=None, box=None):
    """A line of text whose words stand next to each other, from the right where they are read from there."""
    if words is None:
        words, left = [], 100
        for word in text.split():
            words.append(Word(word, Box(left, top, CHARACTER * len(word), HEIGHT), 90.0, before))
            left += CHARACTER * len(word) + gap
        if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text):
            end = left - gap + 100
            words = [
                Word(w.text, Box(end - w.box.x - w.box.width, top, w.box.width, HEIGHT), 90.0, before) for w in words
            ]
    if box is None:
        left = min(word.box.x for word in words)
        right = max(word.box.x + word.box.width for word in words)
        box = Box(left, top, right - left, HEIGHT)
    return Line(tuple(words), box, HEIGHT, baseline=baseline)


def block_page(*lines, width=2480, height=3508):
    """A page of one block."""
    box = Box(0, 0, width, height)
    return Page((Block((Paragraph(tuple(lines), box),), box),), width, height)
