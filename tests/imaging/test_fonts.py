"""Fonts by family, file and style."""

import logging
import shutil

import font_roboto
import pytest

from sparkocr.enums import FontStyle
from sparkocr.errors import DocumentError
from sparkocr.imaging import fonts
from sparkocr.imaging.fonts import font_of


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A folder with fonts of the user, and none of the system."""
    folder = tmp_path / "fonts" / "inner"
    folder.mkdir(parents=True)
    for name in ("Roboto-Light.ttf", "Roboto-LightItalic.ttf", "Roboto-Black.ttf"):
        shutil.copy(f"{font_roboto.font_directory}/{name}", folder)
    (folder / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", "/nowhere")
    for cached in (fonts.font_of, fonts._file):
        cached.cache_clear()
    yield folder
    for cached in (fonts.font_of, fonts._file):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("style", "name"), [("PLAIN", "Regular"), ("BOLD", "Bold"), ("ITALIC", "Italic"), ("BOLD_ITALIC", "Bold Italic")]
)
def test_styles_of_roboto(style, name):
    for family in ("Roboto", "roboto"):
        assert font_of((family, FontStyle[style]), 20).getname() == ("Roboto", name)
    if style != "PLAIN":
        assert font_of(("", FontStyle[style]), 20).getname() == ("Roboto", name)


def test_no_name_is_the_font_of_pillow():
    assert font_of(("", FontStyle.PLAIN), 20).getname()[0] != "Roboto"


def test_installed_families(installed):
    assert installed.exists()
    assert font_of(("Roboto Light", FontStyle.PLAIN), 17).getname() == ("Roboto", "Light")
    assert font_of(("ROBOTO LIGHT", FontStyle.ITALIC), 17).getname() == ("Roboto", "Light Italic")
    assert font_of(("Roboto Black", FontStyle.PLAIN), 17).getname() == ("Roboto", "Black")


def test_families_that_are_not_installed_are_roboto(installed, caplog):
    assert installed.exists()
    with caplog.at_level(logging.WARNING):
        found = font_of(("Comic Serif", FontStyle.BOLD), 20)
    assert found.getname() == ("Roboto", "Bold")
    assert "'Comic Serif' is not installed in the style BOLD" in caplog.text


def test_files(installed):
    assert font_of((str(installed / "Roboto-Black.ttf"), FontStyle.PLAIN), 20).getname() == ("Roboto", "Black")
    for name in ("broken.ttf", "missing.otf"):
        with pytest.raises(DocumentError, match="Can't open the font"):
            font_of((str(installed / name), FontStyle.PLAIN), 20)
