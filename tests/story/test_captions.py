from __future__ import annotations

import pytest

from audiobrief.story.captions import (
    is_credit,
    is_picture_mark,
    shows_picture,
    split_credit,
    split_label,
)


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        (
            "Riders wait at the pier. (AP Photo/Jane Doe)",
            "Riders wait at the pier.",
            "AP Photo/Jane Doe",
        ),
        (
            "Riders wait at the pier. Credit: Jane Doe",
            "Riders wait at the pier.",
            "Credit: Jane Doe",
        ),
        ("Riders wait at the pier.Credit: EPA", "Riders wait at the pier.", "Credit: EPA"),
        ("Riders wait at the pier © Jane Doe", "Riders wait at the pier", "© Jane Doe"),
        (
            "Wartende an der Fähre. Foto: Jonas Weller",
            "Wartende an der Fähre.",
            "Foto: Jonas Weller",
        ),
        (
            "Riders wait at the pier. Jane Doe/Getty Images",
            "Riders wait at the pier.",
            "Jane Doe/Getty Images",
        ),
        (
            "Riders wait at the pier. REUTERS/Jane Doe",
            "Riders wait at the pier.",
            "REUTERS/Jane Doe",
        ),
        (
            "Riders wait at the pier. [Jane Doe/Lanning Herald]",
            "Riders wait at the pier.",
            "Jane Doe/Lanning Herald",
        ),
        ("Riders wait at the pier. | AFP", "Riders wait at the pier.", "AFP"),
    ],
)
def test_credit_is_split_off(printed: str, caption: str, credit: str) -> None:
    assert split_credit(printed) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "Riders wait at the pier in Port Lanning on Monday, Feb. 2, 2026.",
        "The mayor (left) and her husband at the opening.",
        "The council (nine members) met on Monday.",
        "He paid by credit and went home.",
    ],
)
def test_what_is_no_credit_stays(text: str) -> None:
    assert split_credit(text) == (text, None)


@pytest.mark.parametrize(
    "text", ["Photo: Jane Doe", "Getty Images", "© Jane Doe", "Jane Doe/Reuters"]
)
def test_credit_alone(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize(
    "text", ["The ferry was late.", "Jane Doe", "Reuters reported it on Monday"]
)
def test_no_credit_alone(text: str) -> None:
    assert not is_credit(text)


def test_picture_marks_and_wording() -> None:
    assert is_picture_mark("Image 2 of 5")
    assert is_picture_mark("Image caption")
    assert not is_picture_mark("Image of a city in doubt")
    assert shows_picture("Jane Doe, left, shakes hands.")
    assert shows_picture("FILE - The pier in 2019.")
    assert not shows_picture("The council met on Monday.")


def test_label_is_split_off() -> None:
    assert split_label("Photo caption: Two boats.") == ("Two boats.", "Photo caption:")
    assert split_label("Two boats.") == ("Two boats.", "")


def test_foto_de_tells_what_is_seen_or_by_whom() -> None:
    assert is_credit("Foto de Jane Doe")
    assert not is_credit("Foto de familia de la segunda reunión del grupo EFE/ Jane Doe")
