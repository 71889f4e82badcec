"""English words that say now, and words that say some time or other."""

from __future__ import annotations

import re
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Grain, Period, Ref

_NOW = re.compile(
    r"(?:right\s+now|just\s+now|moments?\s+ago|as\s+we\s+speak|at\s+(?:the|this)\s+moment|currently|at\s+(?:the\s+)?present(?:\s+time)?|at\s+this\s+time|just\s+in\b|now(?!adays|\s+that))(?![a-z])"
)
_VAGUE = re.compile(
    r"(?:recently|lately|these\s+days|the\s+other\s+day|in\s+recent\s+(?:days|weeks|months|years)|a\s+while\s+ago|not\s+long\s+ago"
    r"|(?:a\s+few|several|some|many)\s+(?:minutes|hours|days|weeks|months|years)\s+ago|nowadays|soon|in\s+the\s+near\s+future)(?![a-z])"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_NOW, _VAGUE)


def read_word(text: str, place: int, ref: Ref) -> Found | None:
    """Read "right now" is the minute of writing; "recently" has no ends."""
    if match := _NOW.match(text, place):
        return Found(place, match.end(), Period(ref.now, ref.now + timedelta(minutes=1), Grain.MINUTE, TimeKind.NOW))
    if match := _VAGUE.match(text, place):
        return Found(place, match.end(), None)
    return None
