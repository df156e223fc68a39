"""Whether a word that is in no dictionary is made of words that are: nobody needs to hear those."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_PREFIXES: Final = (
    "anti", "auto", "bi", "bio", "co", "counter", "cyber", "de", "dis", "eco", "electro", "ex",
    "extra", "fore", "geo", "hyper", "in", "inter", "intra", "macro", "mega", "meta", "micro",
    "mid", "mini", "mis", "mono", "multi", "neo", "neuro", "non", "off", "on", "out", "over",
    "para", "photo", "poly", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "socio", "sub",
    "super", "techno", "tele", "trans", "ultra", "un", "under", "up", "vice",
)  # fmt: skip
_ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("est", ""), ("est", "e"), ("ly", ""),
    ("ly", "le"), ("ness", ""), ("less", ""), ("ful", ""), ("like", ""), ("able", ""),
    ("able", "e"), ("ability", "able"), ("ability", ""), ("ize", ""), ("ized", ""), ("izing", ""),
    ("ization", ""), ("ise", ""), ("ised", ""), ("ising", ""), ("isation", ""), ("ism", ""),
    ("ist", ""), ("ists", ""), ("ish", ""), ("y", ""), ("ier", "y"), ("iest", "y"), ("ity", ""),
    ("ment", ""), ("ments", ""), ("wide", ""), ("wise", ""), ("proof", ""), ("ship", ""),
    ("hood", ""), ("isation", "ize"), ("ised", "ize"), ("ising", "ize"), ("ise", "ize"),
    ("our", "or"), ("ours", "or"), ("oured", "or"), ("re", "er"), ("lled", "l"), ("lling", "l"),
    ("lisation", "lization"), ("n't", ""), ("'d", ""), ("'ll", ""), ("'re", ""), ("'ve", ""),
)  # fmt: skip
"""(ending, what stands in its place in the word that it was made of)."""

_LEAST_CHARS: Final = 3
_MOST_CHARS: Final = 30


def is_ordinary(word: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a word in small letters is put together of known ones.

    Args:
        word: Such as "microplastics", "unvaccinated", "walkouts".
        knows: Tells whether a dictionary has a word.
    """
    word = word.replace("’", "'")
    if len(word) > _MOST_CHARS:
        return False
    stems = {word, *(stem for stem in _stems(word) if len(stem) >= _LEAST_CHARS)}
    return any(knows(stem) for stem in stems) or any(_is_built(stem, knows) for stem in stems)


def _stems(word: str) -> list[str]:
    found = [word.removesuffix(end) + new for end, new in _ENDINGS if word.endswith(end)]
    doubled = [stem[:-1] for stem in found if len(stem) > 3 and stem[-1:] == stem[-2:-1]]
    return [*found, *doubled]


def _is_built(word: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a word is a prefix and a known word, or two known words."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _LEAST_CHARS and knows(rest):
            return True
    cuts = range(_LEAST_CHARS, len(word) - _LEAST_CHARS + 1)
    return any(knows(word[:cut]) and knows(word[cut:]) for cut in cuts)
