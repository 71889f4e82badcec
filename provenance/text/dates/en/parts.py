"""Parts of a period and stretches beside one: the first week of May, mid 1989, 3 weeks after Christmas."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from provenance.text.dates.en.named_days import weekend_with
from provenance.text.dates.en.vocabulary import UNIT, UNITS, WEEKDAY, WEEKDAYS
from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import EN_COUNT, EN_ORDINAL, english_number
from provenance.text.dates.period import Grain, Period, Ref, day, nth_unit, nth_weekday, shift, unit_of

#: Reads the period that a part is of.
Inner = Callable[[str, int, Ref], Found | None]

_NTH = re.compile(
    rf"(?:the\s+)?(?:(?P<n>{EN_ORDINAL})|(?P<last>last)|(?P<edge>first|last)\s+(?P<count>{EN_COUNT}))\s+(?:{UNIT}|(?P<w>{WEEKDAY}))\s+(?:of|in)\s+"
)
_SHADE = re.compile(
    r"(?:the\s+)?(?:(?:very\s+)?(?P<a>end|beginning|start|middle|rest|remainder|remaining|first\s+half|second\s+half)\s+of\s+|(?P<b>early|earlier|mid|middle|late|later|eo)(?:[\s-]+(?:in\s+)?))"
)
_EOX = re.compile(r"(?:the\s+)?eo(?P<u>y|m|w)\b")
_END_OF_UNIT = re.compile(r"end\s+of\s+(?P<u>year|month|week)\b")
_WEEK_OF = re.compile(
    r"(?:the\s+)?(?:(?P<u>week|weekend)\s+(?:of|commencing|beginning(?:\s+on)?|starting(?:\s+on)?)|w/c)\s+"
)
_BESIDE = re.compile(
    rf"(?:(?P<wd>{WEEKDAY}),?\s+)?(?:(?P<less>less|more)\s+than\s+)?(?P<n>{EN_COUNT})\s+{UNIT}\s+(?P<dir>after|before|from|since|prior\s+to)\s+"
)
_ON_WEEKDAY = re.compile(rf",?\s+on\s+(?P<wd>{WEEKDAY})")
_LENGTH = re.compile(rf"(?:for\s+)?(?P<n>{EN_COUNT})\s+{UNIT},?\s+(?:starting|beginning|from)(?:\s+(?:from|on))?\s+")


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_NTH, _WEEK_OF, _BESIDE, _EOX, _END_OF_UNIT, _SHADE, _LENGTH)


def read_part_of(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    """A part of a period, or a stretch that begins beside one."""
    for read in (_nth, _week_of, _beside, _shade, _length):
        if found := read(text, place, ref, inner):
            return found
    return None


def _nth(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    if not (match := _NTH.match(text, place)):
        return None
    whole = inner(text, match.end(), ref)
    if whole is None or whole.period is None or whole.period.grain < Grain.WEEK:
        return None
    span = whole.period
    if match["w"]:
        number = -1 if match["last"] else int(english_number(match["n"] or "1") or 1)
        found = nth_weekday(span, number, WEEKDAYS[match["w"].rstrip(".")])
    elif match["count"]:
        found = _edge(span, match["edge"], english_number(match["count"]), UNITS[match["u"]])
    else:
        number = -1 if match["last"] else int(english_number(match["n"]) or 0)
        found = nth_unit(span, number, UNITS[match["u"]], iso_weeks=True)
    if found is None:
        return None
    found = found.as_kind(span.kind)
    end = whole.end
    if found.grain is Grain.WEEK and (on := _ON_WEEKDAY.match(text, end + (text[end : end + 1] == "."))):
        found = day(found.start + timedelta(days=WEEKDAYS[on["wd"].rstrip(".")]), span.kind)
        end = on.end()
    return Found(place, end, found, dated=whole.dated)


def _edge(span: Period, edge: str, count: float | None, grain: Grain) -> Period | None:
    if not count:
        return None
    if grain is Grain.WEEK:
        first = nth_unit(span, 1 if edge == "first" else -int(count), grain, iso_weeks=True)
        last = nth_unit(span, int(count) if edge == "first" else -1, grain, iso_weeks=True)
        return first.until(last) if first and last else None
    if edge == "first":
        return Period(span.start, shift(span.start, count, grain), grain, span.kind)
    return Period(shift(span.end, -count, grain), span.end, grain, span.kind)


def _week_of(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    if not (match := _WEEK_OF.match(text, place)):
        return None
    named = inner(text, match.end(), ref)
    if named is None or named.period is None or named.period.grain > Grain.DAY:
        return None
    period = weekend_with(named.period) if match["u"] == "weekend" else unit_of(named.period.start, Grain.WEEK)
    return Found(place, named.end, period.as_kind(named.period.kind), dated=named.dated)


def _beside(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    if not (match := _BESIDE.match(text, place)):
        return None
    number = english_number(match["n"])
    anchor = inner(text, match.end(), ref)
    if number is None or anchor is None or anchor.period is None:
        return None
    grain, before = UNITS[match["u"]], match["dir"] in ("before", "prior to")
    base = anchor.period.start
    moment = shift(base, -number if before else number, grain)
    if match["less"] == "less":
        return Found(
            place, anchor.end, Period(min(base, moment), max(base, moment), grain, TimeKind.RELATIVE), has_clock=True
        )
    if match["wd"]:
        moment = unit_of(moment, Grain.WEEK).start + timedelta(days=WEEKDAYS[match["wd"].rstrip(".")])
    if grain < Grain.DAY:
        return Found(
            place,
            anchor.end,
            Period(moment, moment + timedelta(minutes=1), Grain.MINUTE, TimeKind.RELATIVE),
            has_clock=True,
        )
    return Found(place, anchor.end, day(moment, TimeKind.RELATIVE))


def _shade(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    if match := _EOX.match(text, place) or _END_OF_UNIT.match(text, place):
        grain = {"y": Grain.YEAR, "m": Grain.MONTH, "w": Grain.WEEK}[match["u"][0]]
        here = unit_of(ref.now, grain)
        return Found(place, match.end(), _third(here, "end", ref).as_kind(TimeKind.RELATIVE))
    if not (match := _SHADE.match(text, place)):
        return None
    whole = inner(text, match.end(), ref)
    if whole is None or whole.period is None or whole.period.grain < Grain.DAY:
        return None
    word = match["a"] or match["b"]
    if whole.period.grain is Grain.DAY:
        return _shade_of_day(place, whole, word)
    return Found(place, whole.end, _third(whole.period, word, ref).as_kind(whole.period.kind), dated=whole.dated)


def _shade_of_day(place: int, whole: Found, word: str) -> Found | None:
    period = whole.period
    if period is None or period.end - period.start != timedelta(days=1):
        return None
    if word == "end":
        return Found(
            place,
            whole.end,
            Period(period.end - timedelta(seconds=1), period.end, Grain.SECOND, period.kind),
            has_clock=True,
        )
    hours = {
        "early": (0, 12),
        "earlier": (0, 12),
        "mid": (10, 14),
        "middle": (10, 14),
        "late": (12, 24),
        "later": (12, 24),
    }
    if word not in hours:
        return None
    first, last = (period.start + timedelta(hours=hour) for hour in hours[word])
    return Found(place, whole.end, Period(first, last, Grain.PART, period.kind), has_clock=True)


def _third(span: Period, word: str, ref: Ref) -> Period:
    """Early, middle and late thirds; halves for parts of the period that is now."""
    first, second = span.start + (span.end - span.start) / 3, span.start + (span.end - span.start) * 2 / 3
    holds_now = span.start <= ref.now < span.end
    half = unit_of(span.start + (span.end - span.start) / 2, Grain.DAY).start
    if word in ("end", "late") and span.grain is Grain.YEAR and span.kind is TimeKind.RELATIVE:
        return Period(half.replace(day=1), span.end, span.grain, span.kind)
    if word == "earlier" and holds_now:
        return Period(span.start, max(span.start + timedelta(days=1), ref.today), span.grain, span.kind)
    if word in ("later", "rest", "remainder", "remaining") and holds_now:
        return Period(ref.today, span.end, span.grain, span.kind)
    if word in ("early", "earlier", "beginning", "start"):
        return Period(
            span.start, half if span.grain <= Grain.MONTH else unit_of(first, Grain.DAY).start, span.grain, span.kind
        )
    if word in ("end", "late", "later"):
        return Period(
            half if span.grain <= Grain.MONTH else unit_of(second, Grain.DAY).start, span.end, span.grain, span.kind
        )
    if word in ("mid", "middle"):
        return Period(unit_of(first, Grain.DAY).start, unit_of(second, Grain.DAY).start, span.grain, span.kind)
    if word.startswith("first"):
        return Period(span.start, half, span.grain, span.kind)
    return Period(half, span.end, span.grain, span.kind)


def _length(text: str, place: int, ref: Ref, inner: Inner) -> Found | None:
    """Read "for 3 days from today, 2 weeks starting May 20th"."""
    if not (match := _LENGTH.match(text, place)):
        return None
    if "from" in match[0] and not match[0].startswith("for") and "starting" not in match[0]:
        return None
    number, anchor = english_number(match["n"]), inner(text, match.end(), ref)
    if number is None or anchor is None or anchor.period is None:
        return None
    start = anchor.period.start
    return Found(
        place,
        anchor.end,
        Period(start, shift(start, number, UNITS[match["u"]]), UNITS[match["u"]], anchor.period.kind),
        has_clock=True,
    )
