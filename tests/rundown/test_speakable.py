"""Printed text as it is said: the tables' examples, news, and what holds for any text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audiobrief.rundown.fidelity import faults
from audiobrief.rundown.speakable import residue, speakable, tables, unspoken
from audiobrief.rundown.speakable.signs import PUNCTUATION

DATA = Path(__file__).parents[1] / "data" / "spoken"

PLAIN_SENTENCES = (
    "The minister said nothing as the crowd grew quiet.",
    "“We came home,” she said, “and found the door open.”",
    "He paused… then left.",
    "It's the children's book, isn't it?",
    "Well-organized groups marched through Zürich and São Paulo.",
    "I may march in May, and so may you.",
    "Mr. Lee and Mrs. Stone met in the Sun.",
    'He asked: "Who goes there?" Nobody spoke!',
    "The so-called deal fell through; talks go on.",
    "In, or, me, hi, ok: short words stay.",
    "She will miss the mass in Del Mar, he said.",
    "Naïve café owners – no.".replace(" – ", ", "),
    "Let us go, he told us.",
    "A man, a plan, a canal.",
    "The No vote won, no doubt.",
)


@pytest.fixture(autouse=True)
def _own_folder() -> None:
    """Make no folder for each of these thousands of tests: none of them writes a file."""


def news(name: str) -> Iterator[tuple[str, str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        written, spoken = line.split("\t")
        yield written, spoken


def broad(name: str) -> Iterator[tuple[str, str]]:
    """Yield (printed, how it may be said) of a list with several ways: "{a|b}" is either."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, written, spoken = line.split("\t")
            yield written, spoken


def heard(text: str) -> str:
    """Return what is heard of a text: its letters, without "and", which either style may say."""
    words = re.findall(r"[^\W_]+", re.sub("['’‘]", "", text).casefold())
    return "".join(word for word in words if word != "and")


def may_be(spoken: str, wanted: str) -> bool:
    pattern = ""
    for part in re.split(r"(\{[^{}]*\})", wanted):
        choices = part.strip("{}").split("|") if part.startswith("{") else [part]
        pattern += f"(?:{'|'.join(heard(choice) for choice in choices)})"
    return re.fullmatch(pattern, heard(spoken)) is not None


@pytest.mark.parametrize(
    ("written", "spoken"),
    [*broad("broad.en.tsv"), *broad("second.en.tsv"), *broad("suites.en.tsv")],
)
def test_broad_news(written: str, spoken: str) -> None:
    said = speakable(written)
    assert may_be(said, spoken), said
    assert_only_words(said)
    assert speakable(said) == said
    assert faults(written, said) == ()


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        line.split("\t")
        for line in (DATA / "other.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ],
)
def test_news_in_other_languages(language: str, written: str, spoken: str) -> None:
    said = speakable(written, language)
    assert said == spoken
    assert speakable(said, language) == said


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("It rose ☘ by 5℔ at the Dvlpmt. office.", ("☘", "℔", "Dvlpmt.")),
        ("Serial B2A23C and EBITDA.", ("B2A23C", "EBITDA")),
        ("The FBI said F-16s and CO2 at 10am cost $5m on 9/11 in the '90s.", ()),
        ("WASHINGTON (AP) — The vote came.", ()),
        ("“We won 5-4,” said Sen. Ann Lee (D-Ohio) of AT&T.", ()),
    ],
)
def test_what_no_table_knows_is_told(printed: str, told: tuple[str, ...]) -> None:
    assert residue(printed) == told


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("Th\u0435 m\u0430yor", "The mayor"),
        ("p\u0430yp\u0430l", "paypal"),
        ("\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u043e\u0441\u043a\u0432\u0430"),
        ("zero\u200bwidth", "zerowidth"),
        ("Cats\ufffcdogs \ufffc, \ufffc and 5\ufffc.", "Cats dogs, and five."),
        ("10⁶ of 5 × 10⁻³", "ten to the sixth of five times ten to the minus three"),
        ("Won 🇰🇿 1️⃣ ❤️", "Won, flag of Kazakhstan, one, heart"),
        ("Rose 6½%.", "Rose six and a half percent."),
        ("Fell −18½°C.", "Fell minus eighteen and a half degrees Celsius."),
        (
            "From 15½-20 to 10-17½.",
            "From fifteen and a half to twenty to ten to seventeen and a half.",
        ),
        ("Paid $2½ bn.", "Paid two and a half billion dollars."),
        ("Paid €5-£6.", "Paid five euros to six pounds."),
        ("On 9/11/2024.", "On September eleventh, twenty twenty four."),
        ("Paid RM900,000.", "Paid nine hundred thousand Malaysian ringgit."),
        ("Five 787 Dreamliner jets.", "Five seven eighty seven Dreamliner jets."),
        ("It was 2019Updated: now.", "It was twenty nineteen Updated: now."),
        ("Each cost 500/- then.", "Each cost five hundred shillings then."),
        ("It cost Rs 500/- then.", "It cost five hundred rupees then."),
    ],
)
def test_odd_letters_and_mixed_figures_are_read_as_they_are_meant(
    printed: str, spoken: str
) -> None:
    assert speakable(printed) == spoken


WORDS_OF_ANY_TEXT = st.sampled_from(
    (
        *("the", "a", "no", "in", "it", "us", "may", "will", "march", "sun", "sat", "mon", "art"),
        *("miss", "min", "sec", "ave", "co", "inc", "rev", "gen", "fig", "st", "so-called", "I"),
        *("it's", "don't", "children’s", "May", "March", "Sun", "Will", "Mark", "Rose", "Polish"),
        *("“yes”", "two,", "well-known", "dozens", "million", "per", "cent", "number", "point"),
        *("said;", "naïve", "Zürich", "rock’n’roll", "o’clock", "Mr.", "O’Brien", "McDonald"),
    )
)


COUNTED_PER = re.compile(r"(?:s|million) per (?:min|sec)\b")
"""Here "min" is an abbreviation, not a word: "dozens per min"."""
FIRST_MARK = re.compile(r"\bMark I\b")
"""The first of its make: no newsroom prints a person's name before the pronoun."""


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS_OF_ANY_TEXT, min_size=1, max_size=14), st.sampled_from(["en-US", "en-GB"]))
def test_sentences_of_ordinary_words_are_unchanged(words: list[str], language: str) -> None:
    sentence = f"So {' '.join(words)} went."
    assume(not COUNTED_PER.search(sentence) and not FIRST_MARK.search(sentence))
    assert speakable(sentence, language) == sentence


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("So per min went.", "So per min went."),
        ("Dozens per min went.", "Dozens per minute went."),
        ("It has 40 beats per min now.", "It has forty beats per minute now."),
        ("It costs a fee per kg now.", "It costs a fee per kilogram now."),
    ],
)
def test_per_min_is_a_unit_only_of_what_is_counted(printed: str, spoken: str) -> None:
    assert speakable(printed) == spoken


def test_signs_without_a_word_in_another_language_are_told() -> None:
    assert speakable("Wir ☘ zahlen 5 €.", "de") == "Wir, zahlen fünf Euro."
    assert residue("Wir ☘ zahlen 5 €.", "de") == ("☘",)


@pytest.mark.parametrize(("written", "spoken"), list(news("news.en.tsv")))
def test_news_in_american_english(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), list(news("news.en-GB.tsv")))
def test_news_in_british_english(written: str, spoken: str) -> None:
    assert speakable(written, "en-GB") == spoken


@pytest.mark.parametrize(
    "printed",
    [
        "She filed Schedule C in May.",
        "Class L shares rose.",
        "Go to Section C.",
        "It is in Part C.",
    ],
)
def test_a_lone_letter_after_a_word_that_counts_is_no_numeral(printed: str) -> None:
    """Listeners were told of a tax form "Schedule one hundred"."""
    assert speakable(printed) == printed


@pytest.mark.parametrize(
    ("name", "written", "spoken"),
    [row for row in tables.examples() if row[0] not in {"languages", "figures"}],
)
def test_examples_of_the_tables(name: str, written: str, spoken: str) -> None:
    assert speakable(written) == spoken, name


@pytest.mark.parametrize(
    ("code", "written", "spoken"),
    [(row["code"], *row["example"]) for row in tables.rows("languages", "language")],
)
def test_examples_of_other_languages(code: str, written: str, spoken: str) -> None:
    assert speakable(written, code) == spoken
    assert unspoken(spoken, code) == ()


@pytest.mark.parametrize(
    ("code", "written", "spoken"),
    [(row["code"], *row["example"]) for row in tables.rows("figures", "language")],
)
def test_examples_of_languages_that_keep_their_figures(
    code: str, written: str, spoken: str
) -> None:
    assert speakable(written, code) == spoken
    assert not set("%¥₹") & set("".join(unspoken(spoken, code)))


def test_every_table_is_listed_and_every_row_has_an_example() -> None:
    folder = Path(tables.__file__).with_name("tables")
    assert {path.stem for path in folder.glob("*.toml")} == set(tables.NAMES)
    for name in tables.NAMES:
        for kind, found in tables.table(name).items():
            if isinstance(found, list) and found and isinstance(found[0], dict):
                assert all("example" in row for row in found), (name, kind)


@pytest.mark.parametrize("sentence", PLAIN_SENTENCES)
@pytest.mark.parametrize("language", ["en-US", "en-GB"])
def test_ordinary_sentences_stay_as_they_are(sentence: str, language: str) -> None:
    assert speakable(sentence, language) == sentence


@pytest.mark.parametrize(
    "letters", [word for word in tables.table("capitals")["letters"] if word != "A"]
)
def test_initialisms_are_spelt_by_letters(letters: str) -> None:
    assert speakable(f"The {letters} met.") == f"The {' '.join(letters)} met."


@pytest.mark.parametrize("word", tables.table("capitals")["words"])
def test_acronyms_are_words(word: str) -> None:
    assert speakable(f"The {word} met.") == f"The {word} met."


@pytest.mark.parametrize(
    "text",
    [
        "[Tokayev](/tokˈaɪɛf/)",
        "[[t@k'ajEf]] spoke",
        '<speak><break time="3s"/>Hello</speak>',
        "{pause} now {{x}}",
        "&lt;b&gt; &amp; <b>",
        "\\pau=500\\ word",
        "a\x00b\x1b[31mred\x07",
        "\u202egnihton\u202c \u200bzero\u200dwidth\ufeff",
        "\ud800 lone \udfff",
        "e" + "\u0301" * 500,
        "\ue000\uf8ff private",
        "👩‍👩‍👧‍👦 🇰🇿 👍🏽 1️⃣ 😂😂",
        "½ ⅔ 3¾ ² ³ ① Ⅻ ٣٤ ５６ 𝟕 𝐁𝐨𝐥𝐝",
        "— — —",
        "***",
    ],
)
def test_nothing_that_an_engine_would_obey_is_left(text: str) -> None:
    spoken = speakable(text)
    assert not set("[]{}<>/\\|&") & set(spoken)
    assert_only_words(spoken)


def assert_only_words(spoken: str) -> None:
    for character in spoken:
        assert character in PUNCTUATION or unicodedata.category(character)[0] in "LM", (
            character,
            spoken,
        )
    assert not any(map(str.isnumeric, re.sub(r"[^\W\d_]", "", spoken)))


NEWS_TOKENS = """
Sen. Gov. U.S. FBI NATO St. No. Nos. Jan. Oct. 3 5, 2024 1990s '60s $1.2 billion £3.5m €20
5% 3-4 6-0 52-48 F-16s a.m. p.m. 7:05 19:30 GMT mph km/h 25,000 sq. ft. −5°C 1/2 2½ II VIII
World War Henry I A the of and said “quoted” (AP) [sic] — – - -- / AT&T @CityDesk #News
example.org/x a@b.com 1-800-555-0100 +1 vs. etc. MPs EU's 9/11 24/7 Dr. Jr. Inc. D-Mich.
R-Utah, Calif. Reno, Nev., 1,000-year-old 1st 22nd 2019-20 ... … ! ? ; : . , ' " 😀 ™ § = × *
_ ~ ^ ` | \\\\ K 5G NEW YORK POLICE KILLED IN US TALKS mid-70s Tues. Sat. Q&A H.R. 401(k)
chair(s) 3:2 2:03:45 12/10/2024 2024-06-30 X V
"""
NEWS_WORDS = st.sampled_from(NEWS_TOKENS.split())
NEWS_LIKE = st.lists(NEWS_WORDS, max_size=14).flatmap(
    lambda words: st.sampled_from([" ", " ", " ", ""]).map(lambda joint: joint.join(words))
)


@settings(max_examples=400, deadline=None)
@given(NEWS_LIKE)
def test_news_like_text_leaves_only_words_and_saying_it_twice_changes_nothing(text: str) -> None:
    spoken = speakable(text)
    assert_only_words(spoken)
    assert speakable(spoken) == spoken
    assert unspoken(spoken) == ()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en-US", "en-GB"]))
def test_any_text_leaves_only_words_and_saying_it_twice_changes_nothing(
    text: str, language: str
) -> None:
    spoken = speakable(text, language)
    assert_only_words(spoken)
    assert speakable(spoken, language) == spoken


TABLED = ("de", "es", "fr", "it", "pt", "ru", "nl", "pl", "sv", "uk", "tr")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), NEWS_LIKE), st.sampled_from(TABLED))
def test_no_figure_and_no_sign_reaches_an_engine_in_other_languages(
    text: str, language: str
) -> None:
    spoken = speakable(text, language)
    assert not [each for each in spoken if unicodedata.category(each)[0] in "NS"]
    assert not set("[]{}<>/\\|&@#*_%") & set(spoken)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=40), NEWS_LIKE),
    st.sampled_from(
        "de es fr it pt ru nl pl sv uk tr kk zh ar cs fi he hu ja ko th vi".split()  # noqa: SIM905, shorter so
    ),
)
def test_any_text_of_another_language_is_said_or_told(text: str, language: str) -> None:
    spoken = speakable(text, language)
    assert speakable(spoken, language) == spoken
    if any(map(str.isdecimal, spoken)):
        assert unspoken(spoken, language)


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=10**15))
def test_no_digit_group_is_lost(value: int) -> None:
    """A peer read "more than 2,000 people" as "more than 2, people"."""
    words = speakable(f"They counted {value:,} votes.").split()[2:-1]
    assert read_back(words) == value


UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: value for value, word in enumerate(UNITS.split())} | {
    word: 10 * value for value, word in enumerate(TENS.split(), start=2)
}
SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
}


def read_back(words: list[str]) -> int:
    total = group = 0
    for word in words:
        if word in SMALL:
            group += SMALL[word]
        elif word == "hundred":
            group *= 100
        else:
            total, group = total + group * SCALES[word], 0
    return total + group


LONG = (
    *("a", "A", "7", "1,", "000,", "A.", "a.b", "a-", "(", ", ", "#", "1-", "1/", "Henry ", "😀"),
    *("$1 ", "U.S. Sen. 5 km ", "http://a/", "@", "“", "e\u0301", "10⁶ ", "1 000 ", "XVI ", "b.1."),
    *("call 116 123 ", "5%-", "1h ", "John 3:16 ", "9:59 ", "~$", "<5 ", "the "),
)


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.timeout(20)
def test_a_long_line_is_spoken_in_time(piece: str) -> None:
    """The time-out is the judge: of worse than quadratic rules here, of quadratic ones below."""
    assert "  " not in speakable(piece * (4_000 // len(piece)))


@pytest.mark.slow
@pytest.mark.parametrize("piece", LONG)
@pytest.mark.timeout(60)
def test_a_very_long_line_is_spoken_in_linear_time(piece: str) -> None:
    """A quadratic rule would need minutes, a linear one a moment."""
    assert "  " not in speakable(piece * (100_000 // len(piece)) + " $5 million bridge")


def test_a_language_without_a_speller_keeps_its_figures_and_tells() -> None:
    assert speakable("2024 ꯃꯤ", "mni") == "2024 ꯃꯤ"
    assert unspoken("2024 ꯃꯤ", "mni") == ("2024",)


@pytest.mark.parametrize(
    "language", ["de", "es", "fr", "it", "pt", "ru", "nl", "pl", "sv", "uk", "tr"]
)
def test_other_languages_leave_no_figure_of_an_ordinary_sentence(language: str) -> None:
    written = "12.03.2024: 1.234,5 km, 45 %, 7 €, 19:30, 3-4, −5 °C, 2024, 1 000 000."
    spoken = speakable(written, language)
    assert unspoken(spoken, language) == ()


def test_regions_choose_the_style() -> None:
    assert speakable("On 3/4/2024 250 came.", "en-AU") == (
        "On the third of April twenty twenty four two hundred and fifty came."
    )
    assert speakable("On 3/4/2024 250 came.", "en") == (
        "On March fourth, twenty twenty four two hundred fifty came."
    )


@pytest.mark.parametrize("region", ["GB", "AU", "NZ", "IE"])
def test_the_day_stands_first_outside_america(region: str) -> None:
    assert speakable("On 3/4/2025.", f"en-{region}") == (
        "On the third of April twenty twenty five."
    )


@pytest.mark.parametrize("text", ["日本のニュース", "人々", "こゝろ", "ต่าง ๆ"])
def test_letters_that_look_like_marks_are_kept(text: str) -> None:
    assert speakable(text) == text


def test_the_hebrew_hyphen_joins_and_the_arabic_stretch_goes() -> None:
    assert speakable("בית־ספר") == "בית-ספר"
    assert speakable("مـــا") == "ما"


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("cs", "3%, 5%", "tři procenta, pět procent"),
        ("da", "2025", "totusinde og femogtyve"),
        ("ja", "気温は-3.25度", "気温はマイナス三点二五度"),
        ("ko", "3.25", "삼 점 이 오"),
        ("nb", "3-4", "tre til fire"),
        ("vi", "-5%", "âm năm phần trăm"),
    ],
)
def test_languages_of_plain_numbers(language: str, written: str, spoken: str) -> None:
    assert speakable(written, language) == spoken


@pytest.mark.timeout(20)
def test_a_speller_that_does_not_end_is_not_used() -> None:
    assert speakable("999999", "am") == "999999"
    assert unspoken("999999", "am") == ("999999",)


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("fr", "à 8 h 30", "à huit heures trente"),
        ("fr", "à 8h30 ou 21 h", "à huit heures trente ou vingt et une heures"),
        ("fr", "1 h 05 min", "une heure cinq"),
        ("fr", "80 km/h", "quatre-vingts kilomètres par heure"),
        ("pt", "às 14h30 e 1h", "às catorze horas e trinta e uma hora"),
    ],
)
def test_hours_with_their_sign(language: str, written: str, spoken: str) -> None:
    assert speakable(written, language) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        (
            "Harbor Bridge Reopens After $48.6 Million Repair",
            "Harbor Bridge Reopens After forty eight point six million dollars Repair",
        ),
        ("State Approves a €2 Billion Plan", "State Approves a two billion euro Plan"),
        (
            "HARBOR BRIDGE REOPENS AFTER $48.6 MILLION REPAIR",
            "Harbor Bridge Reopens After forty eight point six million dollars Repair",
        ),
        ("BATON ROUGE, La. (AP)", "Baton Rouge, Louisiana, A P"),
        ("PORT LANNING, Ore. (AP)", "Port Lanning, Oregon, A P"),
    ],
)
def test_headlines_and_datelines_in_capitals(printed: str, spoken: str) -> None:
    """The headline of our own example lost its million to the word behind the dollars."""
    assert speakable(printed, "en-US") == spoken
