"""Which language a text is in: by its script, by its commonest words, else by its letters."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from audiobrief.story.words import tokens

DEFAULT: Final = "en"

_SCRIPTS: Final = (
    ("ja", "[\u3040-\u30ff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("hi", "[\u0900-\u097f]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("el", "[\u0370-\u03ff]"),
    ("he", "[\u0590-\u05ff]"),
    ("fa", "[\u067e\u0686\u0698\u06af\u06a9\u06cc]"),
    ("ar", "[\u0600-\u06ff]"),
    ("uk", "[\u0456\u0457\u0454\u0491\u0406\u0407\u0404\u0490]"),
    ("ru", "[\u0400-\u04ff]"),
)
"""Language -> letters that its script has; the first whose share is large enough wins."""

_SHARES: Final[Mapping[str, float]] = MappingProxyType({"ja": 0.1, "fa": 0.05, "uk": 0.02})
"""Share of all letters that decides, where it is not a third: these share a script with others."""

_COMMON: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": "the of and to in a is that for was with as on it by said from has have are were "
            "an who his he after had not be this their at which will more over new how",
            "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein "
            "eine als "
            "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie",
            "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne "
            "se ce il sont la avec été aux ont cette mais son après leur elle être",
            "es": "de la que el en y a los se del las un por con no una su para es al lo "
            "como más o "
            "pero sus le ha este ya desde entre fue sobre han son también hasta años",
            "it": "di e il la che in a per un del è non una i le con si da della sono ha "
            "al dei nel "
            "gli alla come anche più ma delle lo dal nella suo stato degli ai dopo",
            "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos "
            "como mas "
            "foi ao das tem à seu sua ou ser quando muito nos já também pelo são",
            "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als door "
            "maar bij naar uit wordt nog over heeft hij worden werd tot ze deze",
            "pl": "w i na z się do nie to że o jest za od po jak przez co dla oraz ale są "
            "tym ma był "
            "które który jego już roku może przy tego być czy",
            "sv": "och i att det som en på är av för med den till har de inte om ett han "
            "men var från "
            "vi så kan när under också efter eller nu sin där ska",
            "da": "og i at det er en til af på for med den som der de ikke har et han om "
            "men var fra "
            "vi så kan efter også være blev nu sig hun skal ved",
            "no": "og i det er på til en av at for som med de den har ikke et om han men "
            "var fra vi så "
            "kan etter også ble seg hun skal ved være nå",
            "fi": "ja on ei se että oli hän mutta ovat myös kun joka kuin mukaan sekä ole tai ovat "
            "vuoden jo vain niin sen mitä",
            "cs": "a v se na je že s z do o to i k ve pro za by ale jako po jsou které "
            "který od při "
            "byl jeho už také nebo bude až není tak podle jen",
            "hu": "a az és hogy nem is egy ez volt már csak meg még mint de ha azt el vagy szerint "
            "amely lesz után kell",
            "ro": "de și în a la cu pe că o din care un nu pentru este mai au fost sunt "
            "prin după ce "
            "sau al fi le ca va dar",
            "tr": "ve bir bu da de için ile olarak çok daha olan gibi ne en kadar sonra var ise ya "
            "olduğu dedi ama değil yeni her olduğunu",
            "id": "yang dan di dari dengan untuk ini pada itu dalam tidak akan ke juga oleh ada "
            "sebagai telah adalah bisa kata atau",
            "sw": "ya na wa kwa ni katika la za kuwa hiyo cha huo kama hii lakini baada "
            "yake alisema "
            "pia watu huyo mwaka hivyo",
            "vi": "và của là có trong được cho không các một với người những đã này đến "
            "khi để về ở "
            "từ tại năm",
        }.items()
    }
)
"""Language -> its commonest words in news."""

_NOT_LATIN: Final = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
"""What every script of the table is within; most texts need not be searched for each of them."""

_SURE_WORDS: Final = 12
_SURE_LEAD: Final = 1.4
"""So many common words, and so much more of them than in the next language, decide alone."""

_LEAST_WORDS: Final = 3
"""Fewer words are in no language that could be told."""

_LETTERS: Final = 3_000
"""Of a text that its words do not decide, so many signs are looked at."""

_SAMPLE_CHARS: Final = 20_000


def detect(text: str, *, default: str = DEFAULT) -> str:
    """Return the BCP 47 tag of the language that a text is most likely in.

    Args:
        text: Some sentences; the first 20,000 characters are looked at.
        default: What is returned where the words decide nothing.
    """
    sample = text[:_SAMPLE_CHARS]
    if _NOT_LATIN.search(sample):
        count = sum(character.isalpha() for character in sample)
        for language, signs in _SCRIPTS:
            found = len(re.findall(signs, sample))
            if found and found >= count * _SHARES.get(language, 1 / 3):
                return language
    words = Counter(tokens(sample))
    scores = {language: sum(map(words.__getitem__, told)) for language, told in _COMMON.items()}
    first, second = heapq.nlargest(2, scores, key=scores.__getitem__)
    if scores[first] >= _SURE_WORDS and scores[first] >= _SURE_LEAD * scores[second]:
        return first
    return _by_letters(sample, default)


def _by_letters(text: str, default: str) -> str:
    """Return the language by runs of letters: a short text may hold no common word at all."""
    if sum(any(map(str.isalpha, word)) for word in text.split()) < _LEAST_WORDS:
        return default
    import py3langid

    ranked = py3langid.rank(text[:_LETTERS])
    return next((language for language, _ in ranked if language in _COMMON), default)


def tag(stated: str | None) -> str | None:
    """Return a language as it was stated, as a plain BCP 47 tag, or None where it is none."""
    if not stated:
        return None
    found = re.match(
        r"\s*([A-Za-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}|\d{3}))?\b", stated
    )
    if not found or found[1].lower() in {"und", "mul", "zxx"}:
        return None
    return f"{found[1].lower()}-{found[2].upper()}" if found[2] else found[1].lower()
