"""Organisations that say what they are: companies by their legal form, hospitals, schools and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparkocr.entities.entity import Entity

__all__ = ["OrganizationDetector"]

_SCORE = 0.85
_LEGAL = (
    r"Inc(?:orporated|\.)?|Corp(?:oration|\.)?|Co\.|Company|Ltd\.?|Limited|LLC|L\.L\.C\.|LLP|PLC|plc|GmbH|AG|SE|"
    r"S\.?A\.?S?|S\.?p\.?A\.?|S\.?[rR]\.?[lL]\.?|N\.?V\.?|B\.?V\.?|AB|A/S|ASA|Oyj?|Pty\.?|Bancorp|Holdings?"
)
_INSTITUTION = (
    r"Hospital|Infirmary|Hospice|Clinic|Klinik|Klinikum|Krankenhaus|University|College|Foundation|Laborator(?:y|ies)|"
    r"(?:Family|Medical|Dental|Group)[ ]Practice|"
    r"Pharmacy|(?:Medical|Health|Cancer|Surgery)[ ](?:Center|Centre|System|Group)|"
    r"HOSPITAL|INFIRMARY|CLINIC|KLINIK|KLINIKUM|KRANKENHAUS|UNIVERSITY|(?:MEDICAL|HEALTH|CANCER)[ ](?:CENTER|CENTRE)"
)
_FORM = re.compile(rf"(?<=[ ])(?:(?:{_LEGAL})(?:,?[ ](?:{_LEGAL}))*|{_INSTITUTION})(?![\w&-])")
_BEFORE = re.compile(r"(?<![^\s(\"'>])(?:(?:[^\W\d_a-zà-ÿ]|\d)[^\s,;:]{0,30},?[ ]|(?:&|of|and|for|de|the)[ ]){1,6}\Z")
"""Words with capitals, numbers, and small words between them, up to the form."""
_LEADING = re.compile(r"(?:(?:The|A|An|At|In|From|By|For|And|Of|Our|of|and|for|de|the|&)[ ])+")
_LONGEST = 120


class OrganizationDetector:
    """Finds organisations by their last words.

    Examples
    --------
    >>> text = "She was sent from Mercy General Hospital by Blue Cross of Ohio, Inc."
    >>> [text[found.begin : found.end] for found in OrganizationDetector().find(text)]
    ['Mercy General Hospital', 'Blue Cross of Ohio, Inc.']
    """

    name = "organizations"

    def find(self, text: str) -> list[Entity]:
        """Find the organisations of a text: see `sparkocr.entities.detector.Detector`."""
        return [Entity(begin, end, "ORGANIZATION", _SCORE, self.name) for begin, end in self._spans(text)]

    @staticmethod
    def _spans(text: str) -> Iterator[tuple[int, int]]:
        reached = 0
        for form in _FORM.finditer(text):
            line = text.rfind("\n", 0, form.start()) + 1
            before = _BEFORE.search(text, max(reached, line, form.start() - _LONGEST), form.start())
            if not before:
                continue
            leading = _LEADING.match(text, before.start(), form.start())
            begin = leading.end() if leading else before.start()
            if any(letter.isalpha() for letter in text[begin : form.start()]):  # not "70 AG"
                yield begin, form.end()
                reached = form.end()
