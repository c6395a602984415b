"""A result to look at: one HTML file with all pages, the failed and doubtful ones first.

Knows nothing of Spark; `sparkocr.utils.write_report` makes its pages of rows. May import `document` and below.
"""
