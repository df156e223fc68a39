"""Pictures of captions as a book holds them: small, upright, and nothing but pictures."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from audiobrief.episode.pictures import MAX_SIDE_PX, book_picture
from audiobrief.errors import EpisodeError


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_other_forms_become_jpeg_on_white(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"pier.{form.lower()}"
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(path, form)
    made = _opened(book_picture(path))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (40, 20))
    assert made.getpixel((20, 10)) == (255, 255, 255)


def test_greys_of_sixteen_bits_are_seen(tmp_path: Path) -> None:
    """Cut off at 255 of 65,535 they would all be white."""
    path = tmp_path / "pier.png"
    greys = [0x4000, 0xC000]
    Image.frombytes("I;16", (2, 1), b"".join(grey.to_bytes(2, "little") for grey in greys)).resize(
        (80, 40), Image.Resampling.NEAREST
    ).save(path)
    made = _opened(book_picture(path)).convert("L")
    assert [made.getpixel((x, 20)) for x in (10, 70)] == [
        pytest.approx(64, 3),
        pytest.approx(192, 3),
    ]


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """Return a photograph as a camera makes it: on its side, with who took it and where."""
    path = tmp_path / "pier.jpg"
    photograph = Image.new("RGB", (4000, 1000), (200, 30, 30))
    exif = photograph.getexif()
    exif[0x0112] = 6  # The camera was held on its side.
    exif[0x013B] = "Ada Quill"
    exif.get_ifd(0x8825)[1] = "N"
    photograph.save(path, exif=exif)
    return path


def test_a_photograph_is_upright_small_and_tells_nothing_of_its_maker(photograph: Path) -> None:
    content = book_picture(photograph)
    assert _opened(content).size == (MAX_SIDE_PX // 4, MAX_SIDE_PX)
    assert not _opened(content).getexif()
    assert b"Ada" not in content
    assert book_picture(photograph) == content


def test_exiftool_finds_nothing_of_its_maker(
    photograph: Path, judge: Callable[[str], str], tmp_path: Path
) -> None:
    def told(path: Path) -> str:
        command = [judge("exiftool"), "-G", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "Ada Quill" in told(photograph)
    made = tmp_path / "made.jpg"
    made.write_bytes(book_picture(photograph))
    assert not {"EXIF", "XMP", "IPTC"} & set(re.findall(r"^\[(\w+)\]", told(made), re.MULTILINE))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"GIF89a", "pier.jpg is damaged or cannot be read|no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "pier.jpg is no picture that can be read"),
    ],
)
def test_what_is_no_picture_is_told_by_its_name(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "pier.jpg").write_bytes(content)
    with pytest.raises(EpisodeError, match=told) as failed:
        book_picture(tmp_path / "pier.jpg")
    assert str(tmp_path) not in str(failed.value)


def test_a_picture_that_was_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pier.jpg"
    Image.effect_noise((300, 300), 60).save(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(EpisodeError, match=r"pier\.jpg is damaged or cannot be read"):
        book_picture(path)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pier.png"
    Image.new("1", (10_000, 6_000)).save(path)
    with pytest.raises(EpisodeError, match="10000 by 6000 pixels"):
        book_picture(path)
