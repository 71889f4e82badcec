"""The words of the English calendar and the patterns made of them. All patterns expect lower case."""

from __future__ import annotations

import re

from provenance.text.dates.numerals import EN_CARDINAL, EN_ORDINAL, EN_YEAR_WORDS
from provenance.text.dates.period import Grain

_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")  # fmt: skip
MONTHS = (
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![a-z])\.?"

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = (
    {name: number for number, name in enumerate(_DAY_NAMES)}
    | {name[:3]: number for number, name in enumerate(_DAY_NAMES)}
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)
WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})(?![a-z])\.?"

UNITS = {
    "second": Grain.SECOND, "sec": Grain.SECOND, "minute": Grain.MINUTE, "min": Grain.MINUTE, "hour": Grain.HOUR,
    "hr": Grain.HOUR, "h": Grain.HOUR, "day": Grain.DAY, "night": Grain.DAY, "week": Grain.WEEK, "wk": Grain.WEEK,
    "fortnight": Grain.WEEK, "month": Grain.MONTH, "mo": Grain.MONTH, "quarter": Grain.QUARTER, "year": Grain.YEAR,
    "yr": Grain.YEAR, "decade": Grain.DECADE, "century": Grain.CENTURY, "centurie": Grain.CENTURY,
}  # fmt: skip
UNIT = rf"(?:business\s+|working\s+|calendar\s+)?(?P<u>{'|'.join(sorted(UNITS, key=len, reverse=True))})s?(?![a-z])"

YEAR_DIGITS = r"(?:1[0-9]|20|21)\d\d(?![\d%]|[.,:]\d)"
YEAR = rf"(?:{YEAR_DIGITS}|'\d\d(?!\d)|{EN_YEAR_WORDS})"
#: A day of the month: 3, 3rd, third, twenty-third, twenty three.
DAY = rf"(?:{EN_ORDINAL}|(?:[12]\d|3[01]|0?[1-9])(?!\d|[.:]\d|\s*[ap]\.?m)|{EN_CARDINAL})"
SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}

BEFORE = frozenset({"last", "past", "previous", "prior", "preceding"})
AFTER = frozenset({"next", "following", "coming", "upcoming", "subsequent"})
STEP = r"(?:(?:this|these|the|that|those)\s+)?(?P<step>last|past|previous|prior|preceding|next|following|coming|upcoming|subsequent|this|current|same|that|the)"


def steps_of(word: str) -> int:
    """-1 for last, 1 for next, 0 for this."""
    return -1 if word in BEFORE else 1 if word in AFTER else 0


#: Words of a text that speaks of what is to come.
FUTURE = re.compile(
    r"\b(?:will|'ll|shall|going\s+to|schedule|please|plan|book|meet(?:ing)?|available|arrange|free|set|remind|due|upcoming|let's|starts?|happens?)\b"
)
