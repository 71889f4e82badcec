"""Times of day: 下午3点半, 凌晨, 18:30, 二十时许, 十一点一刻."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from provenance.text.dates.numerals import chinese_number
from provenance.text.dates.period import Grain, Period

#: Word → from hour to hour. Ends follow common usage, not any one standard.
PARTS = {
    "凌晨": (0, 6), "拂晓": (4, 7), "黎明": (4, 7), "清晨": (5, 8), "大清早": (5, 8), "清早": (5, 8), "一大早": (5, 8),
    "一早": (6, 10), "早晨": (6, 10), "早上": (6, 10), "早间": (6, 10), "晨间": (6, 10), "晨": (5, 9), "早": (6, 10),
    "上午": (7, 12), "午前": (9, 12), "午间": (11, 13), "中午": (11, 13), "正午": (12, 13), "午后": (13, 15),
    "下午": (12, 18), "傍晚": (17, 19), "黄昏": (17, 19), "晚上": (18, 24), "晚间": (18, 24), "夜晚": (18, 24),
    "当晚": (18, 24), "晚": (18, 24), "夜里": (20, 24), "夜间": (20, 24), "夜": (20, 24), "前半夜": (19, 24),
    "深夜": (22, 24), "半夜": (23, 24), "午夜": (23, 24), "子夜": (23, 24), "后半夜": (2, 5), "白天": (6, 19),
}  # fmt: skip
#: Parts of the day that need no day beside them where a comma or a space follows.
ALONE = ("凌晨", "清晨", "傍晚", "深夜", "午夜", "拂晓", "黎明")
_NIGHT = frozenset(
    {"晚上", "晚间", "夜晚", "晚", "夜里", "夜间", "夜", "深夜", "半夜", "午夜", "子夜", "当晚", "前半夜", "后半夜"}
)
_PM = frozenset({"午后", "下午", "傍晚", "黄昏"}) | _NIGHT

_H = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_M = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九]|[一二三四五六七八九])"
_PART = re.compile(rf"(?P<p>{'|'.join(sorted(PARTS, key=len, reverse=True))})")
_CLOCK = re.compile(
    rf"(?:大?约|近)?(?P<h>{_H})(?:"
    rf"\s*[:：]\s*(?P<cm>[0-5]\d)(?:\s*[:：]\s*(?P<cs>[0-5]\d)(?:\.\d+)?)?(?![\d:：])(?P<shi>[时分])?"
    rf"|(?P<u>[点时])(?:钟|整)?(?:(?P<half>半)|(?P<q>[一三1-3])刻|(?P<m>{_M})(?:分(?!之|钟之)(?:钟)?(?:(?P<s>{_M})秒)?|(?![\d个名人万元%年月日号岁次点时天小]))|(?P<past>过))?"
    rf"(?P<tail>左右|许|多钟?|整|钟)?)"
)
_BARE_HOUR = re.compile(rf"(?P<h>{_H})(?:[一二三四五六七八九](?=点))?(?=\s*[-~至到]{{1,2}}\s*(?:{_H})(?:点|时|:))")


#: Where a time of day may stand without its day: figures, or a part of the day that is trusted alone.
BEGINNINGS = (
    re.compile(rf"(?:{_PART.pattern})?的? *(?:{_CLOCK.pattern})"),
    re.compile(rf"(?:{_PART.pattern})?的? *(?:{_BARE_HOUR.pattern})"),
    re.compile(rf"(?:{'|'.join(ALONE)})[，,、 时]"),
    re.compile(rf"\A(?:{_PART.pattern})\Z"),
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A reading of a time of day; `hour` is None for a mere part of the day."""

    end: int
    part: str | None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    #: Whether the writing itself shows that it is a time: 半, 刻, 钟, minutes after 点, a part of the day.
    sure: bool = False
    #: Written with a colon.
    colon: bool = False
    #: A figure without a unit, which the right side of its range lends it.
    bare: bool = False

    def on(self, midnight: datetime, *, part: str | None = None) -> Period:
        """The minute, second or part of the day that begins at `midnight`.

        Args:
            midnight: when the day begins.
            part: part of the day that an earlier time named, for one that names none itself.
        """
        word = self.part or part
        if self.hour is None:
            first, last = PARTS[self.part or "白天"]
            return Period(midnight + timedelta(hours=first), midnight + timedelta(hours=last), Grain.PART)
        hour = _hour_of_day(self.hour, word)
        start = midnight + timedelta(hours=hour, minutes=self.minute or 0, seconds=self.second or 0)
        if self.second is not None:
            return Period(start, start + timedelta(seconds=1), Grain.SECOND)
        return Period(start, start + timedelta(minutes=1), Grain.HOUR if self.minute is None else Grain.MINUTE)


def _hour_of_day(hour: int, part: str | None) -> int:
    """24-hour reading; 24 and more belong to the next day: 晚上12点, 夜里2点."""
    if part is None or hour > 12:
        return hour
    if part in _NIGHT:
        if part in ("半夜", "午夜", "子夜", "后半夜") and hour < 6:
            return hour
        return 24 if hour == 12 else hour + (24 if 0 < hour <= 3 else 12 if hour else 24)
    if part in _PM:
        return hour + 12 if hour < 12 else hour
    if part in ("中午", "午间", "正午"):
        return hour + 12 if hour < 4 else hour
    return 0 if hour == 12 and part == "凌晨" else hour


def read_clock(text: str, place: int) -> Clock | None:
    """A time of day at `place`, with the part of the day before it."""
    part, at = None, place
    if found := _PART.match(text, place):
        part, at = found["p"], found.end()
        if text[at : at + 1] == "的":
            at += 1
        while text[at : at + 1] == " ":
            at += 1
    if match := _CLOCK.match(text, at):
        return _clock(match, part)
    if match := _BARE_HOUR.match(text, at):
        hour = chinese_number(match["h"])
        return Clock(match.end(), part, hour, sure=part is not None, bare=True) if hour is not None else None
    return Clock(found.end(), part, sure=True) if found else None


def _clock(match: re.Match[str], part: str | None) -> Clock | None:
    hour = chinese_number(match["h"])
    if hour is None:
        return None
    if match["cm"]:
        second = int(match["cs"]) if match["cs"] else None
        return Clock(match.end(), part, hour, int(match["cm"]), second, sure=part is not None, colon=True)
    minute: int | None = None
    if match["half"]:
        minute = 30
    elif match["q"]:
        minute = 15 * (chinese_number(match["q"]) or 1)
    elif match["m"]:
        minute = chinese_number(match["m"])
    second = chinese_number(match["s"]) if match["s"] else None
    bounded = match["half"] or match["q"] or match["tail"] or (match["m"] and "分" in match[0]) or "钟" in match[0]
    unsure = match["u"] == "点" and "十分" in match[0] and match["m"] == "十"
    return Clock(match.end(), part, hour, minute, second, sure=part is not None or bool(bounded and not unsure))
