"""Take the identifiers out of whole documents, and check that nothing of them is left.

It joins the rooms below it, which know nothing of each other: what reads, what finds entities, what redacts.
"""
