"""Captions of pictures: the credit glued to one, and the words that give one away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from audiobrief.story.words import ends_sentence, word_count

_LABEL: Final = (
    r"(?:(?:photo\s+)?(?:photo|image|picture|file|video|illustration)s?(?:\s+(?:credit|by"
    r"|courtesy(?:\s+of)?|from|"
    r"source|supplied))|(?:photo|image|picture|illustration|photograph|photographer)s?\s*:|"
    r"photos?\s*/|credits?\s*:|source\s*:|courtesy(?:\s+of)?\s*:?|"
    r"foto(?:s|grafie|graf)?\s*[:/©]|bild(?:er|rechte|quelle|nachweis)?\s*[:©]|quelle\s*:|"
    r"(?:crédits?|photos?|image)\s*(?:photo\s*)?[:©]|fuente\s*:|fotograf[ií]a(?:\s+de)?\s*:|"
    r"imagen\s*:|crediti\s*:|foto\s+di|foto\s+de|fonte\s*:|reprodução|divulgação|beeld\s*:|"
    r"fot\.|fotó:|фото\s*:|©|\(c\))"
)
"""What is printed before the name of a photographer or an agency, in several languages."""

AGENCIES: Final = (
    "AP Photo",
    "AP Images",
    "Associated Press",
    "Reuters",
    "AFP",
    "Getty Images",
    "Getty",
    "dpa",
    "picture alliance",
    "picture-alliance",
    "EPA",
    "EFE",
    "ANSA",
    "Shutterstock",
    "Alamy",
    "iStock",
    "Adobe Stock",
    "Xinhua",
    "TASS",
    "Kyodo",
    "Yonhap",
    "Imago",
    "Keystone",
    "Canadian Press",
    "PA Images",
    "PA Wire",
    "PA Media",
    "Press Association",
    "Bloomberg",
    "Unsplash",
    "Pexels",
    "Pixabay",
    "Wikimedia Commons",
    "Flickr",
    "LaPresse",
    "Europa Press",
    "Ritzau",
    "NTB",
    "APA",
    "Zuma Press",
    "Handout",
    "ČTK",
    "연합뉴스",
    "뉴시스",
    "뉴스1",
    "로이터",
    "共同",
    "時事",
    "ロイター",
    "新华社",
    "新華社",
    "中新社",
    "РИА Новости",
    "ТАСС",
)
"""News and picture agencies, and the stock of pictures: names that stand in credits everywhere."""

_AGENCY: Final = r"(?:" + "|".join(re.escape(name) for name in AGENCIES) + r"|AP)"
_NAME: Final = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,4}"

_PERSON: Final = r"[A-ZÀ-ÖØ-Þ][\w.'’-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w.'’-]*){1,3}"
_ARCHIVE: Final = (
    r"(?i:archiv|symbol|file|stock|undated|photo|picture|image|bild|foto|left|right|above"
    r"|below|links|rechts|oben|unten|video)"
)
"""What a bracket after a caption says of the picture, not of who took it."""

_TRAILING: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # As in: (AP Photo/Jane Doe), [Photo: Jane Doe], (Jane Doe/Reuters).
        rf"[\s.]*[(\[](?P<credit>[^()\[\]]*?(?:(?i:{_LABEL})|\b{_AGENCY}\b)[^()\[\]]*)[)\]]\.?$",
        # As in: (Jane Doe/Daily Planet), (Jane Doe | Daily Planet).
        rf"\s*[(\[](?P<credit>{_NAME}\s*[/|]\s*[^()\[\]]{{2,60}})[)\]]\.?$",
        # As in: … Credit: Jane Doe, … © Jane Doe, … Foto: Jane Doe.
        (
            rf"(?:^|[\s.,;|–—-]+|(?<=[a-zäöüß.]))(?P<credit>(?i:{_LABEL})\s*:?\s*\S[^.!?]{{1,90}}?"
            rf"(?:\.[^.!?]{{0,40}})?)\.?$"
        ),
        # As in: … Jane Doe/Getty Images, … REUTERS/Jane Doe, … | Getty Images.
        (
            rf"(?:(?<=[.!?”\"])\s*|\s+[|–—-]\s+)(?P<credit>(?:{_NAME}\s*(?:[/|,]|via)\s*)?"
            rf"(?:\b{_AGENCY}\b|\b(?i:{_AGENCY})(?=\s*/))(?:\s*(?:[/|,]|via)\s*[\w .,'’/"
            rf"|-]{{2,50}})?)$"
        ),
        # As in: … Jane Doe / Daily Planet, after the end of a sentence
        rf"(?<=[.!?”\"])\s+(?P<credit>{_NAME}\s*/\s*[A-Z][\w .&'’-]{{1,40}})$",
        # As in: … Jane Doe AP, after the end of a sentence
        rf"(?<=[.!?”\"])\s+(?P<credit>{_NAME}\s+{_AGENCY})$",
        # As in: … Jane Doe (Daily Planet) after the end of a sentence, in brackets as a whole.
        rf"(?<=[.!?”\"])\s+\((?P<credit>(?!{_ARCHIVE})[A-Z][^()?!]{{2,70}})\)\.?$",
        # As in: … Jane Doe (AP), after the end of a sentence
        rf"(?<=[.!?”\"\d])\s*(?P<credit>{_PERSON}\s*\((?:[^()]*\b)?{_AGENCY}\b[^()]*\))\.?$",
        # As in: … EFE/ Jane Doe, in capitals, without
        rf"\s(?P<credit>(?-i:AP|AFP|EFE|EPA|ANSA|REUTERS|DPA|LUSA|NTB)\s?/\s?{_PERSON})$",
        # As in: …（ジェーン・ドウ撮影）
        r"[（(](?P<credit>[^()（）]{1,30}(?:撮影|提供|摄|攝))[)）]$",
        # As in: … / Jane Doe, without the end of a sentence
        rf"(?<=\w)\s+/\s*(?P<credit>{_PERSON})$",
    )
)
"""Ways in which a credit stands at the end of a caption."""

_NO_NAME_AR: Final = r"(?![^()]*(?:صور|رشيف|آرشیو|يمين|يسار|راست|چپ|توضيح|رسم))"
_NO_NAME_HI: Final = r"(?![^()]*(?:प्रतीक|फाइल|फ़ाइल|तस्वीर|चित्र|बाएं|दाएं|सांकेतिक))"
_BRACKETED: Final = re.compile(
    r"(?<=[.!?。！？।۔…])\s*[（(](?P<credit>"
    r"[^()（）.!?。！？।]{0,30}(?:摄|攝|撮影|提供|촬영|제공|기자|=연합뉴스|=뉴시스)"
    r"|[А-ЯЁІЇЄҐ][а-яёіїєґ'’-]+(?: [А-ЯЁІЇЄҐ][а-яёіїєґ'’-]+){1,2}(?:/[^()/]{2,30})?"
    rf"|{_NO_NAME_AR}[\u0620-\u06ff]+(?: [\u0620-\u06ff]+){{1,2}}"
    rf"|{_NO_NAME_HI}[\u0900-\u097f]+(?: [\u0900-\u097f]+){{1,2}}"
    r")[)）]$"
)
"""Who took the picture: with the word for it in scripts of one case, or a name of two or three
words. What else it says, such as who stands on the right, or "archive", stays in the caption."""
_LEAST_BEFORE_BRACKET: Final = 6
_CREDIT_REACH: Final = 200
_LABELLED_TAIL: Final = _TRAILING[2]
_LABEL_HINTS: Final = (
    *("phot", "imag", "pict", "file", "video", "illus", "cred", "créd", "source", "courtesy"),
    *("foto", "bild", "quelle", "fuente", "fonte", "repro", "divul", "beeld", "fot.", "фото"),
    *("©", "(c)"),
)
"""Each label holds one of these: most lines hold none, and need not be searched for labels."""

_ALONE: Final = re.compile(
    rf"^\W*(?:(?i:{_LABEL})\s*\S.{{0,90}}|(?:{_NAME}\s*(?:[/|,–-]|via|for"
    rf"|für)\s*)?\b(?i:{_AGENCY})\b"
    rf"(?:\s*(?:[/|,–-]|via)\s*[\w .,'’/|&-]{{0,50}})?)\W*$"
)

_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|copyright)\W{0,3}(?:copyright\W*)?(?:19|20)\d{2}", re.IGNORECASE
)
"""A notice of rights names a year; the credit of a picture seldom does."""

_TELLS_OF_PHOTO: Final = re.compile(r"^[Ff]oto d[ei]\s+(?:[a-zà-ÿ]+\s+){3}")
"""As in "Foto de familia de la segunda reunión …": it tells what the picture shows, not by whom."""

_PICTURED: Final = re.compile(
    r"^(?:file\s*(?:photo|image|picture)?\s*[-–—:]|\(?archiv(?:bild|foto)\)?|symbolbild|file photo|"
    r"this (?:undated |handout |combination )?(?:file )?(?:photo|image|picture|frame)|"
    r"in this (?:\w+[ .,]+){0,5}(?:file )?(?:photo|image|picture)|a (?:view|general view|photo) of)"
    r"|\b(?:pictured|is seen|are seen|was seen in|seen here|file photo|undated photo|"
    r"poses? (?:for|with|in|at)|looks? on|arrives? (?:at|for|in)|(?:walk|stand|sit|gather|wait)s? "
    r"(?:past|in|on|at|outside|near|through|by|to|next)|speaks? (?:to|at|during)|holds? a|"
    r"im bild|auf dem (?:bild|foto)|zu sehen|archivbild|archivfoto|symbolbild|en la imagen|"
    r"en una imagen|sur la photo|nella foto|na foto|op de foto)\b"
    r"|(?:,|\()\s*(?:left|right|center|centre|l|r|links|rechts|mitte|l\.|r\.)\s*(?:,|\))"
    r"|写真|사진|图为",
    re.IGNORECASE,
)

_BEFORE_PICTURE: Final = re.compile(
    r"^(?:(?:hide|show|toggle|enlarge|view|open)?\s*(?:image|photo|picture|caption|media"
    r"|video|foto|"
    r"bild|imagen|immagine|figure)s?\s*(?:\d+\s*(?:of|/|von|de)\s*\d+|caption|beschreibung|"
    r"unterschrift|gallery)?\s*:?|\d{1,2}\s*(?:/|of|von)\s*\d{1,2}|\d{1,2})$",
    re.IGNORECASE,
)
"""A line that the screen reader's name of a picture, or its number in a gallery, left behind."""

_CAPTION_LABEL: Final = re.compile(
    r"^(?:(?:photo|image|picture|media|video)\s+caption|caption|bildunterschrift|bildtext|l[ée]gende|"
    r"pie de foto|didascalia|legenda|подпись к фото|підпис до фото|تعليق الصورة|شرح عکس"
    r"|फोटो कैप्शन|चित्र विवरण)\s*[:,.–—-]?\s+(?=\S)"
    r"|^(?:图片说明|圖片說明|图说|圖說|图注|圖註|写真説明|사진\s?설명)\s*[:：=]\s*(?=\S)",
    re.IGNORECASE,
)
_PICTURE_WORD: Final = (
    r"(?:photo|image|picture|foto|fotó|bild|imagen|фото|снимок|світлина|zdjęcie|fotoğraf|写真|画像|사진"
    r"|图片|圖片|图|圖|الصورة|صورة|عکس|تصویر|फोटो|तस्वीर|चित्र)"
)
_PICTURE_LABEL: Final = re.compile(
    rf"^(?:[(\[（【]{_PICTURE_WORD}[)\]）】]\s*[:：]?(?:\s+|(?<=[：）】]))"
    rf"|[(\[（]?{_PICTURE_WORD}\s*(?::\s+|：\s*))(?=\S)",
    re.IGNORECASE,
)
"""What stands before a caption as often as before a credit: its length tells which it is."""

_LEAST_PICTURE_WORDS: Final = 5
_LABELLED: Final = re.compile(rf"(?i:{_LABEL})")


@lru_cache(maxsize=1 << 15)
def split_credit(text: str) -> tuple[str, str | None]:
    """Return a caption without its credit, and the credit, or None where none was found.

    A text that is nothing but a credit comes back as it is, with None.
    """
    tail = text[-_CREDIT_REACH:].lower()
    for pattern in _TRAILING:
        if pattern is _LABELLED_TAIL and not any(hint in tail for hint in _LABEL_HINTS):
            continue
        found = pattern.search(text, max(0, len(text) - _CREDIT_REACH))
        if found and found.start() >= 8:
            credit = found["credit"].strip()
            left = text[: found.start("credit")].rstrip(" ([（［【|/–—-")
            if len(left) >= 8 and len(credit) > 1 and left.count("(") <= left.count(")"):
                return left, credit
    return text, None


def split_bracketed(text: str) -> tuple[str, str | None]:
    """Return a caption without the brackets behind its sentence, in scripts without capitals.

    Only of what is known to be a caption: a paragraph may end so too, with the name of its author.
    """
    found = _BRACKETED.search(text)
    if found is None or found.start() < _LEAST_BEFORE_BRACKET:
        return text, None
    return text[: found.start()], found["credit"].strip()


def is_credit(text: str) -> bool:
    """Return whether a line is only the credit of a picture."""
    return (
        len(text) <= 120
        and bool(_ALONE.match(text))
        and not _RIGHTS.search(text)
        and not _TELLS_OF_PHOTO.match(text)
        and not split_label(text)[1]
    )


def ends_in_credit(text: str) -> bool:
    """Return whether a text ends in a credit with its label: then it is no headline.

    "… | Reuters" at the end of one is the name of the site.
    """
    return bool(_LABELLED.match(split_credit(text)[1] or ""))


def is_picture_mark(text: str) -> bool:
    """Return whether a line only says that a picture or its caption follows."""
    return len(text) <= 40 and bool(_BEFORE_PICTURE.match(text))


@lru_cache(maxsize=1 << 15)
def shows_picture(text: str) -> bool:
    """Return whether the wording is that of a caption ("…, left, …", "FILE - …", "is seen")."""
    return bool(_PICTURED.search(text))


def split_label(text: str) -> tuple[str, str]:
    """Return a caption without the word "Photo caption:" before it, and that label or ``""``.

    A bracket that the label opens is taken off at the end too.
    """
    found = _CAPTION_LABEL.match(text)
    if found:
        return text[found.end() :], found[0].strip()
    found = _PICTURE_LABEL.match(text)
    if not found:
        return text, ""
    rest = text[found.end() :]
    if found[0][0] in "([（" and not re.search(r"[)\]）]", found[0]):
        rest = rest.removesuffix(")").removesuffix("]").removesuffix("）").rstrip()
    told, credit = split_credit(rest)
    if credit is None:
        told, credit = split_bracketed(rest)
    sentence = credit is not None or ends_sentence(rest)
    if sentence and word_count(told) >= _LEAST_PICTURE_WORDS:
        return rest, found[0].strip()
    return text, ""
