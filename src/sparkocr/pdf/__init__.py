"""PDF documents on PDFium: open, cut into page ranges, render pages, read the text layer."""
