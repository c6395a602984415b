"""Limits of PDF files, which are checked before PDFium takes memory and time for what small files ask for.

What they cost was measured with PDFium: 600 bytes a drawing, 1,800 a form, 250 a character of text, and 5 µs a drawing.
So a page at its limits takes about 1 GB and some seconds.
"""

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "MAX_DRAWINGS",
    "MAX_FIELDS",
    "MAX_FILTERS",
    "MAX_FUNCTIONS",
    "MAX_FUNCTION_BYTES",
    "MAX_MAPPED_CODES",
    "MAX_MAP_BYTES",
    "MAX_MESH_BYTES",
    "MAX_NODES",
    "MAX_OBJECT_BYTES",
    "MAX_PAGES",
    "MAX_PAGE_BYTES",
    "MAX_PARTS",
    "MAX_PATTERN_CELLS",
    "MAX_PATTERN_OVERLAP",
    "MAX_PICTURE_BYTES",
    "MAX_REGION_PIXELS",
    "MAX_REPEATED_BYTES",
    "MAX_SAMPLE_BYTES",
    "MAX_SEGMENTS",
    "MAX_SHOWN_PIXELS",
    "MAX_STREAM_BYTES",
    "MAX_VALUE_CHARACTERS",
]

MAX_STREAM_BYTES = 128 << 20
"""What one stream may be, unpacked, unless it is a picture; fonts of all Chinese characters have 30 MB."""

MAX_FILTERS = 8
"""Filters of one stream; programs write at most two or three."""

MAX_OBJECT_BYTES = 64 << 20
"""What the streams of a document that hold other objects may be together, unpacked: 500,000 objects."""

MAX_PAGES = 100_000
"""Pages of a document; one page may be in it again and again, in 6 bytes each."""

MAX_DEPTH = 32
"""How deep fields of a form, nodes of a tree of names, and arrays in a value may be inside of each other."""

MAX_PAGE_BYTES = 128 << 20
"""What the instructions of a page and of the forms, patterns and glyphs in it may be together, unpacked."""

MAX_REPEATED_BYTES = 1 << 30
"""The same, counting those of a form as often as it is drawn."""

MAX_DRAWINGS = 1_000_000
"""Drawings of a page, those in forms and patterns as often as they are drawn. Detailed maps have 200,000."""

MAX_CHARACTERS = 1_000_000
"""Characters of a page, likewise; the pages of a newspaper have 50,000."""

MAX_NODES = 200_000
"""Forms, fonts, patterns, annotations and the like that a page refers to, with those that these refer to."""

MAX_PATTERN_CELLS = 20_000_000
"""How often a tiling pattern may be repeated on a page."""

MAX_PATTERN_OVERLAP = 400
"""How often a tiling pattern may be drawn over itself."""

MAX_FUNCTION_BYTES = 64 << 10
"""Length of a program that computes a colour; those that programs write have less than 10 kB."""

MAX_FUNCTIONS = 10_000
"""Functions that one function is made of, each as often as it is a part."""

MAX_SAMPLE_BYTES = 64 << 20
"""Length of the samples of a function."""

MAX_MESH_BYTES = 16 << 20
"""Length of the mesh of a shading."""

MAX_MAP_BYTES = 16 << 20
"""Length of the map of a font from codes to letters or to glyphs; those of all Chinese characters have 1 MB."""

MAX_MAPPED_CODES = 4_000_000
"""Codes that the map of a font gives, again and again ones too: there are 65,536."""

MAX_PICTURE_BYTES = 768 << 20
"""What the pictures of a page may take when they are unpacked, each counted once."""

MAX_SHOWN_PIXELS = 6_000_000_000
"""Pixels of the pictures of a page, as often as they are drawn."""

MAX_REGION_PIXELS = 1_500_000_000
"""Pixels of all regions of a picture in JBIG2: most programs write one or two of the size of the page."""

MAX_SEGMENTS = 20_000
"""Parts of a picture in JBIG2."""

MAX_FIELDS = 200_000
"""Fields and widgets of a form."""

MAX_PARTS = 500_000
"""Elements of arrays in the value of a field, and options of all fields."""

MAX_VALUE_CHARACTERS = 1 << 24
"""Characters of the value of a field, and bytes of a stream that is one."""
