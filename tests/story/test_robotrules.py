"""What a site allows programs: the cases of RFC 9309; Python's reader judges simple ones."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.story.robotrules import allows

SITE = "https://lanning.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("user-agent: AudioBrief\ndisallow: /a", "/a/b", False),
        ("User-agent: audiobrief/0.1\nDisallow: /a", "/a/b", False),
        ("User-agent: audiobriefer\nDisallow: /a", "/a/b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: audiobrief\nDisallow: /x", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: audiobrief\nDisallow:", "/a", True),
        ("User-agent: x\nUser-agent: audiobrief\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /wire", "/wire.xml", True),
        ("User-agent: *\nAllow: /wire\nDisallow: /wire/old", "/wire/old/1", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.xml", "/news/wire.xml", False),
        ("User-agent: *\nDisallow: /*.xml$", "/news/wire.xml", False),
        ("User-agent: *\nDisallow: /*.xml$", "/news/wire.xml?a=1", True),
        ("User-agent: *\nDisallow: /*?", "/news?page=2", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/caf\u00e9/1", False),
        ("User-agent: *\nDisallow: /a # not yet", "/a", False),
        (
            "User-agent: audiobrief\nDisallow: /a\n\nUser-agent: audiobrief\nDisallow: /b",
            "/b",
            False,
        ),
        ("Sitemap: x\nDisallow: /a", "/a", True),
    ],
)
def test_rules(rules: str, path: str, *, allowed: bool) -> None:
    assert allows(rules, "audiobrief", SITE + path) is allowed


@given(
    st.sampled_from(["*", "audiobrief", "other"]),
    st.sampled_from(["/", "/a", "/a/b", "/c", ""]),
    st.sampled_from(["/", "/a", "/a/b/c", "/b"]),
)
def test_a_single_rule_is_what_python_reads(agent: str, rule: str, path: str) -> None:
    text = f"User-agent: {agent}\nDisallow: {rule}\n"
    judge = RobotFileParser()
    judge.parse(text.splitlines())
    assert allows(text, "audiobrief", SITE + path) is judge.can_fetch("audiobrief", SITE + path)


@given(st.text(max_size=200))
def test_any_file_has_an_answer(text: str) -> None:
    assert allows(text, "audiobrief", f"{SITE}/a") in {True, False}
