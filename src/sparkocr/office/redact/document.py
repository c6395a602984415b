"""Word and PowerPoint documents with texts replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.kinds.ole import MAGIC, root_streams
from sparkocr.office.package import ZIP_MAGIC, Package, open_package
from sparkocr.office.redact.attributes import clean_attributes
from sparkocr.office.redact.chunks import expand_chunks
from sparkocr.office.redact.cleaning import (
    clean_tree,
    drop_comments,
    drop_empty,
    strip_foreign,
    tidy_namespaces,
)
from sparkocr.office.redact.instructions import flatten_fields
from sparkocr.office.redact.names import Names
from sparkocr.office.redact.parts import KINDS, MAIN_TYPES, Content, PartKind
from sparkocr.office.redact.pictures import MaskImage, masked_picture
from sparkocr.office.redact.pieces import apply, units_of
from sparkocr.office.redact.relations import (
    Reference,
    drop_references,
    ids_in,
    is_harmless_link,
    read_references,
    set_ids,
)
from sparkocr.office.redact.revisions import accept_revisions
from sparkocr.office.redact.spans import Replace
from sparkocr.office.redact.writing import HYPERLINK, Part, Target, written
from sparkocr.office.styles import Styles

__all__ = ["check_format", "rewrite", "styles_of"]

_MODERN = "/2018/10/"
_REMEMBERED = 10_000  # answers about texts: names of styles and fonts come again and again


def rewrite(content: bytes, replace: Replace, *, mask_image: MaskImage | None, keep_comments: bool = True) -> bytes:
    """Replace texts of a document, and drop all of it that is not shown or can't be checked.

    Parameters
    ----------
    content : bytes
        A Word or PowerPoint document (DOCX, PPTX and their like; macros are dropped).
    replace : callable
        Takes a text and returns the spans of it that have to go, each with what stands in its place. It is asked about
        each paragraph as `sparkocr.office.word` reads it, so a name may be spread over several runs; about other texts
        and names; and, more than once, about those that can be read in more than one way. The same text must always
        get the same answer.
    mask_image : callable or None
        Takes a picture and returns it in the same format, without identifiers and metadata; None if that is not
        possible, then there is no document. With None instead of a callable, all pictures become blank ones, as those
        in formats of drawings (EMF, WMF, SVG) always do.
    keep_comments : bool
        Whether comments are kept, with names of their authors replaced by numbers.

    Returns
    -------
    bytes
        A document of the same kind. Texts keep the formatting of the run that they begin in. Tracked changes are
        accepted; fields stay fields only if they draw on the document itself; imported documents (``altChunk``) are
        paragraphs. Properties, thumbnails, custom XML, embedded files and media, macros, signatures, scripts, hidden
        names and dates of changes are gone. Links stay if they lead to a page of the web without a query.

    Raises
    ------
    DocumentError
        The document is damaged, encrypted, or of an old format; a picture could not be checked, or an imported part
        has a format that can't be read.
    ValueError
        `replace` returned a span outside of its text.
    """
    check_format(content)
    with open_package(content) as package:
        return written(_Rewriter(package, replace, mask_image, keep_comments=keep_comments).parts())


def check_format(content: bytes) -> None:
    """Check that a document is of the format that can be read here.

    Raises
    ------
    DocumentError
        It is not.
    """
    if content.startswith(ZIP_MAGIC):
        return
    if not content.startswith(MAGIC):
        raise DocumentError("Content is no Office document." if content else "Document is empty.")
    if root_streams(content).keys() & {"EncryptedPackage", "EncryptedSummary"}:
        raise DocumentError("Document is encrypted: it opens only with a password.")
    raise DocumentError("Document has the old format of Office: convert it to DOCX or PPTX first.")


def styles_of(package: Package, main: str) -> Styles:
    """Return the styles of a document, which say what text is hidden."""
    for reference in read_references(package, main):
        if reference.kind.endswith("/styles") and not reference.is_external and package.has(reference.target):
            return Styles(package.xml(reference.target))
    return Styles(None)


class _Rewriter:
    """Follows the references of a document from its main part on."""

    def __init__(
        self, package: Package, replace: Replace, mask_image: MaskImage | None, *, keep_comments: bool
    ) -> None:
        self._package, self._mask_image, self._keep_comments = package, mask_image, keep_comments
        self._replace = lru_cache(_REMEMBERED)(replace)
        self._names = Names()
        main = package.main_part
        self._type = MAIN_TYPES.get(package.content_type(main), "")
        if not self._type:
            raise DocumentError("Content is no Word or PowerPoint document.")
        self._is_word = "wordprocessingml" in self._type
        self._folder = "word" if self._is_word else "ppt"
        self._styles = styles_of(package, main)
        self._main = PartKind("", "document" if self._is_word else "presentation", self._type, is_single=True)
        self._found: dict[str, tuple[PartKind, str]] = {}  # by name in lower case: what it is, and its new name
        self._counts: dict[str, int] = {}
        self._waiting: deque[tuple[str, PartKind]] = deque()

    def parts(self) -> Iterator[Part]:
        """Give the parts of the new document, the main one first."""
        self._reach(self._package.main_part, self._main)
        while self._waiting:
            part, kind = self._waiting.popleft()
            key = part.lower()
            name = self._found[key][1]
            if kind.content is Content.XML:
                data, references = self._rewritten(part, kind)
                yield Part(key, f"{name}.xml", kind.content_type, data, references)
            elif kind.content is Content.FONT:
                ending = "odttf" if self._is_word else "fntdata"
                yield Part(key, f"{name}.{ending}", kind.content_type, self._package.read(part))
            else:
                picture = masked_picture(self._package.read(part), self._mask_image)
                yield Part(key, f"{name}.{picture.ending}", picture.content_type, picture.content)

    def _reach(self, part: str, kind: PartKind) -> None:
        """Note that a part is referred to.

        Raises
        ------
        DocumentError
            It is said to be two things: it would be checked only as one of them.
        """
        if part.lower() in self._found:
            if self._found[part.lower()][0] is not kind:
                raise DocumentError("A part of the document is said to be two things.")
            return
        number = self._counts[kind.name] = self._counts.get(kind.name, 0) + 1
        name = f"{self._folder}/{kind.name}{'' if kind.is_single and number == 1 else number}"  # without its ending
        self._found[part.lower()] = kind, name
        self._waiting.append((part, kind))

    def _rewritten(self, part: str, kind: PartKind) -> tuple[bytes, tuple[Target, ...]]:
        """Return a part of XML without what has to go from it, and the references that it still has."""
        root = self._package.xml(part)
        references = read_references(self._package, part)
        strip_foreign(root)
        if self._is_word:
            targets = {one.id: one.target for one in references if not one.is_external}
            expand_chunks(root, self._package, targets)
            accept_revisions(root)
            flatten_fields(root, self._replace, self._names.bookmark)
        clean_tree(root, self._replace)
        if not self._keep_comments:
            drop_comments(root)
        kept = [one for one in references if self._is_kept(one)]
        drop_references(root, {one.id for one in kept})
        drop_empty(root)
        used = ids_in(root)
        kept = [one for one in kept if one.id in used or self._is_implied(one, kind)]
        for unit in units_of(root, self._styles.is_hidden):  # before styles get new names
            apply(unit, self._replace)
        clean_attributes(root, self._replace, self._names)
        set_ids(root, {one.id: f"rId{number}" for number, one in enumerate(kept, 1)})
        tidy_namespaces(root)
        made = tuple(self._target(one, f"rId{number}") for number, one in enumerate(kept, 1))
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return data, made

    def _kind(self, reference: Reference) -> PartKind | None:
        """Return what a reference leads to, or None if that is dropped."""
        word = reference.kind.rpartition("/")[2]
        if word == "comments":
            if not self._keep_comments:
                return None
            word = "modern comments" if _MODERN in reference.kind else self._own("comments")
        if word == "font":
            word = self._own("font")
        if word in {"commentAuthors", "authors"} and not self._keep_comments:
            return None
        return KINDS.get(word)

    def _own(self, word: str) -> str:
        return f"{'word' if self._is_word else 'slide'} {word}"

    def _is_kept(self, reference: Reference) -> bool:
        if reference.is_external:
            is_link = reference.kind.rpartition("/")[2] == "hyperlink"
            return is_link and is_harmless_link(reference.target, self._replace)
        return self._kind(reference) is not None and self._package.has(reference.target)

    def _is_implied(self, reference: Reference, owner: PartKind) -> bool:
        """Tell whether a reference counts even if no element has its id; notes have one to their slide."""
        kind = None if reference.is_external else self._kind(reference)
        return kind is not None and (not kind.is_named or (owner is KINDS["notesSlide"] and kind is KINDS["slide"]))

    def _target(self, reference: Reference, new_id: str) -> Target:
        """Return a reference of the new document."""
        kind = None if reference.is_external else self._kind(reference)
        if kind is None:
            return Target(new_id, HYPERLINK, reference.target, is_external=True)
        self._reach(reference.target, kind)
        return Target(new_id, kind.relation, reference.target.lower(), is_external=False)
