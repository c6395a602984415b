"""PDF documents: open them, cut them into pages, and where things are on a page; `read` reads and `write` writes.

May import `imaging`, `layout` and what they may. `redact`, which removes text for good, is to come above `write`.
"""
