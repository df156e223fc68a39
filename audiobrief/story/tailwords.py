"""Words of what stands behind a story, by what they are about, in many languages.

A word of seven letters and more is known by its first seven, so that its other forms are too.
Each table says a little; ``ending.py`` weighs them with everything else that it sees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from audiobrief.story.words import tokens

STEM: Final = 7
"""Letters by which a long word is known."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reader": "you your yours yourself dir dich dein deine deinen euch vous votre vos usted"
        " ustedes tus tuo tua tuoi você vocês jij jouw uw du din ditt dine dig deg er sinä sinun"
        " voit twój twoje twoja ciebie vás vám váš vaše ön önnek önök dumneavoastră вы вас вам ваш"
        " ваши ви вам σας εσείς siz sizin size anda kamu bạn vi vaš",
        "house": "we us our ours wir uns unser unsere unseren unserer unserem nous notre nos"
        " nosotros nuestro nuestra nuestros nuestras noi nostro nostra nostri nós nosso nossa"
        " nossos wij onze ons oss vår våra vores våre meidän meillä nas nasz nasze naszych nám náš"
        " naše nálunk nekünk nostru noastră noi нас нам наш наши наших μας εμείς biz bizim bize"
        " kami kita chúng",
        "self": "i i'm i've my me myself ich mir mich mein meine meiner je j mon moi yo mío io mio"
        " mia eu meu minha ik mijn jag mig mitt jeg meg mitt minä minun mój moja já můj én az eu"
        " meu я мне меня мой εγώ ben benim saya aku tôi ja",
        "account": "account accounts subscription subscribe subscriber subscribed login password"
        " membership member members cookie cookies browser javascript device devices privacy app"
        " email inbox unsubscribe konto abo abos abonnement abonnieren abonnenten anmelden"
        " anmeldung registrieren passwort gerät geräte datenschutz einwilligung compte abonné"
        " abonnés abonnez connexion connecter appareil cuenta suscripción suscriptor suscriptores"
        " dispositivo contraseña registrado abbonamento abbonato abbonati dispositivi registrati"
        " registrato conta assinatura assinante senha cadastro wachtwoord abonnee inloggen"
        " prenumeration prenumerant lösenord adgangskode passord tilaus tilaaja salasana"
        " prenumerata subskrypcja hasło zaloguj předplatné heslo účet fiók előfizetés jelszó"
        " abonament parolă подписка подписки подписчик аккаунт пароль підписка συνδρομή"
        " λογαριασμός hesap abonelik şifre akun langganan sandi newsletter newsletters"
        " nyhetsbrev nyhedsbrev uutiskirje hírlevél biuletyn infolettre boletín",
        "donation": "donate donation donations donating contribute support supporters supporting"
        " spende spenden unterstütze unterstützung fördern dons donner soutenez soutenir donación"
        " dona apóyanos donazione sostieni sostienici doação doar apoie doneer steun støtt støt"
        " stöd lahjoita wesprzyj darowizna přispějte támogass támogatás donează пожертвуй"
        " поддержите підтримайте bağış donasi",
        "comments": "comment comments commented commenting reply replies responses respond"
        " moderated moderation moderator kommentar kommentare kommentieren leserbrief"
        " leserbriefe ergänzungen antworten moderiert netiquette commentaire commentaires"
        " réponses comentario comentarios respuestas commento commenti risposte comentário"
        " comentários reactie reacties kommentarer kommentti kommentit komentarz komentarze"
        " komentář komentáře hozzászólás comentariu comentarii комментарий комментарии коментар"
        " коментарі σχόλια σχόλιο yorum yorumlar komentar",
        "rights": "copyright rights reserved license licence licensed trademark disclaimer"
        " disclosure llc inc gmbh ltd issn impressum permission reproduction redistributed"
        " lizenz urheberrecht handelsregister vorbehalten droits réservés derechos reservados"
        " diritti riservati direitos iva rechten voorbehouden rättigheter rettigheter"
        " rettigheder oikeudet prawa zastrzeżone práva vyhrazena jogok fenntartva drepturile"
        " rezervate права защищены δικαιώματα hakları saklıdır hak cipta bản quyền",
        "person": "reporter editor writer correspondent journalist columnist author contributor"
        " professor lecturer fellow graduate studied joined twitter redakteur redakteurin"
        " journalist journalistin autorin autor korrespondent studierte volontariat journaliste"
        " rédacteur rédactrice correspondant periodista redactor redactora corresponsal"
        " licenciada licenciado giornalista laureato laureata jornalista formado formada"
        " repórter redacteur verslaggever journalisten skribent toimittaja dziennikarz"
        " dziennikarka redaktor novinář redaktorka újságíró szerkesztő jurnalist журналист"
        " редактор журналіст δημοσιογράφος gazeteci muhabir yazar wartawan jurnalis",
        "more": "read more related recommended trending popular latest headlines stories"
        " weiterlesen mehr meistgelesen ähnliche aktuelle artikel lire aussi suite leer más"
        " noticias leggi anche altri articoli leia mais notícias lees meer nieuws läs mer les"
        " mere lue lisää czytaj więcej číst více dále olvasson tovább citește читать далее"
        " читайте також διαβάστε devamı baca selengkapnya juga xem thêm",
    }
)
"""What it is about -> words, small. One word is in several tables where languages share it."""

_STEMS: Final = MappingProxyType(
    {about: frozenset(word[:STEM] for word in words.split()) for about, words in WORDS.items()}
)

UNSPACED: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "reader": re.compile("あなた|皆様|여러분|您|你们|คุณ"),
        "house": re.compile("当社|弊社|本紙|本报|本報|본지|我们|我們|เรา"),
        "account": re.compile(
            "会員|登録|ログイン|購読|アプリ|クッキー|회원|로그인|구독|가입|앱|登录|登錄|注册|註冊|订阅|訂閱|สมัคร"
        ),
        "donation": re.compile("寄付|支援金|후원|捐款|捐助|บริจาค"),
        "comments": re.compile("コメント|댓글|评论|評論|ความคิดเห็น"),
        "rights": re.compile("無断|著作権|転載|무단|저작권|版权|版權|转载|轉載|ลิขสิทธิ์"),
        "more": re.compile("関連|続きを読む|ランキング|관련|더보기|相关|相關|更多|阅读|閱讀|อ่านต่อ"),
    }
)
"""The same for scripts without spaces."""

_QUOTED: Final = re.compile('[“„«»][^“”„«»]{1,600}[”“»«]|"[^"]{1,600}"')


@lru_cache(maxsize=1 << 12)
def about(text: str) -> Mapping[str, int]:
    """Return how many different words of a line are about what; what it quotes does not count.

    A person who is quoted says "I" and "we" as well, and is no comment.
    """
    told = _QUOTED.sub(" ", text)
    stems = {token[:STEM] for token in tokens(told)}
    found = {name: len(known & stems) for name, known in _STEMS.items()}
    if any(sign > "\u0dff" for sign in told):
        for name, signs in UNSPACED.items():
            found[name] += len(set(signs.findall(told)))
    return MappingProxyType(found)
