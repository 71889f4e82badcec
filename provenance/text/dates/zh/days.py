"""Days: 7月20日, 20日, 八月十五, 腊月廿三, 昨天, 大后天, 当天, 去年中秋节."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.holidays import CHINESE, TERMS
from provenance.text.dates.lunar import lunar_day
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import chinese_number
from provenance.text.dates.period import Period, Ref, YearlyPeriod, day, recurring, shift_months
from provenance.text.dates.zh.context import AS_SUCH, is_still_to_come

_N = r"(?:[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_SEP = r"(?=\s*[-~至到、和]{1,2}\s*(?:0?\d|[12]\d|3[01])\s*[日号])"
#: After a month: with 日 or 号, or bare where no measure word follows.
_OF_MONTH = re.compile(
    rf"\s*(?P<d>{_N})(?:\s*(?:日(?!元|圆)|号)|{_SEP}|(?:(?<=\d)|(?![一二三四五六七八九十]))(?![\d.:/%百千万亿个名人元块岁次天周月年里公吨级度米点時时届项条位家件例多余场座日号]))"
)
_LUNAR_DAY = re.compile(
    r"(?P<d>初[一二三四五六七八九十]|[廿卅][一二三四五六七八九]?|二十[一二三四五六七八九]?|三十|十[一二三四五六七八九]?|[1-9]|[12]\d|30)(?:日(?!元)|号)?(?![\d.个名人元年月万千])"
)
_LUNAR_WORDS = re.compile(r"\s*(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)(?!次)")
_WEEKDAY_AFTER = re.compile(r"\s*[(（,，]?\s*(?:周|星期|礼拜)[一二三四五六日天]\s*[)）]?")

#: A bare day of the month. 号 also ends the names of lines, houses, ships and files, so it needs room around it.
_BARE = re.compile(
    rf"(?<![\d.年第月周零〇一二三四五六七八九十百几数每近满共过只:/*-])(?P<d>[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九])"
    rf"(?:(?P<u>日(?!元|圆|内|游|间|后|前|以|本|均|薪|租|龄|历|军|系|企|媒|产|货|语|韩|报|行|程|谈|之|线|利|累计|\d+夜|[一二两三]夜)|号)|{_SEP})"
)
_RIGHT = re.compile(rf"(?P<d>{_N})(?P<u>日(?!元|圆)|号)")
#: A number of days, not one of them: 拘留7日.
_LASTS = re.compile(r"(?:拘留|拘|停职|停业|停课|停牌|停产|禁赛|放假|休假|工期|历时|为期|长达|持续)\s*$")
_BEFORE_HAO = re.compile(r"(?:^|[\s，,。、；;：:！!？?（()）【】「」“”\"'…—~-]|[在于从自到至是本和与及定约等了将就])$")
_AFTER_HAO = re.compile(
    r"\s*(?:$|[，,。、；;：:！!？?（()）】」”\"'…~-]|[晚早上下中凌清傍深午夜零在到至起前后开的就要会我你他她它去又也还是有\d])"
)

_RELATIVE = re.compile(
    r"(?:(?P<far>大{1,3})?(?P<w>前|后)[天日](?!本|性|报|制)|(?P<one>今|昨|明)(?:天|(?<!光明)日(?!香|子))(?!日报)|(?P<er>今|昨|明|前|后)儿个?(?!子|女|童|媳|孙|歌|科)"
    r"|(?P<part>今|昨|明|前)(?=[早晚晨夜](?!报|会|婚|宴|年|饭|安|稻))|(?P<same>本日)|(?P<today>即日)(?=起)"
    r"|(?P<ana>当天|当日(?!元)|同日|同一天|(?:次|翌)日|第二天|隔天|隔日|当(?=[晚夜])))"
)
_STEP = {"今": 0, "昨": -1, "明": 1, "前": -2, "后": 2}
#: Titles and fixed phrases that hold such a word.
_TITLE = re.compile(
    r"(?<=你好[,，])明天(?=】)|今日(?:头条|说法|俄罗斯|美国|印度|关注|财经|焦点|话题|推荐|歌曲|资讯)|昨日(?:重现|青空)|明[日天](?:之[星后]|会更好|帝国|方舟)|后天(?:性|培养|的努力|教育)|前天性"
)

_HOLIDAY = re.compile(
    r"(?P<h>大年初[一二三四五六七八九十]|正月初[一二三四五六七八九十]|"
    + "|".join(sorted(CHINESE, key=len, reverse=True))
    + r")(?<!世界教师节)(?P<tail>节)?(?!树|老人|帽|卡|歌|装|袜|饼|粽|驯鹿|麋鹿|大使)"
)
#: A day that is made a festival, or a festival whose day is spoken of: 定为教师节, 将教师节改为.
_AS_A_DAY = re.compile(r"[定设改作日]为$")
_OF_ITS_DAY = re.compile(r"(?:改|定)[在为到成]")
_OF_ANOTHER_COUNTRY = re.compile(r"[^中我祖全\W]国的?$")
#: These mean the day only with a year before or one of these words after them.
_WEAK = frozenset({"五一", "六一", "七一", "八一", "十一", "五四", "元宵", "腊八", "国庆", "重阳", *TERMS})
_MAKES_HOLIDAY = re.compile(
    r"节|假期|长假|小长假|黄金周|期间|放假|当[天日晚]|前[后夕]|佳节|来临|到来|晚[上会]|[夜日](?!子)|时节|这[天日]"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_RELATIVE, _HOLIDAY, _BARE)


def read_of_month(text: str, place: int, ref: Ref, month_number: int, in_year: Period | None) -> Found | None:
    """The day after a month's name; 初八 and 廿三, and a bare 八月十五, belong to the moon's calendar."""
    if match := _LUNAR_WORDS.match(text, place):
        return lunar_found(text, place, ref, month_number, in_year)
    if not (match := _OF_MONTH.match(text, place)):
        return None
    number = chinese_number(match["d"]) or 0
    of_moon = (
        month_number in (1, 8)
        and match[0].strip() == "十五"
        and text[place - 1] == "月"
        and not text[place - 2].isdigit()
    )
    if of_moon and (in_year is None or in_year.kind is TimeKind.RELATIVE):
        return lunar_found(text, match.start("d"), ref, month_number, in_year)
    if in_year:
        period: Period | None = day(datetime(in_year.start.year, month_number, number), in_year.kind)
    else:
        period = recurring(ref, YearlyPeriod(month_number, number))
    if period is None:
        raise ValueError(f"no day {number} in month {month_number}")
    return Found(place, skip_weekday(text, match.end()), period, dated=in_year is not None)


def lunar_found(
    text: str, place: int, ref: Ref, month_number: int, in_year: Period | None, *, leap: bool = False
) -> Found | None:
    """A day of the moon's calendar after its month."""
    if not (match := _LUNAR_DAY.match(text, place)):
        return None
    number = chinese_number(match["d"].removeprefix("初")) or 0
    anchor = in_year.start.year if in_year else (ref.left or ref.now).year
    found = lunar_day(anchor, month_number, number, leap=leap)
    if found is None:
        return None
    return Found(place, match.end(), day(found, in_year.kind if in_year else TimeKind.ABSOLUTE))


def skip_weekday(text: str, place: int) -> int:
    """Where a weekday that only repeats the date ends: 7月20日（星期二）."""
    match = _WEEKDAY_AFTER.match(text, place)
    return match.end() if match else place


def read_bare(text: str, place: int, ref: Ref) -> Found | None:
    """20日, 20号: of the month that the text named last, else of this one, or of the last where it lies far ahead."""
    loose = ref.left is not None
    if not (match := (_RIGHT if loose else _BARE).match(text, place)) or _LASTS.search(text, max(0, place - 4), place):
        return None
    if (
        match["u"] == "号"
        and not loose
        and not (_BEFORE_HAO.search(text, 0, place) and _AFTER_HAO.match(text, match.end()))
    ):
        return None
    number = chinese_number(match["d"]) or 0
    period = of_some_month(ref, number, ahead=is_still_to_come(text, match.end()))
    return Found(place, skip_weekday(text, match.end()), period, dated=False) if period else None


def of_some_month(ref: Ref, number: int, *, ahead: bool) -> Period | None:
    """The day `number` of this month, of the last one when it lies ahead by more than a week, or after the left side.

    With `ahead`, the text says that the day is still to come.
    """
    start = (ref.left or ref.now).replace(day=1)
    if ref.left:
        steps: tuple[int, ...] = (0, 1, 2)
    elif ref.last_day and abs(ref.now - ref.last_day) > timedelta(days=3):
        start = ref.last_day.replace(day=1)
        later = number < ref.last_day.day and shift_months(start, 1).replace(day=min(number, 28)) <= ref.now
        steps = (1, 0) if later else (0, 1)
    elif ahead:
        steps = (0, 1) if number >= ref.now.day else (1, 2)
    elif number > ref.now.day + 7:
        steps = (-1, 0, -2, 1)
    else:
        steps = (0, -1, 1)
    for step in steps:
        try:
            period = day(shift_months(start, step).replace(day=number))
        except ValueError:
            continue
        if ref.left is None or period.end > ref.left:
            return period
    return None


def read_relative(text: str, place: int, ref: Ref) -> Found | None:
    """昨天, 大后天, 今晚 (up to the 今), 当天, 次日."""
    match = _RELATIVE.match(text, place)
    if not match or _TITLE.match(text, place):
        return None
    if match["ana"]:
        return _anaphor(match, ref)
    if match["w"]:
        if text[place - 1 : place] in ("之", "以", "向", "朝", "往", "几", "么"):
            return None
        steps = (2 + len(match["far"] or "")) * (1 if match["w"] == "后" else -1)
    else:
        steps = _STEP.get(match["one"] or match["er"] or match["part"] or "今", 0)
    end = skip_weekday(text, match.end())
    return Found(place, end, day(ref.today + timedelta(days=steps), TimeKind.RELATIVE))


def _anaphor(match: re.Match[str], ref: Ref) -> Found | None:
    anchor = ref.left or ref.last_day
    if anchor is None:
        return None if match["ana"] in ("第二天", "隔天", "同一天") else Found(match.start(), match.end(), None)
    steps = 1 if match["ana"][0] in "次翌第隔" else 0
    return Found(match.start(), match.end(), day(midnight_of(anchor) + timedelta(days=steps), TimeKind.RELATIVE))


def midnight_of(moment: datetime) -> datetime:
    """The beginning of a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def read_holiday(text: str, place: int, ref: Ref, in_year: Period | None = None) -> Found | None:
    """A named day, of the year `in_year` where one was named before it."""
    if not (match := _HOLIDAY.match(text, place)):
        return None
    name, end = match["h"], match.end()
    quoted = text[place - 1 : place] in "“\"「‘'" and text[end : end + 1] in "”\"」’'" and place > 0
    whole = place == 0 and end == len(text)
    if name.startswith("国庆") and _OF_ANOTHER_COUNTRY.search(text, max(0, place - 4), place):
        return None
    if _AS_A_DAY.search(text, max(0, place - 3), place) or _OF_ITS_DAY.match(text, end) or text.count(name) >= AS_SUCH:
        return None
    if name in _WEAK and not (in_year or ref.left or match["tail"] or quoted or whole):
        if not _MAKES_HOLIDAY.match(text, end) or re.search(r"[\d百千年第]$", text[:place]):
            return None
        if text[place : end + 3].endswith("上河图"):
            return None
    if "初" in name and name not in CHINESE:
        found = lunar_found(text, place + 2, ref, 1, in_year)
        return Found(place, found.end, found.period) if found else None
    rule = CHINESE[name]
    period = rule(in_year.start.year) if in_year else recurring(ref, rule)
    if period is None:
        return None
    return Found(place, end, period.as_kind(in_year.kind) if in_year else period, dated=in_year is not None)
