"""hOCR: read, write, merge and draw pages in it, by version 1.2 of its specification.

May import `pdf`, `layout` and what they may. `tables`, table algorithms, is to come beside it.
"""
