"""Pages for programs and language models: their structure, and the structure as JSON and as Markdown."""
