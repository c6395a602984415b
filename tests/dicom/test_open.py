"""Files are opened as viewers do, and never more than one frame is read."""

import zlib

import numpy as np
import pytest

from dicom.make_dicom import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT, JPEG_LS, RLE, dicom, header, ramp, saved
from sparkocr.dicom import open as opening
from sparkocr.dicom.frames import Frames
from sparkocr.dicom.open import is_dicom, open_dicom
from sparkocr.errors import DocumentError

GRAYS = ramp((33, 35), 0, 255, np.uint8)
META_END = 128 + 4


def stored(source, index=0):
    with open_dicom(source) as found:
        return Frames(found)[index].stored


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED, RLE, JPEG_LS])
def test_every_way_to_write_a_header(syntax):
    content = dicom(GRAYS, syntax=syntax)
    with open_dicom(content) as found:
        assert found.transfer_syntax == syntax
        assert found.header.file_meta.TransferSyntaxUID == syntax
    np.testing.assert_array_equal(stored(content), GRAYS)


def test_bytes_and_paths_are_the_same(tmp_path):
    content = dicom(GRAYS)
    path = tmp_path / "no extension"
    path.write_bytes(content)
    for source in (content, bytearray(content), memoryview(content), path, str(path), f"file:{path}"):
        np.testing.assert_array_equal(stored(source), GRAYS)


def test_a_missing_path_is_not_quoted():
    with pytest.raises(DocumentError, match="Can't open the file of the path") as caught, open_dicom("/Jane/Doe.dcm"):
        pass
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, BIG_ENDIAN])
def test_a_header_without_preamble_and_file_meta_information(syntax):
    content = dicom(GRAYS, syntax=syntax)
    length = int.from_bytes(content[META_END + 8 : META_END + 12], "little")
    bare = content[META_END + 12 + length :]
    assert not is_dicom(bare)
    np.testing.assert_array_equal(stored(bare), GRAYS)


@pytest.mark.parametrize("syntax", [RLE, JPEG_LS])
def test_the_transfer_syntax_of_encoded_frames_is_guessed(syntax):
    content = dicom(GRAYS, syntax=syntax)
    length = int.from_bytes(content[META_END + 8 : META_END + 12], "little")
    bare = content[META_END + 12 + length :]
    with open_dicom(bare) as found:
        assert found.transfer_syntax == syntax
    np.testing.assert_array_equal(stored(bare), GRAYS)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"var x = 1;\n", b"%PDF-1.7", bytes(200), b"\0" * 128 + b"DICM", b"\x08\0\5\0" * 3],
    ids=["empty", "one byte", "script", "pdf", "zeros", "nothing after the preamble", "cut off"],
)
def test_what_is_no_dicom_file(content):
    with pytest.raises(DocumentError), open_dicom(content) as found:
        Frames(found)


def test_a_cut_off_file_fails_or_lacks_its_last_frame():
    content = dicom(GRAYS, GRAYS)
    for size in range(0, len(content), 371):
        with pytest.raises(DocumentError), open_dicom(content[:size]) as found:
            Frames(found)[1]


def test_a_header_without_pixels():
    with open_dicom(saved(header())) as found:
        assert found.pixels is None
        with pytest.raises(DocumentError, match="no pixels"):
            Frames(found)


def test_a_deflated_bomb(limit):
    limit(max_inflated_bytes=1000)
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    content = dicom(GRAYS, syntax=DEFLATED)
    length = int.from_bytes(content[META_END + 8 : META_END + 12], "little")
    bomb = content[: META_END + 12 + length] + deflater.compress(bytes(10**6)) + deflater.flush()
    with pytest.raises(DocumentError, match=r"larger than 1,000 bytes"), open_dicom(bomb):
        pass


def test_nothing_of_the_header_is_said(recwarn, caplog):
    dataset = header(StudyDate="Doe^Jane is no date", PatientAge="Jane is no age")
    content = saved(dataset)
    recwarn.clear()
    caplog.clear()
    with open_dicom(content) as found:
        opening.value(found.header, "StudyDate")
        opening.value(found.header, "PatientAge")
    assert not recwarn.list
    assert "Jane" not in caplog.text
