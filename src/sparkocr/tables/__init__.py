"""Find tables on pages and rebuild them from rulings and the alignment of words; write them in other formats."""
