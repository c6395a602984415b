"""Take texts out of Word and PowerPoint documents, in place: the same kind of document comes out.

`rewrite` does it, `texts_of` tells all that a document says, shown or not. What is not known to be harmless is dropped.
"""
