"""Pages for programs and language models: their structure as JSON and as Markdown; a new output format goes here.

May import `hocr`, `pdf` and what they may.
"""
