"""Lengths of time counted from the moment of writing: 三天前, 两个半月后, 近三年, 未来48小时, 60日内."""

from __future__ import annotations

import re
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import ZH_NUMBER, chinese_number
from provenance.text.dates.period import Grain, Period, Ref, day, shift, unit_of

_GRAIN = {
    "秒钟": Grain.SECOND, "秒": Grain.SECOND, "分钟": Grain.MINUTE, "分": Grain.MINUTE, "刻钟": Grain.MINUTE,
    "小时": Grain.HOUR, "钟头": Grain.HOUR, "天": Grain.DAY, "日": Grain.DAY, "工作日": Grain.DAY, "交易日": Grain.DAY,
    "晚": Grain.DAY, "周": Grain.WEEK, "星期": Grain.WEEK, "礼拜": Grain.WEEK, "月": Grain.MONTH,
    "季度": Grain.QUARTER, "季": Grain.QUARTER, "年": Grain.YEAR, "年度": Grain.YEAR, "世纪": Grain.CENTURY,
}  # fmt: skip
_U = "|".join(sorted(_GRAIN, key=len, reverse=True))
_SPACE = r"\s?"
_QUANTITY = (
    rf"(?:(?P<n>{ZH_NUMBER}|半){_SPACE}(?P<more>多|余|来)?{_SPACE}个?(?P<half1>半)?(?:多|余)?{_SPACE}(?P<u>{_U})(?P<half2>半)?钟?(?:多|余)?"
    r"(?P<rest>(?:零|又)?\d{1,2}个?(?:月|天|小时|分钟?))?)"
)
_AGO = re.compile(
    rf"(?<![\d.第几数]){_QUANTITY}(?P<dir>之前|以前|前(?!后|所未有|线|往|来|任|辈|夕|者|排)|之后|以后|后(?!面|卫|排|来|辈|者|期|续|备|台))"
)
_WITHIN = re.compile(rf"(?<![\d.第])(?:今后|未来|接下来的?)?{_QUANTITY}(?:之内|以内|内(?!外|部|容))")
_SINCE = re.compile(rf"(?<![\d.第]){_QUANTITY}(?:以来|来(?=[,，。的、\s]|$))")
_WINDOW = re.compile(
    rf"(?P<dir>最近这?|近(?!乎|于)|过去的?这?|刚过去的|此前的?|之前的?|前(?!第)|上|未来的?|今后的?|接下来的?|随后的?|之后的?|后|下|再过|过){_SPACE}{_QUANTITY}(?!前|后|之)"
)
#: Half an hour counts from any hour; the single last or next hour has no number: 上个小时.
_ONE = re.compile(r"(?P<dir>上|下)一?个(?P<u>小时|钟头)")
_FUTURE = re.compile(
    r"将|会(?![议员长计场上])|要(?![求闻素点])|请(?!求)|可(?![口怜爱])|应|须|需|等|预计|计划|拟|力争|争取|有望|准备|打算"
)
#: What says that a limit counts from the moment of writing, and not from a purchase, a meal or a verdict.
_AHEAD = re.compile(r"将|预计|有望|计划|拟|力争|争取|准备|打算")
_CLAUSE_BREAK = re.compile(r"[，,。；;！!？?：:\n]")
#: A quantity that ends in 后 or 内 counts from the moment of writing only in a text this short or under a word of the
#: future; in a story it counts from what was told before. Characters; set on principle, 2026-11.
SHORT_TEXT = 16


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_AGO, _WITHIN, _SINCE, _WINDOW, _ONE)


def read_span(text: str, place: int, ref: Ref) -> Found | None:
    """A quantity of time that is counted from the moment of writing."""
    for pattern, read in _READERS:
        if (match := pattern.match(text, place)) and (found := read(match, ref)):
            return found
    return None


def _amount(match: re.Match[str]) -> tuple[float, Grain] | None:
    number: float | None = 0.5 if match["n"] == "半" else chinese_number(match["n"])
    if number is None or number > 3000 or re.match(r"0\d", match["n"]):
        return None  # 07年以后 is after the year 2007
    if match["half1"] or match["half2"]:
        number += 0.5
    unit = match["u"]
    if unit in ("年", "年度") and number > 1000 and match["n"].isdigit():
        return None
    return (number * 15 if unit == "刻钟" else number), _GRAIN[unit]


def _deictic(match: re.Match[str], future: re.Pattern[str] = _FUTURE) -> bool:
    text = match.string
    breaks = [found.end() for found in _CLAUSE_BREAK.finditer(text, 0, match.start())]
    end = _CLAUSE_BREAK.search(text, match.end())
    clause = text[breaks[-1] if breaks else 0 : end.start() if end else len(text)]
    return len(text) <= SHORT_TEXT or bool(future.search(clause))


def _ago(match: re.Match[str], ref: Ref) -> Found | None:
    amount = _amount(match)
    if amount is None:
        return None
    number, grain = amount
    if match["u"] in ("日", "分", "季", "晚") and match["n"].isdigit() and match["u"] == "日" and "前" in match["dir"]:
        return None  # 3日前: before the third, or three days ago
    forward = "后" in match["dir"]
    base = ref.now
    if forward and not _deictic(match):
        return Found(match.start(), match.end(), None)
    moment = shift(base, number if forward else -number, grain)
    if grain in (Grain.YEAR, Grain.CENTURY) and number == int(number):
        period = unit_of(moment, Grain.YEAR)
    elif grain in (Grain.MONTH, Grain.YEAR, Grain.QUARTER):
        period = unit_of(moment, Grain.MONTH)
    elif grain is Grain.WEEK:
        period = unit_of(moment, Grain.WEEK) if number > 1 else day(moment)
    elif grain is Grain.DAY:
        period = day(moment)
    elif grain is Grain.HOUR:
        period = Period(moment, moment + timedelta(minutes=1), Grain.HOUR)
    else:
        period = Period(moment, moment + timedelta(minutes=1), Grain.MINUTE)
    return Found(match.start(), match.end(), period.as_kind(TimeKind.RELATIVE), has_clock=grain < Grain.DAY)


def _before(ref: Ref, number: float, grain: Grain) -> Period:
    end = ref.now if grain < Grain.DAY else max(ref.today, ref.today + timedelta(days=0))
    return Period(shift(end, -number, grain), end, grain, TimeKind.RELATIVE)


def _after(ref: Ref, number: float, grain: Grain) -> Period:
    start = ref.now if grain < Grain.DAY else ref.today + timedelta(days=1)
    return Period(start, shift(start, number, grain), grain, TimeKind.RELATIVE)


def _within(match: re.Match[str], ref: Ref) -> Found | None:
    amount = _amount(match)
    if amount is None or not (_deictic(match, _AHEAD) or match[0][0] in "今未接"):
        return None
    start = ref.now if amount[1] < Grain.DAY else ref.today
    period = Period(start, shift(start, *amount), amount[1], TimeKind.RELATIVE)
    return Found(match.start(), match.end(), period, has_clock=True)


def _since(match: re.Match[str], ref: Ref) -> Found | None:
    amount = _amount(match)
    if amount is None:
        return None
    return Found(match.start(), match.end(), _before(ref, *amount), has_clock=True)


def _window(match: re.Match[str], ref: Ref) -> Found | None:
    amount, word = _amount(match), match["dir"]
    if amount is None:
        return None
    if word.startswith(("随后", "之后")):
        return Found(match.start(), match.end(), None)  # counted from what was told before
    if word == "近" and amount[1] < Grain.HOUR:
        return None  # 近4分钟: almost four minutes long
    before = word[0] in "最近刚此前上" or word.startswith(("过去", "之前"))
    if word in ("前", "后", "上", "下", "过", "此前", "之前", "再过") and not _plain_window(match):
        return None
    if word in ("过", "再过"):
        moment = shift(ref.now, *amount)
        period = day(moment) if amount[1] >= Grain.DAY else Period(moment, moment + timedelta(minutes=1), Grain.MINUTE)
        return Found(match.start(), match.end(), period.as_kind(TimeKind.RELATIVE), has_clock=True)
    period = _before(ref, *amount) if before else _after(ref, *amount)
    return Found(match.start(), match.end(), period, has_clock=True)


def _plain_window(match: re.Match[str]) -> bool:
    """前两天 and 后1年 stand by themselves; 以前两天, 上一天班, 下一年级 and 今年前五个月 do not."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if re.search(r"[以之目日眼面提大跟早年月周天后前学季]$", before) or re.match(r"[级班课制岁龄]", after):
        return False
    if match["dir"] in ("过", "再过"):
        return _deictic(match) and (not before or not re.search(r"[\u4e00-\u9fff]$", before) or match["dir"] == "再过")
    if match["dir"] in ("上", "下") and "个" not in match[0] and match["u"] not in ("周",):
        return False
    return not re.search(r"[\u4e00-\u9fff]$", before) or match["dir"] not in ("上", "下", "后") or before[-1] in "的在"


def _one(match: re.Match[str], ref: Ref) -> Found:
    period = _before(ref, 1, Grain.HOUR) if match["dir"] == "上" else _after(ref, 1, Grain.HOUR)
    return Found(match.start(), match.end(), period, has_clock=True)


_READERS = ((_AGO, _ago), (_WITHIN, _within), (_SINCE, _since), (_WINDOW, _window), (_ONE, _one))
