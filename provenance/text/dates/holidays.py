"""Days that recur by name: fixed, on the n-th weekday of a month, by the moon, by the sun, by Easter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dateutil.easter import easter

from provenance.text.dates.lunar import lunar_day
from provenance.text.dates.period import Period, day, month, nth_weekday

#: The period of a year, or None in a year that has none.
Rule = Callable[[int], Period | None]


def fixed(month_number: int, day_number: int) -> Rule:
    """The same solar date each year."""
    return lambda number: day(datetime(number, month_number, day_number))


def nth(month_number: int, ordinal: int, weekday: int, *, plus: int = 0) -> Rule:
    """The `ordinal`-th weekday (Monday 0, last -1) of a month, `plus` days later."""

    def rule(number: int) -> Period | None:
        found = nth_weekday(month(number, month_number), ordinal, weekday)
        return day(found.start + timedelta(days=plus)) if found else None

    return rule


def lunar(month_number: int, day_number: int, *, plus: int = 0) -> Rule:
    """A date of the Chinese calendar, `plus` days later."""

    def rule(number: int) -> Period | None:
        found = lunar_day(number, month_number, day_number)
        return day(found + timedelta(days=plus)) if found else None

    return rule


def around_easter(plus: int) -> Rule:
    """`plus` days after Easter Sunday (Gregorian)."""

    def rule(number: int) -> Period | None:
        if not 1583 <= number <= 4099:
            return None
        sunday = easter(number)
        return day(datetime(sunday.year, sunday.month, sunday.day) + timedelta(days=plus))

    return rule


#: Solar term → month, and the constant C of the rule ⌊0.2422·y + C⌋ − ⌊(y − leap)/4⌋ for years 2000-2099 (y = year mod
#: 100; January and February count the leap day a year later). Right but for a handful of years, by one day.
TERMS = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.73), "惊蛰": (3, 5.63),
    "春分": (3, 20.646), "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.04),
    "芒种": (6, 5.678), "夏至": (6, 21.37), "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5),
    "处暑": (8, 23.13), "白露": (9, 7.646), "秋分": (9, 23.042), "寒露": (10, 8.318), "霜降": (10, 23.438),
    "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.94),
}  # fmt: skip


def solar_term(name: str) -> Rule:
    """One of the twenty-four terms of the solar year."""
    month_number, constant = TERMS[name]

    def rule(number: int) -> Period | None:
        short = number % 100 + (0 if number >= 2000 else -100)
        leap_days = (short - 1) // 4 if month_number <= 2 else short // 4
        return day(datetime(number, month_number, int(short * 0.2422 + constant - leap_days)))

    return rule


#: Chinese names; written in full, since a bare 元旦 is a day and 元旦晚会 is one too.
CHINESE: dict[str, Rule] = {
    "元旦": fixed(1, 1), "情人节": fixed(2, 14), "女生节": fixed(3, 7), "妇女节": fixed(3, 8), "三八节": fixed(3, 8),
    "植树节": fixed(3, 12), "愚人节": fixed(4, 1), "劳动节": fixed(5, 1), "五一": fixed(5, 1), "青年节": fixed(5, 4),
    "五四": fixed(5, 4), "儿童节": fixed(6, 1), "六一": fixed(6, 1), "建党节": fixed(7, 1), "七一": fixed(7, 1),
    "建军节": fixed(8, 1), "八一": fixed(8, 1), "教师节": fixed(9, 10), "国庆节": fixed(10, 1), "国庆": fixed(10, 1),
    "十一": fixed(10, 1), "双十国庆": fixed(10, 10), "万圣节": fixed(10, 31), "万圣夜": fixed(10, 31),
    "光棍节": fixed(11, 11), "双十一": fixed(11, 11), "双11": fixed(11, 11), "双十二": fixed(12, 12),
    "双12": fixed(12, 12), "平安夜": fixed(12, 24), "圣诞节": fixed(12, 25), "圣诞": fixed(12, 25),
    "护士节": fixed(5, 12), "记者节": fixed(11, 8), "跨年夜": fixed(12, 31), "国家公祭日": fixed(12, 13),
    "母亲节": nth(5, 2, 6), "父亲节": nth(6, 3, 6), "感恩节": nth(11, 4, 3), "黑色星期五": nth(11, 4, 3, plus=1),
    "复活节": around_easter(0), "耶稣受难日": around_easter(-2),
    "春节": lunar(1, 1), "大年初一": lunar(1, 1), "元宵节": lunar(1, 15), "元宵": lunar(1, 15), "龙抬头": lunar(2, 2),
    "端午节": lunar(5, 5), "端午": lunar(5, 5), "七夕节": lunar(7, 7), "七夕": lunar(7, 7), "中元节": lunar(7, 15),
    "中秋节": lunar(8, 15), "中秋": lunar(8, 15), "重阳节": lunar(9, 9), "重阳": lunar(9, 9), "腊八节": lunar(12, 8),
    "腊八": lunar(12, 8), "大年三十": lunar(12, 30), "年三十": lunar(12, 30),
    **{name: solar_term(name) for name in TERMS}, "清明节": solar_term("清明"),
}  # fmt: skip


def eve_of_spring_festival(number: int) -> Period | None:
    """除夕 of a solar year is the day before its spring festival."""
    found = lunar_day(number, 1, 1)
    return day(found - timedelta(days=1)) if found else None


CHINESE["除夕"] = CHINESE["除夕夜"] = CHINESE["年夜"] = eve_of_spring_festival

#: English names in lower case, without their trailing "day" where it may be left out.
ENGLISH: dict[str, Rule] = {
    "new year's day": fixed(1, 1), "new year day": fixed(1, 1), "new years day": fixed(1, 1), "new year": fixed(1, 1),
    "new year's eve": fixed(12, 31), "new years eve": fixed(12, 31), "groundhog day": fixed(2, 2),
    "valentine's day": fixed(2, 14), "valentines day": fixed(2, 14), "st patrick's day": fixed(3, 17),
    "st. patrick's day": fixed(3, 17), "saint patrick's day": fixed(3, 17), "saint patrick": fixed(3, 17),
    "international women's day": fixed(3, 8), "women's day": fixed(3, 8), "april fools' day": fixed(4, 1),
    "april fool's day": fixed(4, 1), "april fools day": fixed(4, 1), "april fools": fixed(4, 1),
    "earth day": fixed(4, 22), "anzac day": fixed(4, 25), "international workers' day": fixed(5, 1),
    "international workers day": fixed(5, 1), "workers' day": fixed(5, 1), "labour day": nth(9, 1, 0),
    "labor day": nth(9, 1, 0), "may day": fixed(5, 1), "cinco de mayo": fixed(5, 5), "canada day": fixed(7, 1),
    "independence day": fixed(7, 4), "bastille day": fixed(7, 14), "halloween": fixed(10, 31),
    "all saints' day": fixed(11, 1), "all saints day": fixed(11, 1), "guy fawkes night": fixed(11, 5),
    "remembrance day": fixed(11, 11), "armistice day": fixed(11, 11), "veterans day": fixed(11, 11),
    "veteran's day": fixed(11, 11), "christmas eve": fixed(12, 24), "christmas day": fixed(12, 25),
    "christmas": fixed(12, 25), "xmas": fixed(12, 25), "boxing day": fixed(12, 26), "juneteenth": fixed(6, 19),
    "martin luther king day": nth(1, 3, 0), "mlk day": nth(1, 3, 0), "presidents' day": nth(2, 3, 0),
    "presidents day": nth(2, 3, 0), "president's day": nth(2, 3, 0), "mother's day": nth(5, 2, 6),
    "mothers day": nth(5, 2, 6), "mothers' day": nth(5, 2, 6), "memorial day": nth(5, -1, 0),
    "father's day": nth(6, 3, 6), "fathers day": nth(6, 3, 6), "fathers' day": nth(6, 3, 6),
    "columbus day": nth(10, 2, 0), "thanksgiving day": nth(11, 4, 3), "thanksgiving": nth(11, 4, 3),
    "black friday": nth(11, 4, 3, plus=1), "cyber monday": nth(11, 4, 3, plus=4),
    "easter sunday": around_easter(0), "easter monday": around_easter(1), "easter": around_easter(0),
    "good friday": around_easter(-2), "ash wednesday": around_easter(-46), "mardi gras": around_easter(-47),
    "palm sunday": around_easter(-7), "pentecost": around_easter(49),
    "chinese new year": lunar(1, 1), "lunar new year": lunar(1, 1), "mid-autumn festival": lunar(8, 15),
    "dragon boat festival": lunar(5, 5),
}  # fmt: skip
