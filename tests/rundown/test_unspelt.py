"""Chinese and Hindi: figures stay for the engine, and nothing beside them is lost or misread."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.rundown.speakable import speakable
from audiobrief.speech.engines.espeak import EspeakEngine
from audiobrief.speech.model import Utterance


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2,345人", "2,345人"),
        ("增长3.5%。", "增长百分之3点五。"),
        ("增长3%-5%。", "增长百分之3到百分之5。"),
        ("下降５％，", "下降百分之5，"),
        ("2026-11-26", "二零二六年11月26日"),
        ("1998-2005年", "一九九八到二零零五年"),
        ("1200年前", "1200年前"),
        ("耗资¥2,345万", "耗资2,345万元"),
        ("￥300元", "300元"),
        ("$500元", "500美元"),
        ("US$3.5万", "3点五万美元"),
        ("500€", "500欧元"),
        ("上午10:00", "上午10点"),
        ("气温为-5℃", "气温为零下5摄氏度"),
        ("3℃-5℃", "3摄氏度-5摄氏度"),
        ("第2个", "第2个"),
        ("12个", "12个"),
        ("2月2日", "2月2日"),
        ("1/3", "3分之1"),
        ("2025/2026赛季", "2025/2026赛季"),
        ("5km", "5公里"),
    ],
)
def test_chinese_says_what_stands_beside_figures(written: str, spoken: str) -> None:
    assert speakable(written, "zh-CN") == spoken


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("约2.5万人", "约二点五万人"),
        ("增长3.5%", "增长百分之三点五"),
        ("1998年", "一九九八年"),
        ("2026年11月26日", "二零二六年十一月二十六日"),
        ("$500亿", "五百亿美元"),
        ("-5℃", "零下五摄氏度"),
        ("下午3:05", "下午三点零五分"),
        ("2个", "两个"),
    ],
)
def test_chinese_sounds_as_if_it_were_written_out(written: str, words: str) -> None:
    """Left alone, eSpeak NG says 2.5万 as 2 5万, and neither the dollars nor the frost."""
    assert _sound(speakable(written, "zh")) == _sound(words)


def _sound(text: str) -> str:
    utterance = Utterance(text=text, language="zh", engine_voice="cmn")
    ipa = "".join(each.ipa for each in EspeakEngine().readings(utterance))
    return re.sub(r"[\sˈˌː.|]", "", ipa)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2,34,567 लोग", "2,34,567 लोग"),
        ("3.5%", "3.5 प्रतिशत"),
        ("3-5%", "3 से 5 प्रतिशत"),
        ("₹500 करोड़", "500 करोड़ रुपये"),
        ("₹500 करोड़ रुपये", "500 करोड़ रुपये"),
        ("Rs. 500", "500 रुपये"),
        ("₹२,३४५", "२,३४५ रुपये"),
        ("$500", "500 डॉलर"),
        ("1998 में", "19 सौ 98 में"),
        ("1905", "19 सौ 5"),
        ("1900 में", "19 सौ में"),
        ("9876543210", "9876543210"),
        ("26/11/2026 को", "26 नवंबर 2026 को"),
        ("-5°C", "शून्य से 5 डिग्री सेल्सियस नीचे"),
        ("5 किमी", "5 किलोमीटर"),
        ("5 मीटर", "5 मीटर"),
    ],
)
def test_hindi_says_what_stands_beside_figures(written: str, spoken: str) -> None:
    """A price without its rupees is a wrong price."""
    assert speakable(written, "hi-IN") == spoken


@given(st.text("0123456789.,:/-−%‰$¥₹€°C℃年月日第个万亿लाख करोड़ मेंkm２％", max_size=24))
def test_twice_is_as_once(text: str) -> None:
    for language in ("zh", "hi"):
        once = speakable(text, language)
        assert speakable(once, language) == once


@given(st.integers(0, 10**7), st.sampled_from("¥$€£"))
def test_no_sum_loses_figure_or_currency(amount: int, sign: str) -> None:
    name = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}[sign]
    assert speakable(f"耗资{sign}{amount:,}。", "zh") == f"耗资{amount:,}{name}。"


@pytest.mark.parametrize(
    "left", ["9/11事件", "23/24赛季", "1/2决赛", "第 2 次会议", "大学2年级学生", "G2次列车"]
)
def test_a_name_with_figures_is_no_fraction_and_no_count(left: str) -> None:
    """Said as eleven parts of which nine are meant, a listener would not know the day again."""
    assert speakable(left, "zh") == left


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("截至2026-11-26发布了3款产品", "截至2026年11月26日发布了3款产品"),
        ("零下-5℃", "零下5摄氏度"),
        ("-5℃", "零下5摄氏度"),
        ("3/4的人", "4分之3的人"),
        ("2次会议", "两次会议"),
    ],
)
def test_chinese_without_spaces_is_read_as_it_is_meant(written: str, spoken: str) -> None:
    said = speakable(written, "zh").replace("二零二六年", "2026年")
    assert said == spoken
