"""The rules of hOCR 1.2 that a document can be checked against."""

import re
import xml.etree.ElementTree as ET

XHTML = "{http://www.w3.org/1999/xhtml}"
PARENTS = {
    "ocr_page": None,
    "ocr_carea": "ocr_page",
    "ocr_par": "ocr_carea",
    "ocr_line": "ocr_par",
    "ocrx_word": "ocr_line",
    "ocrx_cinfo": "ocrx_word",
}
TAGS = {"ocr_page": "div", "ocr_carea": "div", "ocr_par": "p"}
REQUIRED = {
    "ocr_page": {"image", "bbox", "ppageno"},
    "ocr_carea": {"bbox"},
    "ocr_par": {"bbox"},
    "ocr_line": {"bbox", "baseline", "x_size", "x_descenders", "x_ascenders"},
    "ocrx_word": {"bbox", "x_wconf"},
    "ocrx_cinfo": {"x_bboxes", "x_conf"},
}
_UINT, _FLOAT = r"\d+", r"-?\d+(?:\.\d+)?"
GRAMMAR = {
    "bbox": rf"{_UINT}(?: {_UINT}){{3}}",
    "x_bboxes": rf"{_UINT}(?: {_UINT}){{3}}",
    "image": r'"[^"]*"',
    "ppageno": _UINT,
    "baseline": rf"{_FLOAT} -?\d+",
    "textangle": _FLOAT,
    "x_wconf": _UINT,
    "x_conf": _FLOAT,
    "x_size": _FLOAT,
    "x_descenders": _FLOAT,
    "x_ascenders": _FLOAT,
    "x_turned_box": rf"{_FLOAT}(?: {_FLOAT}){{3}}",
}


def check(hocr):
    """Assert that a document keeps the rules; returns the root of its tree."""
    root = ET.fromstring(hocr)  # noqa: S314  our own
    metas = {meta.get("name"): meta.get("content") for meta in root.iter(f"{XHTML}meta")}
    assert metas["ocr-system"].startswith("sparkocr ")
    found = set()
    ids = []
    for element, parent in _walk(root.find(f"{XHTML}body"), None):
        kind = element.get("class")
        found.add(kind)
        assert element.tag == XHTML + TAGS.get(kind, "span")
        assert (parent.get("class") if parent is not None else None) == PARENTS[kind]
        values = properties(element)
        assert REQUIRED[kind] <= set(values)
        for name, value in values.items():
            assert re.fullmatch(GRAMMAR[name], value), (name, value)
        left, top, right, bottom = frame(element)
        assert left <= right
        assert top <= bottom
        if parent is None:
            assert (left, top) == (0, 0)
        else:
            outer = frame(parent)
            assert outer[0] <= left
            assert outer[1] <= top
            assert right <= outer[2]
            assert bottom <= outer[3]
        if kind != "ocrx_cinfo":
            ids.append(element.get("id"))
            assert re.fullmatch(r"(page_\d+|(block|par|line|word)_\d+_\d+)", ids[-1])
    assert len(ids) == len(set(ids))
    assert found <= set(metas["ocr-capabilities"].split())
    assert int(metas["ocr-number-of-pages"]) == len(elements(root, "ocr_page"))
    return root


def _walk(element, parent):
    for child in element:
        yield child, parent
        yield from _walk(child, child)


def elements(root, kind):
    return [element for element in root.iter() if element.get("class") == kind]


def properties(element):
    title = element.get("title")
    pairs = re.findall(r'(?:^|; )(\w+) ((?:"[^"]*"|[^;"])+)', title)
    assert "; ".join(" ".join(pair) for pair in pairs) == title
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def frame(element):
    values = properties(element)
    return tuple(map(int, (values.get("bbox") or values["x_bboxes"]).split()))
