"""English times of day and ranges of them: at 8:45 pm, five thirty, between 3 and 5, in the morning, tonight's 9p."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from provenance.text.dates.numerals import english_number
from provenance.text.dates.period import Grain, Period

#: Part of the day → from hour to hour.
PARTS = {
    "morning": (8, 12), "afternoon": (12, 16), "evening": (16, 20), "night": (20, 24), "nite": (20, 24),
    "midday": (11, 13), "dawn": (5, 7), "dusk": (17, 19), "lunchtime": (11, 13),
}  # fmt: skip
_LATE = frozenset({"afternoon", "evening", "night", "nite"})
_WORD_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WORD_MINUTE = "fifteen|thirty|forty[ -]five|ten|twenty"
_MERIDIEM = r"(?P<ap>a\.?\s?m\b\.?|p\.?\s?m\b\.?|(?<=\d)[ap]\b(?!\.?[a-z]))"
_TIME = re.compile(
    rf"(?:(?:at|@|around|about|by|for|approximately)\s*(?=[\dnmftseow])\s*)?(?:"
    rf"(?P<noon>noon|midnight)\b|(?:(?P<h>2[0-4]|1\d|0?\d)|(?P<w>{_WORD_HOUR}))"
    rf"(?:(?P<sep>[:.])(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!\d)|[\s-]+(?P<wm>{_WORD_MINUTE})\b)?"
    rf"(?:\s*{_MERIDIEM}|(?P<oc>\s*o'?\s?clock))?)(?![\d/%]|[.,:]\d|(?:st|nd|rd|th)\b)"
)
_PART = re.compile(
    r"(?:[,\s]*(?:(?:in|during)\s+the\s+|at\s+|this\s+)?(?:(?P<shade>early|late|later|mid)[\s-]+(?:in\s+the\s+)?)?)(?P<p>morning|afternoon|evening|night|nite|midday|dawn|dusk|lunchtime)(?![a-z])"
)
_TO = re.compile(r"\s*(?:-|to|till?|until|through|thru|and|~)\s*")
_OPEN = re.compile(r"(?:from|between)\s+")
_FOR = re.compile(r"\s*(?:,\s*)?for\s+")


#: One of these matches wherever a time of day is read.
BEGINNINGS = (_OPEN, _TIME)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, a part of the day, or a range; hours past 24 belong to the next day."""

    start: int
    end: int
    #: Minutes from midnight, with seconds as a fraction.
    first: float
    last: float
    grain: Grain
    #: Whether the writing itself shows that it is a time.
    sure: bool
    #: Whether it says morning or evening.
    meridiem: bool = False
    part: str | None = None

    def on(self, midnight: datetime) -> Period:
        """The interval on the day that begins at `midnight`."""
        start = midnight + timedelta(seconds=round(self.first * 60))
        return Period(start, midnight + timedelta(seconds=round(self.last * 60)), self.grain)


def read_clock(text: str, place: int, *, part: str | None = None) -> Clock | None:
    """A time of day at `place`.

    Args:
        text: in lower case.
        place: where it begins.
        part: part of the day already known: tonight at 7.
    """
    match = _TIME.match(text, place)
    if not match:
        return None
    if match["noon"]:
        at = 720.0 if match["noon"] == "noon" else 0.0
        return Clock(place, match.end(), at, at + 1, Grain.MINUTE, sure=True, meridiem=True)
    hour = int(match["h"]) if match["h"] else int(english_number(match["w"]) or 0)
    minute = int(match["m"] or english_number(match["wm"] or "0") or 0)
    end = match.end()
    marked = match["ap"][0] if match["ap"] else None
    trailing = _PART.match(text, end)
    if trailing and marked is None:
        part, end = trailing["p"], trailing.end()
    if hour > 12 and marked:
        return None
    hour = _hour(hour, marked, part)
    second = int(match["s"] or 0)
    first = hour * 60 + minute + second / 60
    dotted_only = match["sep"] == "." and marked is None
    sure = (
        bool(
            marked
            or match["oc"]
            or (match["sep"] == ":" and match["m"])
            or (match["wm"] and match["w"])
            or (trailing and part)
        )
        and not dotted_only
    )
    length = 1 / 60 if match["s"] else 1.0
    return Clock(place, end, first, first + length, Grain.MINUTE, sure=sure, meridiem=bool(marked or part), part=part)


def _hour(hour: int, marked: str | None, part: str | None) -> int:
    if marked == "p":
        return hour if hour == 12 else hour + 12
    if marked == "a":
        return hour % 12 if hour == 12 else hour
    late = part in _LATE and (hour >= 5 or part == "afternoon")
    return hour + 12 if late and hour < 12 else hour


def read_part(text: str, place: int) -> Clock | None:
    """A part of the day at `place`: in the morning, late evening."""
    match = _PART.match(text, place)
    if not match:
        return None
    first, last = PARTS[match["p"]]
    middle = (first + last) // 2
    if match["shade"] in ("early",):
        last = middle
    elif match["shade"] in ("late", "later"):
        first = middle
    return Clock(place, match.end(), first * 60, last * 60, Grain.PART, sure=True, meridiem=True, part=match["p"])


def read_clock_range(text: str, place: int, *, part: str | None = None) -> Clock | None:
    """Two times of day with a word between them; an incomplete side takes its half of the day from the other."""
    opened = _OPEN.match(text, place)
    left = read_clock(text, opened.end() if opened else place, part=part)
    if left is None or not (joint := _TO.match(text, left.end)):
        return None
    if joint[0].strip() == "and" and not (opened and opened[0].startswith("between")):
        return None
    right = read_clock(text, joint.end(), part=part)
    if right is None or not (opened or left.sure or right.sure or part or joint[0].strip() in ("-", "to")):
        return None
    first, last = left.first, right.first
    if right.meridiem and not left.meridiem and right.first >= 720 and first < 720 and first + 720 < last:
        first += 720
    while last <= first:
        last += 720 if not right.meridiem else 1440
    sure = left.sure or right.sure
    return Clock(
        place, right.end, first, last, Grain.HOUR, sure=sure, meridiem=left.meridiem or right.meridiem, part=part
    )
