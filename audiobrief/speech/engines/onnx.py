"""Sessions of ONNX models: one thread each, and inner tensors given out where a file is known."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any


def session(model: bytes | str) -> Any:  # noqa: ANN401, onnxruntime has no types
    """Return a session of one thread that sleeps while it waits: takes run beside each other.

    Args:
        model: The content of the file, or its path.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps the peak of the longest sentence for ever: 40 MB more, and no faster here.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def with_output(model: bytes, tensor: str) -> bytes:
    """Return an ONNX model that also gives out an inner tensor.

    Protobuf merges a message field that occurs twice, so appending a second ``graph`` (field 7 of
    ModelProto) with one ``output`` (field 12 of GraphProto) that has a ``name`` (field 1) adds it.
    """
    name = tensor.encode()
    value = b"\x0a" + bytes([len(name)]) + name
    graph = b"\x62" + bytes([len(value)]) + value
    return model + b"\x3a" + bytes([len(graph)]) + graph


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex, computed again only when the file has changed.

    Raises:
        OSError: It cannot be read.
    """
    facts = path.stat()
    return _sha256(path, facts.st_size, facts.st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _sha256(path: Path, _size_bytes: int, _changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
