"""Write PDFs: pages of text, visible or not, pages of pictures, drawings on pages, and documents of pages."""
