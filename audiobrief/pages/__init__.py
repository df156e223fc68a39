"""The look of our web pages: templates, one style, one script; everything lies inside the page.

Whatever is put into a template is escaped, and signs that no page may hold are taken out.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Control characters, halves of surrogate pairs, and what Unicode calls noncharacters."""


def render(template: str, /, **values: object) -> str:
    """Return a page (or a piece of one) made from a template of this folder."""
    return _environment().get_template(template).render(**values)


def as_data(value: object) -> Markup:
    """Return a JSON value in a form that can stand inside a ``script`` element."""
    text = _FORBIDDEN.sub(" ", json.dumps(value, ensure_ascii=False, indent=1))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704, no sign of markup is left in it


def as_made(text: str) -> Markup:
    """Return what ``render`` made before as a piece of another page."""
    return Markup(text)  # noqa: S704, it was escaped when it was made


def clean(text: str) -> str:
    """Return the text without signs that no page may hold."""
    return _FORBIDDEN.sub(" ", text)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _finalized(value: object) -> object:
    """Return a value as it goes into a page; markup of our own is left as it is."""
    return clean(value) if type(value) is str else value


@functools.cache
def _text(name: str) -> str:
    return (importlib.resources.files(__name__) / name).read_text(encoding="utf-8")


def style() -> Markup:
    """Return the style of all pages."""
    return Markup(_text("page.css"))  # noqa: S704, a file of ours


def script() -> Markup:
    """Return the script of an episode's page, which does all that it does without it, and more."""
    return Markup(_text("page.js"))  # noqa: S704, a file of ours
