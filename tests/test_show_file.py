"""show.toml: what is right is taken, what is wrong is named with file, key and value."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from audiobrief.errors import SettingsError
from audiobrief.settings import Show
from audiobrief.show_file import _SHOW_KEYS, load_show, write_show_file
from audiobrief.story.model import Role


def _show(text: str) -> Path:
    path = Path("show.toml")
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_there_is_a_sensible_show() -> None:
    show = load_show(None)
    assert show.title
    assert show.address == "https://audiobrief.invalid/"
    assert show.voice_for(Role.BODY) == "anchor"


def test_the_file_of_the_current_folder_is_found() -> None:
    _show('title = "Coast News"')
    assert load_show(None).title == "Coast News"


def test_every_setting_is_read() -> None:
    Path("cover.jpg").touch()
    Path("jingle.wav").touch()
    show = load_show(
        _show(
            """
            title = "Coast News"
            description = "News of the coast."
            author = "The newsroom"
            owner_email = "news@example.org"
            language = "en-GB"
            category = "News > Politics"
            explicit = true
            link = "https://example.org/"
            base_url = "https://example.org/podcast"
            artwork = "cover.jpg"
            artwork_alt = "A lighthouse."
            copyright = "The newsroom"
            loudness = "spotify"
            mp3 = "archive"
            speed = 1.25
            [voices]
            default = "espeak"
            caption = "tone"
            [sounds]
            ident = "jingle.wav"
            sting = false
            earcons = ["story", "caption"]
            under_speech_lu = 2.5
            [captions]
            read = "both"
            place = "after"
            """
        )
    )
    assert show.category == ("News", "Politics")
    assert show.base_url == "https://example.org/podcast/"
    assert show.loudness_lufs == -14.0
    assert show.voice_for(Role.BODY) == "espeak"
    assert show.voice_for(Role.CAPTION) == "tone"
    assert show.sounds.ident == Path("jingle.wav")
    assert show.sounds.sting is False
    assert show.sounds.earcons == ("caption", "story")
    assert show.sounds.under_speech_lu == 2.5
    assert show.mp3 == "archive"
    assert show.speed == 1.25
    assert show.explicit
    assert show.captions_read == "both"
    assert show.captions_place == "after"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("titel = 'X'", "'titel'"),
        ("title = ''", "title is blank"),
        ("title = 7", "title is 7"),
        ("explicit = 'no'", "explicit is 'no'"),
        ("category = 'News > A > B'", "category is"),
        ("category = 'Foo > Bar'", "'Foo'"),
        ("category = 'News > Bar'", "'Bar'"),
        ("owner_email = 'abc'", "owner_email is 'abc'"),
        ("language = 'xx'", "language is 'xx'"),
        ("language = 'English'", "language is 'English'"),
        ("language = 'en-UK'", "the United Kingdom is GB"),
        ("base_url = 'http://a b'", "base_url is 'http://a b'"),
        ("base_url = 'https://['", "base_url is 'https://['"),
        ("base_url = 'ftp://x'", "base_url is 'ftp://x'"),
        ("artwork = 'none.jpg'", "none.jpg"),
        ("loudness = 'loud'", "'loud' is no loudness"),
        ("loudness = 3", "3 is no loudness"),
        ("voices = 'anchor'", "voices must be a table"),
        ("[voices]\nnarrator = 'x'", "'narrator'"),
        ("[sounds]\nvolume = 3", "'volume'"),
        ("[sounds]\nident = 'none.wav'", "sounds.ident names none.wav"),
        ("[sounds]\nearcons = ['bell']", "list of caption, quote, story"),
        ("[sounds]\nsign_off = 3", "may be true, false or a file's name in quotes"),
        ("[sounds]\nearcons = 'caption'", "must be a list in square brackets"),
        ("[sounds]\nbed_under_db = 12", "bed_under_db is 12; it may be from 24"),
        ("mp3 = 'huge'", "it may be compact, speech, archive"),
        ("speed = 9", "speed is 9; it may be from 0.5 to 2"),
        ("speed = true", "speed is True; it must be a number"),
        ("[captions]\nread = 'all'", "captions.read is 'all'"),
        ("[captions]\nplace = 3", "captions.place is 3"),
        ("[captions]\nwhere = 'after'", "'where'"),
        ("title = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(SettingsError) as told:
        load_show(_show(text))
    assert "show.toml" in str(told.value)
    assert named in str(told.value)
    assert str(told.value).endswith(".")


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no settings file .*none\.toml;"):
        load_show(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(SettingsError, match="not in UTF-8"):
        load_show(tmp_path / "bad.toml")


def test_the_template_holds_every_setting_and_is_valid() -> None:
    path = write_show_file(Path("show.toml"), title='A "quoted" \\ name')
    assert load_show(path) == Show(title='A "quoted" \\ name')
    text = path.read_text(encoding="utf-8")
    settings = [line[2:] for line in text.splitlines() if line.startswith("# ") and " = " in line]
    for line in settings:
        tomllib.loads(line)
    active = text.replace("\n# ", "\n")
    for key in _SHOW_KEYS:
        assert f"\n{key} = " in active or f"[{key}]" in active, key


def test_a_file_is_never_overwritten() -> None:
    _show("title = 'Mine'")
    with pytest.raises(SettingsError, match="already"):
        write_show_file(Path("show.toml"))
    assert load_show(None).title == "Mine"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('base_url = "https://radio.example/pier?x=1"', "without ? and #"),
        ('base_url = "https://radio.example/#pier"', "without ? and #"),
        ('base_url = "radio.example/pier"', "must be an address"),
        ('base_url = "https://radio.example/the pier/"', "must be an address"),
        ('base_url = "https://radio.example:port/"', "must be an address"),
        ('license = "mine"', "such as cc-by-4.0"),
        ('license = "Mine ftp://x.example/"', "such as cc-by-4.0"),
        ('type = "daily"', "episodic or serial"),
        ("season = -1", "whole number"),
        ("season = true", "whole number"),
        ("feed_episodes = 1.5", "whole number"),
    ],
)
def test_what_would_break_the_feed_is_refused(line: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        load_show(_show(line))


def test_a_licence_is_a_slug_or_a_name_with_its_text() -> None:
    assert load_show(_show('license = "CC-BY-4.0"')).licence == "cc-by-4.0"
    show = load_show(_show('license = "All rights reserved https://radio.example/terms"'))
    assert (show.licence, show.licence_url) == (
        "All rights reserved",
        "https://radio.example/terms",
    )
