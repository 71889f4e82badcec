"""Where an English expression may begin: one pattern that is tried in place of a rule after the other."""

from __future__ import annotations

import re

from provenance.text.dates.en import (
    calendar_dates,
    clock,
    durations,
    named_days,
    numeric,
    parts,
    relative,
    words,
    years,
)
from provenance.text.dates.gate import Gate
from provenance.text.dates.numerals import EN_ORDINAL

#: Where an expression begins: a word of the calendar, a figure, or a word that leads to one.
FIRST = (
    r"(?<![a-z@#_])(?:'?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|to(?:day|night|nite|mo)|2day|tm[rw]|yest"
    r"|last|past|prev|prior|next|follow|coming|upcoming|this|that|the\b|these|current|same|week|first|second|third|four|fif|six|seven|eigh|nin|ten|elev|twel|thir|twen|for|half|an?\b"
    r"|in\b|within|over|during|early|earl|mid|late|end|begin|start|eo|q[1-4]|h[12]|w/c|between|from|since|on\b|one|two|three|five|eight|nine|more|less|about|around|some|near|almost"
    r"|right|just|moment|as\sw|at\b|curr|now|recent|lately|not\sl|several|many|soon|noon|midnight|day|cal|year|cy|fy|fisc|rest|remain|spring|summer|autumn|fall|winter|christ|xmas|easter|good\s|thanks|black|cyber|hallow"
    r"|new|valent|st\.?\s|saint|inter|women|april|earth|anzac|labou?r|cinco|canada|indep|bast|all\s|guy|rememb|armis|veter|box|june|martin|mlk|presid|mother|memor|father|columb|ash|palm|pente|chin|lunar|mid-|dragon|ground|work|nineties|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineteen)"
)
#: What opens a range.
OPEN = re.compile(r"(?:in\s+|during\s+|for\s+)?(?:from|between|since|starting|beginning)(?:\s+on)?\s+(?:the\s+)?")
#: A day whose month stands on the right side of its range.
SHORT_LEFT = re.compile(
    rf"(?P<d>{EN_ORDINAL}|[12]\d|3[01]|0?[1-9])\s*(?:-|to|till?|until|through|thru|and)\s*(?:the\s+)?(?={EN_ORDINAL}|\d)"
)

GATE = Gate(
    FIRST,
    (
        OPEN,
        SHORT_LEFT,
        *calendar_dates.BEGINNINGS,
        *numeric.BEGINNINGS,
        *years.BEGINNINGS,
        *named_days.BEGINNINGS,
        *relative.BEGINNINGS,
        *durations.BEGINNINGS,
        *parts.BEGINNINGS,
        *words.BEGINNINGS,
        *clock.BEGINNINGS,
    ),
)
