"""Writes the documentation as HTML: ``python docs/make_html.py FOLDER``.

Each page has one main heading, a list of all pages and a list of its own parts, so that a screen
reader moves by headings, landmarks and links. Needs the extra ``docs``.
"""

from __future__ import annotations

import html
import itertools
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

ROOT: Final = Path(__file__).parents[1]

PAGES: Final = (
    "README.md",
    "docs/tutorial.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "how-to").glob("*.md")),
    "docs/reference/index.md",
    *sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "docs" / "reference").glob("*.md")
        if path.stem != "index"
    ),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")
            if path.stem != "tutorial"),
    "CHANGELOG.md",
)  # fmt: skip
"""Pages in the order in which they are listed."""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name of each page and its HTML."""
    read = MarkdownIt("commonmark").enable("table").use(deflist_plugin)
    parsed = {name: read.parse(_clean((ROOT / name).read_text(encoding="utf-8"))) for name in PAGES}
    titles = {name: _title(tokens) for name, tokens in parsed.items()}
    for name, tokens in parsed.items():
        parts = list(_anchored(tokens))
        _relinked(tokens, name)
        body = read.renderer.render(tokens, read.options, {})
        yield _address(name), _page(name, titles, parts, body)


def write(folder: Path) -> int:
    """Write all pages into the folder and return how many there are."""
    count = 0
    for name, text in pages():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        count += 1
    return count


def _clean(text: str) -> str:
    """Return the Markdown without comments: they are notes for those who edit it."""
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def _address(name: str) -> str:
    return "index.html" if name == "README.md" else name.removesuffix(".md") + ".html"


def _title(tokens: Sequence[Token]) -> str:
    """Return the words of the main heading."""
    for token, inside in itertools.pairwise(tokens):
        if token.type == "heading_open":
            return _words(inside)
    raise SystemExit("A page has no heading.")


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.content)


def _anchored(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give each heading an id, and yield id and words of those below the first one."""
    seen: set[str] = set()
    for token, inside in itertools.pairwise(tokens):
        if token.type == "heading_open":
            words = _words(inside)
            anchor = re.sub(r"[^\w]+", "-", words.lower()).strip("-")
            while anchor in seen or anchor in {"main", "pages", "parts"}:
                anchor += "-2"
            seen.add(anchor)
            token.attrSet("id", anchor)
            if token.tag == "h2":
                yield anchor, words
        elif token.type == "table_open":
            token.attrSet("tabindex", "0")
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _relinked(tokens: Sequence[Token], name: str) -> None:
    """Point links between pages to their HTML; what is no page is named and no link."""
    for token in tokens:
        children = token.children or []
        for child in children:
            if child.type == "link_open":
                child.attrSet("href", _link(str(child.attrGet("href")), name))


def _link(address: str, name: str) -> str:
    path, mark, part = address.partition("#")
    if ":" in address or not path:
        return address
    target = ((ROOT / name).parent / path).resolve()
    known = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else ""
    if known in PAGES:
        return f"{_up(name)}{_address(known)}{mark}{part}"
    raise SystemExit(f"{name} links to {address}, which is no page of the documentation.")


def _up(name: str) -> str:
    return "../" * name.count("/")


def _page(name: str, titles: dict[str, str], parts: Sequence[tuple[str, str]], body: str) -> str:
    title = titles[name]
    listed = "\n".join(
        f'<li><a href="{_up(name)}{_address(each)}"'
        f"{' aria-current=' + chr(34) + 'page' + chr(34) if each == name else ''}>"
        f"{html.escape(words)}</a></li>"
        for each, words in titles.items()
    )
    inner = "\n".join(
        f'<li><a href="#{anchor}">{html.escape(words)}</a></li>' for anchor, words in parts
    )
    within = (
        f'<nav aria-label="On this page">\n<ul>\n{inner}\n</ul>\n</nav>\n' if len(parts) > 1 else ""
    )
    heading, end, rest = body.partition("</h1>")
    shown = title if "audiobrief" in title.lower() else f"{title} - audiobrief"
    return _FRAME.format(
        title=html.escape(shown), heading=heading + end, within=within, body=rest, listed=listed
    )


_FRAME: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ background: #fff; color: #111; font: 1.1rem/1.6 sans-serif; margin: 0 auto;
  max-width: 48rem; overflow-wrap: anywhere; padding: 1rem; }}
a {{ color: #00449e; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #111; color: #eee; }}
  a {{ color: #9ecbff; }}
}}
pre {{ white-space: pre-wrap; }}
table {{ overflow-x: auto; }}
table {{ border-collapse: collapse; display: block; }}
th, td {{ border: 1px solid; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }}
code {{ overflow-wrap: anywhere; }}
.skip {{ position: absolute; left: -99rem; }}
.skip:focus {{ position: static; }}
</style>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<main id="main" tabindex="-1">
{heading}
{within}{body}</main>
<nav aria-labelledby="pages">
<h2 id="pages">All pages</h2>
<ul>
{listed}
</ul>
</nav>
</body>
</html>
"""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the folder that the pages go to: python docs/make_html.py FOLDER")
    sys.stdout.write(f"Pages: {write(Path(sys.argv[1]))}\n")
