from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.sound.crc import crc16


def by_the_book(content: bytes, checksum: int = 0) -> int:
    """Bit by bit, as the definition reads."""
    for byte in content:
        checksum ^= byte
        for _ in range(8):
            checksum = checksum >> 1 ^ (0xA001 if checksum & 1 else 0)
    return checksum


def test_the_check_value_of_the_catalogue() -> None:
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=300), st.integers(0, 0xFFFF))
def test_it_agrees_with_the_definition(content: bytes, start: int) -> None:
    assert crc16(content, start) == by_the_book(content, start)


@given(st.integers(0, 40_000))
def test_a_long_stream_may_be_cut_anywhere(cut: int) -> None:
    content = bytes(value * value % 251 for value in range(40_000))
    assert crc16(content[cut:], crc16(content[:cut])) == crc16(content)


def test_a_long_stream_agrees_with_the_definition() -> None:
    content = bytes(value * value % 251 for value in range(40_000))
    assert crc16(content) == by_the_book(content)
