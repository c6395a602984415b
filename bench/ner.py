"""How much of what is labelled in sentences each detector of entities finds, alone and together, and how fast.

    python bench/ner.py --data FILE [--detectors spacy rampart] [--limit 500] [--misses 20]

FILE is a JSON list of ``{"full_text", "spans": [{"entity_type", "start_position", "end_position"}]}``, as
presidio-research writes it: its ``data/synth_dataset_v2.json``, or sentences of its generator.

Coverage is the share of labelled spans of which every letter and digit lies in some entity that was found, whatever its
label: what is not covered is readable after masking. Precision is the share of characters found that are labelled.
Words per second are of CPU time of one thread on one core.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from common import table
from sparkocr.entities.entity import Entity
from sparkocr.entities.finder import EntityFinder
from sparkocr.entities.registry import RULES, available

ALL = "all types"
WARM_UP = 20  # texts that are found before the time is taken: they load the models


@dataclass(frozen=True)
class Labelled:
    """A text, and its labelled spans: type, begin and end."""

    text: str
    spans: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Result:
    """What a finder found in all texts, and its CPU seconds."""

    name: str
    entities: list[list[Entity]]
    seconds: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="JSON list of labelled texts")
    parser.add_argument("--detectors", nargs="+", help="only these, alone and together")
    parser.add_argument("--limit", type=int, help="only so many texts")
    parser.add_argument("--misses", type=int, default=0, help="print so many mistakes of each type")
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    data = load(options.data, options.limit)
    words = sum(len(one.text.split()) for one in data)
    results = [run(name, finder, data) for name, finder in finders(options.detectors).items()]
    types = sorted({kind for one in data for kind, _, _ in one.spans})
    print(f"{len(data)} texts, {words} words, {sum(len(one.spans) for one in data)} spans, one core\n")
    header = ("detectors", ALL, "precision", "words/s")
    print(table(header, [(r.name, coverage(data, r), precision(data, r), round(words / r.seconds)) for r in results]))
    columns = ("type", "spans", *(result.name for result in results))
    print("\n" + table(columns, [by_type(kind, data, results) for kind in types]))
    if options.misses:
        print_mistakes(data, results[0], options.misses)


def load(path: Path, limit: int | None) -> list[Labelled]:
    """Read labelled texts."""
    return [
        Labelled(one["full_text"], [(s["entity_type"], s["start_position"], s["end_position"]) for s in one["spans"]])
        for one in json.loads(path.read_text("utf-8"))[:limit]
    ]


def finders(names: Sequence[str] | None) -> dict[str, EntityFinder]:
    """Return finders by name: first all detectors together, then the rules, then each alone."""
    chosen = names or [name for name, installed in available().items() if installed]
    rules = [name for name in chosen if name in RULES]
    together = {"union": chosen, "rules": rules} if rules and len(rules) < len(chosen) else {"union": chosen}
    return {name: EntityFinder(some) for name, some in {**together, **{one: [one] for one in chosen}}.items()}


def run(name: str, finder: EntityFinder, data: Sequence[Labelled]) -> Result:
    """Find the entities of all texts, one by one."""
    for one in data[:WARM_UP]:
        finder.find(one.text)
    start = process_time()
    entities = [finder.find(one.text) for one in data]
    return Result(name, entities, process_time() - start)


def coverage(data: Sequence[Labelled], result: Result, kind: str = ALL) -> float:
    """Return the share of labelled spans that are covered whole."""
    covered = [
        is_covered(one.text, begin, end, found)
        for one, found in zip(data, result.entities, strict=True)
        for label, begin, end in one.spans
        if kind in {ALL, label}
    ]
    return sum(covered) / max(1, len(covered))


def is_covered(text: str, begin: int, end: int, found: Sequence[Entity]) -> bool:
    """Tell whether each letter and digit of a span lies in an entity."""
    places = {at for entity in found for at in range(entity.begin, entity.end)}
    return all(at in places for at in range(begin, end) if text[at].isalnum())


def precision(data: Sequence[Labelled], result: Result) -> float:
    """Return the share of characters of entities that are labelled."""
    right = total = 0
    for one, found in zip(data, result.entities, strict=True):
        gold = {at for _, begin, end in one.spans for at in range(begin, end)}
        places = {at for entity in found for at in range(entity.begin, entity.end)}
        right, total = right + len(places & gold), total + len(places)
    return right / max(1, total)


def by_type(kind: str, data: Sequence[Labelled], results: Sequence[Result]) -> tuple[object, ...]:
    """Return a row of the table of types."""
    count = sum(label == kind for one in data for label, _, _ in one.spans)
    return (kind, count, *(coverage(data, result, kind) for result in results))


def print_mistakes(data: Sequence[Labelled], result: Result, count: int) -> None:
    """Print labelled spans that were missed, and what was found outside of them."""
    missed: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for one, found in zip(data, result.entities, strict=True):
        gold = {at for _, begin, end in one.spans for at in range(begin, end)}
        for label, begin, end in one.spans:
            if not is_covered(one.text, begin, end, found):
                missed.setdefault(label, []).append(shown(one.text, begin, end))
        for entity in found:
            if not any(at in gold for at in range(entity.begin, entity.end)):
                wrong.setdefault(f"{entity.label} of {entity.source}", []).append(
                    shown(one.text, entity.begin, entity.end)
                )
    for title, mistakes in (("missed", missed), ("not labelled", wrong)):
        for label, texts in sorted(mistakes.items(), key=lambda item: -len(item[1])):
            print(f"\n{title}: {label}, {len(texts)}", *texts[:count], sep="\n  ")


def shown(text: str, begin: int, end: int) -> str:
    """Return a span between brackets, with some of its text around it."""
    return repr(f"{text[max(0, begin - 30) : begin]}[{text[begin:end]}]{text[end : end + 20]}")


if __name__ == "__main__":
    main()
