"""PDF documents: open them, cut them into pages, and where things are on a page; `read` reads and `write` writes."""
