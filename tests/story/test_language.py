from __future__ import annotations

import pytest

from audiobrief.story.language import detect, tag

SENTENCES = {
    "en": "The bridge was closed for the whole of the winter, and the people had to wait.",
    "de": "Die Brücke war den ganzen Winter über gesperrt, und die Leute mussten warten.",
    "fr": "Le pont est resté fermé tout l'hiver et les habitants ont dû attendre une année.",
    "es": "El puente estuvo cerrado todo el invierno y los vecinos tuvieron que esperar un año.",
    "it": "Il ponte è rimasto chiuso per tutto l'inverno e gli abitanti hanno aspettato un anno.",
    "pt": "A ponte ficou fechada durante todo o inverno e os moradores não puderam passar.",
    "nl": "De brug was de hele winter gesloten en de bewoners van het dorp moesten wachten.",
    "pl": "Most był zamknięty przez całą zimę i mieszkańcy musieli czekać na otwarcie do maja.",
    "sv": "Bron var stängd hela vintern och invånarna fick vänta på att den skulle öppnas igen.",
    "tr": "Köprü bütün kış kapalı kaldı ve bu yüzden halk çok uzun bir yol için erken kalktı.",
    "ru": "Мост был закрыт всю зиму, и жителям пришлось ждать до мая.",
    "uk": "Міст був закритий усю зиму, і мешканцям довелося чекати до травня.",
    "ar": "ظل الجسر مغلقا طوال الشتاء واضطر السكان إلى الانتظار حتى الربيع.",
    "fa": "پل در تمام زمستان بسته بود و مردم گفتند که چاره‌ای جز صبر ندارند.",
    "zh": "这座桥整个冬天都关闭，居民们不得不等到五月。",
    "ja": "橋は冬の間ずっと閉鎖され、住民は五月まで待たなければならなかった。",
    "ko": "다리는 겨울 내내 닫혀 있었고 주민들은 오월까지 기다려야 했다.",
    "hi": "पुल पूरी सर्दियों में बंद रहा और लोगों को मई तक इंतज़ार करना पड़ा।",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items(), ids=SENTENCES.keys())
def test_one_sentence_is_enough(language: str, text: str) -> None:
    """A German story read by an English voice cannot be understood."""
    assert detect(text) == language


SHORT = {
    "en": "Rain delayed the final in Leeds. It resumes Tuesday.",
    "de": "Feuerwehr löscht Brand in Lagerhalle. Verletzt wurde niemand.",
    "fr": "La pluie interrompt la finale. Elle reprendra mardi.",
    "es": "Suben otra vez los precios. Los expertos esperan poco alivio.",
    "it": "La pioggia ferma la finale. Riprenderà martedì.",
    "pt": "Bombeiros controlam incêndio perto do Porto. Ninguém ficou ferido.",
    "nl": "De prijzen stijgen opnieuw. Economen verwachten weinig verlichting.",
    "pl": "Strażacy ugasili pożar magazynu pod Łodzią. Nikt nie ucierpiał.",
    "sv": "Priserna stiger igen. Experter väntar sig liten lättnad.",
    "da": "Ministeren går af. Efterfølgeren udpeges mandag.",
    "no": "Statsråden går av. Etterfølgeren utnevnes mandag.",
    "fi": "Hinnat nousevat taas. Asiantuntijat eivät odota helpotusta.",
    "cs": "Hasiči zlikvidovali požár skladu u Brna. Nikdo nebyl zraněn.",
    "hu": "Eső szakította félbe a döntőt. Kedden folytatják.",
    "ro": "Ploaia a oprit finala. Meciul continuă marți.",
    "tr": "Fiyatlar yine artıyor. Uzmanlar rahatlama beklemiyor.",
    "id": "Hujan menghentikan final. Pertandingan dilanjutkan Selasa.",
    "vi": "Mưa làm gián đoạn trận chung kết. Trận đấu tiếp tục vào thứ Ba.",
    "sw": "Mvua yasimamisha fainali. Mechi itaendelea Jumanne.",
}


@pytest.mark.parametrize(("language", "text"), SHORT.items(), ids=SHORT.keys())
def test_two_short_sentences_are_enough(language: str, text: str) -> None:
    """Few of their words are common ones: a Finnish flash was read by an English voice."""
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12345", "Xyzzy", "!!!"])
def test_where_nothing_decides_the_default_stands(text: str) -> None:
    assert detect(text) == "en"
    assert detect(text, default="de") == "de"


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("en", "en"),
        ("EN_gb", "en-GB"),
        ("de-de", "de-DE"),
        ("zh-Hans-CN", "zh-CN"),
        ("english", None),
        ("und", None),
        ("", None),
        (None, None),
    ],
)
def test_tag(stated: str | None, read: str | None) -> None:
    assert tag(stated) == read
