"""The wording by which roles are told: credits of a story, date lines, quotations."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.story.lineview import Line

DATED_SCENE: Final = re.compile(
    r"\b(?:(?:on|in)\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:(?:morning"
    r"|afternoon|evening|night),?\s+)?"
    r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May|March|April|June"
    r"|July)\s+\d{1,2},\s+(?:19|20)\d{2}\W*$|"
    r"\b(?:am|vom|le|el|il)\s+\d{1,2}\.?\s+(?:de\s+)?[^\W\d]+\s+(?:de\s+)?(?:19"
    r"|20)\d{2}\W*$|\b(?:in|from|im jahr|en)\s+"
    r"(?:19|20)\d{2}\.?$"
)
CREDITS: Final = re.compile(
    r"^(?:some )?(?:information|material|content|details?|reporting|quotes?) (?:for|in"
    r"|from) this (?:report|story|article|"
    r"dispatch)\b|\bcontributed (?:to this|reporting|additional)|^\(?(?:additional |with "
    r"|original )*(?:reporting|editing|writing|"
    r"compiled|edited|translated|produced|photography|research|text|fact.?check\w*) (?:and "
    r"\w+ )?by\b|^(?:this|the) (?:story|report|article|"
    r"version|piece) (?:was|has been|is|includes|originally|first"
    r"|comes)\b.{0,80}\b(?:published|produced|written|reported|edited|"
    r"translated|supported|provided|corrected|updated|based|contributions|from)\b|^with "
    r"(?:reporting|files|information|material|reports?|"
    r"additional)\b.{0,30}\b(?:from|by)\b|^\W*\(?(?:mit material|mit informationen"
    r"|quellen?:|redaktion:|"
    r"bearbeitet von|con información de|avec (?:l')?afp|com informações)|^\(?(?:source"
    r"|sources|quelle|fuente|fonte)s?:\s|^.{2,60} is an? "
    r"(?:[\w-]+ ){0,6}(?:reporter|writer|editor|correspondent|journalist|columnist|author"
    r"|contributor|professor|lecturer)\b|^(?:reporting|"
    r"edited|editing|produced|translation):? (?:by |from )?[A-Z]|^(?:[A-Z][\w'.-]+ "
    r"){1,3}(?:reported|contributed) (?:from|to)\b",
    re.IGNORECASE,
)
PUBLISHED: Final = re.compile(
    r"^\W*(?:(?:first |last |originally )?(?:published|updated|posted|modified|created"
    r"|publish date|date|issued|"
    r"veröffentlicht|aktualisiert|stand|erstellt|publicado|actualizado|publié|mis à jour"
    r"|pubblicato|aggiornato|"
    r"atualizado|gepubliceerd|publicerad|uppdaterad|publisert|oppdatert)\b)",
    re.IGNORECASE,
)
WEEKDAY: Final = re.compile(
    r"^\W*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag"
    r"|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag)\b",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"^[\"“„«»].{12,}[\"”“»«]\s*(?:[—–-]\s*\S.{0,60})?$")
YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")


def is_date_line(line: Line) -> bool:
    """Return whether a line only says when the story was printed."""
    each = line.look
    if each.words > 22 or not each.dated or each.byline:
        return False
    return each.words <= 9 or bool(PUBLISHED.match(line.text)) or bool(WEEKDAY.match(line.text))
