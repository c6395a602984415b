"""A report in Chromium; left out where there is none."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.report.page import ReportPage
from sparkocr.report.picture import picture_of
from sparkocr.report.writer import ReportWriter

SPEC = importlib.util.spec_from_file_location("browser", Path(__file__).parents[2] / "bench" / "browser.py")
browser = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(browser)

EVIL = "</script><script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\">'"
WORD = {"text": EVIL, "box": [100, 100, 300, 40], "confidence": 41}
DRAWN = "document.readyState === 'complete' && document.querySelector('.page .body').firstChild !== null"
CANVASES = "[...document.querySelectorAll('canvas')]"


def write(path):
    picture = picture_of(Image(np.full((1000, 700), 220, np.uint8), 0, ImageType.TYPE_BYTE_GRAY), 1000)
    entity = {"text": "👋 Ann", "label": EVIL, "begin": 6, "end": 10, "score": 0.5, "boxes": [[100, 200, 300, 40]]}
    page = {"width": 700, "height": 1000, "blocks": [{"lines": [{"words": [WORD]}]}], "entities": [entity]}
    with ReportWriter(path, title=EVIL, doubtful=80) as report:
        for number in range(30):
            text = f"Hello 👋 Ann {EVIL} number{number}"
            failure = EVIL if number == 29 else None
            report.add(ReportPage(f"/a/{EVIL}{number}", 0, text, EVIL, 90 - number, failure, page, picture, picture))


@pytest.mark.skipif(browser.find_chromium() is None, reason="there is no Chromium")
def test_a_report_in_a_browser(tmp_path):
    path = tmp_path / "report.html"
    write(path)
    with browser.Browser(browser.find_chromium()) as chromium:
        chromium.open(path)
        chromium.wait(DRAWN)
        order = "[...document.querySelectorAll('.page .badge')].map((badge) => badge.textContent)"
        assert chromium.evaluate(order) == ["failed"] + ["doubtful"] * 18 + ["good"] * 11
        # All that is drawn are the pages near the screen; those that leave it are thrown away, and so are their pixels.
        assert 2 <= chromium.evaluate(f"{CANVASES}.length") <= 10
        assert (
            chromium.evaluate(f"{CANVASES}.map((one) => one.getContext('2d').getImageData(9, 9, 1, 1).data[0])[0]")
            > 210
        )
        chromium.evaluate("window.first = document.querySelector('canvas'); scrollTo(0, document.body.scrollHeight)")
        chromium.wait("document.querySelector('.page .body').firstChild === null")
        chromium.wait("document.querySelector('.page:last-child .body').firstChild !== null")
        assert 2 <= chromium.evaluate(f"{CANVASES}.length") <= 10
        assert chromium.evaluate("first.width") == 0
        chromium.evaluate("scrollTo(0, 0)")
        chromium.wait("document.querySelector('.page .body').firstChild !== null")

        words = "document.querySelector('.side pre').textContent"
        assert chromium.evaluate(words) == f"Hello 👋 Ann {EVIL} number29"
        assert chromium.evaluate("document.querySelector('mark.entity').textContent") == "👋 Ann"
        assert chromium.evaluate("document.querySelector('rect.word').getAttribute('class')") == "word low"
        hover = "document.querySelector('rect.word').dispatchEvent(new PointerEvent('pointermove', {bubbles: true}))"
        chromium.evaluate(hover)
        assert chromium.evaluate("document.querySelector('.tip').textContent") == f"{EVIL}confidence 41"

        find = "document.querySelector('[type=search]')"
        chromium.evaluate(f"{find}.value = 'NUMBER7'; {find}.dispatchEvent(new Event('input'))")
        chromium.wait("document.querySelectorAll('.page:not([hidden])').length === 1")
        chromium.wait("document.querySelector('.page:not([hidden]) mark.hit') !== null")
        assert "number7" in chromium.evaluate("document.querySelector('.page:not([hidden]) pre').textContent")

        assert chromium.evaluate("document.title") == EVIL
        assert chromium.evaluate("[...document.scripts].filter((one) => !one.type).length") == 1
        assert chromium.problems == []  # of the program, and what the policy refused
        assert {url.split(":")[0] for url in chromium.requests} <= {"file", "about"}
        assert sum(url.startswith("file:") for url in chromium.requests) == 1
