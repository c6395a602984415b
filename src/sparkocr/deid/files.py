"""Take the identifiers out of image files and Office documents; PDFs are a matter of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from sparkocr.deid.image import mask_file
from sparkocr.deid.reading import Find
from sparkocr.deid.search import SecretIndex, is_checkable, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import FileKind, kind_of
from sparkocr.engines.engine import Engine
from sparkocr.errors import DocumentError
from sparkocr.office.redact.document import rewrite
from sparkocr.office.redact.texts import texts_of

__all__ = ["DeidentifiedFile", "deidentify_file"]

# Parts that say how a document looks and hangs together: their words are names of styles, fonts and settings. What is
# found in others is replaced in them, too.
_FORMAL = re.compile(
    r"(?:^|/)(?:styles\w*|theme\d*|fontTable|settings|webSettings|numbering|app|itemProps\d*|presProps|viewProps"
    r"|tableStyles|\[Content_Types\])\.xml$|\.rels$"
)
_REMEMBERED = 10_000  # texts of a document, about which `rewrite` asks more than once


@dataclass(frozen=True, slots=True)
class DeidentifiedFile:
    """A file without its identifiers.

    Attributes
    ----------
    content : bytes
        Of the same format.
    secrets : tuple of Secret
        What was found, each once, and the single names of persons.
    counts : dict of str to int
        How many identifiers were found, by label.
    """

    content: bytes
    secrets: tuple[Secret, ...]
    counts: dict[str, int]


def deidentify_file(content: bytes, *, engine: Engine, find: Find) -> DeidentifiedFile:
    """Take the identifiers out of an image file or an Office document.

    In images they are black. In Office documents the name of their label stands for them, like ``[PERSON]``; pictures
    in documents are treated like image files.

    Parameters
    ----------
    content : bytes
        See `sparkocr.deid.image.mask_file` and `sparkocr.office.redact.document.rewrite` for the formats.
    engine : Engine
        Reads images.
    find : Callable
        From a text to its entities.

    Raises
    ------
    DocumentError
        The file is of another kind, or can't be read or written; or it is not known where in it an entity is.
    """
    kind = kind_of(content)
    if kind is FileKind.IMAGE:
        masked = mask_file(content, read=engine, find=find)
        return DeidentifiedFile(masked.content, with_parts(masked.secrets), _counts(masked.secrets))
    if kind is FileKind.OFFICE:
        return _office(content, engine, find)
    raise DocumentError("File is neither an image nor an Office document.")


def _office(content: bytes, engine: Engine, find: Find) -> DeidentifiedFile:
    """Take the identifiers out of an Office document."""
    found = list(_found(content, find))
    secrets = with_parts(found)

    def mask_image(picture: bytes) -> bytes | None:
        try:
            masked = mask_file(picture, read=engine, find=find, secrets=secrets)
        except DocumentError:
            return None
        found.extend(masked.secrets)
        return masked.content

    short = {secret.text: secret.label for secret in secrets if not is_checkable(secret) and secret.text.strip()}
    replace = lru_cache(_REMEMBERED)(partial(_replacements, SecretIndex(secrets), short, _any_of(short)))
    made = rewrite(content, replace, mask_image=mask_image)
    return DeidentifiedFile(made, with_parts(found), _counts(found))


def _counts(found: Iterable[Secret]) -> dict[str, int]:
    """Count what was found by label."""
    return dict(Counter(secret.label for secret in found))


def _found(content: bytes, find: Find) -> Iterator[Secret]:
    """Yield the identifiers of an Office document, part by part."""
    parts: dict[str, list[str]] = {}
    for text, part in texts_of(content).texts:
        if not _FORMAL.search(part):
            parts.setdefault(part, []).append(text)
    for texts in parts.values():
        whole = "\n".join(texts)
        yield from (Secret(whole[e.begin : e.end], e.label) for e in find(whole))


def _any_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds texts that an index does not look for, such as ages, as whole words; None if there are none."""
    longest_first = sorted(map(re.escape, texts), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None


def _replacements(
    index: SecretIndex, short: Mapping[str, str], any_short: re.Pattern[str] | None, text: str
) -> list[tuple[int, int, str]]:
    """Return what stands for the identifiers of a text; those that overlap are one."""
    spans = [(begin, end, secret.label) for begin, end, secret in index.find(text)]
    if any_short:
        spans += [(*match.span(), short[match[0]]) for match in any_short.finditer(text)]
    united: list[tuple[int, int, str]] = []
    for begin, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if united and begin < united[-1][1]:
            first, last, kept = united[-1]
            united[-1] = (first, max(last, end), kept)
        else:
            united.append((begin, end, f"[{label}]"))
    return united
