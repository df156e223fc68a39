"""Which block is what: the weights of the rules that hold are added up for each role.

The role with the most weight wins, and the weightiest rule for it is named in the block.
When in doubt, a line is body: a lost paragraph is worse for a listener than a line too many.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from audiobrief.story.captionsigns import caption_odds, may_be_caption
from audiobrief.story.furniture import furniture
from audiobrief.story.lineview import Line
from audiobrief.story.model import Role
from audiobrief.story.rolerules import RULES, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a line was taken for.

    Attributes:
        role: What it is.
        rule: The weightiest rule for that.
        confidence: 0.0 to 1.0, from the distance to the next role.
        reason: Why it is dropped, ``""`` where it is not.
    """

    role: Role
    rule: str
    confidence: float
    reason: str = ""


def verdict(line: Line) -> Verdict:
    """Return what a line is, and which rule decided it.

    Whether a line of the story is a caption is weighed by learned signs; the rules for captions
    decide elsewhere.
    """
    judged = may_be_caption(line)
    weights: dict[Role, float] = {}
    strongest: dict[Role, Rule] = {}
    for rule in RULES:
        if (rule.role is not Role.CAPTION or not judged) and rule.holds(line):
            weights[rule.role] = weights.get(rule.role, 0.0) + rule.weight
            if rule.role not in strongest or rule.weight > strongest[rule.role].weight:
                strongest[rule.role] = rule
    if judged and Role.CREDITS not in weights:
        odds, sign = caption_odds(line)
        if odds > 0:
            return Verdict(role=Role.CAPTION, rule=f"caption: {sign}", confidence=_sure(odds))
    if not weights:
        return Verdict(role=Role.BODY, rule="in-doubt-body", confidence=0.5)
    order = sorted(weights, key=lambda role: (weights[role], role is Role.BODY), reverse=True)
    role = order[0]
    margin = weights[role] - (weights[order[1]] if len(order) > 1 else 0.0)
    rule = strongest[role]
    reason = rule.reason
    if role is Role.FURNITURE and rule.name == "furniture":
        kind = furniture(line.text)
        reason = kind.reason if kind else rule.reason
    return Verdict(role=role, rule=rule.name, confidence=_sure(margin), reason=reason)


def _sure(margin: float) -> float:
    """Return a margin between two choices as a confidence, 0.5 to 1.0."""
    return round(1 / (1 + math.exp(-min(margin, 50.0))), 2)
