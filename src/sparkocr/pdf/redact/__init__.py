"""Take regions of pages out of PDFs for good, with all that could still tell what was there."""
