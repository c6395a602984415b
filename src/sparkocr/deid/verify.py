"""Prove that nothing of what was to go is left in a file, by reading it in every way that is known.

It shares nothing with the code that redacts but the list of what had to go. What can't be read is not proven.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sparkocr.deid.channels import Allowance, Channel, Data, Finding, Noise, Piece, ReadImage
from sparkocr.deid.dicom_channels import dicom_pieces
from sparkocr.deid.fold import fold
from sparkocr.deid.image_channels import image_pieces, is_image
from sparkocr.deid.office_channels import office_pieces
from sparkocr.deid.pdf_channels import is_pdf
from sparkocr.deid.pdf_pieces import RESOLUTION, pdf_pieces
from sparkocr.deid.search import SecretIndex, is_checkable
from sparkocr.deid.search_bytes import SURE_IN_BINARY, ByteIndex
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.open import is_dicom
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.office.package import ZIP_MAGIC

__all__ = [
    "FileKind",
    "Leak",
    "Verification",
    "kind_of",
    "verify",
    "verify_dicom",
    "verify_image",
    "verify_office",
    "verify_pdf",
]


class FileKind(Enum):
    """What a file is to the verifier."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"
    DICOM = "dicom"


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that should not be in a file, and is.

    Attributes
    ----------
    channel : Channel
        Where it is.
    page : int or None
        From 0; None if it belongs to no page.
    label : str or None
        Of the secret; None where the channel as such should be empty, as older revisions are.
    """

    channel: Channel
    page: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked for in a file, and what was found.

    Attributes
    ----------
    leaks : tuple of Leak
        One for each secret and place.
    checked : int
        How many secrets were looked for.
    not_checkable : int
        How many were not, because they are too short to prove anything: see `sparkocr.deid.search.is_checkable`.
    """

    leaks: tuple[Leak, ...]
    checked: int
    not_checkable: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing was found."""
        return not self.leaks


def kind_of(content: bytes | memoryview) -> FileKind:
    """Tell what a file is, by its first bytes.

    Raises
    ------
    DocumentError
        None of the kinds that can be proven.
    """
    if is_dicom(content):  # the preamble may be the start of an image
        return FileKind.DICOM
    if is_image(content):
        return FileKind.IMAGE
    if bytes(content[: len(ZIP_MAGIC)]) == ZIP_MAGIC:
        return FileKind.OFFICE
    if is_pdf(content):
        return FileKind.PDF
    raise DocumentError("File is neither a PDF nor an image, a DICOM file or an Office document of the new formats.")


def verify(
    content: bytes | memoryview,
    secrets: Iterable[Secret],
    *,
    read_image: ReadImage | None,
    resolution: int = RESOLUTION,
) -> Verification:
    """Look for secrets in a file of any kind: see `verify_pdf`, `verify_image`, `verify_office` and `verify_dicom`.

    Raises
    ------
    DocumentError
        The file can't be proven.
    """
    kind = kind_of(content)
    if kind is FileKind.PDF:
        return verify_pdf(content, secrets, read_image=read_image, resolution=resolution)
    check = {FileKind.IMAGE: verify_image, FileKind.OFFICE: verify_office, FileKind.DICOM: verify_dicom}[kind]
    return check(content, secrets, read_image=read_image)


def verify_pdf(
    content: bytes | memoryview,
    secrets: Iterable[Secret],
    *,
    read_image: ReadImage | None,
    resolution: int = RESOLUTION,
) -> Verification:
    """Look for secrets everywhere in a PDF.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    secrets : iterable of Secret
        What must not be in it.
    read_image : callable or None
        Reads the text of an image, given as gray pixels and their dpi (0: unknown). Each page is read as it is shown,
        and each picture as it is stored. None reads no images: what is written in pixels is not proven then.
    resolution : int
        Dpi at which pages are rendered.

    Returns
    -------
    Verification
        Besides secrets, these are leaks: older revisions or bytes outside of the document, objects that it does not
        list, attachments.

    Raises
    ------
    DocumentError
        It can't be proven: it is damaged, encrypted or too large, or a part of it can't be decoded.

    Notes
    -----
    Read are: the text layer by PDFium, as it puts it together and as it comes, with what is invisible or beside the
    page, and as `PdfToText` reads it; the strings, names and streams of all objects, whether a page needs them or not;
    the strings of content streams by their fonts and by the usual encoding, together where they are shown together;
    the metadata of the document and of its pictures; the bytes of the file.

    Numbers of less than seven digits are not looked for in the syntax of the file, and words of less than six letters
    not in its binary data: they would be found by chance. In fonts and colour profiles only secrets of several words
    are looked for, because they name their makers.
    """
    findings = pdf_pieces(bytes(content), _guarded(read_image), Allowance(), resolution)
    return _verification(findings, secrets)


def verify_image(
    image: bytes | memoryview | Image, secrets: Iterable[Secret], *, read_image: ReadImage | None
) -> Verification:
    """Look for secrets in an image: in all its frames, its metadata and its thumbnails.

    Parameters
    ----------
    image : bytes, memoryview or Image
        A file, or pixels, which have no metadata.
    secrets, read_image
        As in `verify_pdf`.

    Raises
    ------
    DocumentError
        It can't be proven: a part of it can't be decoded, or it is too large.
    """
    if isinstance(image, Image):
        read = _guarded(read_image)
        text = read(to_gray(image), image.dpi) if read else ""
        return _verification([Piece(Channel.PICTURE, text, 0)], secrets)
    return _verification(image_pieces(bytes(image), _guarded(read_image), Allowance()), secrets)


def verify_office(
    content: bytes | memoryview, secrets: Iterable[Secret], *, read_image: ReadImage | None
) -> Verification:
    """Look for secrets in all parts of a Word or PowerPoint document: DOCX, PPTX and their relatives.

    Parameters
    ----------
    content : bytes or memoryview
        The file.
    secrets, read_image
        As in `verify_pdf`.

    Returns
    -------
    Verification
        Bytes of the file that belong to no part are a leak.

    Raises
    ------
    DocumentError
        It can't be proven: it is damaged, encrypted or too large, or has parts that are neither XML, pictures of pixels
        nor such documents; for example OLE objects, metafiles, sounds.
    """
    return _verification(office_pieces(bytes(content), _guarded(read_image), Allowance()), secrets)


def verify_dicom(
    content: bytes | memoryview, secrets: Iterable[Secret], *, read_image: ReadImage | None
) -> Verification:
    """Look for secrets everywhere in a DICOM file, also in one without preamble.

    Parameters
    ----------
    content : bytes or memoryview
        The file.
    secrets, read_image
        As in `verify_pdf`. Frames, overlays and icons are read; frames also without the window of their header if that
        hides something, and what is in bits beside those of the pixels.

    Returns
    -------
    Verification
        Frames beyond the number that the header tells, and bytes behind the pixels of the last frame, are a leak.

    Raises
    ------
    DocumentError
        It can't be proven: it is damaged or too large, has bytes that belong to no data element, or holds a document
        of a kind that can't be read; or a frame can't be decoded, such as those of videos.

    Notes
    -----
    Read are: the preamble; the values of all data elements at all depths, private ones, those of unknown kind and those
    behind the pixels, too, in the character set of the file, in UTF-8 and in Latin-1; comments in encoded frames;
    encapsulated documents, as files of their kind; all bytes of the file, in those of pixels only words and numbers of
    six letters or more.
    """
    return _verification(dicom_pieces(bytes(content), _guarded(read_image), Allowance()), secrets)


def _guarded(read_image: ReadImage | None) -> ReadImage | None:
    """Let every failure of an engine be an error of the document: what can't be read is not proven."""
    if read_image is None:
        return None

    def read(pixels: Pixels, resolution: int) -> str:
        try:
            return read_image(pixels, resolution)
        except DocumentError:
            raise
        except Exception as error:  # noqa: BLE001  engines of other packages raise anything
            raise DocumentError(f"The engine failed with {type(error).__name__}.") from None

    return read


def _verification(findings: Iterable[Finding], secrets: Iterable[Secret]) -> Verification:
    """Search all texts of a file."""
    wanted = list(dict.fromkeys(secrets))
    checkable = [secret for secret in wanted if is_checkable(secret)]
    index, in_bytes = SecretIndex(checkable), ByteIndex(checkable)
    found: dict[tuple[Leak, Secret | None], None] = {}
    for finding in findings:
        if isinstance(finding, Channel):
            found[Leak(finding), None] = None
            continue
        if isinstance(finding, Data):
            found |= {(Leak(finding.channel, None, one.label), one): None for one in in_bytes.find(finding.values)}
            continue
        for _, _, secret in index.find(finding.text, as_syntax=finding.noise is not Noise.NONE):
            if _is_sure(secret, finding.noise):
                found[Leak(finding.channel, finding.page, secret.label), secret] = None
    leaks = sorted((leak for leak, _ in found), key=_order)
    return Verification(tuple(leaks), len(checkable), len(wanted) - len(checkable))


def _is_sure(secret: Secret, noise: Noise) -> bool:
    """Tell whether a secret is long enough not to be in such a text by chance, or as the name of somebody else."""
    if noise in {Noise.NONE, Noise.SYNTAX}:
        return True
    folded = fold(secret.text)
    if noise is Noise.PROGRAM and not folded.gaps[1:].any():
        return False
    return len(folded.letters) >= SURE_IN_BINARY


def _order(leak: Leak) -> tuple[int, int, str]:
    channels = list(Channel)
    return (channels.index(leak.channel), -1 if leak.page is None else leak.page, leak.label or "")
