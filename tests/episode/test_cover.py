from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from audiobrief.episode import cover as room
from audiobrief.episode.cover import (
    MAX_BYTES,
    MIN_CONTRAST,
    contrast,
    cover,
    episode_cover,
    place_cover,
)
from audiobrief.errors import SettingsError
from audiobrief.settings import Show

TITLES = ["Pier Talk", "日本のニュース", "A" * 300, "The Harbour City Evening News for Everybody"]


@pytest.fixture(autouse=True)
def _drawn_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no cover be one that another test has drawn."""
    monkeypatch.setattr(room, "_drawing", lambda *titles: room._jpegs(room._drawn(*titles)))


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("title", TITLES)
def test_a_drawn_cover_is_what_directories_take(title: str) -> None:
    made = cover(Show(title=title))
    large, small = _opened(made.jpeg), _opened(made.small_jpeg)
    assert (large.format, large.mode, large.size) == ("JPEG", "RGB", (3000, 3000))
    assert small.size == (1000, 1000)
    assert large.info["dpi"] == (72, 72)
    assert len(made.jpeg) < MAX_BYTES
    assert title in made.alt


@pytest.mark.parametrize("title", TITLES)
def test_drawn_covers_are_legible_and_leave_the_bottom_free(title: str) -> None:
    picture = _opened(cover(Show(title=title)).jpeg)
    ground = picture.getpixel((20, 2990))
    assert isinstance(ground, tuple)
    red, green, blue = (int(part) for part in ground[:3])
    assert contrast((red, green, blue), (255, 255, 255)) >= MIN_CONTRAST - 0.3
    bottom = picture.crop((0, 2410, 3000, 3000)).convert("L").getextrema()
    whole = picture.convert("L").getextrema()
    assert isinstance(bottom[0], int | float)
    assert isinstance(whole[1], int | float)
    assert bottom[1] - bottom[0] < 16
    assert whole[1] > 240


def test_the_same_show_gets_the_same_cover_and_another_title_another_name() -> None:
    assert cover(Show(title="Pier Talk")) == cover(Show(title="Pier Talk"))
    assert cover(Show(title="Pier Talk")).name != cover(Show(title="Pier Talks")).name


@pytest.mark.parametrize("title", ["Storm closes coast road", "日本語の見出し", "x " * 260, "🐦"])
def test_an_episode_has_a_cover_of_its_own_with_its_title_in_words(title: str) -> None:
    """Who cannot see it, or whose letters the typeface lacks, is told the title all the same."""
    made = episode_cover(Show(title="Pier Talk"), title)
    assert made is not None
    picture = _opened(made.jpeg)
    assert (picture.mode, picture.size) == ("RGB", (3000, 3000))
    assert len(made.jpeg) <= MAX_BYTES
    assert " ".join(title.split()) in made.alt
    assert "Pier Talk" in made.alt
    bottom = picture.crop((0, 2410, 3000, 3000)).convert("L").getextrema()
    assert isinstance(bottom[0], int | float)
    assert bottom[1] - bottom[0] < 16


def test_an_emoji_does_not_take_the_words_off_the_cover() -> None:
    show = Show(title="Pier Talk")
    with_bird, alone = episode_cover(show, "Tern nests 🐦"), episode_cover(show, "🐦")
    assert with_bird is not None
    assert alone is not None
    top = (0, 0, 3000, 500)
    assert max(_opened(with_bird.jpeg).crop(top).convert("L").tobytes()) > 240
    assert max(_opened(alone.jpeg).crop(top).convert("L").tobytes()) < 200


def test_another_title_has_another_address_and_own_artwork_stays(tmp_path: Path) -> None:
    show = Show(title="Pier Talk")
    one, other = episode_cover(show, "One"), episode_cover(show, "Other")
    assert one is not None
    assert other is not None
    assert one.name != other.name
    assert episode_cover(replace(show, artwork=tmp_path / "art.jpg"), "One") is None


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def _art(folder: Path, size: tuple[int, int], mode: str = "RGB", form: str = "PNG") -> Show:
    path = folder / f"art.{form.lower()}"
    Image.new(mode, size, 0).save(path, form)
    return Show(artwork=path, artwork_alt="A pier at dusk")


@pytest.mark.parametrize(
    ("mode", "form"),
    [("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG")],
)
def test_artwork_becomes_rgb_without_transparency(mode: str, form: str, tmp_path: Path) -> None:
    made = cover(_art(tmp_path, (1400, 1400), mode, form))
    picture = _opened(made.jpeg)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1400, 1400))
    assert made.alt == "A pier at dusk"


def test_what_was_transparent_is_white_not_black(tmp_path: Path) -> None:
    picture = _opened(cover(_art(tmp_path, (1400, 1400), "RGBA")).jpeg)
    assert picture.getpixel((700, 700)) == (255, 255, 255)


def test_large_artwork_is_made_smaller(tmp_path: Path) -> None:
    assert _opened(cover(_art(tmp_path, (3200, 3200))).jpeg).size == (3000, 3000)


@pytest.mark.parametrize(
    ("size", "form", "told"),
    [
        ((1400, 1500), "PNG", "must be square"),
        ((1399, 1399), "PNG", "1400 to 3000"),
        ((1400, 1400), "GIF", "JPEG or PNG"),
    ],
)
def test_unfit_artwork_is_refused(
    size: tuple[int, int], form: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=told):
        cover(_art(tmp_path, size, form=form))


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_told_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"^The artwork .*art\.png .*\.$"):
        cover(Show(artwork=path))


def test_a_truncated_picture_is_refused(tmp_path: Path) -> None:
    show = _art(tmp_path, (1400, 1400), form="JPEG")
    assert show.artwork
    show.artwork.write_bytes(show.artwork.read_bytes()[:-2000])
    with pytest.raises(SettingsError, match=r"cannot be read"):
        cover(show)


def test_the_cover_is_placed_once(tmp_path: Path) -> None:
    show = Show(title="Pier Talk")
    path = place_cover(show, tmp_path)
    path.write_bytes(b"kept")
    assert place_cover(show, tmp_path).read_bytes() == b"kept"
    assert place_cover(replace(show, title="Other"), tmp_path) != path
