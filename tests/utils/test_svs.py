"""Whole slides as Aperio's scanners write them; tifffile and, if it is there, OpenSlide read what comes out."""

import hashlib
import io
import struct
import tracemalloc

import numpy as np
import pytest
import tifffile

from sparkocr.deid.slide import deidentify_slide
from sparkocr.errors import DocumentError
from sparkocr.utils.svs.deidentifier import remove_phi
from sparkocr.utils.svs.phi_cleaning import remove_phi as newer_name

HEAD = "Aperio Image Library v11.2.1\r\n"
FIELDS = (
    "AppMag = 20|StripeWidth = 2040|ScanScope ID = CPAPERIOCS|Filename = S26-004711 Ellison|Date = 11/28/26"
    "|Time = 09:59:15|User = jdoe4711|Time Zone = GMT-04:00|MPP = 0.4990|Left = 25.691574"
    "|Parmset = COVERSLIP|Barcode = 9920014711|Note of Jane = Ellison Mary|Exposure Time = 109 Ellison"
)
PRIVATE = b"PRIVATE Ellison Mary 4711"
SECRETS = [
    *("CPAPERIOCS", "004711", "Ellison", "11/28/26", "09:59:15", "jdoe4711", "GMT-04:00", "9920014711", "Jane", "Mary"),
    *("2026:11:28 10:00:01", "Dr. Host", "scanner-7", "PRIVATE", "COVERSLIP"),
]
STAYS = {"AppMag = 20", "StripeWidth = 2040", "MPP = 0.4990", "Left = 25.691574"}
TEXTS = [(315, "s", 0, "Dr. Host", True), (316, "s", 0, "scanner-7", True), (65000, "B", len(PRIVATE), PRIVATE, True)]
PROFILE = b"ICC" * 100


def noise(height, width, seed):
    return np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)


def write(path, *, label=True, compression="deflate", fields=FIELDS, **options):
    """Write a slide of 512 x 384 px; return the path."""
    common = {"photometric": "rgb", "metadata": None, "compression": compression, "software": "Aperio Software"}
    common |= {"extratags": TEXTS, "datetime": "2026:11:28 10:00:01"}
    with tifffile.TiffWriter(path, **options) as file:
        head = f"{HEAD}520x400 [0,10 512x384] (128x128) JPEG/RGB Q=30|{fields}"
        file.write(noise(384, 512, 1), tile=(128, 128), description=head, iccprofile=PROFILE, **common)
        file.write(noise(96, 128, 2), rowsperstrip=16, description=f"{HEAD}512x384 -> 128x96 - |{fields}", **common)
        small = f"{HEAD}520x400 [0,10 512x384] (128x128) -> 256x192 JPEG/RGB Q=65|{fields}"
        file.write(noise(192, 256, 3), tile=(128, 128), description=small, **common)
        if label:
            file.write(noise(90, 100, 4), rowsperstrip=30, subfiletype=1, description=f"{HEAD}label 100x90", **common)
        file.write(noise(100, 300, 5), rowsperstrip=50, subfiletype=9, description=f"{HEAD}macro 300x100", **common)
    return path


def pages(path):
    with tifffile.TiffFile(path) as file:
        return [(page.asarray(), page.description, {tag.code for tag in page.tags}) for page in file.pages]


@pytest.fixture
def slide(tmp_path):
    return write(tmp_path / "S26-004711 Ellison.svs")


@pytest.mark.parametrize(
    ("bigtiff", "byteorder"), [(False, "<"), (False, ">"), (True, "<"), (True, ">")], ids=["little", "big", "8", "8big"]
)
def test_label_macro_and_texts_are_gone_and_all_else_stays(tmp_path, bigtiff, byteorder):
    path = write(tmp_path / "Ellison.svs", bigtiff=bigtiff, byteorder=byteorder)
    (done,) = remove_phi(path, tmp_path / "out")
    content = (tmp_path / "out" / done.output.rsplit("/", 1)[-1]).read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in content or secret.encode("utf-16-le") in content] == []
    before, after = pages(path), pages(done.output)
    assert [pixels.shape[:2] for pixels, _, _ in after] == [(384, 512), (96, 128), (192, 256)]
    assert all(np.array_equal(old[0], new[0]) for old, new in zip(before, after, strict=False))
    for _, description, tags in after:
        head, *fields = description.split("|")
        assert head.startswith("Aperio Image Library v11.2.1\r\n5")
        assert set(fields) == STAYS
        assert not tags & {305, 306, 315, 316, 65000}
    assert PROFILE in content


def stored(path):
    """Return what is stored as pixels, by image."""
    content = path.read_bytes()
    with tifffile.TiffFile(path) as file:
        places = [zip(page.dataoffsets, page.databytecounts, strict=True) for page in file.pages]
    return [[content[start : start + size] for start, size in image] for image in places]


def test_tiles_are_the_same_bytes_and_those_of_the_label_are_nowhere(tmp_path, slide):
    out = tmp_path / "out.svs"
    remove_phi(slide, out)
    before, content = stored(slide), out.read_bytes()
    assert stored(out) == before[:3]
    assert not any(strip in content for image in before[3:] for strip in image)


def test_openslide_reads_it(tmp_path, slide):
    openslide = pytest.importorskip("openslide")
    remove_phi(slide, tmp_path / "out.svs")
    with openslide.OpenSlide(slide) as old, openslide.OpenSlide(tmp_path / "out.svs") as new:
        assert set(old.associated_images) >= {"label", "macro", "thumbnail"}
        assert set(new.associated_images) == {"thumbnail"}
        assert new.properties["openslide.vendor"] == "aperio"
        assert new.level_dimensions == old.level_dimensions == ((512, 384), (256, 192))
        assert new.properties["aperio.MPP"] == "0.4990"
        for level in (0, 1):
            size = new.level_dimensions[level]
            assert np.array_equal(new.read_region((0, 0), level, size), old.read_region((0, 0), level, size))


def test_images_stay_only_if_they_are_surely_of_the_slide(tmp_path):
    common = {"photometric": "rgb", "metadata": None}
    path = tmp_path / "other.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(noise(256, 512, 1), tile=(128, 128), **common)
        file.write(noise(64, 128, 2), rowsperstrip=16, **common)  # stripped, and says nothing
        file.write(noise(128, 256, 3), tile=(128, 128), subfiletype=1, **common)
        file.write(noise(256, 256, 4), tile=(128, 128), **common)  # of another shape
        file.write(noise(64, 128, 5), tile=(64, 64), description="Label_Image", **common)
        file.write(noise(64, 128, 6), tile=(64, 64), subfiletype=9, **common)
    (done,) = remove_phi(path, tmp_path / "out")
    assert [pixels.shape[:2] for pixels, _, _ in pages(done.output)] == [(256, 512), (128, 256)]


def test_tags_take_the_place_of_the_default(tmp_path, slide):
    remove_phi(slide, tmp_path / "out.svs", tags=["ImageDescription.user", "ImageDescription.Time Zone"])
    text = pages(tmp_path / "out.svs")[0][1]
    assert "User" not in text
    assert "Time Zone" not in text
    assert "Filename = S26-004711 Ellison" in text


def test_fields_that_repeat_a_removed_value_go_too(tmp_path):
    slide = write(tmp_path / "a.svs", fields="Filename = S26-004711|Title = about s26-004711|AppMag = 20")
    remove_phi(slide, tmp_path / "out.svs", tags=["ImageDescription.Filename"])
    assert pages(tmp_path / "out.svs")[0][1].split("|")[1:] == ["AppMag = 20"]


def test_append_tags_go_besides_the_default(tmp_path, slide):
    newer_name(slide, tmp_path / "out.svs", append_tags=["ImageDescription.AppMag"])
    assert set(pages(tmp_path / "out.svs")[0][1].split("|")[1:]) == STAYS - {"AppMag = 20"}


@pytest.mark.parametrize(("tag", "code"), [("ImageDescription", 270), ("InterColorProfile", 34675)])
def test_whole_tags_go_if_wanted(tmp_path, slide, tag, code):
    remove_phi(slide, tmp_path / "out.svs", append_tags=[tag])
    assert code not in pages(tmp_path / "out.svs")[0][2]
    remove_phi(slide, tmp_path / "kept.svs")
    assert code in pages(tmp_path / "kept.svs")[0][2]


@pytest.mark.parametrize("tag", ["ImageWidth", "ImageDescription.", "User", ""])
def test_other_tags_are_refused(tmp_path, slide, tag):
    with pytest.raises(ValueError, match="Tags are"):
        remove_phi(slide, tmp_path / "out.svs", tags=[tag])
    with pytest.raises(ValueError, match="Tags are"):
        remove_phi(slide, tmp_path / "out.svs", append_tags=[tag])


# --- Folders and names


def test_a_folder(tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write(folder / "Ellison.SVS")
    write(folder / "Jones.tiff", label=False)
    (folder / "notes.txt").write_text("Ellison")
    (folder / "bad.svs").write_bytes(b"II*\0 Ellison")
    with pytest.warns(UserWarning, match="1 of 3 files were not written"):
        done = remove_phi(folder, out, verbose=True)
    by_name = {one.path.rsplit("/", 1)[-1]: one for one in done}
    assert by_name["bad.svs"].output is None
    assert by_name["bad.svs"].exception == "The slide is damaged, or of a kind of TIFF that can't be cleaned."
    sums = {hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16] for name in ("Ellison.SVS", "Jones.tiff")}
    assert {path.stem for path in out.iterdir()} == sums
    assert capsys.readouterr().out == "1 of 3: 2 images removed, 3 kept\n2 of 3: 1 images removed, 3 kept\n"


def test_nothing_is_printed_unless_it_is_wanted(tmp_path, slide, capsys):
    remove_phi(slide, tmp_path / "out")
    assert capsys.readouterr().out == ""


def test_names_are_kept_or_made_by_a_function(tmp_path, slide):
    remove_phi(slide, tmp_path / "same", rename=False)
    remove_phi(slide, tmp_path / "other", rename=lambda name: f"{len(name)}.svs")
    assert [path.name for path in (tmp_path / "same").iterdir()] == [slide.name]
    assert [path.name for path in (tmp_path / "other").iterdir()] == [f"{len(slide.name)}.svs"]


@pytest.mark.parametrize("name", ["", "../x.svs", "..", None])
def test_bad_names_are_refused(tmp_path, slide, name):
    with pytest.raises(ValueError, match="rename must return"):
        remove_phi(slide, tmp_path / "out", rename=lambda _: name)


def test_equal_names_are_refused(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.svs", "b.svs"):
        write(folder / name)
    with pytest.raises(ValueError, match="different names"):
        remove_phi(folder, tmp_path / "out", rename=lambda _: "x.svs")
    assert not (tmp_path / "out").exists()


def test_the_input_is_never_overwritten(slide):
    for output in (slide, slide.parent):
        with pytest.raises(ValueError, match="over input"):
            remove_phi(slide, output, rename=False)
    assert len(pages(slide)) == 5


def test_urls_of_fsspec(slide):
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/slides/Ellison.svs", slide.read_bytes())
    (done,) = remove_phi("memory://slides", "memory://clean")
    assert memory.isfile(done.output.removeprefix("memory:/"))
    assert len(pages(io.BytesIO(memory.cat(done.output)))) == 3


# --- Fail closed


def check_refused(tmp_path, path):
    with pytest.raises(DocumentError) as caught:
        remove_phi(path, tmp_path / "out")
    assert not any(path.is_file() for path in (tmp_path / "out").rglob("*"))
    assert "Ellison" not in str(caught.value)
    return str(caught.value)


def test_a_removed_text_inside_of_pixels_fails(tmp_path):
    path = write(tmp_path / "a.svs", compression=None)
    content = bytearray(path.read_bytes())
    (places, *_) = [page.dataoffsets for page in tifffile.TiffFile(path).pages]
    content[places[3] + 100 : places[3] + 108] = b"jdoe4711"
    path.write_bytes(content)
    assert check_refused(tmp_path, path) == "Something that had to go is still in the slide."


def test_pixels_of_a_label_that_stand_in_a_level_fail(tmp_path):
    path = write(tmp_path / "a.svs", compression=None)
    content = bytearray(path.read_bytes())
    found = [page.dataoffsets for page in tifffile.TiffFile(path).pages]
    content[found[0][0] : found[0][0] + 9000] = content[found[3][0] : found[3][0] + 9000]
    path.write_bytes(content)
    assert check_refused(tmp_path, path) == "Something that had to go is still in the slide."


def test_what_is_no_slide_is_refused(tmp_path):
    path = tmp_path / "page.tif"
    tifffile.imwrite(path, noise(64, 64, 1), photometric="rgb", description="Ellison")
    assert "no whole slide" in check_refused(tmp_path, path)
    tifffile.imwrite(path, noise(64, 64, 1), photometric="rgb", tile=(32, 32), description="Label", metadata=None)
    assert "no whole slide" in check_refused(tmp_path, path)


def test_images_in_images_are_refused(tmp_path):
    path = tmp_path / "ome.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(noise(64, 64, 1), tile=(32, 32), subifds=1, photometric="rgb")
        file.write(noise(32, 32, 1), tile=(32, 32), subfiletype=1, photometric="rgb")
    assert "damaged" in check_refused(tmp_path, path)


def test_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        remove_phi(tmp_path / "none.svs", tmp_path / "out")


@pytest.mark.parametrize("length", [0, 3, 8, 100, 3000, 500_000])
def test_truncated_files(tmp_path, slide, length):
    path = tmp_path / "short.svs"
    path.write_bytes(slide.read_bytes()[:length])
    check_refused(tmp_path, path)


def test_damaged_files_never_give_anything_else_than_an_error_or_a_slide(slide):
    content = slide.read_bytes()
    first = struct.unpack("<I", content[4:8])[0]
    for seed in range(60):
        random = np.random.default_rng(seed)
        damaged = bytearray(content)
        for place in random.integers(first, first + 260, 3):
            damaged[place] = random.integers(256)
        target = io.BytesIO()
        try:
            deidentify_slide(io.BytesIO(bytes(damaged)), target)
        except DocumentError:
            continue
        assert not any(secret.encode() in target.getvalue() for secret in ("jdoe4711", "scanner-7", "PRIVATE"))


def test_a_list_of_images_in_a_circle_is_refused(tmp_path, slide):
    content = bytearray(slide.read_bytes())
    first = struct.unpack("<I", content[4:8])[0]
    count = struct.unpack("<H", content[first : first + 2])[0]
    end = first + 2 + 12 * count
    content[end : end + 4] = struct.pack("<I", first)
    slide.write_bytes(content)
    check_refused(tmp_path, slide)


def test_tiles_that_are_stored_once_stay_stored_once_and_empty_ones_empty(tmp_path, slide):
    content = bytearray(slide.read_bytes())
    with tifffile.TiffFile(slide) as file:
        offsets, counts = (file.pages[0].tags[code] for code in (324, 325))
        size = {3: "H", 4: "I"}[counts.dtype]
        struct.pack_into("<I", content, offsets.valueoffset + 4, offsets.value[0])
        struct.pack_into(f"<{size}", content, counts.valueoffset + struct.calcsize(size), counts.value[0])
        struct.pack_into("<I", content, offsets.valueoffset + 8, 0)
        struct.pack_into(f"<{size}", content, counts.valueoffset + 2 * struct.calcsize(size), 0)
    slide.write_bytes(content)
    remove_phi(slide, tmp_path / "out.svs")
    with tifffile.TiffFile(tmp_path / "out.svs") as file:
        places, sizes = file.pages[0].dataoffsets, file.pages[0].databytecounts
    assert places[0] == places[1]
    assert (places[2], sizes[2]) == (0, 0)


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "large.tif"
    with tifffile.TiffWriter(path, bigtiff=True) as file:
        tiles = (np.full((512, 512, 3), number % 256, np.uint8) for number in range(64))
        file.write(tiles, shape=(4096, 4096, 3), dtype=np.uint8, tile=(512, 512), photometric="rgb", metadata=None)
    assert path.stat().st_size > 48 << 20
    tracemalloc.start()
    try:
        remove_phi(path, tmp_path / "out")
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()
