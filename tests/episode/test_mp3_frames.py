"""The frames of a file are the same whether it is read whole or in blocks."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.readback import filebytes
from audiobrief.readback.filebytes import FileBytes
from audiobrief.readback.mp3 import read_mp3, read_mp3_file
from audiobrief.sound.clip import Clip
from audiobrief.sound.mp3 import mp3_bytes

SOUND = mp3_bytes(
    Clip(samples=np.sin(np.arange(44_100) / 9).astype(np.float32) * 0.3, rate_hz=44_100)
)
PIECES = st.one_of(
    st.just(SOUND[:3_000]),
    st.just(SOUND[3_000:]),
    st.just(b"\xff" * 700),
    st.just(bytes(900)),
    st.just(b"ID3\x03\0\0\0\0\x02\0" + bytes(256)),
    st.just(b"TAG" + bytes(125)),
    st.binary(max_size=400),
)


@given(pieces=st.lists(PIECES, max_size=6), block=st.sampled_from([16, 417, 4_096, 1 << 20]))
def test_what_is_read_in_blocks_is_what_is_read_whole(pieces: list[bytes], block: int) -> None:
    content = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filebytes, "_BLOCK", block)
        assert read_mp3(FileBytes(io.BytesIO(content))) == read_mp3(content)


@given(content=st.binary(max_size=200), asked=st.tuples(st.integers(-5, 210), st.integers(-5, 210)))
def test_a_piece_of_a_file_is_that_of_its_bytes(content: bytes, asked: tuple[int, int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filebytes, "_BLOCK", 16)
        read = FileBytes(io.BytesIO(content))
        assert read[slice(*asked)] == content[slice(*asked)]
        assert read.find(b"\x07", max(0, asked[0])) == content.find(b"\x07", max(0, asked[0]))


def test_a_long_file_takes_no_memory(tmp_path: Path) -> None:
    """Ten hours took 675 megabytes to check."""
    path = tmp_path / "long.mp3"
    path.write_bytes(SOUND + SOUND[417:] * 999)
    read_mp3_file(path)
    tracemalloc.start()
    read = read_mp3_file(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read is not None
    assert read.duration_ms > 900_000
    assert path.stat().st_size > 10_000_000
    assert most < 4_000_000
