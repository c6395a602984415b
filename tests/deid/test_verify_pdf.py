"""Leaks in PDFs: one test for each place where something can be left."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String
from PIL import Image

from documents import encode, scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from pdf.make_type0 import coded_pdf
from pdf.redact.torture import SECRET, torture_pdf
from sparkocr.deid.channels import Channel
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify_pdf
from sparkocr.errors import DocumentError

NAME = "Zanzibarski"
SECRETS = [Secret(NAME, "PERSON"), Secret("45", "AGE")]
PLAIN = make_pdf([Page([Text(72, 700, "Dear Savannah, in May 2031")])])


def changed(change, content=PLAIN, **options):
    """A clean document with a change, as pikepdf writes it."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(file, **options)
    return file.getvalue()


def channels(content, secrets=SECRETS, read_image=None):
    return {leak.channel for leak in verify_pdf(content, secrets, read_image=read_image).leaks}


def page_of(document):
    return document.pages[0].obj


def test_clean_document_is_proven():
    secrets = [*SECRETS, Secret("Anna", "PERSON"), Secret("may", "PERSON"), Secret("203", "ID"), Secret("700", "ID")]
    done = verify_pdf(changed(lambda _: None), secrets, read_image=lambda *_: "Dear Savannah")
    assert (done.leaks, done.checked, done.not_checkable, done.is_proven) == ((), 5, 1, True)


def test_text_layer_tells_the_page():
    content = make_pdf([Page([Text(72, 700, "x")]), Page([Text(72, 700, f"To {NAME}")])])
    leaks = verify_pdf(content, SECRETS, read_image=None).leaks
    assert (Channel.TEXT, 1, "PERSON") in {(leak.channel, leak.page, leak.label) for leak in leaks}


def test_codes_that_are_no_characters():
    def change(document):
        map_ = b"2 begincodespacerange\n<00> <7F>\n<F0808080> <F7BFBFBF>\nendcodespacerange\n"
        map_ += b"2 begincidchar\n<F0A8A780> 66\n<61> 67\nendcidchar\nendcmap"
        face = document.pages[0].Resources.Font.F2
        face.Encoding = document.make_stream(map_, Type=Name.CMap, CMapName=Name.X)

    content = changed(change, coded_pdf("BT /F2 9 Tf 99 99 Td <F0A8A78061> Tj ET", {1: "a"}))
    assert verify_pdf(content, SECRETS, read_image=None).is_proven


@pytest.mark.parametrize("place", [(-500, 100), (72, 2000)])
def test_text_beside_the_page(place):
    assert Channel.CONTENT in channels(make_pdf([Page([Text(*place, NAME)])]))


@pytest.mark.parametrize(
    "code",
    [
        f"({NAME}) Tj",
        f"[({NAME[:4]}) -20 ({NAME[4:]})] TJ",
        "".join(f"({letter}) Tj 7 0 Td " for letter in NAME),
        f"<{NAME.encode().hex()}> Tj",
        "(" + "".join(f"\\{ord(letter):03o}" for letter in NAME) + ") Tj",
        f"3 Tr ({NAME}) Tj",
        f"/Span <</ActualText <feff{NAME.encode('utf-16-be').hex()}>>> BDC (x) Tj EMC",
        f"% {NAME}\n",
    ],
    ids=["simple", "kerned", "split", "hex", "octal", "invisible", "actual text", "comment"],
)
def test_content_streams(code):
    def change(document):
        document.pages[0].contents_add(f"BT /F1 12 Tf 72 500 Td {code} ET".encode())

    assert Channel.CONTENT in channels(changed(change))


def test_form_of_its_own():
    def change(document):
        form = document.make_stream(f"BT /F1 12 Tf ({NAME}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form)
        document.Root.Unused = document.make_indirect(form)

    assert Channel.CONTENT in channels(changed(change))


@pytest.mark.parametrize("coded", [NAME.encode(), b"\xfe\xff" + NAME.encode("utf-16-be"), NAME.encode("utf-16-le")])
def test_strings(coded):
    def change(document):
        document.Root.PieceInfo = Dictionary(App=Dictionary(Private=Array([String(coded)])))

    assert Channel.STRING in channels(changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate))


def test_streams_of_no_known_kind():
    def change(document):
        document.Root.Extra = document.make_stream(f"note: {NAME}".encode())

    assert Channel.STREAM in channels(changed(change, compress_streams=True))


def test_instructions_of_pages_that_are_gone_have_numbers_of_their_own():
    def change(document):
        document.Root.Extra = document.make_stream(b"/P BMC 12.345 re BT /F1 12 Tf (Dear 98765) Tj ET EMC")

    found = [channels(changed(change), [Secret(number, "ID")]) for number in ("345", "98765")]
    assert found == [set(), {Channel.CONTENT}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_words_in_binary_data(encoding):
    noise = bytes(range(1, 256)) * 3

    def change(document):
        document.Root.Extra = document.make_stream(noise + NAME.encode(encoding) + noise)

    assert Channel.STREAM in channels(changed(change, compress_streams=True))


def test_names():
    def change(document):
        page_of(document).Tag = Name(f"/{NAME}")

    assert Channel.NAME in channels(changed(change))


def test_metadata():
    def change(document):
        document.docinfo.Author = NAME

    def describe(document):
        with document.open_metadata() as metadata:
            metadata["dc:title"] = f"Letter of {NAME}"

    assert Channel.METADATA in channels(changed(change))
    assert Channel.METADATA in channels(changed(describe))


def test_form_fields_and_annotations():
    def fill(document):
        field = Dictionary(FT=Name.Tx, T=String("x"), V=String(NAME), Rect=Array([0, 0, 9, 9]), Subtype=Name.Widget)
        document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))

    def note(document):
        annotation = Dictionary(Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(NAME))
        page_of(document).Annots = Array([document.make_indirect(annotation)])

    assert Channel.FORM in channels(changed(fill))
    assert Channel.ANNOTATION in channels(changed(note))


def test_attachments_are_a_leak_whatever_they_hold():
    def change(document):
        document.attachments["a.txt"] = AttachedFileSpec(document, b"nothing", filename="a.txt")

    assert channels(changed(change)) == {Channel.ATTACHMENT}


def test_older_revision_is_a_leak_whatever_it_holds():
    content = changed(lambda _: None)
    start = content.rindex(b"startxref")
    again = content + b"\n" + content[start:]
    assert Channel.REVISION in channels(again)


@pytest.mark.parametrize("more", [b"\nleft over", NAME.encode()])
def test_bytes_behind_the_end(more):
    found = channels(changed(lambda _: None) + more)
    assert Channel.REVISION in found
    assert (Channel.BYTES in found) is (more == NAME.encode())


def test_object_that_is_not_listed():
    content = changed(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    place = content.rindex(b"xref", 0, content.rindex(b"startxref"))
    hidden = b"77 0 obj\n<< >>\nendobj\n"
    moved = content[:place] + hidden + content[place:]
    moved = moved.replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + len(hidden)))
    assert channels(moved) == {Channel.UNLISTED}


def test_metadata_of_pictures():
    jpeg = encode(Image.new("RGB", (40, 40)), "JPEG", comment=b"Anna was here")

    def change(document):
        picture = document.make_stream(
            jpeg, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=40, BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
        )  # fmt: skip
        document.Root.Unused = document.make_indirect(picture)

    assert channels(changed(change), [Secret("Anna", "PERSON")]) == {Channel.METADATA}


def read_dark(pixels, _):
    """An engine that reads the name where there is anything dark."""
    return f"Dear {NAME}" if pixels.min() < 100 else ""


def test_picture_of_a_page_is_read():
    leaks = verify_pdf(scanned_pdf(("x", "x")), SECRETS, read_image=read_dark).leaks
    assert {leak.page for leak in leaks if leak.channel is Channel.PICTURE} == {0, 1}


def test_picture_under_a_box_is_read_as_it_is_stored():
    """A white box hides what the picture has: the page is blank, the file is not."""

    def change(document):
        document.pages[0].contents_add(b"q 1 g 0 0 5000 5000 re f Q")

    content = changed(change, scanned_pdf(("x",)))
    assert channels(content, read_image=read_dark) == {Channel.IMAGE}
    assert channels(content) == set()


def test_picture_behind_its_mask_is_read():
    def change(document):
        mask = document.make_stream(
            b"\0" * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )  # fmt: skip
        picture = document.make_stream(
            bytes(100), Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray, SMask=mask,
        )  # fmt: skip
        document.Root.Unused = document.make_indirect(picture)

    assert Channel.IMAGE in channels(changed(change), read_image=lambda pixels, _: NAME if pixels.max() == 0 else "")


def test_torture_leaks_in_every_place():
    content = torture_pdf().content
    found = channels(content, [Secret(SECRET, "PERSON")], read_image=lambda *_: SECRET)
    of_office = {Channel.PART, Channel.FILE_NAME}
    of_dicom = {
        *(Channel.FRAME, Channel.OVERLAY, Channel.ELEMENT, Channel.PRIVATE, Channel.BEHIND, Channel.META),
        *(Channel.PREAMBLE, Channel.DOCUMENT, Channel.CODE),
    }
    assert found == set(Channel) - of_office - of_dicom


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\nnothing",
        PLAIN[:-200],
        make_pdf([Page([Text(72, 700, "x")])], owner_password="o"),
        make_pdf([Page([Text(72, 700, "x")])], user_password="u"),
    ],
    ids=["empty", "no objects", "cut", "owner password", "user password"],
)
def test_what_cannot_be_read_is_not_proven(content):
    with pytest.raises(DocumentError) as error:
        verify_pdf(content, SECRETS, read_image=None)
    assert NAME not in str(error.value)


def test_stream_that_cannot_be_decoded_is_not_proven():
    def change(document):
        document.Root.Extra = document.make_stream(b"no deflate", Filter=Name.FlateDecode)

    with pytest.raises(DocumentError, match="damaged"):
        verify_pdf(changed(change), SECRETS, read_image=None)


def test_small_file_of_many_zeros_is_not_proven(monkeypatch):
    monkeypatch.setattr("sparkocr.deid.channels._MAX_DECODED", 1 << 20)

    def change(document):
        document.Root.Extra = document.make_stream(zlib.compress(bytes(1 << 22)), Filter=Name.FlateDecode)

    content = changed(change)
    assert len(content) < 50_000
    with pytest.raises(DocumentError):
        verify_pdf(content, SECRETS, read_image=None)


def test_failing_engine_proves_nothing():
    def fail(*_):
        raise ValueError(NAME)

    with pytest.raises(DocumentError, match="engine failed with ValueError") as error:
        verify_pdf(changed(lambda _: None), SECRETS, read_image=fail)
    assert NAME not in str(error.value)


def test_limits_of_the_library_are_as_they_were():
    before = pikepdf.settings.get_qpdf_limits()
    verify_pdf(changed(lambda _: None), SECRETS, read_image=None)
    assert pikepdf.settings.get_qpdf_limits() == before


@pytest.mark.parametrize("mode", pikepdf.ObjectStreamMode.__members__.values())
def test_names_of_the_syntax_are_no_names_of_people(mode):
    secrets = [Secret(name, "PERSON") for name in ("Page", "Font", "Delta")]
    clean = changed(lambda _: None, object_stream_mode=mode)
    assert verify_pdf(clean, secrets, read_image=None).is_proven
    shown = make_pdf([Page([Text(72, 700, "To Mr Page")])])
    assert Channel.TEXT in channels(shown, secrets)
    other = changed(
        lambda document: document.Root.__setitem__("/PageLabel", Name("/Page#20One")), object_stream_mode=mode
    )
    assert Channel.NAME in channels(other, secrets)
