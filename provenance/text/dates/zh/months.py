"""Months and their parts: 7月, 上个月, 腊月, 闰四月, 月底, 中旬, 第二周, 第三个星期日."""

from __future__ import annotations

import re
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.lunar import lunar_month
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import ZH_NUMBER, chinese_number
from provenance.text.dates.period import (
    Grain,
    Period,
    Ref,
    YearlyPeriod,
    nth_unit,
    nth_weekday,
    recurring,
    shift_months,
    unit_of,
)

WEEKDAY = r"(?:周|星期|礼拜)(?P<wd>[一二三四五六日天1-6])"
WEEKDAYS = (
    {char: value for value, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n): n - 1 for n in range(1, 7)}
)

NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = re.compile(
    rf"(?<![\d.个近零〇一二三四五六七八九十])(?P<lunar>(?:农历|阴历|旧历)的?)?(?P<leap>闰)?"
    rf"(?:(?P<n>{NUMBER})\s*(?:月(?!天|嫂|子|薪|租|供|票|费|亮|经|光|刊|号|季|老|度|报|均|底薪)份?|(?=\s*[-~至到]{{1,2}}\s*{NUMBER}\s*月))|(?P<name>正|腊|冬)月)"
)
_RELATIVE = re.compile(r"(?P<w>上{1,3}一?个?|本|这一?个?|当|同|下{1,3}一?个?|次)月(?!亮|光|球|子|饼)份?")
_SAME = re.compile("本月|同月")
_PART = re.compile(r"(?:份|月)?(?P<p>上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末|中(?=[,，。；;、\s]|$|旬))")
_TENTHS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "初": (1, 5),
    "底": (25, 31),
    "末": (25, 31),
    "中": (11, 20),
}
_NTH_WEEKDAY = re.compile(rf"的?(?:第(?P<n>[一二三四五1-5])|(?P<last>最后一))个?{WEEKDAY}")
_NTH_WEEK = re.compile(
    r"的?(?:第(?P<n>[一二三四五六1-6])|(?P<last>最后一)|(?P<first>首))个?(?:周(?![一二三四五六日])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天]))"
)
_EDGE = re.compile(rf"的?(?P<side>前|头|最后|后)(?P<n>{ZH_NUMBER})[天日]")
_NAMED = {"正": 1, "冬": 11, "腊": 12}


#: One of these matches wherever a month is named that follows no year.
BEGINNINGS = (_MONTH, _RELATIVE)


def read_month(text: str, place: int, ref: Ref, in_year: Period | None, *, lunar: bool = False) -> Found | None:
    """A month at `place`, of the year `in_year` where one was named before it."""
    if in_year and (match := _SAME.match(text, place)):
        return Found(
            place,
            match.end(),
            unit_of(ref.now.replace(year=in_year.start.year, day=1), Grain.MONTH).as_kind(in_year.kind),
        )
    if in_year is None and (match := _RELATIVE.match(text, place)):
        word = match["w"]
        anchor = (ref.left or ref.last_day or ref.now) if word == "同" else ref.now
        steps = word.count("下") - word.count("上") + (word == "次")
        relative = unit_of(shift_months(anchor.replace(day=1), steps), Grain.MONTH)
        return Found(place, match.end(), relative.as_kind(TimeKind.RELATIVE))
    if not (match := _MONTH.match(text, place)):
        return None
    kind = in_year.kind if in_year else TimeKind.ABSOLUTE
    number = _NAMED[match["name"]] if match["name"] else chinese_number(match["n"]) or 0
    if lunar or match["lunar"] or match["leap"] or match["name"]:
        return _lunar(match, number, ref, in_year)
    period = YearlyPeriod(number)(in_year.start.year) if in_year else recurring(ref, YearlyPeriod(number))
    return Found(place, match.end(), period.as_kind(kind), dated=in_year is not None) if period else None


def _lunar(match: re.Match[str], number: int, ref: Ref, in_year: Period | None) -> Found | None:
    first_year = in_year.start.year if in_year else (ref.left or ref.now).year
    found = lunar_month(first_year, number, leap=bool(match["leap"]))
    if found is None:
        return None
    start, length = found
    kind = in_year.kind if in_year else TimeKind.ABSOLUTE
    return Found(match.start(), match.end(), Period(start, start + timedelta(days=length), Grain.MONTH, kind))


def is_lunar_month(text: str, place: int) -> tuple[int, bool, int] | None:
    """Whether a lunar month is named at `place`: its number, whether it is the leap one, and where the name ends."""
    match = _MONTH.match(text, place)
    if not match or not (match["lunar"] or match["leap"] or match["name"]):
        return None
    number = _NAMED[match["name"]] if match["name"] else chinese_number(match["n"]) or 0
    return number, bool(match["leap"]), match.end()


def month_number(text: str, place: int) -> tuple[int, int] | None:
    """The number of the plain month at `place`, and where its name ends."""
    match = _MONTH.match(text, place)
    if not match or not match["n"] or match["leap"]:
        return None
    return chinese_number(match["n"]) or 0, match.end()


def read_part(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    """A part of the month `span` that is named at `place`, and where the name ends."""
    if match := _PART.match(text, place):
        first, last = _TENTHS[match["p"]]
        start = span.start + timedelta(days=first - 1)
        end = min(span.end, span.start + timedelta(days=last))
        return Period(start, end, Grain.WEEK, span.kind), match.end()
    if match := _NTH_WEEKDAY.match(text, place):
        number = -1 if match["last"] else chinese_number(match["n"]) or 0
        found = nth_weekday(span, number, WEEKDAYS[match["wd"]])
        return (found.as_kind(span.kind), match.end()) if found else None
    if match := _NTH_WEEK.match(text, place):
        number = -1 if match["last"] else 1 if match["first"] else chinese_number(match["n"]) or 0
        found = nth_unit(span, number, Grain.WEEK)
        return (found.as_kind(span.kind), match.end()) if found else None
    if match := _EDGE.match(text, place):
        number = chinese_number(match["n"]) or 0
        days = timedelta(days=number)
        if not 0 < number <= 31:
            return None
        if match["side"] in ("前", "头"):
            return Period(span.start, span.start + days, Grain.DAY, span.kind), match.end()
        return Period(span.end - days, span.end, Grain.DAY, span.kind), match.end()
    return None
