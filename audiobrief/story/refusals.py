"""Pages that hold no story: what they look like, and what their reader can do about it.

A real story is never to be refused: each row asks for two signs that have nothing to do with each
other, such as the wording of a heading and how little text there is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from audiobrief.story.chunks import Chunk
from audiobrief.story.extent import look
from audiobrief.story.pageinfo import PageInfo
from audiobrief.story.words import ends_sentence, few_words, word_count

MIN_BODY_WORDS: Final = 25
"""A page with a shorter body is an index, a notice or a stub."""

_MIN_STATED_WORDS: Final = 12
"""The same for a page that says of itself that it is a story."""

_SHORT_WORDS: Final = 200
"""From here on a text is a story, whatever stands under it, if its page states no more."""

_TEASER_WORDS: Final = 120
"""A text that is so short is the free part where its page says that not all of it is free."""

_MORE: Final = 1.6
"""A page that states so many times the words that it shows holds the rest back."""

_GATE_REACH: Final = 15
"""How many chunks below the last paragraph the offer to read on may stand."""

_OPENING: Final = 12
"""Paragraphs that tell what a page is about."""

_LIST_LINKS: Final = 8
_COLUMN: Final = 3
_LONGEST_TEASER: Final = 40
_MOST_TOLD: Final = 0.7
"""Share of what would be the story that are teasers, beyond which a page is a list of them."""
"""Paragraphs in one column that make a story of a page with many links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a page when it is to be told whether it holds a story.

    Attributes:
        info: What the page says of itself.
        found: Its chunks.
        told: Indices of those that are paragraphs of the story.
        headline: Its headline, or ``""``.
        unscripted: What it says to readers without JavaScript.
        scripted: Whether it has scripts.
    """

    info: PageInfo
    found: Sequence[Chunk]
    told: Sequence[int]
    headline: str
    unscripted: str = ""
    scripted: bool = False

    @property
    def words(self) -> float:
        """The number of words of the story."""
        return sum(word_count(self.found[place].text) for place in self.told)

    @property
    def shown(self) -> float:
        """The number of all words on the page."""
        return sum(word_count(chunk.text) for chunk in self.found)

    @property
    def titles(self) -> int:
        """The number of links that are titles of other pages."""
        return sum(map(_is_title, self.found))

    @property
    def teasers(self) -> int:
        """The number of short paragraphs that stand right under the title of another page."""
        return sum(
            place > 0
            and _is_title(self.found[place - 1])
            and word_count(self.found[place].text) <= _LONGEST_TEASER
            for place in self.told
        )

    @property
    def column(self) -> int:
        """The number of paragraphs that stand side by side."""
        homes = Counter(self.found[place].home for place in self.told)
        return max(homes.values(), default=0)

    @property
    def cut(self) -> bool:
        """Whether the story breaks off."""
        last = self.found[self.told[-1]].text if self.told else ""
        return bool(re.search(r"(?:…|\.\.\.)\W*$", last)) or not ends_sentence(last)

    @property
    def gate(self) -> bool:
        """Whether an offer to read on stands under the last paragraph."""
        last = self.told[-1] if self.told else 0
        return any(
            len(chunk.text) <= 400 and bool(_GATE.search(chunk.text))
            for chunk in self.found[last : last + _GATE_REACH]
        )


def _is_title(chunk: Chunk) -> bool:
    return chunk.shares.get("link", 0.0) > 0.8 and 4 <= look(chunk.text).words <= 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A kind of page that holds no story.

    Attributes:
        name: For tests and for the table.
        looks: What the page looks like, as the end of "It looks like".
        advice: What to do next.
        holds: Whether a page is of this kind.
        long: Whether a page of this kind may hold as much text as a story.
    """

    name: str
    looks: str
    advice: str
    holds: Callable[[Facts], bool]
    long: bool = False


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_GATE: Final = _words(
    r"to (?:continue|keep) reading|continue reading (?:this|with|by)",
    r"to read (?:the|this|on|more)\b|subscribe (?:now )?to (?:read|continue|unlock)",
    r"unlock (?:this|the)|subscriber[- ](?:only|excl)|(?:for|to|a) subscribers?\b",
    r"this (?:article|story|content) is (?:for|reserved|only|exclusive)",
    r"members[- ]only|remaining free|um (?:den|diesen|das) .{0,30}(?:artikel|text|beitrag)",
    r"weiterlesen\b|weiterzulesen|diesen artikel|(?:nur|exklusiv) für (?:abonnent|mitglied)",
    r"réservée? (?:à nos|aux) abonn|lire la suite|il vous reste .{0,20}%|déjà abonn",
    r"(?:seguir|continuar) (?:leyendo|lendo)|(?:solo|sólo|exclusivo) para (?:suscriptor|assinant)",
    r"contenido exclusivo|conteúdo exclusivo|continue lendo|continua a leggere",
    r"riservat[oi] agli abbonati|contenuto riservato|lees (?:verder|het hele)|verder lezen",
    r"(?:alleen|exclusief) voor abonnees|läs (?:vidare|hela artikeln|resten)",
    r"les (?:videre|hele saken|resten)|læs (?:videre|resten|hele)|(?:kun|bare) for abonnent",
    r"för prenumeranter|jatka lukemista|vain tilaajille|dla prenumeratorów|czytaj dalej",
    r"pokračovat ve čtení|pro předplatitele|előfizető|только для подписчиков|читать далее",
    r"abonelere özel|残り\s?[\d０-９]+\s?文字|続きを読む|有料(?:会員|記事)",
    r"会員限定|구독자 전용|유료 회원",
    r"(?:订阅|訂閱|登录后).{0,10}(?:阅读|閱讀|继续|繼續)",
)
"""Words of an offer to read on, in many languages; they stand under whole stories too."""

_CONSENT: Final = _words(
    r"cookie|consent|personal data|tracking|einwillig|zustimm|datenschutz|personenbezogen",
    r"données personnelles|traceur|consentimiento|datos personales|dati personali|consenso",
    r"dados pessoais|toestemming|persoonsgegevens|samtyc?k|personuppgift|personopplysning",
    r"\bzgod[ayę]|danych osobowych|souhlas|osobních údajů|hozzájárul|\bsüti|согласи|çerez|rıza",
    r"クッキー|同意|個人情報|쿠키|개인정보|隐私|隱私",
)
_CONSENT_ASKED: Final = _words(
    r"\b(?:we|us) and our\b|our partners|accept (?:all|and)|by (?:clicking|continuing)",
    r"you (?:can|may) (?:withdraw|change|manage)|wir und unsere|unsere partner",
    r"alle akzeptieren|akzeptieren (?:und|sie)",
    r"mit (?:einem klick|der nutzung|werbung)|nous et nos|nos partenaires|(?:tout )?accepter",
    r"(?:nosotros y )?nuestros socios|aceptar (?:y|todo)|(?:noi e )?i nostri partner|accetta",
    r"nossos parceiros|aceitar|onze partners|accepteren|våra partner|godkänn|våre partnere|godta",
    r"vores partnere|acceptér|hyväksy|naszych partner|nasi partnerzy|akceptuj|naši partneři",
    r"přijmout|elfogad|наши партнеры|принять|kabul et|同意する|동의(?:하고|합니다)|接受",
)
_MISSING: Final = re.compile(
    r"\W*(?:(?:http |error|fehler|erreur|errore|erro|fout|fel|feil|fejl|chyba|hiba|błąd|ошибка"
    r"|hata)\W*)?(?:(?:40[0-9]|410|429|50[0-9])\b.{0,60}"
    r"|(?:.{0,40}\b)?(?:page|article|story|content|file) (?:(?:was|could|can) ?not (?:be )?|not )"
    r"(?:found|available)|(?:sorry\W+)?(?:this|that|the) (?:page|article|story) (?:does ?n[o'’]t"
    r"|no longer|is(?: not|n['’]t)).{0,60}|not found|gone"
    r"|.{0,40}(?:nicht gefunden|existiert nicht|nicht verfügbar)"
    r"|.{0,40}(?:introuvable|non trouvée?|n['’]existe (?:pas|plus)).{0,20}"
    r"|.{0,40}(?:no (?:encontrad[ao]|existe|disponible)|no se (?:ha )?enc[ou]+ntr\w*).{0,20}"
    r"|.{0,40}(?:non trovat[ao]|inesistente)|.{0,40}não (?:foi )?encontrad[ao]"
    r"|.{0,40}niet gevonden|.{0,40}(?:hittades inte|finns inte|kunde inte hittas)"
    r"|.{0,40}(?:ikke fun[nd]et|finnes ikke|findes ikke)|.{0,40}ei löy(?:dy|tynyt)"
    r"|.{0,40}nie (?:znaleziono|istnieje)|.{0,40}(?:nenalezena?|neexistuje)|.{0,40}nem található"
    r"|.{0,40}не найден[ао]?|.{0,40}bulunamadı|.{0,20}見つかりません(?:でした)?"
    r"|.{0,20}찾을 수 없습니다"
    r"|.{0,20}(?:找不到|未找到|不存在).{0,10}"
    r"|access (?:to this page )?(?:has been )?(?:denied|forbidden|blocked)|forbidden"
    r"|just a moment|attention required|(?:service|site|page) (?:is )?(?:temporarily )?unavailable"
    r"|bad gateway|too many requests|(?:oops\W*)?something went wrong|oops.{0,30}"
    r"|(?:are you (?:a )?(?:robot|human)|(?:verify|verifying|confirm|prove) .{0,20}human).{0,20}"
    r"|zugriff verweigert|accès refusé|acceso denegado|accesso negato|acesso negado"
    r")\W*",
    re.IGNORECASE,
)
_SEARCH: Final = re.compile(
    r"\W*(?:search(?: results?\b.*|\W*)|(?:your )?results? for\b.*|suche\W*|suchergebnis.*"
    r"|résultats? (?:de|pour)\b.*|recherche\W*|resultados? (?:de|da|para|por)\b.*"
    r"|b[uú]squeda\W*|buscar\W*|busca\W*|risultati\b.*|ricerca\W*|zoekresultaten.*|zoeken\W*"
    r"|sökresultat.*|søkeresultat.*|søgeresultat.*|hakutulok.*|wyniki wyszukiwania.*"
    r"|výsledky (?:vy)?hledávání.*|keresési.*|результаты поиска.*|arama sonuçları.*"
    r"|.{0,30}検索結果.*|.{0,30}검색 ?결과.*|.{0,30}(?:搜索|搜尋)结?[果結].*)",
    re.IGNORECASE,
)
_SCRIPT: Final = _words(
    r"(?:enable|activate|turn on|requires?|needs?|allow|without|support)\b.{0,40}\bjavascript",
    r"javascript\b.{0,60}(?:enabled?|disabled|required|aktivier|activ|habilit|abilit|ativ|benötig",
    r"ingeschakeld|nødvendig|aktiver|włącz|включ|povol|kapcsol|etkin|有効|활성|启用|啟用)",
    r"(?:aktivier|activ|habilit|abilit|ativ|schakel|aktiver|włącz|включ|povol|engedélyez)\w*\b"
    r".{0,40}javascript",
)


def _is_scripted(facts: Facts) -> bool:
    told = " ".join(chunk.text for chunk in facts.found[:60]) + " " + facts.unscripted
    asks = bool(_SCRIPT.search(told))
    bare = facts.scripted and facts.shown < MIN_BODY_WORDS
    return facts.words < MIN_BODY_WORDS and (bare or (asks and facts.shown < 150))


def _is_consent(facts: Facts) -> bool:
    texts = [facts.found[place].text for place in facts.told[:_OPENING]]
    asked = [text for text in texts if _CONSENT.search(text)]
    share = sum(map(word_count, asked)) / (sum(map(word_count, texts)) or 1.0)
    if share < 0.6 and facts.words >= MIN_BODY_WORDS:
        return False
    whole = " ".join(chunk.text for chunk in facts.found)[:20_000]
    few = facts.words < MIN_BODY_WORDS and facts.shown < 400
    wall = bool(_CONSENT.search(whole)) and bool(_CONSENT_ASKED.search(whole))
    return wall and ((share >= 0.6 and bool(asked)) or (few and len(_CONSENT.findall(whole)) >= 3))


def _is_missing(facts: Facts) -> bool:
    said = [facts.headline, *facts.info.headlines]
    named = any(len(each) <= 120 and _MISSING.fullmatch(each) for each in said if each)
    return named and facts.words < 150 and not (facts.info.article or facts.info.people)


def _is_search(facts: Facts) -> bool:
    named = facts.headline and len(facts.headline) <= 120 and _SEARCH.fullmatch(facts.headline)
    stated = "SearchResultsPage" in facts.info.types
    return bool(named or stated) and not facts.info.article and facts.titles >= 3


def _is_list(facts: Facts) -> bool:
    listed = facts.info.types & {"CollectionPage", "ItemList"}
    links = facts.titles >= (_LIST_LINKS if not listed else _COLUMN)
    if facts.info.article or not links:
        return False
    if facts.teasers >= _LIST_LINKS and facts.teasers > _MOST_TOLD * len(facts.told):
        return True
    few = facts.words < MIN_BODY_WORDS or facts.column < _COLUMN
    return few and facts.words < _SHORT_WORDS * 2


def _is_film(facts: Facts) -> bool:
    stated = facts.info.kind.startswith("video") or (
        "VideoObject" in facts.info.types and not facts.info.story
    )
    return stated and facts.words < 120 and facts.column < _COLUMN


def _is_stub(facts: Facts) -> bool:
    info, words = facts.info, facts.words
    stated = max(info.stated_words, word_count(info.body))
    more = stated > max(words * _MORE, words + 60) and words < _SHORT_WORDS * 2
    if info.free:
        return False
    short = words < _SHORT_WORDS and facts.gate
    if info.free is False:
        return (
            more
            or (short and (facts.cut or words < _TEASER_WORDS))
            or (facts.cut and words < _TEASER_WORDS)
        )
    return short and (more or facts.cut or words < MIN_BODY_WORDS)


_ON: Final = "or go on with what there is by --allow-stub"

TABLE: Final = (
    Refusal(
        name="missing",
        looks="an error page, such as that of a page which is gone or of a site that bars programs",
        advice="open the address in a browser, and save the page of the story there",
        holds=_is_missing,
    ),
    Refusal(
        name="consent",
        looks="a page that asks for consent to cookies",
        advice="answer it in a browser, save the page that comes then, and give that file",
        holds=_is_consent,
        long=True,
    ),
    Refusal(
        name="script",
        looks="a page that shows its text with JavaScript only",
        advice="open it in a browser, wait for the text, save the page, and give that file",
        holds=_is_scripted,
    ),
    Refusal(
        name="search",
        looks="a list of search results",
        advice="open one of its stories, and give that address or its saved page",
        holds=_is_search,
    ),
    Refusal(
        name="film",
        looks="the page of a film with a description",
        advice=f"give the page of a written story, {_ON}",
        holds=_is_film,
    ),
    Refusal(
        name="stub",
        looks="the free part of a story for subscribers",
        advice=f"save the full page while signed in and give that file, {_ON}",
        holds=_is_stub,
    ),
    Refusal(
        name="list",
        looks="a home page, a section or another list of stories",
        advice="open one of its stories, and give that address or its saved page",
        holds=_is_list,
        long=True,
    ),
)
"""In order of precedence."""


def refusal(facts: Facts) -> Refusal | None:
    """Return what a page looks like if it holds no story, or None for a story."""
    if facts.words >= _SHORT_WORDS * 2 and facts.column >= _COLUMN:
        return next((each for each in TABLE if each.long and each.holds(facts)), None)
    return next((each for each in TABLE if each.holds(facts)), None)


def refused(address: str, facts: Facts) -> str | None:
    """Return why a page is refused, as one sentence, or None where it holds a story."""
    kind = refusal(facts)
    count = few_words(facts.words)
    if kind is not None:
        return f"{address} looks like {kind.looks}: {count} of a story; {kind.advice}."
    least = _MIN_STATED_WORDS if facts.info.article else MIN_BODY_WORDS
    if facts.words < least:
        return (
            f"{address} holds no story that can be read: {count} of it; open it in a browser and"
            f" save the page with the whole text, {_ON}."
        )
    return None
