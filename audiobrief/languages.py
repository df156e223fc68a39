"""Language tags (BCP 47): their language, what is wrong with one, and the three letters of ID3.

And what is the same in all languages that we write: the signs that end a sentence.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

SENTENCE_ENDS: Final = ".?!…。！？؟।"
"""Signs that end a sentence, of all scripts together."""

UNKNOWN: Final = "XXX"
"""What ID3v2 writes for a language that has no code."""

_PAIRS: Final = """
aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay aym az aze ba bak be bel
bg bul bi bis bm bam bn ben bo bod br bre bs bos ca cat ce che ch cha co cos cr cre cs ces cu chu
cv chv cy cym da dan de deu dv div dz dzo ee ewe el ell en eng eo epo es spa et est eu eus fa fas
ff ful fi fin fj fij fo fao fr fra fy fry ga gle gd gla gl glg gn grn gu guj gv glv ha hau he heb
hi hin ho hmo hr hrv ht hat hu hun hy hye hz her ia ina id ind ie ile ig ibo ii iii ik ipk io ido
is isl it ita iu iku ja jpn jv jav ka kat kg kon ki kik kj kua kk kaz kl kal km khm kn kan ko kor
kr kau ks kas ku kur kv kom kw cor ky kir la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub
lv lav mg mlg mh mah mi mri mk mkd ml mal mn mon mr mar ms msa mt mlt my mya na nau nb nob nd nde
ne nep ng ndo nl nld nn nno no nor nr nbl nv nav ny nya oc oci oj oji om orm or ori os oss pa pan
pi pli pl pol ps pus pt por qu que rm roh rn run ro ron ru rus rw kin sa san sc srd sd snd se sme
sg sag si sin sk slk sl slv sm smo sn sna so som sq sqi sr srp ss ssw st sot su sun sv swe sw swa
ta tam te tel tg tgk th tha ti tir tk tuk tl tgl tn tsn to ton tr tur ts tso tt tat tw twi ty tah
ug uig uk ukr ur urd uz uzb ve ven vi vie vo vol wa wln wo wol xh xho yi yid yo yor za zha zh zho
zu zul
""".split()  # noqa: SIM905, pairs in rows are a table that can be read
"""ISO 639-1 and ISO 639-2/T (terminological) codes in turn."""

_THREE_LETTERS: Final = MappingProxyType(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))

_REGIONS: Final = frozenset(
    """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
""".split()  # noqa: SIM905, as above
)
"""ISO 3166-1 alpha-2, with Kosovo's XK."""

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{3}){0,3}(-[a-z]{4})?(-(?P<region>[a-z]{2}|\d{3}))?"
    r"(-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
"""RFC 5646, section 2.1, without the tags that it keeps for their age ("i-klingon")."""


def tag_fault(tag: str) -> str:
    """Return what is wrong with a language tag, as the end of a sentence; ``""`` if nothing is.

    Languages of three letters are taken as they are, but where two letters are the right ones.
    """
    found = _TAG.fullmatch(tag)
    if found is None:
        return "write a language tag such as en, en-GB or pt-BR"
    language, region = found["language"].lower(), (found["region"] or "").upper()
    if len(language) == 2 and language not in _THREE_LETTERS:
        return f"no language has the code {language!r}"
    if len(language) == 3 and language in _THREE_LETTERS.values():
        short = next(two for two, three in _THREE_LETTERS.items() if three == language)
        return f"write {short!r} for {language!r}"
    if region.isalpha() and region not in _REGIONS:
        hint = "; the United Kingdom is GB" if region == "UK" else ""
        return f"no region has the code {region!r}{hint}"
    return ""


def primary_subtag(tag: str) -> str:
    """Return the language of a BCP 47 tag without region or script: ``pt-BR`` gives ``pt``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def iso_639_2(tag: str) -> str:
    """Return the ISO 639-2 code of a BCP 47 tag ("en-GB" is "eng"), else ``UNKNOWN``."""
    primary = primary_subtag(tag)
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    return _THREE_LETTERS.get(primary, UNKNOWN)
