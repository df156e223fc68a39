"""The house rules that imports must keep: who may import whom, and which file a foreign library."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[1] / "audiobrief"

FLOORS: Final = {
    "errors": 0,
    "storage": 1,
    "zipped": 1,
    "words": 1,
    "deadline": 1,
    "categories": 1,
    "languages": 1,
    "phonemes": 1,
    "ordinary": 1,
    "licences": 1,
    "findings": 1,
    "readback": 1,
    "sound": 1,
    "story": 10,
    "settings": 11,
    "profiles": 12,
    "show_file": 12,
    "text_tables": 12,
    "rundown": 13,
    "speech": 14,
    "mix": 15,
    "episode": 16,
    "catalogue": 16,
    "pages": 16,
    "feed": 17,
    "intake": 19,
    "order": 19,
    "plan": 20,
    "build_key": 21,
    "performance": 21,
    "inspection": 21,
    "names": 22,
    "names_aloud": 22,
    "production": 22,
    "doctor": 22,
    "batch": 23,
    "cli": 24,
    "testing": 22,
    "audition": 22,
}
"""Room -> height. Imports go down; the stages stand on one floor, later ones to the left."""

FREE: Final = {
    "catalogue",
    "errors",
    "storage",
    "zipped",
    "words",
    "deadline",
    "categories",
    "languages",
    "ordinary",
    "pages",
    "phonemes",
    "licences",
    "findings",
    "profiles",
    "readback",
    "sound",
    "settings",
    "text_tables",
}
"""Rooms whose working parts every room above may use."""

LODGERS: Final = {
    "anyascii": ("storage.py",),
    "babel": ("words/",),
    "certifi": ("story/fetch.py",),
    "click": ("cli/",),
    "espeakng_loader": ("speech/engines/espeak.py",),
    "filelock": ("storage.py",),
    "gtts": ("speech/engines/gtts.py",),
    "hibari": ("speech/engines/hibari.py", "speech/engines/misaki.py"),
    "janome": ("speech/engines/kana.py",),
    "jinja2": ("pages/",),
    "lameenc": ("sound/mp3.py",),
    "lxml": ("story/", "feed/", "rundown/pls.py", "episode/companions/", "episode/bookfiles.py"),
    "markupsafe": ("pages/",),
    "mutagen": ("episode/id3.py",),
    "num2words": ("rundown/speakable/",),
    "numpy": ("sound/", "mix/", "speech/"),
    "onnxruntime": ("speech/engines/onnx.py",),
    "piper": ("speech/engines/piper.py",),
    "PIL": ("episode/cover.py", "episode/pictures.py"),
    "platformdirs": ("storage.py",),
    "py3langid": ("story/language.py",),
    "pydub": ("sound/codec.py",),
    "python_stretch": ("sound/stretch.py",),
    "requests": ("speech/engines/gtts.py",),
    "sentencex": ("rundown/speakable/sentences.py",),
    "soundfile": ("sound/codec.py",),
    "soxr": ("sound/resample.py",),
    "trafilatura": ("story/extract.py",),
    "urllib3": ("story/fetch.py",),
}
"""Foreign library -> the rooms that it lives in."""

FILES: Final = sorted(
    path.relative_to(HOUSE).as_posix()
    for path in HOUSE.rglob("*.py")
    if path.parent != HOUSE or path.stem in FLOORS
)


@functools.cache
def _imports(name: str) -> tuple[str, ...]:
    tree = ast.parse((HOUSE / name).read_text(encoding="utf-8"))
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            assert node.module is not None
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return tuple(found)


def _every_import() -> Iterator[tuple[str, str]]:
    """Yield (file, what it imports)."""
    return ((name, module) for name in FILES for module in _imports(name))


def _room(name: str) -> str:
    return name.split("/", maxsplit=1)[0].removesuffix(".py")


def test_imports_go_down_the_floors() -> None:
    for name, module in _every_import():
        parts = module.split(".")
        if parts[0] == "audiobrief" and parts[1] in FLOORS:
            assert FLOORS[parts[1]] <= FLOORS[_room(name)], f"{name} imports {module}"


def test_a_stage_takes_from_another_stage_only_its_model() -> None:
    """Only those that join the stages, and the commands, call working parts of several of them."""
    joining = {"intake", "plan", "performance", "names", "production", "batch", "doctor", "cli"}
    joining |= {"inspection", "testing", "audition", "order", "build_key", "names_aloud"}
    for name, module in _every_import():
        room, parts = _room(name), module.split(".")
        if room not in joining and parts[0] == "audiobrief" and parts[1] in FLOORS:
            own = parts[1] == room or parts[1] in FREE
            assert own or parts[2] == "model", f"{name} imports {module}"


def test_a_foreign_library_has_one_room() -> None:
    for name, module in _every_import():
        library = module.split(".")[0]
        if library in sys.stdlib_module_names or library in {"audiobrief", "_typeshed"}:
            continue  # _typeshed is there for type checkers alone
        assert library in LODGERS, f"{name} imports {library}, which has no room"
        assert name.startswith(LODGERS[library]), f"{name} imports {library}"


def test_models_need_the_standard_library_alone() -> None:
    for name, module in _every_import():
        if name.endswith("/model.py"):
            library = module.split(".")[0]
            assert library == "audiobrief" or library in sys.stdlib_module_names, (name, module)


def test_every_lodger_is_still_in_the_house() -> None:
    """A row that no file needs is a rule about nothing."""
    assert set(LODGERS) <= {module.split(".")[0] for _, module in _every_import()}
