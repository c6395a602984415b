"""hOCR: read, write, merge and draw pages in it, by version 1.2 of its specification."""
