"""Parts of a year: 年初, 上半年, 第三季度, 夏天, 前五个月, 第37周."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import ZH_NUMBER, chinese_number
from provenance.text.dates.period import Grain, Period, nth_unit, season, shift_months, unit_of

#: Word → first month and number of months.
_MONTHS = {
    "初": (1, 2), "伊始": (1, 1), "开年": (1, 1), "中": (5, 4), "底": (11, 2), "末": (11, 2), "终": (12, 1),
    "上半": (1, 6), "下半": (7, 6), "暑假": (7, 2), "暑期": (7, 2), "寒假": (1, 2),
}  # fmt: skip
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_UNIT = {"周": Grain.WEEK, "星期": Grain.WEEK, "礼拜": Grain.WEEK, "月": Grain.MONTH, "季度": Grain.QUARTER,
         "天": Grain.DAY, "日": Grain.DAY}  # fmt: skip
_U = "周|星期|礼拜|月|季度|天|日"

_PART = re.compile(
    r"(?P<w>年?(?:初(?!中|[一二三]|级|步|衷|恋)|伊始|底|末(?!日))|年(?:中(?!国|间|期)|终)|(?:上半|下半)年|暑假|寒假|暑期)"
)
_SEASON = re.compile(r"(?:的)?(?P<s>[春夏秋冬])(?:天|季|日(?!本)|(?![节运晚装雨风分至令招游秋冬夏眠奥]))")
_QUARTER = re.compile(
    r"(?:第?(?P<n>[一二三四1-4首])(?:(?:(?<=第.)|(?<=首))个)?季度?|[Qq](?P<q>[1-4])(?:季度)?)(?P<end>[初末底])?(?!节)"
)
_FIRST_LAST = re.compile(rf"(?P<side>前|后|最后|头)(?P<n>{ZH_NUMBER})个?(?P<u>{_U})")
_NTH = re.compile(
    rf"的?(?:第(?P<n>{ZH_NUMBER})个?(?P<u>{_U})|(?P<first>首)个?(?P<fu>月|周|季度|日|天)|(?P<last>最后一)个?(?P<lu>{_U}))(?![一二三四五六日天])"
)


def read_part(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    """A part of the year `span` that is named at `place`, and where the name ends."""
    for read in (_named, _season, _quarter, _first_or_last, _nth):
        if found := read(text, place, span):
            period, end = found
            return period.as_kind(span.kind), end
    return None


def _months(span: Period, first: int, count: int, grain: Grain) -> Period:
    start = datetime(span.start.year, first, 1)
    return Period(start, shift_months(start, count), grain)


def _named(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    if not (match := _PART.match(text, place)):
        return None
    word = match["w"]
    key = word if word in _MONTHS else word.strip("年")
    first, count = _MONTHS[key]
    return _months(span, first, count, Grain.QUARTER), match.end()


def _season(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    if not (match := _SEASON.match(text, place)):
        return None
    return season(span.start.year, _SEASONS[match["s"]]), match.end()


def _quarter(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    if not (match := _QUARTER.match(text, place)):
        return None
    number = 1 if match["n"] == "首" else int(match["q"] or chinese_number(match["n"]) or 0)
    if "季度" not in match[0] and not match["q"]:
        return None
    first, count = number * 3 - 2, 3
    if match["end"]:
        first, count = (first if match["end"] == "初" else first + 2), 1
    return _months(span, first, count, Grain.MONTH if match["end"] else Grain.QUARTER), match.end()


def _first_or_last(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    if not (match := _FIRST_LAST.match(text, place)):
        return None
    number, grain = chinese_number(match["n"]), _UNIT[match["u"]]
    if not number:
        return None
    if match["side"] in ("前", "头"):
        one, last = nth_unit(span, 1, grain), nth_unit(span, number, grain)
    else:
        one, last = nth_unit(span, -number, grain), nth_unit(span, -1, grain)
    return (one.until(last), match.end()) if one and last else None


def _nth(text: str, place: int, span: Period) -> tuple[Period, int] | None:
    if not (match := _NTH.match(text, place)):
        return None
    if match["first"]:
        number, unit = 1, match["fu"]
    elif match["last"]:
        number, unit = -1, match["lu"]
    else:
        number, unit = chinese_number(match["n"]) or 0, match["u"]
    if not number:
        return None
    found = nth_unit(span, number, _UNIT[unit])
    return (found, match.end()) if found else None


_ALONE = re.compile(
    r"(?<![去今前明后每\d年])(?P<half>[上下]半年)|(?<![一二三四五六七八九十\d年成童幼去今前明后新])(?:年(?:初|底|末)(?!年))"
    r"|(?P<w>(?:上上?|下下?)个?|本|这个?|当|同)季度(?P<end>[初末底])?"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_ALONE, _QUARTER)


def read_part_alone(text: str, place: int, now: datetime) -> tuple[Period, int] | None:
    """年底, 下半年, 上季度, 一季度: parts of the year of writing."""
    if not (match := _ALONE.match(text, place)):
        quarter = _QUARTER.match(text, place)
        previous = text[place - 1 : place]
        if quarter and "季度" in quarter[0] and not previous.isdigit() and previous not in ("个", "第", "年"):
            found = _quarter(text, place, _this_year(now))
            return (found[0].as_kind(TimeKind.RELATIVE), found[1]) if found else None
        return None
    if match["w"]:
        steps = match["w"].count("下") - match["w"].count("上")
        start = shift_months(unit_of(now, Grain.QUARTER).start, 3 * steps)
        period = unit_of(start, Grain.QUARTER)
        if match["end"]:
            edge = period.start if match["end"] == "初" else period.end - timedelta(days=1)
            period = unit_of(edge, Grain.MONTH)
        return period.as_kind(TimeKind.RELATIVE), match.end()
    return read_part(text, place, _this_year(now))


def _this_year(now: datetime) -> Period:
    return unit_of(now, Grain.YEAR).as_kind(TimeKind.RELATIVE)
