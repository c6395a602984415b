"""The text of a page as geometry: boxes, regions, words, lines and tables, and the order in which people read them.

May import `positions`, `enums` and `errors`.
"""
