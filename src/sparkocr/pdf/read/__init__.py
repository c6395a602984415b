"""Read what a PDF shows: text with its places, lines and blocks, forms, and pages as pictures."""
