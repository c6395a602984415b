"""Read a report as a browser does: elements by their ids."""

import json
from html.parser import HTMLParser


class Elements(HTMLParser):
    """Elements of a document, with their attributes and text, and the ids of data in their order."""

    def __init__(self, document):
        super().__init__()
        self.tags, self.texts, self.types, self.attributes = [], {}, {}, []
        self._open = None
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes += [(tag, name) for name in found]
        if tag in {"script", "style"}:
            self._open = found.get("id", tag)
            self.texts[self._open] = ""
            self.types[self._open] = found.get("type")
        if tag == "meta" and found.get("http-equiv"):
            self.texts["policy"] = found["content"]

    def handle_endtag(self, _):
        self._open = None

    def handle_data(self, data):
        if self._open:
            self.texts[self._open] += data

    def json(self, name):
        """The value of a block of data."""
        return json.loads(self.texts[name])


def read_report(path):
    """The elements of a report."""
    return Elements(path.read_text(encoding="utf-8"))
