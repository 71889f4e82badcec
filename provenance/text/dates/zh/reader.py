"""Reads a folded Chinese text from left to right: dates from parts, times of day onto dates, two ends to a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from provenance.text.dates.found import Found, longest
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Grain, Period, Ref, YearlyPeriod, midnight, recurring, year
from provenance.text.dates.zh import context, days, numeric, spans, weeks, words, year_parts, years
from provenance.text.dates.zh.calendar_dates import read_calendar_date
from provenance.text.dates.zh.clock import ALONE, Clock, read_clock
from provenance.text.dates.zh.gate import GATE

_SEPARATOR = re.compile(r"\s*(?:年?起)?\s*(?:至|到|-{1,2}|~|—{1,2}|--)\s*(?:于)?(?!今(?![天日年晚早晨夜]))")
_BETWEEN = re.compile(r"\s*(?:与|和|及|、)\s*")
_BETWEEN_END = re.compile(r"\s*(?:之间|期间|间(?!隔|断|接))")
_UNTIL_NOW = re.compile(r"(?:年?[以起])?(?:开始)?(?:一?直?至今|以来(?!往)|到现在|至现在|到目前|至目前(?:为止)?|到如今)")
_BY = re.compile(r"(?:之|以)?前(?!后|往|来|夕|线|任|景|期|所|面|台|提|\d|[一二两三四五六七八九十几])")
_GLUE = re.compile(r"\s*(?:的|[,，]?\s*(?=\d{1,2}:\d\d|凌晨|早上|上午|中午|下午|傍晚|晚上)|-(?=\d{1,2}:\d\d))?\s*")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_NOT_CLOCK = re.compile(r"(?:比分|比|胜|负|赔率|比例|以|:)\s*$")


def read(text: str, ref: Ref) -> Iterator[Found]:
    """All expressions of a folded text, from left to right, none overlapping another."""
    place, end_of_last = 0, 0
    every = -1  # where the last day of every week or year ends: 每年的情人节、圣诞节、除夕
    titles = [match.span() for match in _TITLE.finditer(text)]
    while (at := GATE.next(text, place)) is not None:
        if _SENTENCE_END.search(text, end_of_last, at):
            ref, end_of_last = replace(ref, year_before=None), at
        found = read_at(text, at, ref)
        of_every = found is not None and context.recurs(text, found, every)
        if of_every and found:
            every = found.end
        if found is None or of_every or _in_title(found, titles):
            place = at + 1 if found is None or found.kind is TimeKind.ABSOLUTE else found.end
            continue
        found = _range(text, found, ref)
        place = found.end
        end_of_last = found.end
        ref = context.after(text, found, ref)
        yield found


def _in_title(found: Found, titles: list[tuple[int, int]]) -> bool:
    inside = any(start < found.start and found.end < end for start, end in titles)
    return inside and not (found.kind is TimeKind.ABSOLUTE and found.dated)


def read_at(text: str, place: int, ref: Ref) -> Found | None:
    """What stands at a place, or None; a range is read as its left side."""
    found = longest(_RULES, text, place, ref)
    return _with_clock(text, found, ref) if found else _clock_alone(text, place, ref)


def _with_clock(text: str, found: Found, ref: Ref) -> Found | None:
    """Put a time of day that follows onto a day."""
    period = found.period
    alone = _clock_alone(text, found.start, ref)
    if alone and alone.end > found.end:
        return alone
    if period is None:
        if text[found.start] == "当" and (clock := read_clock(text, found.end)) and clock.hour is not None:
            return Found(found.start, clock.end, clock.on(ref.today).as_kind(TimeKind.RELATIVE), has_clock=True)
        return found
    if found.has_clock or period.grain is not Grain.DAY or period.end - period.start > timedelta(days=1):
        return found
    glue = _GLUE.match(text, found.end)
    place = glue.end() if glue else found.end
    clock = read_clock(text, place)
    if clock is None:
        return found
    if (
        clock.hour is None
        and clock.part in ("早", "晨", "夜", "晚", "白天")
        and text[clock.end : clock.end + 1] in tuple("报会婚饭稻班安宴霜市点餐场")
    ):
        return found
    return Found(found.start, clock.end, clock.on(period.start).as_kind(period.kind), has_clock=True, dated=found.dated)


def _clock_alone(text: str, place: int, ref: Ref) -> Found | None:
    """A time of day without its day is of the day of writing, or of the day on the left side of a range."""
    if place and text[place - 1] in "0123456789.:/":
        return None
    clock = read_clock(text, place)
    if clock is None:
        return None
    whole = place == 0 and clock.end == len(text)
    if ref.left is None and not whole and not _trusted(text, place, clock):
        return None
    if clock.hour is not None and clock.hour > 24:
        return None
    day_of_it = ref.today if ref.left or ref.last_day is None else ref.last_day
    return Found(place, clock.end, clock.on(day_of_it).as_kind(TimeKind.RELATIVE), has_clock=True, dated=False)


def _trusted(text: str, place: int, clock: Clock) -> bool:
    if clock.hour is None:
        boundary = place == 0 or text[place - 1] in "，,。；;！!？?】）) \n"
        return (
            boundary
            and clock.part in ALONE
            and (text[clock.end : clock.end + 1] in "，,、 时" and clock.end < len(text))
        )
    if clock.colon and clock.part is None:
        return _before_clock(text, clock.end) and not _NOT_CLOCK.search(text, 0, place)
    if clock.part in ("早", "晚", "夜", "晨") and place and "\u4e00" <= text[place - 1] <= "\u9fff":
        return text[place - 1] in "在于从至到约定间"
    if not clock.sure and clock.part is None:
        return _before_clock(text, clock.end, must_name_day=True)
    return clock.sure and not (
        clock.part is None and place and text[place - 1] in "零一二三四五六七八九十百千第有这那几两"
    )


_NEXT_DAY = re.compile(r"(?P<day>次日|翌日|第二天|隔天|今[天晚]|明[天日早晚])?\s*")


def _before_clock(text: str, place: int, *, must_name_day: bool = False) -> bool:
    """Whether the other end of a range of times follows."""
    if not (separator := _SEPARATOR.match(text, place)):
        return False
    named = _NEXT_DAY.match(text, separator.end())
    if named is None or (must_name_day and not named["day"]):
        return False
    clock = read_clock(text, named.end())
    return clock is not None and clock.hour is not None and (clock.colon or named["day"] is not None)


def _range(text: str, left: Found, ref: Ref) -> Found:
    """Join the right side of a range to its left side."""
    period = left.period
    if period is None:
        return left
    if match := _UNTIL_NOW.match(text, left.end):
        if period.start < ref.now:
            return Found(left.start, match.end(), Period(period.start, ref.now, period.grain, period.kind))
        return left
    if match := _BY.match(text, left.end):
        if period.start > ref.now and left.kind is not TimeKind.NOW and period.grain >= Grain.HOUR:
            return Found(
                left.start, match.end(), Period(ref.now, period.end, period.grain, period.kind), has_clock=True
            )
        return left
    between = False
    separator = _SEPARATOR.match(text, left.end)
    if separator is None:
        separator, between = _BETWEEN.match(text, left.end), True
    if separator is None:
        return left
    right = _right_side(text, separator.end(), left, ref)
    if right is None or right.period is None or right.period.end <= period.start:
        return left
    end = right.end
    if between:
        closing = _BETWEEN_END.match(text, end)
        if closing is None:
            return left
        end = closing.end()
    last = right.period
    until = last.start if right.has_clock and last.grain <= Grain.HOUR else last.end
    if until <= period.start:
        return left
    kind = TimeKind.RELATIVE if TimeKind.NOW in (period.kind, last.kind) else period.until(last).kind
    return Found(left.start, end, Period(period.start, until, max(period.grain, last.grain), kind), has_clock=True)


def _right_side(text: str, place: int, left: Found, ref: Ref) -> Found | None:
    assert left.period is not None  # given by the caller
    if text[place : place + 1].isspace():
        place += 1
    inner = replace(ref, left=left.period.start)
    if left.has_clock and (clock := read_clock(text, place)) and clock.hour is not None:
        whole = longest(_RULES, text, place, inner)
        if whole is None or whole.end <= clock.end:
            return _clock_after(place, clock, left.period)
    found = longest(_RULES, text, place, inner)
    return _with_clock(text, found, inner) if found else None


def _clock_after(place: int, clock: Clock, left: Period) -> Found:
    """The first such time after the left side: 下午1点到3点, 23:00-2:00, 下午5点到凌晨3点."""
    base = midnight(left.start)
    period = clock.on(base)
    if (
        period.start <= left.start
        and clock.part is None
        and clock.hour is not None
        and clock.hour <= 12
        and left.start.hour >= 12
    ):
        later = _moved(period, timedelta(hours=12))
        period = later if later.start > left.start else _moved(period, timedelta(days=1))
    elif period.start <= left.start:
        period = _moved(period, timedelta(days=1))
    return Found(place, clock.end, period.as_kind(left.kind), has_clock=True)


def _moved(period: Period, by: timedelta) -> Period:
    return replace(period, start=period.start + by, end=period.end + by)


def _part_alone(text: str, place: int, ref: Ref) -> Found | None:
    found = year_parts.read_part_alone(text, place, ref.now)
    return Found(place, found[1], found[0], dated=False) if found else None


_WHOLE_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)\s*$")
_WHOLE_MONTH_DAY = re.compile(r"(?P<m>0?[1-9]|1[0-2])[-/·.](?P<d>[12]\d|3[01]|0?[1-9])\s*$")


def _whole_text(text: str, place: int, ref: Ref) -> Found | None:
    """A text that is nothing but 2018, 12/1 or 6·30 means a time; inside a text these may be anything."""
    if text[:place].strip():
        return None
    if match := _WHOLE_YEAR.match(text, place):
        return Found(place, match.end(), year(int(match["y"])))
    if match := _WHOLE_MONTH_DAY.match(text, place):
        found = recurring(ref, YearlyPeriod(int(match["m"]), int(match["d"])))
        return Found(place, match.end(), found, dated=False) if found else None
    return None


def _numeric_of_chinese(text: str, place: int, ref: Ref) -> Found | None:
    found = numeric.read_numeric(text, place, ref)
    return replace(found, end=days.skip_weekday(text, found.end)) if found else None


_RULES = (
    _numeric_of_chinese, _whole_text, read_calendar_date, years.read_decade, weeks.read_week, days.read_relative, days.read_holiday,
    days.read_bare, spans.read_span, words.read_word, _part_alone,
)  # fmt: skip
