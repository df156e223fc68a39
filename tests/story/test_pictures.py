"""Which files are pictures of a story: those beside it, and nothing else of the machine."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from audiobrief.story.pictures import file_of


@pytest.fixture
def page(tmp_path: Path) -> str:
    folder = tmp_path / "saved"
    (folder / "pier_files").mkdir(parents=True)
    for name in ("pier.jpg", "pier_files/a pier.jpg", "../secret.jpg"):
        (folder / name).write_bytes(b"a picture")
    (folder / "sly.jpg").symlink_to(tmp_path / "secret.jpg")
    return str(folder / "pier.html")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("pier.jpg", "pier.jpg"),
        ("./pier.jpg?width=600#top", "pier.jpg"),
        ("pier_files/a%20pier.jpg", "pier_files/a pier.jpg"),
    ],
)
def test_a_picture_beside_the_page_or_below_it_is_found(page: str, address: str, name: str) -> None:
    assert file_of(page, None, address) == (Path(page).parent / name).resolve()


@pytest.mark.parametrize("named", ["pier.jpg", "pier_files/a%20pier.jpg"])
def test_a_page_that_was_saved_with_its_pictures_has_them(page: str, named: str) -> None:
    """It still states where it was on the web, and pictures are named from there."""
    web = "https://post.example/news/pier.html?a=1"
    found = file_of(page, web, urljoin(web, named))
    assert found == (Path(page).parent / unquote(named)).resolve()
    assert file_of(page, web, f"https://pictures.example/{named}") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://post.example/pier.jpg",
        "//post.example/pier.jpg",
        "../secret.jpg",
        "%2e%2e/secret.jpg",
        "/etc/passwd",
        "file:///etc/passwd",
        "sly.jpg",
        "missing.jpg",
        "pier_files",
        "",
        "a\0b.jpg",
        "http://[half",
        "x" * 5000,
    ],
)
def test_nothing_else_is(page: str, address: str) -> None:
    assert file_of(page, None, address) is None
    assert file_of(page, "https://post.example/news/pier.html", address) is None


@pytest.mark.parametrize("address", ["", "-", "https://post.example/pier"])
def test_what_was_read_from_no_file_has_none(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pier.jpg").write_bytes(b"a picture")
    assert file_of(address, None, "pier.jpg") is None
