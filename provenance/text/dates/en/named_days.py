"""Named days and their weekends: Christmas 2018 · Easter weekend · Labor Day."""

from __future__ import annotations

import re

from provenance.text.dates.en.vocabulary import YEAR_DIGITS
from provenance.text.dates.found import Found
from provenance.text.dates.holidays import ENGLISH
from provenance.text.dates.period import Grain, Period, Ref, recurring, shift

_HOLIDAY = re.compile(
    rf"(?P<h>{'|'.join(re.escape(name) for name in sorted(ENGLISH, key=len, reverse=True))})(?![a-z])(?P<we>\s+weekend)?"
    rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?P<y>{YEAR_DIGITS}))?(?P<we2>\s+weekend)?"
)

#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_HOLIDAY,)


def read_holiday(text: str, place: int, ref: Ref) -> Found | None:
    """A named day, or its weekend: the Friday before to the Monday after, as far as free."""
    if not (match := _HOLIDAY.match(text, place)):
        return None
    rule = ENGLISH[match["h"]]
    period = rule(int(match["y"])) if match["y"] else recurring(ref, rule)
    if period is None:
        return None
    if match["we"] or match["we2"]:
        period = weekend_with(period)
    return Found(place, match.end(), period, dated=bool(match["y"]))


def weekend_with(named: Period) -> Period:
    """The weekend that a day belongs to, together with the day."""
    weekday = named.start.weekday()
    saturday = shift(named.start, 5 - weekday if weekday >= 2 else -2 - weekday, Grain.DAY)
    start, end = min(saturday, named.start), max(shift(saturday, 2, Grain.DAY), named.end)
    return Period(start, end, Grain.DAY)
