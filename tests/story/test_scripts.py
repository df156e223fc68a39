"""Flat text in many scripts: headline, byline, dateline, caption and credit are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.story.captions import split_bracketed, split_label
from audiobrief.story.datelines import DATELINE, is_dateline, split_dateline
from audiobrief.story.model import Role
from audiobrief.story.people import is_byline, split_byline
from audiobrief.story.plain import read_plain

STORIES = Path(__file__).parents[1] / "data" / "scripts"
"""Each a headline, a byline and a dateline, two paragraphs, a caption with its credit, and one."""

PARTS = {
    "zh": ("李娜", "新华社上海11月12日电", "张伟 摄"),
    "ja": ("佐藤花子", "【横浜共同】", "鈴木次郎撮影"),
    "ko": (None, "(부산=연합뉴스) 김민수 기자", "이영희 촬영"),
    "ar": ("ليلى حداد", "الإسكندرية (رويترز)", "علي حسن"),
    "fa": ("لیلا رضایی", "بندرعباس (ایرنا)", "علی حسینی"),
    "hi": ("रीना शर्मा", "मुंबई, 12 नवंबर (भाषा)", "अजय सिंह"),
    "ru": ("Анна Петрова", "ВЛАДИВОСТОК, 12 ноября — РИА Новости.", "Иван Сидоров"),
    "es": ("Lucía Herrera", "Valencia, 12 nov (EFE)", "Ana Gil"),
}
"""Language -> byline, dateline and credit."""


@pytest.mark.parametrize("language", PARTS)
def test_every_part_of_a_story_is_told(language: str) -> None:
    """A Chinese headline got lost, and the dateline was read in its place."""
    text = (STORIES / f"{language}.txt").read_text(encoding="utf-8")
    paragraphs = [each for each in text.split("\n\n") if each.strip()]
    byline, dateline, credit = PARTS[language]
    story = read_plain(text)
    assert story.language == language
    assert story.headline == paragraphs[0]
    assert list(story.texts(Role.BYLINE)) == ([byline] if byline else [])
    assert list(story.texts(Role.DATELINE)) == [dateline]
    (caption,) = (block for block in story.blocks if block.role is Role.CAPTION)
    assert caption.credit == credit
    label, rest = split_label(paragraphs[-2])[::-1]
    assert label
    assert rest.startswith(caption.text)
    assert not caption.text.endswith(("（", "("))
    body = list(story.texts(Role.BODY))
    assert len(body) == 3
    assert body[1:] == [paragraphs[-3], paragraphs[-1].strip()]
    assert paragraphs[-4].endswith(body[0])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KYIV, Ukraine (AP) — The port is open.", "KYIV, Ukraine (AP)"),
        ("新华社北京11月12日电（记者李娜）渡轮恢复。", "新华社北京11月12日电（记者李娜）"),
        ("（中央社記者李娜台北12日電）渡輪恢復。", "（中央社記者李娜台北12日電）"),
        ("中新网11月12日电 渡轮恢复。", "中新网11月12日电"),
        ("中新社北京12日电讯：渡轮恢复。", "中新社北京12日电讯"),
        ("【ワシントン＝田中太郎】船は出た。", "【ワシントン＝田中太郎】"),
        ("［東京 12日 ロイター］ - 船は出た。", "［東京 12日 ロイター］"),
        ("[서울=뉴시스] 배가 떠났다.", "[서울=뉴시스]"),
        ("МОСКВА, 12 ноября. /ТАСС/. Порт открыт.", "МОСКВА, 12 ноября. /ТАСС/."),
        ("КИЇВ, 12 листопада (Укрінформ) — Порт відкрито.", "КИЇВ, 12 листопада (Укрінформ)"),
    ],
)
def test_datelines_before_the_first_sentence(text: str, place: str) -> None:
    found, rest = split_dateline(text)
    assert found == place
    assert text.endswith(rest)
    assert is_dateline(place) or "—" in text


@pytest.mark.parametrize(
    "text",
    [
        "新华社报道停电事故造成交通中断。",
        "据新华社北京11月12日电，国务院总理将访问上海。",
        "法新社巴黎12日电报道，法国总统将访问上海。",
        "新华社记者12日电话采访了市长，她说港口已开放。",
        "【共同声明全文】",
        "(사진=연합뉴스)",
        "【APEC首脳会議】首相が出席した。",
        "【首相＝東京】首相が出席した。",
        "Во вторник, 12 мая (в День города) на площади состоится парад.",
        "बीते मंगलवार, 12 नवंबर (राष्ट्रीय अवकाश) को सरकार ने कहा।",
        "محمد صلاح (ليفربول) - النجم المصري سجل هدفين.",
        "WORLD CUP —",
        "BREAKING NEWS —",
        "【速報】港が再開した。",
        "المدير العام (السابق) قال إن الميناء مفتوح.",
        "Москва, 12 ноября",
        "Jane Doe (AFP)",
        "LONDON",
        "BREAKING NEWS",
        "Madrid, 12 may",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert not DATELINE.match(text)
    assert not is_dateline(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 李娜、王芳", "李娜、王芳"),
        ("新华社记者李娜", "李娜"),
        ("文／李娜", "李娜"),
        ("佐藤 花子記者", "佐藤 花子"),
        ("김민수 기자", "김민수"),
        ("بقلم: ليلى حداد", "ليلى حداد"),
    ],
)
def test_bylines(line: str, names: str) -> None:
    assert is_byline(line)
    parts = split_byline(line)
    assert parts.names == names
    letters = sorted(each for each in line if each.isalnum())
    told = "".join((parts.names, *parts.rest))
    assert sorted(each for each in told if each.isalnum()) == letters


@pytest.mark.parametrize(
    "line",
    [
        "记者调查：港口重新开放",
        "调查报道",
        "新聞記者",
        "기자 회견",
        "현장의 기자",
        "記者会見",
        "元新聞記者",
        "记者手记",
        "深度 报道",
        "تقرير: الاقتصاد العالمي يتباطأ",
        "كتب أحمد رسالة إلى الملك",
        "रिपोर्ट: बंदरगाह फिर खुला",
    ],
)
def test_a_headline_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("市长与议员（右端は市長）。（右端は市長）", None),
        ("Порт после шторма 11 ноября. (слева)", None),
        ("Порт после шторма 11 ноября. (архивное фото)", None),
        ("سفينة راسية في ميناء الإسكندرية. (صورة أرشيفية)", None),
        ("बंदरगाह पर खड़ा एक जहाज है। (प्रतीकात्मक तस्वीर)", None),
        ("一艘船停靠在上海的港口。（无人机照片）", None),
        ("Порт после шторма 11 ноября. (Иван Сидоров/ТАСС)", "Иван Сидоров/ТАСС"),
        ("बंदरगाह पर खड़ा एक जहाज है। (अजय सिंह)", "अजय सिंह"),
    ],
)
def test_only_who_took_a_picture_is_its_credit(text: str, credit: str | None) -> None:
    """Who stands on the right, and that a picture is an old one, is told to the listener."""
    assert split_bracketed(text)[1] == credit


def test_a_paragraph_that_begins_with_a_signature_is_no_caption() -> None:
    text = "Podpis prezydenta oznacza, że ustawa wejdzie w życie już w styczniu."
    assert split_label(text) == (text, "")


def test_the_source_of_a_story_makes_no_caption_of_its_last_paragraph() -> None:
    text = (STORIES / "zh.txt").read_text(encoding="utf-8") + "\n来源：新华社\n"
    story = read_plain(text)
    assert len(list(story.texts(Role.CAPTION))) == 1
    assert list(story.texts(Role.BODY))[-1].startswith("损失")


@pytest.mark.parametrize("subhead", ["记者走进灾区", "현장의 기자들", "पुलिस प्रशासन द्वारा"])
def test_a_subhead_that_looks_like_a_byline_is_read(subhead: str) -> None:
    language = {"记": "zh", "현": "ko", "प": "hi"}[subhead[0]]
    text = (STORIES / f"{language}.txt").read_text(encoding="utf-8").rstrip()
    above, last = text.rsplit("\n\n", 1)
    story = read_plain(f"{above}\n\n{subhead}\n\n{last} {last}\n")
    assert subhead in [block.text for block in story.blocks]


@pytest.mark.timeout(20)
def test_long_lines_are_looked_at_in_time() -> None:
    for sign in ("港", "가 ", "ب ", "न ", "П", "A-", "新华社", "【", "(서울", "А А "):
        for behind in ("", "12日", " (", "=", "電"):
            line = sign * 2_000 + behind
            is_dateline(line[:80])
            split_dateline(line)
            is_byline(line[:160])
            split_label(line)
