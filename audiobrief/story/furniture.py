"""Furniture: what stands round a story, told by its wording; one table in several languages.

No row names a publisher, a domain or the classes of one site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_CHARS: Final = 400
"""A longer line is never furniture by its wording alone: a paragraph may begin like a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A kind of furniture.

    Attributes:
        name: Of the rule.
        reason: Why it is dropped, as one phrase for people.
        whole: Expression that the whole line has to match, without end signs; "" for none.
        start: Expression that the line has to begin with; "" for none.
        within: Expression that has to stand somewhere in the line, in small letters: it is sought
            in the line in small letters, which takes a third of the time; "" for none.
        ends_story: Whether what follows is seldom the story any more.
        examples: Lines that it must recognise; a test runs them.
    """

    name: str
    reason: str
    whole: str = ""
    start: str = ""
    within: str = ""
    ends_story: bool = False
    examples: tuple[str, ...]


TABLE: Final = (
    Furniture(
        name="access-link",
        reason="a link for keyboards and screen readers",
        whole=r"accessibility(?: links?| help| statement| feedback)?|skip (?:to|past|over) .{1,40}|"
        r"(?:go|jump|link|back|return) to (?:the )?(?:main |page )?(?:content|navigation"
        r"|top|homepage|home|search|menu)|"
        r"(?:zum|zur|direkt zu[mr]) (?:haupt)?(?:inhalt|navigation|suche|seite)(?: springen)?|"
        r"(?:saltar|ir|pasar) al? (?:contenido|men[uú])(?: principal)?|aller au (?:contenu"
        r"|menu)(?: principal)?|"
        r"(?:vai|salta) al contenuto(?: principale)?|pular para o conteúdo",
        examples=("Accessibility links", "Skip to main content", "Zum Inhalt springen"),
    ),
    Furniture(
        name="menu",
        reason="a menu or a control",
        whole=r"(?:main |site |full |close |open |toggle )*(?:menu|navigation|search"
        r"|home(?:page)?|sections?|topics?|close|"
        r"open|log ?in|log ?out|sign ?(?:in|up|out)|my account|account|register|settings"
        r"|help|contact(?: us)?|about(?: us)?|"
        r"live(?: tv| blog)?|watch|listen|play|pause|mute|unmute|next|previous|prev|back"
        r"|more|show more|load more|"
        r"loading|expand|collapse|print|email|copy(?: link)?|save|bookmark|font size|text "
        r"size|download|donate|shop|"
        r"suche|menü|startseite|anmelden|abmelden|registrieren|schließen|mehr|weiter|zurück"
        r"|drucken|merken|"
        r"buscar|inicio|cerrar|menú|secciones|iniciar sesión|rechercher|accueil|fermer|se "
        r"connecter|cerca|chiudi|"
        r"accedi|início|entrar|fechar|sök|meny|søk)(?: menu| results| close| search)?",
        examples=("Menu", "Search", "Sign in", "Show more"),
    ),
    Furniture(
        name="share",
        reason="a share bar",
        whole=r"(?=.*[a-z])(?:share|tweet|pin|post|send|e-?mail|print|facebook|twitter|x|whatsapp"
        r"|linkedin|reddit|pinterest|telegram|"
        r"messenger|bluesky|threads|pocket|flipboard|instagram|youtube|copy link|link|sms"
        r"|rss|xing|line|google|"
        r"teilen|mailen|drucken|kommentieren|compartir|partager|condividi|compartilhar"
        r"|delen|dela|del|"
        r"[0-9.,k]+|on|via|to|by|with|and|auf|en|sur|su|no|this|article|story|[|/·•,&+-])"
        r"(?:[\s:|/·•,&+-]+(?:share|tweet|pin|post|send|e-?mail|print|facebook|twitter|x"
        r"|whatsapp|linkedin|reddit|pinterest|"
        r"telegram|messenger|bluesky|threads|pocket|flipboard|instagram|youtube|copy link"
        r"|link|sms|rss|xing|google|"
        r"teilen|mailen|drucken|kommentieren|compartir|partager|condividi|compartilhar|on"
        r"|via|to|by|with|and|auf|"
        r"en|sur|su|no|this|article|story|page|item|[0-9.,k]+))*",
        start=r"share (?:this|the) (?:story|article|page)\b|(?:share|send|email|print|save"
        r"|bookmark|copy|post|recommend) (?:this|on|via"
        r"|to|with|the (?:link|article|story))\b"
        r"(?=.{0,80}$)|(?:auf|bei|per|via|über) (?:facebook|twitter|x|whatsapp|e-?mail) teilen|"
        r"(?:comparte?|compartir|partager|condividi|compartilhe) (?:en|sur|su|no|esta?|cet"
        r"|cette|on|por|via)\b(?=.{0,60}$)",
        examples=("Share", "Facebook Twitter Email", "Share this article", "Share on Facebook"),
    ),
    Furniture(
        name="advert",
        reason="an advertisement or its label",
        whole=r"(?:advertis(?:e)?ment|advertising|ad|sponsored(?: content| by .{1,40})?"
        r"|promoted|paid (?:content|post)|"
        r"anzeige|werbung|publicidad|publicité|pubblicità|publicidade|advertentie|annonse?"
        r"|annons|reklama?|広告|광고)"
        r"(?:\s*[|/:–-].{0,60}|\s+(?:continues|removed|blocked|choices|feedback)\b.{0,40})?",
        start=r"(?:story|article) continues (?:below|after)|(?:scroll|continue reading"
        r"|keep reading)\b.{0,60}"
        r"(?:ad(?:vertisement)?|below|after)\b|(?:continue|weiter) (?:reading|lesen) "
        r"(?:the main story|unten|nach)",
        within=r"\b(?:advertisement has not loaded|may earn (?:a |an affiliate )?(?:small "
        r")?commission|affiliate "
        r"(?:links|commission)|"
        r"affiliate-links?)\b",
        examples=(
            "Advertisement",
            "Anzeige",
            "Story continues below advertisement",
            "We may earn a commission when you buy through our links.",
        ),
    ),
    Furniture(
        name="newsletter",
        reason="an invitation to a newsletter, an app or a membership",
        start=r"(?:please )?(?:sign up|subscribe|register|sign-up"
        r"|join)\b.{0,160}\b(?:newsletters?|inbox|free|daily|today|"
        r"now|here|alerts?|emails?|briefing|for|to|channel|account|us)\b(?=.{0,160}$)|get "
        r"(?:the|our|more|unlimited|all|"
        r"breaking|daily|news|today).{0,120}\b(?:inbox|newsletter|email|app|delivered"
        r"|notifications|alerts)\b|"
        r"(?:download|get|install) (?:the|our) .{0,40}\bapp\b|follow (?:us|the|our|me"
        r"|.{1,40} on) .{0,80}"
        r"(?:facebook|twitter|instagram|\bx\b|google|whatsapp|youtube|tiktok|linkedin|telegram)|"
        r"(?:like|find|join|follow) us (?:on|at)\b|(?:support|become a|already a|to (?:view"
        r"|read|continue)|"
        r"want to (?:read|see|discuss|support)|start your|your (?:free )?subscription"
        r"|create (?:a|an|your)).{0,100}"
        r"\b(?:member|subscriber|supporter|journalism|account|subscription|trial|sign in"
        r"|log in|subscribe)|"
        r"(?:jetzt|hier|kostenlos).{0,80}\b(?:newsletter|abonnieren|anmelden|abo)\b|"
        r"(?:suscr[ií]bete|ap[uú]ntate|inscr[ií]bete|abonnez-vous|inscrivez-vous|iscriviti"
        r"|abbonati|assine|inscreva-se|"
        r"meld je aan|abonneer)\b",
        within=r"\b(?:(?:reserved )?for subscribers only|s[oó]lo para suscriptores|nur für "
        r"abonnenten|réservée? aux abonnés|per gli abbonati|exklusiv für abonnenten"
        r"|delivered (?:straight |directly |right )?to your (?:inbox|email)"
        r"|straight to your inbox"
        r"|subscribe to (?:our|the) (?:\w+ ){0,3}(?:newsletter|magazine|channel|podcast|title)|"
        r"in your inbox|unsubscribe (?:at )?any ?time|by (?:signing up|subscribing"
        r"|submitting|registering|clicking|"
        r"providing)\b.{0,80}\b(?:agree|terms|policy|consent)|newsletter (?:sign ?up"
        r"|abonnieren|bestellen|anmeld\w+)|"
        r"(?:our|zum|den|unseren|free|daily|weekly|morning|kostenlosen|nuestra|notre|nostra"
        r"|al) newsletters?(?! (?:said|sent))|"
        r"push-(?:benachrichtigungen|notifications?)|breaking news alerts)\b",
        examples=(
            "Sign up for our daily newsletter",
            "Get the morning headlines delivered to your inbox",
            "Follow us on Facebook and Twitter",
            "Jetzt kostenlos unseren Newsletter abonnieren",
        ),
    ),
    Furniture(
        name="consent",
        reason="a notice about cookies or privacy",
        whole=r"(?:privacy|cookie|terms)(?: (?:policy|notice|settings|statement|of (?:use"
        r"|service)|and conditions|& conditions))?"
        r"(?:[ |/&-]+(?:privacy|cookie|terms).{0,60})?|datenschutz(?:erklärung|hinweise"
        r"|einstellungen)?|impressum|"
        r"do not sell.{0,60}|your (?:ad|privacy|cookie) (?:choices|rights)|manage "
        r"(?:cookies|preferences|consent)|"
        r"cookie-einstellungen|agb",
        within=r"\b(?:we (?:and our partners )?use cookies|uses cookies|accept (?:all "
        r")?cookies|cookie policy|privacy policy|"
        r"privacy notice|terms of (?:use|service)|recaptcha|cookies? (?:verwenden|akzeptieren)|"
        r"datenschutzerklärung|personenbezogene daten|utiliza cookies|política de "
        r"privacidad|externe[rn]? inhalte?|"
        r"consent to the use|your browser (?:does not|is not|doesn)|enable javascript"
        r"|javascript (?:is|must be) (?:disabled|enabled)|"
        r"politique de confidentialité|informativa sulla privacy)\b",
        examples=("Privacy policy", "We use cookies to make this site better.", "Impressum"),
    ),
    Furniture(
        name="account",
        reason="a notice about an account, a subscription or a control of the page",
        within=r"\b(?:home delivery|e-?paper\b.{0,60}\b(?:edition|device|replica)"
        r"|unlimited (?:digital |online )*access|online access (?:is|to|now)"
        r"|register to (?:unlock|read|continue|view)|free to read\b.{0,20}\bregister"
        r"|with one account|digital (?:subscription|edition)s?\b.{0,40}\b(?:access|account|offer)"
        r"|your (?:selections?|lineup|payment details|subscription (?:has|will|is))"
        r"|change your selections?|(?:this|the) video (?:has )?failed to load|requires javascript"
        r"|refresh(?:ing)? your browser|(?:confidential|news) tips?\?|we want to hear from you"
        r"|(?:data|quotes) (?:is|are) (?:a real-time|delayed)|delayed (?:at least|by) \d+ min"
        r"|submission guidelines|abide by (?:our|the) (?:submission|community|comment)"
        r"|back to video|more newsletters|necessary cookies|cookies that (?:are|help)"
        r"|stored (?:on|in) your browser"
        r"|kommentar-?regeln|angemeldete (?:nutzer|benutzer)|schreibrechte|bestätigungslink"
        r"|einverstanden, dass mir|mit einem klick anzeigen|kontakt-?formular"
        r"|datos de pago|renovar (?:tu|su) suscripción|(?:solo|sólo) para (?:registrados|socios)"
        r"|données de paiement|espace abonné|dati di pagamento)\b"
        r"|会員(?:限定|登録|の方)|ログイン(?:する|して)|コメントを(?:投稿|削除|書く)|利用規約|회원가입|로그인"
        r"|ऐप डाउनलोड",
        examples=(
            "If you are a home delivery subscriber, online access is included.",
            "This video has failed to load.",
            "Quotes are delayed by 15 minutes.",
            "You can change your selections at any time.",
            "Nur angemeldete Benutzer können kommentieren.",
            "この記事は会員限定です。",
        ),
    ),
    Furniture(
        name="copyright",
        reason="a notice of rights",
        start=r"(?:(?:©\s*|\(c\)\s*)(?:copyright|(?:19|20)\d{2}\b)|copyright\s*(?:©|\(c\)"
        r"|\d|by\b|:|$)|alle rechte|all rights|todos los derechos|tous droits"
        r"|tutti i diritti)(?=.{0,300}$)",
        within=r"\b(?:all rights reserved|alle rechte vorbehalten|todos los derechos "
        r"reservados|tous droits réservés|"
        r"may not be (?:published|reproduced)|without (?:the )?(?:express |prior "
        r")?(?:written )?permission|reprinted with permission|"
        r"無断転載|무단\s?전재)|©\s*(?:copyright )?\d{4}",
        ends_story=True,
        examples=("© 2026 Port Lanning Herald. All rights reserved.", "Copyright 2026"),
    ),
    Furniture(
        name="mail-head",
        reason="the head of a message that was passed on",
        start=r"-{3,}\s*(?:begin )?(?:forwarded|original|weitergeleitete|ursprüngliche|mensaje"
        r"|message (?:transféré|d'origine)|messaggio)\b.{0,40}$"
        r"|(?:from|von|de|da|to|an|à|para|cc|reply-to|sent by)\s*:\s.{0,80}@[\w-]+\.\w",
        examples=(
            "---------- Forwarded message ---------",
            "From: Jane Doe <jane@example.com>",
        ),
    ),
    Furniture(
        name="related",
        reason="a link to another story",
        whole=r"(?:(?:more|also|related|most|top|latest|trending|popular|recommended"
        r"|further|other|editor'?s?'?|you may|you might|don'?t|"
        r"up|read|what to|must|in other|keep|similar|around the|from (?:the|our|around)|our) ?"
        r"(?:(?:also )?(?:like|miss|next|read|stories|articles?|news|topics?|content"
        r"|coverage|videos?|reads?|picks?|choice|on this|viewed|"
        r"popular|commented|shared|watched|headlines|posts?|links?|reading|in this|from us"
        r"|for you|now|stor(?:y|ies)|web|tags?)"
        r"[\s,:&]*){1,4}|related|trending(?: now| today)?|recommended(?: for you)?|tags?|"
        r"mehr zum thema|zum thema|auch interessant|lesen sie auch|das könnte sie auch "
        r"interessieren|"
        r"meistgelesen|weitere (?:artikel|meldungen|nachrichten|themen)|verwandte "
        r"(?:artikel|themen)|empfehlungen|"
        r"schlagwörter|themen|neueste (?:artikel|meldungen)|lo más (?:leído|visto)|te "
        r"puede interesar|más (?:noticias|información)|"
        r"noticias relacionadas|temas|etiquetas|à lire aussi|lire aussi|sur le même sujet"
        r"|les plus lus|leggi anche|"
        r"potrebbe interessarti|leia (?:também|mais)|lees ook|lees meer|läs (?:också|mer)"
        r"|les også|læs også|関連記事|관련기사|"
        r"相关(?:阅读|新闻))[\s:.…!]*",
        start=r"(?:read (?:more|also|next|the (?:full|rest))|related|see also|also read"
        r"|watch|more|more (?:on|from|about)|"
        r"recommended|explainer|opinion|up next|don'?t miss|lesen sie (?:auch|hier|mehr)"
        r"|lesen sie|mehr (?:dazu|zum thema)|"
        r"zum thema|siehe auch|hören sie|à lire(?: aussi)?|lire aussi|lea también|lee "
        r"también|leggi anche|leia (?:também|mais)|"
        r"lees ook|les også|läs (?:också|mer)|le(?:er|a) más)\s*[:|»>→]\s*(?=.{1,200}$)|"
        r"(?:click|tap|klicken sie|haga clic|cliquez) (?:here|hier|aquí|ici)\b.{0,120}$",
        ends_story=True,
        examples=(
            "Related stories",
            "You may also like...",
            "Read more: Ferry strike ends",
            "Lesen Sie auch: Streik beendet",
            "Most read",
        ),
    ),
    Furniture(
        name="comments",
        reason="the comments or their rules",
        whole=r"(?:\d+ )?(?:comments?|kommentare?|comentarios?|commentaires?|commenti"
        r"|comentários|reacties)(?: \(?\d+\)?)?|"
        r"(?:leave|post|write|add|view|show|join|hide|read) (?:a |the |all |your )?(?:\d+ "
        r")?(?:comments?|conversation|discussion|reply)|"
        r"join the (?:conversation|discussion|debate)|(?:be the )?first to comment|reply"
        r"|report(?: abuse| comment)?",
        start=r"(?:comments? (?:on this|are|have|policy|section|will)|your email address "
        r"will not|please (?:read our comment|"
        r"keep comments|note|log in to comment)|we welcome your comments|have your say"
        r"|want to discuss|"
        r"kommentar(?:e|regeln|funktion|bereich)\b|diskutieren sie)(?=.{0,240}$)",
        ends_story=True,
        examples=("Comments", "Leave a comment", "Join the conversation", "12 comments"),
    ),
    Furniture(
        name="player",
        reason="a control or notice of a player or gallery",
        whole=r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?: ?[/|] ?(?:\d{1,2}:)?\d{1,2}:\d{2})?|(?:image"
        r"|photo|picture|slide|bild|foto) \d+ (?:of|/|von|de) "
        r"\d+|\d+ ?(?:/|of|von) ?\d+|(?:close|open|view|show|hide|expand|enlarge|see)?(?: "
        r"full| all| the| larger)* ?"
        r"(?:screen|image|photos?|gallery|slideshow|caption|video|bild(?:er)?(?: vergrößern"
        r"| anzeigen)?|fullscreen)|"
        r"(?:images?|photos?|pictures?|bild(?:er)?|fotos?|imagen|videos?|audio|media"
        r"|slideshow|gallery|galerie|bildbeitrag|"
        r"(?:image|media|photo) caption|caption|getty images?)|(?:listen|watch) (?:to|now"
        r"|live|here|to this (?:article|story)).{0,60}|"
        r"(?:playback|this video|video|audio) (?:is )?(?:not|can ?not|unavailable|player"
        r"|duration).{0,80}|"
        r"\d+ ?(?:min(?:ute)?s?|minuten?|sec(?:ond)?s?)\.?(?: read(?:ing time)?| lesezeit| "
        r"de lectura| listen)?|"
        r"(?:reading time|lesezeit|lectura|lesedauer|temps de lecture)[: ].{0,30}",
        examples=("4 min read", "Image 1 of 5", "2:35", "Listen to this article"),
    ),
    Furniture(
        name="tip",
        reason="a call to readers",
        start=r"(?:(?:do you )?(?:have|got) (?:a |any |more |an )?(?:news |story |question"
        r"|tip|information)|"
        r"(?:contact|reach|email|e-mail|call) (?:us|the (?:author|reporter|writer|newsroom)"
        r"|[A-Z]\w+ [A-Z]\w+ at|him at|her at|me at)|"
        r"if you (?:have|see|spot|notice|find) (?:a |an |any |more )?(?:news|stor|tip|error"
        r"|mistake|question|correction)|"
        r"report (?:an? )?(?:error|typo|mistake|correction)|send (?:us )?(?:your )?(?:tips?"
        r"|news|feedback)|"
        r"(?:stay|keep) (?:up to date|informed|connected)|for more (?:news|stories"
        r"|information|on|local|coverage)|"
        r"(?:check out|visit|see) (?:our|more)\b|fehler (?:gefunden|melden|entdeckt)|"
        r"(?:the )?opinions? expressed\b|views expressed)(?=.{0,260}$)",
        examples=(
            "Have a news tip? Write to our newsroom",
            "Contact the reporter at jane@example.org",
        ),
    ),
)

_FLAGS: Final = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class _Compiled:
    kind: Furniture
    whole: re.Pattern[str] | None
    start: re.Pattern[str] | None
    within: re.Pattern[str] | None


_COMPILED: Final = tuple(
    _Compiled(
        kind,
        re.compile(rf"\W*(?:{kind.whole})\W*", _FLAGS) if kind.whole else None,
        re.compile(rf"\W*(?:{kind.start})", _FLAGS) if kind.start else None,
        re.compile(kind.within) if kind.within else None,
    )
    for kind in TABLE
)


def furniture(text: str) -> Furniture | None:
    """Return the kind of furniture that a line is by its wording, or None."""
    if len(text) > MAX_CHARS:
        return None
    small = text.lower()
    for each in _COMPILED:
        if each.whole is not None and len(text) <= 120 and each.whole.fullmatch(text):
            return each.kind
        if each.start is not None and each.start.match(text):
            return each.kind
        if each.within is not None and each.within.search(small):
            return each.kind
    return None
