"""The wording of captions, and of the paragraphs that they stand among, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from audiobrief.story.captions import AGENCIES
from audiobrief.story.dates import dates_in

YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
ENDS_IN_DATE: Final = re.compile(
    r"(?:\b(?:19|20)\d{2}|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d+日|\d+일)\W*$"
)
SCENE: Final = re.compile(
    r"^(?:[^\W\d_][\w'’.-]*,?\s+){1,7}(?:[a-z]{3,}ing|(?:walk|stand|sit|hold|wave|speak|arrive|pose"
    r"|smile|look|attend|celebrate|talk|leave|gather|shake|ride|run|drive|hug|greet|wait|rise|sort"
    r"|work|play|show|hang|lie|perform|sing|dance|protest|chant|pray|kneel|embrace|board|check"
    r"|clean|enter|exit|pose|prepare|pull|throw|kick|score|react|depict|visit|inspect|survey"
    r"|search|remove|clear|burn|float|sail|swim|climb|eat|drink|cook|read|write|sign|raise|lift"
    r"|meet|listen|cheer|march|clash|line|light|lay|load|unload|help|comfort|perch|feed|graze)s?"
    r"|(?:watch|cross|address|pass|push|brush|wash|approach|march|press|dress|search)(?:es)?"
    r"|carr(?:y|ies)|fl(?:y|ies)|tr(?:y|ies) (?:to|on)|takes? part|takes? a"
    r"|makes? (?:his|her|their|a))\s"
)
SPEECH: Final = re.compile(
    r"[“”„«»]|\"|\b(?:said|says|told|added|adds|tells|explained|according to"
    r"|sagte|sagt|erklärte?|betonte|laut|zufolge|dijo|dice|añadió|explicó|aseguró|señaló|a dit"
    r"|déclaré|affirme|explique|selon|ha detto|dice|spiega|secondo|afirmou|disse|segundo|explicou"
    r"|zei|zegt|aldus|volgens|sade|säger|berättar|enligt|sa|sier|ifølge|forteller|siger|fortæller"
    r"|sanoi|sanoo|kertoo|mukaan|powiedział[a]?|mówi|twierdzi|według|řekl[a]?|uvedl[a]?|dodal[a]?"
    r"|podle|mondta|szerint|közölte|spus|declarat|potrivit|сказал[а]?|заявил[а]?|сообщил[аи]?"
    r"|отметил[а]?|сказав|заявив|повідомив|είπε|δήλωσε|σύμφωνα|dedi|söyledi|belirtti|göre"
    r"|mengatakan|menurut|ujar|kata|cho biết|nói|theo|alisema|amesema)\b"
    r"|語っ|話し|述べ|という|によると|밝혔|말했|전했|따르면|表示|指出|据|稱|कहा|बताया|قال|وقال|אמר"
)
LINKING: Final = re.compile(
    r"^(?:but|and|or|so|yet|it|he|she|they|we|i|you|this|that|these|those|there|here|however|"
    r"meanwhile|according|as|if|when|while|since|after|before|in|on|at|for|to|with|by|also|now|"
    r"still|its|his|her|their|our|my|not|no|what|why|how|who|"
    r"aber|und|doch|es|er|sie|wir|ich|das|dies\w*|dabei|damit|auch|so|wie|wenn|nach|im|in|bei|mit|"
    r"für|laut|zudem|allerdings|dennoch|denn|pero|y|también|además|según|en|para|con|sin|"
    r"mais|et|il|elle|ils|selon|dans|pour|avec|ma|nel|con|per|si|mas|segundo|"
    r"maar|en|het|hij|zij|ook|volgens|in|op|men|och|han|hon|det|de|vi|också|enligt|i|på|hun|også"
    r"|ifølge|mutta|ja|hän|se|myös|ale|oraz|jest|także|według|ve|však|také|podle|on|ona|de|és|az|egy"
    r"|ez|nem|este|dar|și|în|но|и|а|в|на|он|она|они|это|также|по|але|та|він|вона|це|και|το|η|ο|αλλά"
    r"|ama|bu|da|de|ancak|dan|ini|itu|di|namun|menurut|ia|nhưng|và|theo|lakini|na|kwa)\b"
    r"|^(?:また|しかし|だが|一方|さらに|그러나|하지만|또|이|但|而|不过|此外|लेकिन|और|इस|و)",
    re.IGNORECASE,
)
PAST: Final = re.compile(
    r"\b(?:had|has been|have been|would|could|were|was|did|will|can|should|may|must|hatte|hatten|"
    r"wurde|wurden|wäre|wird|había|fue|fueron|habían|avait|avaient|était|sera|aveva|era)\b"
)
"""Sought in small letters, which takes a third of the time that it takes to pass over case."""

SIDES: Final = re.compile(
    r"\((?:[lr]\.?|left|right|cent(?:er|re)|links|rechts|mitte|m\.|izq|dcha|der)\W|"
    r",\s*(?:left|right|cent(?:er|re)|links|rechts|second from)\b|[(（](?:左|右|中|前|後|맨)",
    re.IGNORECASE,
)
ARCHIVE: Final = re.compile(
    r"\b(?:file|archiv\w*|symbolbild|file photo|archives?|handout)\W*$|^\W*(?:file|archiv)\b",
    re.IGNORECASE,
)
BRACKETED_END: Final = re.compile(r"[(\[（][^()\[\]（）]{2,70}[)\]）]\W*$")
NAME_END: Final = re.compile(r"[.!?”\"]\s*[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3}$")
TAIL: Final = re.compile(r"[.!?。…][”\"’»」]?\s*[^\s.!?。…][^.!?。…]{1,45}$")
AGENCY_END: Final = re.compile(
    r"(?:\b(?:"
    + "|".join(map(re.escape, AGENCIES))
    + r"|AP|DPA|PA)\b|뉴스1|뉴시스|연합뉴스|共同|時事|新华社|新華社|ロイター|로이터|رويترز)"
    r"[^.!?。]{0,30}$"
)
SLASHED: Final = re.compile(r"[^\W\d_]\s?/\s?[^\W\d_]")


FULL_DATE: Final = re.compile(
    r",\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s+)?"
    r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May)\s+\d{1,2},\s+"
    r"(?:19|20)\d{2}\W*$"
)
DAY_DATE: Final = re.compile(
    r"\b\d{1,2}(?:\.|º|er)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?\s+(?:de\s+)?(?:19|20)\d{2}\W*$"
    r"|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\W*$"
)
LISTED_CREDITS: Final = re.compile(
    r"(?:foto(?:s|grafie)?|photos?(?:graphy)?|bild|image|styling|style|hair|haare|make-?up"
    r"|illustration|graphic|grafik|montage|collage)\s*:\s*[^.:]{2,60}\.\s*[\w-]{4,14}\s*:\s*\S",
    re.IGNORECASE,
)
STROKE_NAME: Final = re.compile(r"\s[/|]\s[^\W\d_a-z][\w.'’-]+(?:\s[^\W\d_a-z][\w.'’-]*){0,3}\.?$")
SHORT_BRACKETS: Final = re.compile(r"[(（\[][A-Z][A-Za-z.]{1,6}[)）\]]\.?$|（[^（）]{2,12}）$")
PICTURES: Final = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|pictured|images?|screen ?shots?|screengrab|footage"
    r"|illustrations?|infographic|graphic|rendering|rendition|artist['’]s|portrait|courtesy|handout"
    r"|satellite|selfie|map|chart|foto(?:s|grafie|montage)?|bild(?:er|schirmfoto|montage)?"
    r"|aufnahme|luftaufnahme|luftbild|grafik|karte|symbol(?:bild|foto)|imagen|imágenes|fotograf[ií]a"
    r"|captura|ilustración|capture d['’]écran|cliché|dessin|immagine|immagini|fotogramma"
    r"|imagem|imagens|reprodução|divulgação|afbeelding|luchtfoto|archieffoto|bilden|arkivbild"
    r"|arkivfoto|billedet|bildet|illustrasjon|kuva|kuvassa|arkistokuva|zdjęci[eau]|fot"
    r"|snímek|snímku|ilustrační|fotografie|kép|felvétel|képen|imaginea|fotografia|фото|снимок"
    r"|снимке|архив|знімок|φωτογραφία|εικόνα|fotoğraf|görsel|gambar|tangkapan|ilustrasi|ảnh|hình"
    r"|picha)\b"
    r"|写真|画像|撮影|提供|사진|제공|캡처|图片|圖|摄|攝|तस्वीर|फोटो|صورة|תמונה|ภาพ",
    re.IGNORECASE,
)
"""Words for pictures in many languages: they tell little alone, and more beside other signs."""

NAMES: Final = re.compile(r"(?<=[^.!?”\"] )[A-ZÀ-ÖØ-Þ][\w'’-]+ [A-ZÀ-ÖØ-Þ][\w'’-]+")
PLACE_END: Final = re.compile(r",\s(?:[A-ZÀ-ÖØ-Þ][\w'’.-]+\s?){1,3}[.)]*$")
NUMBERED: Final = re.compile(r"^\W{0,2}\d{1,2}[.):]\s")


@lru_cache(maxsize=1 << 10)
def has_date(text: str) -> bool:
    """Return whether a text names a date."""
    return any(True for _ in dates_in(text))


@lru_cache(maxsize=1 << 10)
def has_speech(text: str) -> bool:
    """Return whether somebody is quoted, or speaks."""
    return bool(SPEECH.search(text))


@lru_cache(maxsize=1 << 10)
def is_past(text: str) -> bool:
    """Return whether a text tells of what was or will be."""
    return bool(PAST.search(text.lower()))
