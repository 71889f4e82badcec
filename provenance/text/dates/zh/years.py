"""Years: 2021年, 二〇二一年, 98年, 民国110年, 康熙三年, 去年, 上世纪90年代."""

from __future__ import annotations

import re

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.numerals import ZH_NUMBER, chinese_number
from provenance.text.dates.period import Grain, Period, Ref, shift, unit_of, year

#: Year 1 of an era is this year plus one. The reigns of the last two dynasties, the republic, and modern Japan.
ERAS = {
    "民国": 1911, "洪武": 1367, "永乐": 1402, "宣德": 1425, "成化": 1464, "弘治": 1487, "正德": 1505, "嘉靖": 1521,
    "万历": 1572, "天启": 1620, "崇祯": 1627, "顺治": 1643, "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795,
    "道光": 1820, "咸丰": 1850, "同治": 1861, "光绪": 1874, "宣统": 1908, "明治": 1867, "大正": 1911, "昭和": 1925,
    "平成": 1988, "令和": 2018, "贞观": 626, "开元": 712, "天宝": 741, "神龙": 704,
}  # fmt: skip

_RELATIVE = {
    "大大前年": -4, "大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0,
    "这一年": 0, "这年": 0, "今岁": 0, "明年": 1, "下一年": 1, "来年": 1, "次年": 1, "翌年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
_HAN = "零〇一二三四五六七八九"
#: What follows a number of years, not the name of a year.
_DURATION = r"(?!\s*(?:代|级|前(?!(?:\d|[一二两三四五六七八九十]){1,2}个?(?:月|周|天|季))|后|来|间|多|内|以|的?历史|期|龄|左右|之|徒刑|有期|老|了|免费|质保|时间))"

_ERA = re.compile(rf"(?P<era>{'|'.join(ERAS)})(?P<n>元|{ZH_NUMBER})年")
_ROC_SHORT = re.compile(r"(?<![\d.])(?P<n>1[01]\d)年(?=\s*\d{1,2}\s*月)")
_FULL = re.compile(
    r"(?<![\d.,])(?P<y>(?:1[0-9]|2[01])\d\d)\s*(?:年度?(?!代|级|历史|的历史)|(?=\s*[-~至到]{1,2}\s*(?:1\d|2[01])?\d\d\s*年))"
)
_FULL_HAN = re.compile(
    rf"(?P<y>[一二][{_HAN}]{{3}}|[两二]千(?:零?[一二三四五六七八九十]{{1,3}})?)\s*年(?!代|级|历史|的历史)"
)
_RANGE = re.compile(r"(?<=[从自由在])\s?(?P<y>(?:19|20)\d\d)(?=\s?[-~至到]{1,2}\s?(?:19|20)\d\d(?!\d))")
_RIGHT = re.compile(r"(?P<y>(?:19|20)\d\d)(?:年度?(?!代|级))?(?![\d.:/%-])")
_ANCIENT = re.compile(r"(?:(?<=[在于至到])|(?<=公元))(?P<y>[2-9]\d\d)年(?!代|级|前|后|来|间|多|内|的?历史)")
_SHORT = re.compile(
    rf"(?<![\d.,第约近满共每了整经长过第仅判刑处逾超])(?P<y>0\d(?=\s*年(?!代|级))|[4-9]\d)\s*(?:年(?:(?<=0\d年)|(?<=0\d\s年)|{_DURATION})|(?=[-~至到]\d\d年(?!代|级)))"
)
_SHORT_MONTH = re.compile(
    r"(?<![\d.,])(?P<y>\d\d)\s*年(?:度)?(?=\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|底|年底|初|年初|第|[一二三四]季|上半年|下半年)"
)
_SHORT_HAN = re.compile(rf"(?<![{_HAN}十百千几数多第])(?P<y>[{_HAN}]{{2}})\s*年{_DURATION}")
_RELATIVE_RE = re.compile(rf"(?<!每)(?P<w>{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})(?!头)")
_SAME = re.compile("同年|当年(?=\\d|[一二三四五六七八九十]{1,2}月)")
_CENTURY = re.compile(
    r"(?:(?P<rel>上个?|本|这个)世纪(?!网)|(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})世纪(?!网|经济报|报道|大酒店|福克斯|杯))"
    r"(?P<dec>(?:[1-9]0|[一二三四五六七八九]?十|[一二三四五六七八九]零)年代)?(?P<part>初期?|中叶|中期|末期?|后期|前期|早期|上半叶|下半叶)?"
)
_DECADE = re.compile(
    r"(?<![\d十])(?:(?P<cc>1[5-9]|20)(?=\d0年代))?(?P<d>[1-9]0|[一二三四五六七八九]?十|[一二三四五六七八九]零)年代(?P<part>初期?|中期|末期?|后期|前期|早期)?"
)
_THIRDS = {"初": 0, "前": 0, "早": 0, "上": 0, "中": 1, "末": 2, "后": 2, "下": 2}
#: The year of a date that is told by its distance: 30年前的6月27日.
_YEARS_AGO = re.compile(
    rf"(?<![\d.第几数])(?P<n>{ZH_NUMBER})年前的?(?=\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月)"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (
    _RELATIVE_RE,
    _SAME,
    _YEARS_AGO,
    _ERA,
    _ROC_SHORT,
    _FULL,
    _RANGE,
    _ANCIENT,
    _FULL_HAN,
    _SHORT_MONTH,
    _SHORT,
    _SHORT_HAN,
    _CENTURY,
    _DECADE,
)


def read_year(text: str, place: int, ref: Ref) -> Found | None:
    """A year at `place`, relative ones included."""
    if match := _RELATIVE_RE.match(text, place):
        number = ref.now.year + _RELATIVE[match["w"]]
        return Found(place, match.end(), year(number).as_kind(TimeKind.RELATIVE))
    if (match := _SAME.match(text, place)) and (told := ref.left.year if ref.left else ref.year_before):
        return Found(place, match.end(), year(told))
    if ref.left and ref.left.day == 1 and (match := _RIGHT.match(text, place)):
        return Found(place, match.end(), year(int(match["y"])))
    for pattern, read in _READERS:
        if match := pattern.match(text, place):
            found_year = read(match, ref)
            if found_year is not None:
                return Found(place, match.end(), year(found_year))
    return None


def _era_year(match: re.Match[str], ref: Ref) -> int | None:
    count = 1 if match["n"] == "元" else chinese_number(match["n"])
    return None if not count or count > 130 else ERAS[match["era"]] + count


def _plain(match: re.Match[str], ref: Ref) -> int | None:
    return chinese_number(match["y"].replace("两千", "二千"))


def _two_digits(match: re.Match[str], ref: Ref) -> int | None:
    """98 is 1998, 08 is 2008: the reading that is not more than ten years ahead."""
    short = chinese_number(match["y"])
    if short is None:
        return None
    century = ref.now.year // 100 * 100
    return century + short if century + short <= ref.now.year + 10 else century + short - 100


def _two_han(match: re.Match[str], ref: Ref) -> int | None:
    """二三年 and 七八年 are as often two or three, seven or eight years: neighbours are left alone."""
    first, second = (chinese_number(char) or 0 for char in match["y"])
    followed_by_month = re.match(r"\s*(?:\d|[一二三四五六七八九十正腊]{1,2}月)", match.string[match.end() :])
    if second - first in (1, 2) and first and not followed_by_month:
        return None
    return _two_digits(match, ref)


def _years_ago(match: re.Match[str], ref: Ref) -> int | None:
    count = chinese_number(match["n"])
    return ref.now.year - count if count and count < 1000 else None


_READERS = (
    (_YEARS_AGO, _years_ago),
    (_ERA, _era_year),
    (_ROC_SHORT, lambda match, _ref: 1911 + int(match["n"])),
    (_FULL, _plain),
    (_RANGE, _plain),
    (_ANCIENT, _plain),
    (_FULL_HAN, _plain),
    (_SHORT_MONTH, _two_digits),
    (_SHORT, _two_digits),
    (_SHORT_HAN, _two_han),
)


def read_decade(text: str, place: int, ref: Ref) -> Found | None:
    """A century or a decade: 18世纪, 上世纪80年代, 90年代初."""
    if match := _CENTURY.match(text, place):
        return _century(match, ref)
    if not (match := _DECADE.match(text, place)):
        return None
    tens = chinese_number(match["d"])
    if tens is None:
        return None
    if match["cc"]:
        start = int(match["cc"]) * 100 + tens
    else:
        start = ref.now.year // 100 * 100 + tens
        if start > ref.now.year:
            start -= 100
    return Found(place, match.end(), _part(unit_of(year(start).start, Grain.DECADE), match["part"]))


def _century(match: re.Match[str], ref: Ref) -> Found | None:
    number = chinese_number(match["n"]) if match["n"] else ref.now.year // 100 + (1 if match["rel"][0] != "上" else 0)
    if not number or not 1 <= number <= 22:
        return None
    start = max(1, (number - 1) * 100)
    span = unit_of(year(start).start, Grain.CENTURY)
    if match["dec"]:
        tens = chinese_number(match["dec"][:-2])
        if tens is None:
            return None
        span = unit_of(year(start + tens).start, Grain.DECADE)
    return Found(match.start(), match.end(), _part(span, match["part"]))


def _part(span: Period, part: str | None) -> Period:
    if not part:
        return span
    third = _THIRDS[part[0]]
    years = span.end.year - span.start.year
    first = span.start.year + (0, round(years * 0.3), round(years * 0.7))[third]
    last = span.start.year + (round(years * 0.3), round(years * 0.7), years)[third]
    return Period(year(first).start, shift(year(last - 1).start, 1, Grain.YEAR), span.grain)
