"""What an element of a page says of the text in it: by its tag, its classes and its attributes.

Tables of what many sites have in common; no site is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lxml.html import HtmlElement

from audiobrief.story.language import tag as language_tag


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HIDDEN_TAGS: Final = _words(
    "script style template noscript head title meta link svg math object iframe canvas audio video"
    " base param source track map area colgroup col"
)
"""Tags whose text nobody sees as text of the page."""

WORDLESS_TAGS: Final = _words("script style template head title meta link base")

BLOCK_TAGS: Final = _words(
    "html body main article section aside nav header footer div p h1 h2 h3 h4 h5 h6 ul ol "
    "li dl dt dd"
    " table thead tbody tfoot tr td th caption figure figcaption blockquote pre hr address form"
    " fieldset legend details summary button select option textarea dialog picture amp-img center"
    " label menu hgroup search input img"
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_TAG_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "figure": "figure",
        "figcaption": "caption",
        "nav": "nav",
        "footer": "footer",
        "header": "header",
        "aside": "aside",
        "blockquote": "quote",
        "cite": "cite",
        "li": "list",
        "dt": "list",
        "dd": "list",
        "tr": "table",
        "td": "table",
        "th": "table",
        "button": "control",
        "select": "control",
        "option": "control",
        "textarea": "control",
        "label": "control",
        "form": "form",
        "time": "date",
        "article": "article",
        "main": "main",
        "dialog": "dialog",
        "a": "link",
        **dict.fromkeys(HEADINGS, "heading"),
    }
)

_CLASS_MARKS: Final = tuple(
    (mark, re.compile(expression))
    for mark, expression in (
        (
            "caption",
            (
                r"caption(?!ed|-?(?:toggle|button|icon))|cutline|bildunterschrift"
                r"|bu-text|legend[ae]?\b|didascali|pie-?(?:de-?)?(?:foto|imagen)|epigrafe"
                r"|bijschrift|bilde?-?text|billed-?tekst|kuvateksti|kep-?alairas|popisek"
                r"|(?:media|photo|image|img|picture|figure|foto|bild|imagen|beeld)[-_]*"
                r"(?:text|desc|info|sub-?title|legend|unterschrift|bottom|foot)"
            ),
        ),
        (
            "credit",
            (
                r"credit|copyright|photographer|bildquelle|bildnachweis|attribution|"
                r"(?:image|photo|img|picture|media|caption|figure|foto)[-_]*(?:source|author"
                r"|byline|rights)|"
                r"(?:^|[\s_-])(?:source|quelle|fotograf|rights)(?:$|[\s_-])"
            ),
        ),
        (
            "byline",
            (
                r"byline|author(?!i[tsz])|(?:^|[\s_-])(?:autor|autoren|autores|auteurs?|autore|autori"
                r"|contributors?|forfatter|skribent|redaktor)(?:$|[\s_-])"
            ),
        ),
        ("date", r"date(?!li)|timestamp|datum|publish|(?:^|[\s_-])time(?:$|[\s_-])|updated"),
        (
            "summary",
            (
                r"standfirst|(?:^|[\s_-])(?:summary|deck|dek|lede|lead|intro|chapo|subtitle"
                r"|sub-?head(?:line)?|"
                r"sub-?title|abstract|entradilla|bajada|sommario|vorspann|teaser-?text|kicker-?text|"
                r"excerpt|description|ingress|manchet)(?:$|[\s_-])"
            ),
        ),
        (
            "related",
            (
                r"related|recirc|recommend|read-?more|more-?(?:from|on|stories|news)|promo"
                r"|most-?(?:read|popular|"
                r"viewed)|trending|outbrain|taboola|zergnet|teaser(?!-?text)|upnext|up-next"
                r"|also-?(?:like|read)|"
                r"see-?also|side-?bar(?!-(?:grid|layout|page|template))|latest|popular|ticker"
            ),
        ),
        (
            "notice",
            (
                r"newsletter|subscri|sign-?up|paywall|cookie|consent|gdpr|comment|disqus|advert"
                r"|(?:^|[\s_-])ads?"
                r"(?:$|[\s_-])|sponsor|banner|modal|popup|pop-up|breadcrumb|toolbar|tooltip"
                r"|share|sharing|social|"
                r"(?:^|[\s_-])tags?(?:$|[\s_-])|taxonomy|keywords|rating|login|register|disclaimer|"
                r"print-?only|donat|survey|quiz|poll(?:$|[\s_-])"
            ),
        ),
        (
            "kicker",
            (
                r"kicker|dachzeile|overline|eyebrow|ante-?titulo|occhiello|rubrik|spitzmarke"
                r"|top-?line|roof-?line|sur-?titre|overhead|volanta|cintillo"
            ),
        ),
        ("pull", r"pull-?quote|pullquote|zitat|quote-?box"),
        (
            "hidden",
            (
                r"(?:visually|visual|a11y|accessib\w*)[-_]?(?:hidden|hide)|sr-?only"
                r"|screen-?reader|off-?screen|only-for-(?:sr|screen)"
                r"|(?:^|\s)hidden(?=$|\s)(?!.*:(?:block|flex|inline|grid|table))"
            ),
        ),
        ("nav", r"(?:^|[\s_-])(?:nav|navbar|menu|navigation|masthead)(?:$|[\s_-])|mega-?menu"),
        ("footer", r"(?:^|[\s_-])(?:footer|site-footer|colophon)(?:$|[\s_-])"),
    )
)
"""Mark -> words in class, id, itemprop, role and the like that say it, on many sites alike."""

LANGUAGE_MARK: Final = "lang="
"""Begins the mark of what is in a language of its own: ``lang=de``."""

_WHOLE_PAGE: Final = frozenset({"html", "body", "main", "article"})
"""Their classes describe the kind of page, not what stands in them."""

_ROLE_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "complementary": "aside",
        "contentinfo": "footer",
        "banner": "header",
        "search": "form",
        "alertdialog": "dialog",
        "dialog": "dialog",
        "toolbar": "control",
        "tablist": "control",
        "figure": "figure",
        "blockquote": "quote",
    }
)
"""Role of WAI-ARIA -> the mark of the element that it stands for."""

_STATE: Final = re.compile(
    r"(?:(?<=[\s_-])|^)(?:js-)?(?:[Hh]as|[Ww]ith|[Ww]ithout|[Nn]o|[Tt]oggle|[Ss]how|[Hh]ide)"
    r"(?:[-_]|(?=[A-Z]))\S*"
)
"""A class that says what an element has or does, as in "has-caption": not what it is."""

_LEAST_PICTURE_PIXELS: Final = 120
_NO_PICTURE: Final = re.compile(
    r"avatar|icon|logo|pixel|spacer|emoji|author|profile|byline|badge|sprite", re.IGNORECASE
)
"""Words in the class or address of a picture that shows nothing a caption would tell of."""

_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_TELLING: Final = ("class", "id", "itemprop", "role", "data-testid", "data-component", "rel")
"""Attributes whose words say what an element holds."""


def own_marks(element: HtmlElement) -> frozenset[str]:
    """Return what an element itself says of its content, by its tag, classes and attributes."""
    tag = str(element.tag)
    marks = {_TAG_MARKS[tag]} if tag in _TAG_MARKS else set()
    if tag in _WHOLE_PAGE:
        return frozenset(marks)
    told = dict(element.items())
    if not told:
        return frozenset(marks)
    stated = " ".join([value for name in _TELLING if (value := told.get(name))])
    if stated:
        marks |= _marks_in(stated[:400])
    stated_language = language_tag(told.get("lang") or told.get("xml:lang"))
    if stated_language:
        marks.add(LANGUAGE_MARK + stated_language)
    role = _ROLE_MARKS.get(told.get("role", "").strip().lower())
    if role:
        marks.add(role)
    if "hidden" in told or _HIDDEN_STYLE.search(told.get("style", "")):
        marks.add("hidden")
    return frozenset(marks)


@lru_cache(maxsize=8192)
def _marks_in(stated: str) -> frozenset[str]:
    told = _STATE.sub("", stated).lower()
    return frozenset(mark for mark, expression in _CLASS_MARKS if expression.search(told))


_IMAGE_KEYS: Final = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")


def picture_address(element: HtmlElement) -> str | None:
    """Return the address of a picture, also where it is loaded late; None for one in the page."""
    for name in _IMAGE_KEYS:
        address = (element.get(name) or "").strip()
        if address and not address.startswith("data:"):
            return address.split()[0] if "srcset" in name else address
    return None


def is_shown(element: HtmlElement) -> bool:
    """Return whether a picture is large enough to have a caption, as far as the page says."""
    stated = f"{element.get('class') or ''} {element.get('src') or ''} {element.get('alt') or ''}"
    width = re.match(r"\d+", element.get("width") or "")
    return not _NO_PICTURE.search(stated[:400]) and (
        width is None or int(width[0]) >= _LEAST_PICTURE_PIXELS
    )
